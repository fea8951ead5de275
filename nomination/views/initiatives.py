"""One more initiative in a draft, or one less: the whole page comes along and is saved, nothing typed is lost."""

from dataclasses import replace

from flask import Blueprint, make_response, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.forms.initiatives import with_blank
from nomination.forms.nominations import typed_parts
from nomination.hypermedia import go, wants_partial
from nomination.queries.nominations import found
from nomination.services.contents import TypedPart
from nomination.services.transaction import Missing
from nomination.views.nominations import page_after, save_typed
from workflow.criteria import Judged
from workflow.drafting import refuse_writing
from workflow.initiatives import Asked

blueprint = Blueprint("initiatives", __name__)


@blueprint.post("/nominations/<code>/initiatives/<criterion>")
@signed_in
def rows(code: str, criterion: str) -> BaseResponse:
    """Without JavaScript the page is loaded anew, and a page always has a blank row. `without`: the row to remove."""
    loaded = found(current_user.actor, code)
    kinds = {one.code: one.kind for one in loaded.dossier.applicable()}
    kind = kinds.get(criterion)
    if not isinstance(kind, Judged) or kind.initiatives is Asked.NONE:
        raise Missing
    refuse_writing(loaded.dossier, current_user.actor)
    typed = typed_parts(request.form, loaded.campaign.criteria)
    part = typed.get(criterion, TypedPart())
    without = request.args.get("without", type=int)
    kept = {n: texts for n, texts in (part.initiatives or {}).items() if n != without}
    typed[criterion] = replace(part, initiatives=with_blank(kept))
    saved, reasons, status = save_typed(code, typed)
    if status == 200 and not wants_partial():
        return go(url_for("nominations.edit", code=code, _anchor=f"initiatives-{criterion}"))
    page = page_after(code, typed, saved, reasons)
    shown = next(one for one in page["parts"] if one.name == criterion)
    name = "nominations/_initiatives.html" if wants_partial() else "nominations/edit.html"
    return make_response(render_template(name, part=shown, focused=without is None, **page), status)
