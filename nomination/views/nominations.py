"""The list of nominations, a new one, and the page on which a draft is written and saves itself."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import roles, signed_in
from nomination.dossiers import Loaded
from nomination.forms.nominations import NewNominationForm, left_over, typed_parts
from nomination.hypermedia import answer, go, sentence, spoken, wants_partial
from nomination.models import Unit
from nomination.queries.campaigns import InForce, campaign_in_force, own_units
from nomination.queries.initiatives import told_elsewhere
from nomination.queries.nominations import Filter, choices, found, nominations, visible
from nomination.queries.places import unit_standings
from nomination.services.contents import TypedPart
from nomination.services.drafts import Saved, create_nomination, save_draft
from nomination.services.transaction import STALE, Invalid, Missing, Stale
from nomination.views.draft_pages import asked_parts, page_of_draft
from workflow.dossier import NomineeKind, Reason
from workflow.drafting import may_affirm, refuse_writing
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role, State
from workflow.words import N_

blueprint = Blueprint("nominations", __name__)
UNIT = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
LONGEST = 200
FILTERS = ("campaign", "state", "award", "kind", "unit", "cluster")


@blueprint.get("/nominations")
@signed_in
def index() -> Response:
    asked = _filter()
    listing = nominations(current_user.actor, asked)
    if wants_partial():
        return make_response(render_template("nominations/_results.html", asked=asked, listing=listing))
    offered = {
        "choices": choices(),
        "states": [(str(state), gettext(state.label)) for state in State],
        "kinds": [(str(kind), gettext(kind.label)) for kind in NomineeKind],
        "may_begin": bool(set(UNIT) & current_user.actor.roles()),
    }
    return make_response(render_template("nominations/index.html", asked=asked, listing=listing, **offered))


def _filter() -> Filter:
    words = {name: request.args.get(name, "")[:LONGEST] for name in FILTERS}
    return Filter(
        **words, mine=request.args.get("mine") == "1", search=request.args.get("q", "")[:LONGEST],
        after=_key("after"), before=_key("before"),
    )  # fmt: skip


def _key(name: str) -> int | None:
    """A place in the list; what is no key of any row is no place."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


OUTDATED = N_(
    "The campaign has a new version since this page was opened. What it still asks is saved;"
    " load the page again to see what is asked now."
)


@blueprint.route("/campaigns/<campaign>/nominations/new", methods=["GET", "POST"])
@roles(*UNIT)
def new(campaign: str) -> BaseResponse:
    in_force = campaign_in_force(campaign)
    if in_force is None:
        raise Missing
    units = own_units(current_user.actor)
    form = NewNominationForm.offering(in_force.rules, [(str(unit.id), unit.name) for unit in units])
    if request.method == "GET":
        return _new_page(in_force, units, form, 200)
    try:
        code = create_nomination(current_user.actor, campaign, form.unit_id(), form.nominee())
    except Invalid as error:
        _tell(form, error)
        return _new_page(in_force, units, form, 422)
    return go(url_for("nominations.edit", code=code))


def _new_page(in_force: InForce, units: list[Unit], form: NewNominationForm, status: int) -> Response:
    """Beside the form, how many places are left; a refused form alone does not draw them again."""
    standings = [] if wants_partial() else unit_standings(in_force.row.id, in_force.rules, units)
    context = {"campaign": in_force.row, "rules": in_force.rules, "form": form, "standings": standings}
    return answer("nominations/new.html", "nominations/_new.html", status=status, **context)


def _tell(form: NewNominationForm, error: Invalid) -> None:
    """Put each problem at its field."""
    for name, told in error.problems.items():
        wanted = {"kind": "award_for", "award": "award_for"}.get(name, name)
        form[wanted].errors = [*form[wanted].errors, *(sentence(*one) for one in told)]


@blueprint.get("/nominations/<code>/edit")
@signed_in
def edit(code: str) -> Response:
    loaded = found(current_user.actor, code)
    refuse_writing(loaded.dossier, current_user.actor)
    return make_response(render_template("nominations/edit.html", **_page(loaded)))


@blueprint.post("/nominations/<code>/edit")
@signed_in
def write(code: str) -> BaseResponse:
    """The Save button without JavaScript: the whole page at once."""
    typed = _typed(code)
    saved, reasons, status = save_typed(code, typed)
    if status == 200:
        flash(gettext("The draft is saved."), "success")
        return go(url_for("nominations.edit", code=code))
    page = page_after(code, typed, saved, reasons)
    return make_response(render_template("nominations/edit.html", **page), status)


@blueprint.post("/nominations/<code>/draft")
@signed_in
def draft(code: str) -> Response:
    """The page saving itself: the answer never touches what is being typed, only what is said around it."""
    typed = _typed(code)
    saved, reasons, status = save_typed(code, typed)
    page = page_after(code, typed, saved, reasons)
    template = "nominations/_saved.html" if wants_partial() else "nominations/edit.html"
    return make_response(render_template(template, **page), status)


def _typed(code: str) -> dict[str, TypedPart]:
    return typed_parts(request.form, found(current_user.actor, code).campaign.criteria)


def save_typed(code: str, typed: dict[str, TypedPart]) -> tuple[Saved | None, list[Reason], int]:
    """What was saved, why nothing was, and the status that says so."""
    actor = current_user.actor
    try:
        saved = save_draft(actor, visible(actor, code), typed, version=request.form.get("version", type=int))
    except Stale:
        return None, [Reason("stale", STALE)], 409
    except Refused as refused:
        return None, refused.reasons, _status(refused)
    return saved, [], 409 if saved.conflict or _outdated(saved) else 422 if saved.faulty else 200


def _outdated(saved: Saved) -> bool:
    """Whether the page that was sent was drawn for an earlier version of the campaign."""
    return request.form.get("rules", saved.rules) != saved.rules


def page_after(code: str, typed: dict[str, TypedPart], saved: Saved | None, reasons: list[Reason]) -> dict[str, Any]:
    """The page as it stands after a save, with all that was typed."""
    loaded = found(current_user.actor, code)
    page = _page(loaded, typed, saved, reasons)
    if saved is None or not _outdated(saved):
        return page
    return page | {"outdated": gettext(OUTDATED), "left_over": left_over(request.form, loaded.campaign.criteria)}


def _status(refused: Refused) -> int:
    if isinstance(refused, WrongState):
        return 409
    return 403 if isinstance(refused, NotYours) else 422


def _page(
    loaded: Loaded,
    typed: dict[str, TypedPart] | None = None,
    saved: Saved | None = None,
    reasons: list[Reason] | None = None,
) -> dict[str, Any]:
    told, now = [spoken(reason, loaded.row.code) for reason in reasons or []], clock.now().astimezone(clock.VIETNAM)
    affirms = may_affirm(loaded.dossier, current_user.actor)
    return page_of_draft(loaded, typed, saved, affirms=affirms) | {
        "reasons": told,
        "asked": asked_parts(loaded),
        "time": f"{now:%H:%M}",
        "elsewhere": told_elsewhere(current_user.actor, loaded),
    }


from nomination.views import dossier_acts  # noqa: E402,F401  (its views stand on the same blueprint)
