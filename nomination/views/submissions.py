"""Submission letters of a unit: choosing nominations and sending them together, the letter to print, the list."""

from dataclasses import dataclass, field

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.kept import file_of, unsealed
from nomination.forms.submissions import SubmissionForm, versions_of
from nomination.hypermedia import answer, go, sentence, spoken
from nomination.models import Submission
from nomination.queries.campaigns import InForce, campaign_in_force, own_units
from nomination.queries.dossier_page import ShownState, shown_state
from nomination.queries.places import unit_standings
from nomination.queries.submissions import candidates, carried_by, letter, letters
from nomination.rulesets import rules_of
from nomination.services.submissions import Unready, submit_letter
from nomination.services.transaction import STALE, Invalid, Missing, Stale
from nomination.views.downloads import as_attachment
from workflow.dossier import Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role

blueprint = Blueprint("submissions", __name__)
UNIT = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
READERS = (*UNIT, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.COUNCIL_SECRETARY, Role.AUDITOR)


@dataclass(frozen=True)
class Said:
    """What the server answered to a letter that was not sent: reasons for each nomination, and for the whole."""

    chosen: frozenset[str] = frozenset()
    by_code: dict[str, list[Reason]] = field(default_factory=dict)
    for_all: list[str] = field(default_factory=list)


@blueprint.get("/campaigns/<campaign>/submissions")
@roles(*READERS)
def index(campaign: str) -> Response:
    found = _campaign(campaign)
    asked = {"after": request.args.get("after", type=int), "before": request.args.get("before", type=int)}
    page = letters(current_user.actor, found.row.id, **asked)
    numbers = carried_by([row.id for row, _ in page.rows])
    return answer(
        "submissions/index.html", "submissions/_list.html", found=found, letters=page, numbers=numbers,
        may_send=bool(current_user.actor.roles() & set(UNIT)),
    )  # fmt: skip


@blueprint.get("/campaigns/<campaign>/submissions/new")
@roles(*UNIT)
def new(campaign: str) -> Response:
    asked = frozenset(request.args.getlist("choose"))
    return _page(_campaign(campaign), SubmissionForm(), Said(chosen=asked))


@blueprint.post("/campaigns/<campaign>/submissions/new", endpoint="send")
@roles(*UNIT)
def send(campaign: str) -> BaseResponse:
    """All the chosen nominations go forward, or none; whatever was typed comes back with every reason."""
    found, form = _campaign(campaign), SubmissionForm()
    versions = versions_of(request.form)
    chosen = frozenset(versions)
    readable = form.validate()
    minutes = file_of(form.minutes, form.kept, current_user.actor.person_id)
    if not readable or form.minutes.errors:
        return _page(found, form, Said(chosen), 422)
    try:
        made = submit_letter(
            current_user.actor, campaign, versions, form.meeting(), minutes=minutes, confirmation=form.confirmation.data
        )
    except Invalid as invalid:
        return _page(found, form, Said(chosen, for_all=_at_fields(form, invalid)), 422)
    except Stale:
        return _page(found, form, Said(chosen, for_all=[sentence(STALE)]), 409)
    except Unready as unready:
        return _page(found, form, _said(form, chosen, unready), 422)
    except NotYours as refused:
        return _page(found, form, Said(chosen, for_all=[sentence(r.message, r.params) for r in refused.reasons]), 403)
    flash(lazy_gettext("The letter was sent with %(number)s nominations.", number=len(chosen)), "success")
    return go(url_for("submissions.show", code=made.code))


@blueprint.get("/submissions/<code>")
@roles(*READERS)
def show(code: str) -> str:
    found = letter(current_user.actor, code)
    return render_template("submissions/show.html", letter=found, shown=_shown)


@blueprint.get("/submissions/<code>/minutes")
@roles(*READERS)
def download(code: str) -> Response:
    row: Submission = letter(current_user.actor, code).row
    if row.minutes_sha256 is None:
        raise Missing
    return as_attachment(row.minutes_sha256, row.minutes_name)


def _shown(one: object) -> ShownState:
    dossier = one.dossier  # type: ignore[attr-defined]
    return shown_state(dossier.state, dossier.council_required, current_user.actor.roles())


def _campaign(code: str) -> InForce:
    found = campaign_in_force(code)
    if found is None:
        raise Missing
    return found


def _at_fields(form: SubmissionForm, invalid: Invalid) -> list[str]:
    """Put each problem at its field; what belongs to no field is for the whole."""
    rest: list[str] = []
    for name, problems in invalid.problems.items():
        told = [sentence(*problem) for problem in problems]
        if name in form._fields:
            form[name].errors = told
        else:
            rest += told
    return rest


def _said(form: SubmissionForm, chosen: frozenset[str], unready: Unready) -> Said:
    """A name that was not typed right is said once, at its field, and not for each nomination."""
    by_code = {code: [r for r in found if r.code != "ask_confirmation"] for code, found in unready.by_code.items()}
    unconfirmed = [reason for reason in unready.reasons if reason.code == "ask_confirmation"]
    if unconfirmed:
        form.confirmation.errors = [sentence(unconfirmed[0].message, unconfirmed[0].params)]
    kept = {code: found for code, found in by_code.items() if found}
    return Said(chosen, kept, [gettext("No nomination was sent: some of those chosen are not ready.")] if kept else [])


def _page(found: InForce, form: SubmissionForm, said: Said, status: int = 200) -> Response:
    listed, units = candidates(current_user.actor, found.row.id), own_units(current_user.actor)
    minutes = unsealed(form.kept.data, current_user.actor.person_id)
    page = render_template(
        "submissions/new.html", found=found, form=form, said=said, candidates=listed, minutes=minutes,
        head=Role.UNIT_HEAD in current_user.actor.roles(), name=current_user.actor.name,
        letter_rules=rules_of(found.rules), standings=unit_standings(found.row.id, found.rules, units),
        speak=lambda reasons, code: [spoken(reason, code) for reason in reasons],
    )  # fmt: skip
    return make_response(page, status)
