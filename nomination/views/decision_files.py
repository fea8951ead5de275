"""The files of a decision: to download, and page by page as pictures that we drew. Shares the decisions' blueprint."""

from flask import Response, request
from flask_babel import gettext
from flask_login import current_user

from nomination.access import roles
from nomination.config import ROOT
from nomination.hypermedia import answer
from nomination.opening import HEAVY, Busy, Opened
from nomination.queries.decision_files import FILE_NAMES, Filed, readable_files
from nomination.services.transaction import Missing
from nomination.views.decision_sheets import drawn, sheet_of
from nomination.views.decisions import READERS, blueprint
from nomination.views.downloads import SANDBOX, as_attachment

NO_PICTURE = ROOT / "static" / "no-preview.svg"
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def _file(code: str, kind: str) -> Filed:
    found = readable_files(current_user.actor, code).get(kind)
    if found is None:
        raise Missing
    return found


@blueprint.get("/decisions/<code>/files/<kind>")
@roles(*READERS)
def download(code: str, kind: str) -> Response:
    found = _file(code, kind)
    return as_attachment(found.sha256, f"{code} - {gettext(FILE_NAMES[kind])}.{ENDINGS.get(found.media_type, 'docx')}")


@blueprint.get("/decisions/<code>/files/<kind>/sheet")
@roles(*READERS)
def sheet(code: str, kind: str) -> Response:
    """One page of the file, large enough to read, with the way to the others."""
    number = request.args.get("page", 1, int)
    return answer("decisions/sheet.html", "decisions/_sheet.html", code=code, **sheet_of(_file(code, kind), number))


@blueprint.get("/decisions/<code>/files/<kind>/pages/<int(max=2000):number>")
@roles(*READERS)
def page(code: str, kind: str, number: int) -> Response:
    file = _file(code, kind)
    try:
        found = drawn(file, number)
    except Busy:
        found = Opened(HEAVY)
    if found.refused:
        return Response(NO_PICTURE.read_bytes(), mimetype="image/svg+xml")
    shown = Response(found.picture, mimetype="image/webp")
    shown.headers["Content-Security-Policy"] = SANDBOX
    shown.headers["Cache-Control"] = "private, no-cache"
    shown.set_etag(f"{file.sha256}-{number}")
    return shown.make_conditional(request)
