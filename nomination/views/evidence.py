"""Files beside a criterion: attach, fetch, take away. What was uploaded is only ever handed out as a download."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.filetypes import LARGEST, clean_name
from nomination.hypermedia import go, sentence, wants_partial
from nomination.models import Evidence
from nomination.queries.evidence import evidence_file
from nomination.queries.nominations import found, visible
from nomination.services.evidence import NO_FILE, Kept, Postponed, add_evidence, keep, remove_evidence
from nomination.services.transaction import Invalid, Missing
from nomination.views.downloads import as_attachment
from nomination.views.draft_pages import asked_parts, page_of_draft
from workflow.drafting import may_affirm, refuse_part, refuse_writing
from workflow.words import N_

blueprint = Blueprint("evidence", __name__)
AT_ONCE = 4
TOO_MANY = N_("At most %(limit)s files at a time.")
KNOWN = N_("The same file is attached here already; it was not added again.")


@blueprint.url_value_preprocessor
def allow_several(endpoint: str | None, _values: object) -> None:
    """Several files at once, for those who are signed in; everybody else keeps the ordinary limit of a request."""
    if endpoint == "evidence.add" and current_user.is_authenticated:
        request.max_content_length = AT_ONCE * LARGEST + 1024 * 1024


@blueprint.post("/nominations/<code>/evidence")
@signed_in
def add(code: str) -> BaseResponse:
    """Each file for itself: what can be taken is taken, what cannot is named with the reason."""
    criterion = request.form.get("criterion", "")
    _refuse_early(code, criterion)
    sent = [one for one in request.files.getlist("files") if one.filename]
    if not sent or len(sent) > AT_ONCE:
        problem = sentence(TOO_MANY, {"limit": AT_ONCE}) if sent else sentence(NO_FILE)
        return _answer(code, criterion, [problem], [])
    kept, problems, later = _keep(sent)
    try:
        added = add_evidence(current_user.actor, visible(current_user.actor, code), criterion, kept) if kept else []
    except Invalid as error:
        return _answer(code, criterion, [*problems, *_sentences(error)], [], later=isinstance(error, Postponed))
    problems += _known(kept, added)
    return _answer(code, criterion, problems, [one.name for one in added], later=later)


def _refuse_early(code: str, criterion: str) -> None:
    """Nobody fills the store who may not attach anything here."""
    dossier = found(current_user.actor, code).dossier
    if criterion not in {one.code for one in dossier.applicable()}:
        raise Missing
    refuse_writing(dossier, current_user.actor)
    refuse_part(dossier, criterion)


def _keep(sent: list[FileStorage]) -> tuple[list[Kept], list[str], bool]:
    """What was kept, what was not and why, and whether the same may be sent again."""
    kept: list[Kept] = []
    problems: list[str] = []
    later = False
    for upload in sent:
        try:
            kept.append(keep(upload))
        except Invalid as error:
            problems += [f"{clean_name(upload.filename)}: {told}" for told in _sentences(error)]
            later = later or isinstance(error, Postponed)
    return kept, problems, later


def _known(kept: list[Kept], added: list[Evidence]) -> list[str]:
    new = {(one.sha256, one.name) for one in added}
    return [f"{one.name}: {sentence(KNOWN)}" for one in kept if (one.sha256, one.name) not in new]


def _sentences(error: Invalid) -> list[str]:
    return [sentence(*told) for listed in error.problems.values() for told in listed]


@blueprint.post("/nominations/<code>/evidence/<int(max=2147483647):evidence_id>/remove")
@signed_in
def remove(code: str, evidence_id: int) -> BaseResponse:
    criterion = remove_evidence(current_user.actor, visible(current_user.actor, code), evidence_id)
    return _answer(code, criterion, [], [])


def _answer(code: str, criterion: str, problems: list[str], added: list[str], *, later: bool = False) -> BaseResponse:
    """The list of files anew, with the finding and the task list that follow from it; or back to the page."""
    status = 503 if later else 422 if problems else 200
    if not wants_partial() and not problems:
        if added:
            flash(gettext("Attached: %(names)s", names=", ".join(added)), "success")
        return go(url_for("nominations.edit", code=code, _anchor=f"criterion-{criterion}"))
    loaded = found(current_user.actor, code)
    affirms = may_affirm(loaded.dossier, current_user.actor)
    page = page_of_draft(loaded, affirms=affirms) | {"reasons": [], "asked": asked_parts(loaded), "time": ""}
    page |= {"file_problems": {criterion: problems}}
    if wants_partial():
        part = next(one for one in page["parts"] if one.name == criterion)
        return make_response(render_template("evidence/_list.html", part=part, **page), status)
    return make_response(render_template("nominations/edit.html", **page), status)


@blueprint.get("/nominations/<code>/evidence/<int(max=2147483647):evidence_id>")
@signed_in
def download(code: str, evidence_id: int) -> Response:
    evidence = evidence_file(current_user.actor, code, evidence_id)
    return as_attachment(evidence.sha256, evidence.name)
