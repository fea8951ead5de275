"""Public consultation: a list shown for some working days, and what people wrote about it. Nothing of it is changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from nomination import clock
from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import Consultation, ConsultationLine, Feedback, Nomination
from nomination.queries.clocks import calendar
from nomination.rulesets import ruleset
from nomination.services import audit
from nomination.services.opinions import FUTURE, chosen_in_vetting
from nomination.services.plans import text_problems
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.services.wording import NEEDED, Told
from workflow.calendar import add_working_days
from workflow.dossier import Actor
from workflow.opinions import ASKING
from workflow.words import N_

PLACE_MAX, TEXT_MAX, LINE_MAX, DAYS_MAX = 300, 5000, 200, 60
DAYS = "consultation.working_days"
WHOLE_DAYS = N_("Give a whole number of working days, from 1 to %(limit)s.")
TOO_SHORT = N_("The rules require at least %(limit)s working days.")
LONG_AGO = N_("A list that was shown so long ago cannot be entered any more.")
OLDEST = timedelta(days=60)


@dataclass(frozen=True)
class Showing:
    """Where a list is shown, from which day, and for how many working days after it."""

    place: str
    opens_on: date | None
    working_days: int | None


@dataclass(frozen=True)
class Said:
    """What somebody wrote; about one nomination of the list, or (blank) about all of it."""

    text: str
    received_on: date | None
    code: str = ""
    name: str = ""
    contact: str = ""


def open_consultation(actor: Actor, codes: Collection[str], showing: Showing) -> Consultation:
    """Show a list of nominations of one campaign. Raises `Missing`, `Refused` or `Invalid`."""
    with writing():
        found = chosen_in_vetting(actor, codes)
        _check(showing, found)
        assert showing.opens_on is not None and showing.working_days is not None
        row = Consultation(
            campaign_id=found[0].row.campaign_id, place=showing.place.strip(), opens_on=showing.opens_on,
            closes_on=add_working_days(showing.opens_on, showing.working_days, calendar()),
            working_days=showing.working_days, opened_by_id=actor.person_id, opened_at=clock.now(),
        )  # fmt: skip
        row.lines = [ConsultationLine(nomination_id=one.row.id) for one in found]
        db.session.add(row)
        db.session.flush()
        facts = {
            "nominations": [one.row.code for one in found], "place": row.place, "opens": row.opens_on,
            "closes": row.closes_on,
        }  # fmt: skip
        audit.record(actor, "consultation:open", subject=("consultation", row.id), facts=facts)
        return row


def _check(showing: Showing, found: list[Loaded]) -> None:
    problems = text_problems({"place": (showing.place, PLACE_MAX)})
    if showing.opens_on is None:
        problems["opens_on"] = [(NEEDED, {})]
    elif showing.opens_on < clock.today() - OLDEST:
        problems["opens_on"] = [(LONG_AGO, {})]
    problems |= _days_problem(showing.working_days, found)
    if problems:
        raise Invalid(problems)


def _days_problem(days: int | None, found: list[Loaded]) -> dict[str, list[Told]]:
    if days is None or not 1 <= days <= DAYS_MAX:
        return {"working_days": [(WHOLE_DAYS, {"limit": DAYS_MAX})]}
    least = max((usual_days(one) or 0 for one in found if one.dossier.consultation_required), default=0)
    return {"working_days": [(TOO_SHORT, {"limit": least})]} if days < least else {}


def usual_days(loaded: Loaded) -> int | None:
    """Working days by the rule set pinned at receipt, with what the campaign sets itself."""
    rules = ruleset(loaded.row.ruleset or loaded.campaign.ruleset).with_own(loaded.campaign.parameters)
    found = rules.in_force(DAYS, clock.today())
    return found.value if found is not None and type(found.value) is int else None


def record_feedback(actor: Actor, consultation_id: int, said: Said) -> Feedback:
    """Keep what somebody wrote; without a name and a way to reach him it is kept as not valid.

    Raises `Missing` or `Invalid`.
    """
    if not actor.roles() & set(ASKING):
        raise Missing
    with writing():
        row = locked(select(Consultation).where(Consultation.id == consultation_id))
        about = _about(row, said.code)
        _check_feedback(said)
        feedback = Feedback(
            consultation_id=row.id, nomination_id=about, received_on=said.received_on, name=said.name.strip(),
            contact=said.contact.strip(), text=said.text.strip(), recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )  # fmt: skip
        db.session.add(feedback)
        db.session.flush()
        facts = {"feedback": feedback.id, "valid": feedback.valid}
        audit.record(actor, "consultation:feedback", subject=("consultation", row.id), facts=facts)
        return feedback


def _about(row: Consultation, code: str) -> int | None:
    if not code:
        return None
    query = (
        select(Nomination.id)
        .join(ConsultationLine, ConsultationLine.nomination_id == Nomination.id)
        .where(ConsultationLine.consultation_id == row.id, Nomination.code == code)
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def _check_feedback(said: Said) -> None:
    problems = text_problems({"text": (said.text, TEXT_MAX)})
    problems |= text_problems({"name": (said.name, LINE_MAX), "contact": (said.contact, LINE_MAX)}, needed=False)
    if said.received_on is None:
        problems["received_on"] = [(NEEDED, {})]
    elif said.received_on > clock.today():
        problems["received_on"] = [(FUTURE, {})]
    if problems:
        raise Invalid(problems)
