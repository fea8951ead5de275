"""Money or objects of a revoked award came back: recorded once for each, with its paper."""

from datetime import date

from nomination import clock
from nomination.extensions import db
from nomination.models import Recovery
from nomination.queries.recoveries import RECORDING, Due, recoveries
from nomination.services import audit
from nomination.services.bonuses import PAPER_MAX, day_problem, refuse_role
from nomination.services.transaction import Invalid, Missing, writing
from nomination.services.wording import Told, line_problem
from workflow.dossier import Actor
from workflow.handover import TAKEN_BACK
from workflow.words import N_


def record_recovery(actor: Actor, award: str, what: str, *, recovered_on: date | None, paper: str) -> None:
    """Raises `NotYours`, `Missing` when there is nothing of the kind to take back, or `Invalid`."""
    refuse_role(actor, RECORDING)
    with writing():
        audit.in_turn()
        found = recoveries(actor, code=award).rows
        if not found or what not in TAKEN_BACK:
            raise Missing
        due: Due = found[0]
        if (due.paid if what == "money" else due.handover) is None:
            raise Missing
        _check(due, what, recovered_on, paper)
        db.session.add(
            Recovery(
                entry_id=due.entry.id, what=what, recovered_on=recovered_on, paper=paper.strip(),
                recorded_by_id=actor.person_id, recorded_at=clock.now(),
            )
        )  # fmt: skip
        facts = {"what": what, "paper": paper.strip(), "recovered_on": recovered_on}
        audit.record(actor, "recovery:record", subject=("recovery", award), facts=facts)


def _check(due: Due, what: str, recovered_on: date | None, paper: str) -> None:
    done = due.money if what == "money" else due.objects
    checks = {
        "paper": (N_("This was recorded before."), {}) if done else line_problem(paper.strip(), PAPER_MAX, needed=True),
        "recovered_on": day_problem(recovered_on, due.entry.decision_dated),
    }
    problems: dict[str, list[Told]] = {name: [told] for name, told in checks.items() if told is not None}
    if problems:
        raise Invalid(problems)
