"""A decision of the past enters the public register, or leaves it again: by the head of the department alone."""

from sqlalchemy import delete, select

from nomination import clock
from nomination.extensions import db
from nomination.models import PastAward, PastDecision, RegisterEntry
from nomination.names import fold
from nomination.queries.campaigns import campaigns_in_force
from nomination.register_rows import past_entry
from nomination.services import audit
from nomination.services.transaction import locked, writing
from workflow.dossier import Actor, NomineeKind, Reason
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Role
from workflow.words import N_, Word

PUBLISHERS = (Role.DEPARTMENT_HEAD,)


def publish_past(actor: Actor, decision_id: int) -> int:
    """All lines of the decision. Answers how many. Raises `NotYours`, `Missing` or `Refused`."""
    _refuse_role(actor)
    with writing():
        decision = locked(select(PastDecision).where(PastDecision.id == decision_id))
        if decision.published_at is not None:
            raise Refused([Reason("published", N_("This decision is in the public register already."))])
        decision.published_at, decision.published_by_id = clock.now(), actor.person_id
        awards, codes = _awards(decision_id), _award_codes()
        for award in awards:
            db.session.add(past_entry(award, decision, codes.get((award.kind, fold(award.award_name)), "")))
        _note(actor, decision, "publish", len(awards))
        return len(awards)


def take_out_of_register(actor: Actor, decision_id: int) -> None:
    """The entries go, the list stays. Raises `NotYours`, `Missing` or `Refused`."""
    _refuse_role(actor)
    with writing():
        decision = locked(select(PastDecision).where(PastDecision.id == decision_id))
        if decision.published_at is None:
            raise Refused([Reason("published", N_("This decision is not in the public register."))])
        ids = [award.id for award in _awards(decision_id)]
        db.session.execute(delete(RegisterEntry).where(RegisterEntry.past_award_id.in_(ids)))
        decision.published_at = decision.published_by_id = None
        _note(actor, decision, "take_out", len(ids))


def _refuse_role(actor: Actor) -> None:
    if not actor.roles() & set(PUBLISHERS):
        words = tuple(Word(role.label) for role in PUBLISHERS)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])


def _awards(decision_id: int) -> list[PastAward]:
    query = select(PastAward).where(PastAward.decision_id == decision_id).order_by(PastAward.ordinal)
    return list(db.session.scalars(query))


def _award_codes() -> dict[tuple[str, str], str]:
    """How campaigns call an award of this kind of nominee and this name, so that one filter finds old and new."""
    return {
        (NomineeKind(kind).value, fold(award.name)): award.code
        for found in campaigns_in_force().rows
        for award in found.rules.awards
        for kind in award.kinds
    }


def _note(actor: Actor, decision: PastDecision, act: str, lines: int) -> None:
    facts = {"number": decision.number, "dated": decision.dated, "lines": lines}
    audit.record(actor, f"past_decision:{act}", subject=("past_decision", decision.id), facts=facts)
