"""What officers proposed and nobody has decided yet, by step, with what stands against each for this reader."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Nomination, Person, Proposal
from nomination.queries.dossier_ways import as_the_department_reads, once_each
from nomination.queries.visible import visible_to
from workflow.dossier import Actor, Reason
from workflow.machine import options
from workflow.proposing import PROPOSED
from workflow.vocabulary import Trigger

PAGE = 60


@dataclass(frozen=True)
class Waiting:
    """One proposal. `against`: why this reader cannot follow it now."""

    row: Proposal
    loaded: Loaded
    by: str
    against: tuple[Reason, ...]


@dataclass(frozen=True)
class Desk:
    """By step, in the order of the process; `more`: others wait behind these."""

    groups: dict[Trigger, list[Waiting]]
    more: bool


def waiting_proposals(actor: Actor) -> Desk:
    """The oldest first, as many as one looks through at a time."""
    query = (
        select(Proposal.id, Proposal.nomination_id, Person.full_name)
        .join(Nomination, Nomination.id == Proposal.nomination_id)
        .join(Person, Person.id == Proposal.proposed_by_id)
        .where(Proposal.closed_at.is_(None), visible_to(actor))
        .order_by(Proposal.id)
        .limit(PAGE + 1)
    )
    rows = db.session.execute(query).all()
    names = {row.nomination_id: row.full_name for row in rows[:PAGE]}
    loaded = load_all(Nomination.id.in_(names)) if rows else []
    found = [_waiting(actor, one, names[one.row.id]) for one in loaded if one.proposal is not None]
    found.sort(key=lambda waiting: waiting.row.id)
    groups = {step: [one for one in found if one.row.step is step] for step in PROPOSED}
    return Desk({step: listed for step, listed in groups.items() if listed}, len(rows) > PAGE)


def _waiting(actor: Actor, loaded: Loaded, by: str) -> Waiting:
    assert loaded.proposal is not None
    step = loaded.proposal.step
    taken = [option for option in once_each(options(loaded.dossier, actor)) if option.trigger is step]
    against = as_the_department_reads(loaded, (one for option in taken for one in option.reasons))
    return Waiting(loaded.proposal, loaded, by, tuple(against))
