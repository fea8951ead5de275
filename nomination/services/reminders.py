"""Reminding those who have not voted. Nobody is shown a list, and none is kept: the mail finds them when it is sent."""

from sqlalchemy import and_, select

from nomination import clock
from nomination.models import Round
from nomination.queries.round_standing import standing
from nomination.queries.rounds import gather, visible_rounds
from nomination.services import audit, outbox
from nomination.services.round_acts import demand
from nomination.services.transaction import locked, writing
from workflow.dossier import Actor


def remind(actor: Actor, code: str) -> None:
    """One message to all whose ballot is not in the box when it is sent. `Refused` within 12 hours of the last one."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("remind", standing(found, actor))
        vote.reminded_at = clock.now()
        key = f"remind/{code}/{vote.reminded_at:%Y%m%dT%H%M%S}"
        outbox.owe("round_reminder", to=("not_voted", vote.id), key=key, codes={"round": code})
        audit.record(actor, "round:remind", subject=("round", code), facts={}, on_behalf=found.led_for(actor))
