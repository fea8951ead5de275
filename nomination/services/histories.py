"""An officer says of two records of one name that they are of one person or collective, or not; with the reason."""

from collections.abc import Sequence

from nomination import clock
from nomination.extensions import db
from nomination.models import NamesakeFinding
from nomination.queries.histories import RECORDING, history
from nomination.services import audit
from nomination.services.bonuses import refuse_role
from nomination.services.transaction import Invalid, Missing, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told
from workflow.dossier import Actor
from workflow.words import N_

REASON_MAX = 1000
SAME, DIFFERENT = "same", "different"


def note_look_up(actor: Actor, found: Sequence[str]) -> None:
    """That somebody looked a name up and which records he was shown; the record does not repeat the name."""
    with writing():
        audit.record(actor, "history:look_up", subject=("history", found[0]), facts={"records": list(found)})


def note_reading(actor: Actor, ref: str) -> None:
    """The history of a person is read on record: who, from which record, when."""
    with writing():
        audit.record(actor, "history:read", subject=("history", ref), facts={})


def find_namesake(actor: Actor, ref: str, other: str, verdict: str, reason: str) -> None:
    """Recorded, or put in the place of an earlier finding. Raises `NotYours`, `Missing` or `Invalid`."""
    refuse_role(actor, RECORDING)
    with writing():
        audit.in_turn()
        told = history(actor, ref)
        if other not in {one.ref for one in (*told.same, *told.open, *told.different)} - {ref}:
            raise Missing
        _check(verdict, reason.strip())
        first, second = sorted((ref, other))
        row = db.session.get(NamesakeFinding, (first, second))
        before = None if row is None else {"same": row.same, "reason": row.reason, "by": row.person_id}
        if row is None:
            row = NamesakeFinding(one=first, other=second)
            db.session.add(row)
        row.same, row.reason = verdict == SAME, reason.strip()
        row.person_id, row.at = actor.person_id, clock.now()
        facts = {"other": second, "verdict": verdict, "reason": row.reason, "before": before}
        audit.record(actor, "namesake:find", subject=("record", first), facts=facts)


def _check(verdict: str, reason: str) -> None:
    problems: dict[str, list[Told]] = {}
    if verdict not in (SAME, DIFFERENT):
        problems["verdict"] = [(N_("Say whether it is the same or somebody else."), {})]
    if not reason:
        problems["reason"] = [(NEEDED, {})]
    elif len(reason) > REASON_MAX:
        problems["reason"] = [(TOO_LONG, {"limit": REASON_MAX, "length": len(reason)})]
    if problems:
        raise Invalid(problems)
