"""The end of a box: when no complaint can come any more, slips and wrapped keys are destroyed by two people's word."""

import hashlib

from sqlalchemy import and_, delete, func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Destruction, KeyWrapping, Nomination, Round, Slip
from nomination.queries.round_standing import standing
from nomination.queries.rounds import gather, visible_rounds
from nomination.services import audit
from nomination.services.compacting import compact
from nomination.services.round_acts import CONSENTING, demand
from nomination.services.transaction import locked, writing
from workflow.dossier import Actor


def ask_destruction(actor: Actor, code: str) -> None:
    """Nothing is destroyed until another person confirms."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("end", standing(found, actor))
        db.session.add(Destruction(round_id=vote.id, asked_by_id=actor.person_id, asked_at=clock.now()))
        audit.record(actor, "round:end", subject=("round", code), facts={}, on_behalf=found.led_for(actor))


def destroy(actor: Actor, code: str) -> None:
    """Slips and keys go, the public list of slip ids and hashes stays: it still makes the hash of the closed box."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("destroy", standing(found, actor))
        record = found.destruction
        assert record is not None
        record.listed = _listed(vote.id)
        record.slips, record.keys = len(record.listed), _keys(vote.id)
        record.confirmed_by_id, record.confirmed_at = actor.person_id, clock.now()
        for table in (Slip, KeyWrapping):
            gone = delete(table).where(table.round_id == vote.id).execution_options(synchronize_session=False)
            db.session.execute(gone)
        facts = {"slips": record.slips, "keys": record.keys, "box": vote.box_hash}
        on_behalf = actor.for_whom(*CONSENTING)
        audit.record(actor, "round:destroy", subject=("round", code), facts=facts, on_behalf=on_behalf)
    compact()


def _listed(round_id: int) -> list[list[str]]:
    query = (
        select(Slip.id, Slip.sealed, Nomination.code)
        .join(Nomination, Nomination.id == Slip.nomination_id)
        .where(Slip.round_id == round_id)
        .order_by(Slip.id)
    )
    rows = db.session.execute(query)
    return [[bytes(row.id).hex(), hashlib.sha256(row.sealed).hexdigest(), row.code] for row in rows]


def _keys(round_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(KeyWrapping).where(KeyWrapping.round_id == round_id)) or 0
