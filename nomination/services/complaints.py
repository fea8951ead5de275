"""The log of complaints: a paper is entered, accepted, and ended with its outcome. What is entered is never changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Complaint
from nomination.queries.complaints import RECORDING
from nomination.services import audit
from nomination.services.bonuses import day_problem, refuse_role
from nomination.services.transaction import Invalid, expect_version, locked, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told, line_problem
from workflow.complaint import KINDS
from workflow.dossier import Actor, Reason
from workflow.machine import Refused
from workflow.words import N_

LINE_MAX, ABOUT_MAX, TEXT_MAX = 300, 60, 4000
ENDED = Reason("ended", N_("This paper was dealt with and closed before."))


@dataclass(frozen=True)
class Received:
    """A paper as it came in."""

    received_on: date | None
    sender: str
    kind: str
    about: str
    summary: str
    paper: str = ""


def record_complaint(actor: Actor, said: Received) -> Complaint:
    """Raises `NotYours` or `Invalid`."""
    refuse_role(actor, RECORDING)
    with writing():
        _refuse(
            {
                "received_on": day_problem(said.received_on, None),
                "sender": line_problem(said.sender, LINE_MAX, needed=True),
                "kind": None if said.kind in KINDS else (N_("Choose one of the list."), {}),
                "about": line_problem(said.about, ABOUT_MAX),
                "summary": _text_problem(said.summary),
                "paper": line_problem(said.paper, LINE_MAX),
            }
        )
        row = Complaint(
            received_on=said.received_on, sender=said.sender, kind=said.kind, about=said.about, summary=said.summary,
            paper=said.paper, complex_case=False, outcome="", recorded_by_id=actor.person_id, recorded_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        facts = {"kind": row.kind, "received_on": row.received_on, "about": row.about}
        audit.record(actor, "complaint:record", subject=("complaint", row.id), facts=facts)
        return row


def note_reading(actor: Actor, complaint_id: int) -> None:
    """Who complained and of what is read on record: by whom, which paper, when."""
    with writing():
        audit.record(actor, "complaint:read", subject=("complaint", complaint_id), facts={})


def accept_complaint(
    actor: Actor, complaint_id: int, *, accepted_on: date | None, complex_case: bool, version: int | None = None
) -> None:
    """From this day its second term runs. May be said anew until it ends. Raises also `Missing`, `Stale`, `Refused`."""
    refuse_role(actor, RECORDING)
    with writing():
        row = _open(complaint_id, version)
        problem = day_problem(accepted_on, None)
        if problem is None and accepted_on is not None and accepted_on < row.received_on:
            problem = N_("The day lies before the day of receipt."), {}
        _refuse({"accepted_on": problem})
        row.accepted_on, row.complex_case = accepted_on, complex_case
        facts = {"accepted_on": accepted_on, "complex": complex_case}
        audit.record(actor, "complaint:accept", subject=("complaint", row.id), facts=facts)


def end_complaint(actor: Actor, complaint_id: int, outcome: str, *, version: int | None = None) -> None:
    refuse_role(actor, RECORDING)
    with writing():
        row = _open(complaint_id, version)
        _refuse({"outcome": _text_problem(outcome)})
        row.outcome, row.ended_on, row.ended_by_id = outcome, clock.today(), actor.person_id
        audit.record(actor, "complaint:end", subject=("complaint", row.id), facts={"ended_on": row.ended_on})


def _open(complaint_id: int, version: int | None) -> Complaint:
    row = locked(select(Complaint).where(Complaint.id == complaint_id))
    expect_version(row.version, version)
    if row.ended_on is not None:
        raise Refused([ENDED])
    return row


def _text_problem(text: str) -> Told | None:
    if not text:
        return NEEDED, {}
    return (TOO_LONG, {"limit": TEXT_MAX, "length": len(text)}) if len(text) > TEXT_MAX else None


def _refuse(checks: dict[str, Told | None]) -> None:
    problems = {name: [told] for name, told in checks.items() if told is not None}
    if problems:
        raise Invalid(problems)
