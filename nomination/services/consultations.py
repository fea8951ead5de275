"""Public consultation: a list shown for some working days, what people wrote about it, and what became of that."""

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
from nomination.services.transaction import Invalid, Missing, Stale, lock_nominations, locked, writing
from nomination.services.wording import NEEDED, Told
from workflow.calendar import add_working_days
from workflow.consulting import Weight, ending, weighing
from workflow.dossier import Actor
from workflow.machine import refuse
from workflow.opinions import ASKING
from workflow.words import N_

PLACE_MAX, TEXT_MAX, LINE_MAX, DAYS_MAX = 300, 5000, 200, 60
DAYS = "consultation.working_days"
WHOLE_DAYS = N_("Give a whole number of working days, from 1 to %(limit)s.")
TOO_SHORT = N_("The rules require at least %(limit)s working days.")
CHOOSE = N_("Say whether it is taken up.")
LONG_AGO = N_("A list that was shown so long ago cannot be entered any more.")
OLDEST = timedelta(days=60)


@dataclass(frozen=True)
class Showing:
    """Where a list is shown, from which day, and for how many working days after it."""

    place: str
    opens_on: date | None
    working_days: int | None
    write_to: str = ""


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
            working_days=showing.working_days, write_to=showing.write_to.strip(), opened_by_id=actor.person_id,
            opened_at=clock.now(),
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
    problems = text_problems({"place": (showing.place, PLACE_MAX), "write_to": (showing.write_to, PLACE_MAX)})
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


def note_reading(actor: Actor, consultation_id: int) -> None:
    """Who wrote and how to reach him is read on record: by whom, of which list, when."""
    with writing():
        audit.record(actor, "consultation:read", subject=("consultation", consultation_id), facts={})


def end_consultation(actor: Actor, consultation_id: int, reason: str) -> None:
    """Take the list down before its term is over. It counts as not shown; what people wrote stays to be weighed.

    Raises `Missing`, `NotYours`, `Refused` or `Invalid`.
    """
    with writing():
        row = _locked(actor, consultation_id)
        refuse(ending(row.standing(clock.today()), actor))
        problems = text_problems({"reason": (reason, TEXT_MAX)})
        if problems:
            raise Invalid(problems)
        row.ended_at, row.ended_by_id, row.end_reason = clock.now(), actor.person_id, reason.strip()
        audit.record(actor, "consultation:end", subject=("consultation", row.id), facts={"reason": row.end_reason})


@dataclass(frozen=True)
class Weighing:
    """What an officer finds of a feedback. `seen`: the earlier finding on his page, as `seen_of` names it."""

    weight: str
    note: str
    seen: str | None = None


def seen_of(feedback: Feedback) -> str:
    """A name for the finding that stands; blank while there is none."""
    return feedback.weighed_at.isoformat() if feedback.weighed_at else ""


def weigh_feedback(actor: Actor, consultation_id: int, feedback_id: int, said: Weighing) -> None:
    """Say whether it was taken up, and why; an earlier finding is replaced, both on record.

    Raises `Missing`, `Stale`, `NotYours` or `Invalid`.
    """
    with writing():
        row = _locked(actor, consultation_id)
        feedback = db.session.get(Feedback, feedback_id)
        if feedback is None or feedback.consultation_id != row.id:
            raise Missing
        refuse(weighing(actor))
        if said.seen not in (None, seen_of(feedback)):
            raise Stale
        problems = text_problems({"note": (said.note, TEXT_MAX)})
        if said.weight not in set(Weight):
            problems["weight"] = [(CHOOSE, {})]
        if problems:
            raise Invalid(problems)
        facts = {"feedback": feedback.id, "before": feedback.weight, "weight": said.weight, "note": said.note.strip()}
        feedback.weight, feedback.weigh_note = said.weight, said.note.strip()
        feedback.weighed_by_id, feedback.weighed_at = actor.person_id, clock.now()
        audit.record(actor, "consultation:weigh", subject=("consultation", row.id), facts=facts)


def _locked(actor: Actor, consultation_id: int) -> Consultation:
    """With the nominations on it: nobody passes one of them at the same moment."""
    if not actor.roles() & set(ASKING):
        raise Missing
    row = locked(select(Consultation).where(Consultation.id == consultation_id))
    lock_nominations(line.nomination_id for line in row.lines)
    return row


def record_feedback(actor: Actor, consultation_id: int, said: Said) -> Feedback:
    """Keep what somebody wrote; without a name and a way to reach him it is kept as not valid.

    Raises `Missing` or `Invalid`.
    """
    with writing():
        row = _locked(actor, consultation_id)
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
