"""What is done to a decision, each act once: refused ones come back with every reason and everything that was typed."""

from collections.abc import Callable

from flask import flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from nomination.access import roles
from nomination.forms.decisions import (
    ConfirmForm,
    FreezeForm,
    IssueForm,
    PaperForm,
    ReasonForm,
    RevocationForm,
    SignForm,
    TitleForm,
)
from nomination.forms.text import clean_line
from nomination.hypermedia import go, sentence, wants_partial
from nomination.papers.decision import subject_of_revocation
from nomination.queries.register import Entry
from nomination.queries.register import entry as register_entry
from nomination.services import decisions as acts
from nomination.services import freezing, publishing, signatures
from nomination.services.evidence import NO_FILE, Kept, keep
from nomination.services.transaction import STALE, Invalid, Missing, Stale
from nomination.signing.keys import CannotSign
from nomination.views.decision_words import Attempt, put, screen, to_line, told
from nomination.views.decisions import blueprint
from workflow.decision import Act
from workflow.dossier import Reason
from workflow.machine import Given, NotYours, Refused, WrongState
from workflow.vocabulary import Role
from workflow.words import N_

SCANS = ("application/pdf", "image/png", "image/jpeg")
NO_SCAN = N_("A scan is a PDF, PNG or JPEG file.")
OFFICER, HEAD, MINISTER, CLERK = Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.MINISTER, Role.REGISTRY_CLERK
DONE = {
    Act.FREEZE: N_("The list is frozen and awaits the minister's signature."),
    Act.THAW: N_("The decision can be changed again."),
    Act.RETURN: N_("It was sent back to the department."),
    Act.SIGN: N_("The decision is signed."),
    Act.RECORD: N_("The signed paper is entered. Another person confirms it."),
    Act.CONFIRM: N_("The decision is signed."),
    Act.ISSUE: N_("Number and date are entered."),
    Act.PUBLISH: N_("The decision is published in the register."),
    Act.CANCEL: N_("The draft is cancelled."),
}


@blueprint.post("/decisions/<code>/lines")
@roles(OFFICER)
def lines(code: str) -> Response:
    """Save what was typed into the list, and one act on it; the same form with and without JavaScript."""
    form, sent = TitleForm(), request.form
    typed = {key.removeprefix("citation-"): clean_line(sent[key]) for key in sent if key.startswith("citation-")}
    said = acts.Arranging(
        title=form.title.data if "title" in sent else None,
        citations=typed,
        act=sent.get("act", ""),
        added=sent.getlist("added"),
    )
    actor = current_user.actor
    attempt = _try(Act.EDIT, form, lambda: acts.arrange(actor, code, said, version=form.began_from()))
    if attempt is not None:
        return screen(code, attempt.typing(typed, said.added))
    if wants_partial():
        return screen(code, saved=True)
    flash(gettext("The list is saved."), "success")
    return go(url_for("decisions.show", code=code, _anchor="decisions-lines"))


@blueprint.post("/decisions/<code>/freeze")
@roles(HEAD)
def freeze(code: str) -> Response:
    form, actor = FreezeForm(), current_user.actor
    signer = form.signer.data
    return _act(code, Act.FREEZE, form, lambda: freezing.freeze(actor, code, signer=signer, version=form.began_from()))


@blueprint.post("/decisions/<code>/thaw")
@roles(HEAD)
def thaw(code: str) -> Response:
    form, actor = ReasonForm(), current_user.actor
    return _act(
        code, Act.THAW, form, lambda: freezing.reopen(actor, code, Act.THAW, _reason(form), version=form.began_from())
    )


@blueprint.post("/decisions/<code>/cancel")
@roles(OFFICER, HEAD)
def cancel(code: str) -> Response:
    form, actor = ReasonForm(), current_user.actor
    return _act(code, Act.CANCEL, form, lambda: acts.cancel(actor, code, _reason(form), version=form.began_from()))


@blueprint.post("/decisions/<code>/return")
@roles(MINISTER)
def send_back(code: str) -> Response:
    """The whole decision, or one nomination out of it when `nomination` names it."""
    form, actor = ReasonForm(), current_user.actor
    one = form.nomination.data

    def run() -> None:
        if one:
            freezing.send_back_one(actor, code, one, _reason(form), version=form.began_from())
        else:
            freezing.reopen(actor, code, Act.RETURN, _reason(form), version=form.began_from())

    return _act(code, Act.RETURN, form, run)


@blueprint.post("/decisions/<code>/sign")
@roles(MINISTER)
def sign(code: str) -> Response:
    """Where a key is configured it signs the file; the secret that opens it is used here and kept nowhere."""
    form, actor = SignForm(), current_user.actor
    seen, secret = form.digest.data or "", form.secret.data or ""
    return _act(
        code, Act.SIGN, form,
        lambda: signatures.sign(actor, code, seen=seen, given=_name(form), version=form.began_from(), secret=secret),
    )  # fmt: skip


@blueprint.post("/decisions/<code>/record")
@roles(CLERK)
def record(code: str) -> Response:
    """A paper that was signed by hand: its scan, its day, and the digest as it is printed on it."""
    form, actor = PaperForm(), current_user.actor
    if not form.validate():
        return screen(code, Attempt(Act.RECORD, form, [], 422))

    def run() -> None:
        scanned = signatures.Scanned(kept_scan(form), form.signed_on.data, form.typed_digest.data or "")
        signatures.record_paper(actor, code, scanned, version=form.began_from())

    return _act(code, Act.RECORD, form, run)


@blueprint.post("/decisions/<code>/confirm")
@roles(OFFICER, HEAD)
def confirm(code: str) -> Response:
    form, actor = ConfirmForm(), current_user.actor
    seen = form.digest.data or ""
    return _act(
        code, Act.CONFIRM, form,
        lambda: signatures.confirm_paper(actor, code, seen=seen, given=_name(form), version=form.began_from()),
    )  # fmt: skip


@blueprint.post("/decisions/<code>/issue")
@roles(CLERK)
def issue(code: str) -> Response:
    form, actor = IssueForm(), current_user.actor
    if not form.validate():
        return screen(code, Attempt(Act.ISSUE, form, [], 422))
    number, dated, secret = form.number.data or "", form.dated.data, form.secret.data or ""

    def run() -> None:
        scan = kept_scan(form) if form.scan.data else None
        publishing.issue(actor, code, number=number, dated=dated, version=form.began_from(), scan=scan, secret=secret)

    return _act(code, Act.ISSUE, form, run)


@blueprint.post("/decisions/<code>/publish")
@roles(HEAD)
def publish(code: str) -> Response:
    form, actor = ConfirmForm(), current_user.actor
    return _act(
        code, Act.PUBLISH, form, lambda: publishing.publish(actor, code, _name(form), version=form.began_from())
    )


@blueprint.route("/register/<code>/revocation", methods=["GET", "POST"])
@roles(OFFICER, HEAD)
def revocation(code: str) -> Response:
    """Take one published award back: grounds first, then a decision like any other. An empty POST asks for the form."""
    found = _published_here(code)
    form = RevocationForm()
    if request.method == "POST" and "reason" in request.form:
        return _propose(code, form)
    if request.method == "POST":
        return go(url_for("decisions.revocation", code=code))
    form.title.data = subject_of_revocation(found.row.name)
    return _grounds(form, found, [], 200)


def _published_here(code: str) -> Entry:
    """An award of a decision that was made here; one taken over from an old paper is taken back by its own body."""
    found = register_entry(code)
    if found is None or found.row.nomination_id is None:
        raise Missing
    return found


def _propose(code: str, form: RevocationForm) -> Response:
    given = {key: form[key].data or "" for key in ("title", "reason", "paper")}
    try:
        made = publishing.propose_revocation(current_user.actor, code, **given)
    except Invalid as refusal:
        problems = put(form, refusal)
    except Refused as refusal:
        problems = [sentence(one.message, one.params) for one in refusal.reasons]
    else:
        flash(gettext("The revocation decision is drafted. Another person freezes it."), "success")
        return go(url_for("decisions.show", code=made))
    found = _published_here(code)
    return _grounds(form, found, problems, 422)


def _grounds(form: RevocationForm, found: Entry, problems: list[str], status: int) -> Response:
    return make_response(
        render_template("decisions/revocation.html", form=form, found=found, problems=problems), status
    )


def kept_scan(form: FlaskForm) -> Kept:
    """Checked and in the store before the act begins. Raises `Invalid` at the field."""
    upload = form["scan"].data
    if not upload:
        raise Invalid.one("scan", NO_FILE)
    try:
        kept = keep(upload)
    except Invalid as refusal:
        raise Invalid({"scan": refusal.problems["file"]}) from refusal
    if kept.media_type not in SCANS:
        raise Invalid.one("scan", NO_SCAN)
    return kept


def _reason(form: ReasonForm) -> Given:
    return Given(reason=form.reason.data or "")


def _name(form: ConfirmForm) -> Given:
    return Given(confirmation=form.confirmation.data or "")


def _act(code: str, act: Act, form: FlaskForm, do: Callable[[], None]) -> Response:
    attempt = _try(act, form, do)
    if attempt is not None:
        return screen(code, attempt)
    flash(gettext(DONE[act]), "success")
    return go(url_for("decisions.show", code=code))


def _try(act: Act, form: FlaskForm, do: Callable[[], None]) -> Attempt | None:
    """None when done; else the refusal: 409 when stale or too late, 403 when not his to do, 422 for a broken rule."""
    try:
        do()
    except Invalid as refusal:
        return Attempt(act, form, [{"text": text, "href": None} for text in put(form, refusal)], 422)
    except Stale:
        return Attempt(act, form, [{"text": gettext(STALE), "href": None}], 409)
    except CannotSign as refusal:
        form["secret"].errors = [sentence(refusal.message, refusal.params)]
        return Attempt(act, form, [{"text": form["secret"].errors[0], "href": None}], 422)
    except signatures.LinesRefused as refusal:
        return Attempt(act, form, [_of(code, one) for code, listed in refusal.against.items() for one in listed], 422)
    except Refused as refusal:
        status = 409 if isinstance(refusal, WrongState) else 403 if isinstance(refusal, NotYours) else 422
        return Attempt(act, form, [told(reason) for reason in refusal.reasons], status)
    return None


def _of(code: str, reason: Reason) -> dict[str, str | None]:
    text = sentence(reason.message, reason.params)
    return to_line(f"{code}: {text}", code)
