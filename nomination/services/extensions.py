"""A longer window: asked by the leader and agreed by another person, both before the end. No closed box is reopened."""

from datetime import datetime

from sqlalchemy import and_, select

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Extension, Round
from nomination.queries.round_standing import standing
from nomination.queries.rounds import CLUSTER, Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.round_acts import CONSENTING, demand
from nomination.services.transaction import Invalid, locked, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told
from workflow.dossier import Actor
from workflow.vocabulary import Stage
from workflow.words import N_

REASON_MAX = 1000
NOT_LATER = N_("The new end must lie after the present one: %(closes)s.")
OUTSIDE = N_("Voting must end before the stage of the campaign closes: %(closes)s.")
WHY_NOT = N_("Say why not.")


def ask_extension(actor: Actor, code: str, *, until: datetime | None, reason: str) -> None:
    """The window stays as it is until another person agrees."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("extend", standing(found, actor))
        problems = _against(found, until, reason)
        if problems or until is None:
            raise Invalid(problems)
        db.session.add(
            Extension(
                round_id=vote.id, ends_before=vote.closes_at, ends_after=until, reason=reason.strip(),
                asked_by_id=actor.person_id, asked_at=clock.now(),
            )
        )  # fmt: skip
        facts = {"from": vote.closes_at, "to": until, "reason": reason.strip()}
        audit.record(actor, "round:extend", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def _against(found: Found, until: datetime | None, reason: str) -> dict[str, list[Told]]:
    problems: dict[str, list[Told]] = {}
    stage = campaign_of(found.version).windows.get(Stage.CLUSTER if found.vote.body == CLUSTER else Stage.COUNCIL)
    closes = stage.closes if stage is not None else None
    if until is None or until <= found.vote.closes_at:
        problems["until"] = [(NOT_LATER, {"closes": found.vote.closes_at})]
    elif closes is not None and until > closes:
        problems["until"] = [(OUTSIDE, {"closes": closes})]
    if not reason.strip():
        problems["reason"] = [(NEEDED, {})]
    elif len(reason) > REASON_MAX:
        problems["reason"] = [(TOO_LONG, {"limit": REASON_MAX, "length": len(reason)})]
    return problems


def answer_extension(actor: Actor, code: str, *, consents: bool, words: str = "") -> None:
    """Agree, and the box takes ballots until the new end; or refuse, with the reason. The hash stays what it was."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("consent", standing(found, actor))
        asked = found.asked_longer
        assert asked is not None
        if not consents and not words.strip():
            raise Invalid.one("answer", WHY_NOT)
        asked.answered_by_id, asked.answered_at = actor.person_id, clock.now()
        asked.consented, asked.answer = consents, "" if consents else words.strip()
        if consents:
            vote.closes_at = asked.ends_after
        facts = {"consented": consents, "to": asked.ends_after, "answer": asked.answer}
        on_behalf = actor.for_whom(*CONSENTING)
        audit.record(actor, "round:extend_answer", subject=("round", code), facts=facts, on_behalf=on_behalf)
