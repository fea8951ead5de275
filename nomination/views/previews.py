"""Evidence looked at inside the page: pictures that we drew, under the same condition as the download."""

from flask import Blueprint, Response, request
from flask_login import current_user

from nomination.access import signed_in
from nomination.config import ROOT
from nomination.files import Damaged
from nomination.filetypes import KINDS
from nomination.hypermedia import answer
from nomination.models import Evidence
from nomination.opening import HEAVY, Busy, Opened
from nomination.previews import READABLE, THUMBNAIL, preview
from nomination.queries.evidence import evidence_file
from nomination.services.transaction import Missing
from nomination.views.downloads import SANDBOX

blueprint = Blueprint("previews", __name__, url_prefix="/nominations/<code>/evidence/<int(max=2147483647):evidence_id>")
LAST = 2000
NO_PICTURE = ROOT / "static" / "no-preview.svg"


@blueprint.get("/preview")
@signed_in
def show(code: str, evidence_id: int) -> Response:
    """One page of the file, large enough to read, with the way to the others."""
    evidence = evidence_file(current_user.actor, code, evidence_id)
    number = request.args.get("page", 1, int)
    found, status = None, 200
    try:
        found = _drawn(evidence, number, READABLE)
    except Busy:
        status = 503
    return answer(
        "evidence/preview.html", "evidence/_viewer.html", status=status,
        code=code, evidence=evidence, number=number, found=found,
    )  # fmt: skip


@blueprint.get("/preview/<int(max=2000):number>")
@signed_in
def picture(code: str, evidence_id: int, number: int) -> Response:
    return _picture(code, evidence_id, number, READABLE)


@blueprint.get("/preview/thumbnail")
@signed_in
def thumbnail(code: str, evidence_id: int) -> Response:
    return _picture(code, evidence_id, 1, THUMBNAIL)


def _picture(code: str, evidence_id: int, number: int, edge: int) -> Response:
    """The picture, or the sign for none. A browser may hold it, but asks each time: who lost access sees it no more."""
    evidence = evidence_file(current_user.actor, code, evidence_id)
    try:
        found = _drawn(evidence, number, edge)
    except Busy:
        found = Opened(HEAVY)
    if found.refused:
        return Response(NO_PICTURE.read_bytes(), mimetype="image/svg+xml")
    shown = Response(found.picture, mimetype="image/webp")
    shown.headers["Content-Security-Policy"] = SANDBOX
    shown.headers["Cache-Control"] = "private, no-cache"
    shown.set_etag(f"{evidence.sha256}-{number}-{edge}")
    return shown.make_conditional(request)


def _drawn(evidence: Evidence, number: int, edge: int) -> Opened:
    """Raises `Missing` for what is never shown and for a page that the file does not have."""
    media_type = evidence.file.media_type
    if KINDS.get(media_type) not in ("pdf", "image") or not 1 <= number <= LAST:
        raise Missing
    try:
        found = preview(evidence.sha256, media_type, page=number, edge=edge)
    except (Damaged, FileNotFoundError):
        return Opened("broken")
    if found.refused == "page":
        raise Missing
    return found
