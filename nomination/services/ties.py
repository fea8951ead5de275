"""The vote of the one who chairs, between nominations equal on the last place: open, after the tie was seen."""

from collections.abc import Collection

from sqlalchemy import and_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Round, TieVote
from nomination.queries.round_standing import awaiting_chair, standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.results import Left, carry, held_still, place
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, locked, writing
from nomination.services.wording import NEEDED, Told
from workflow.dossier import Actor
from workflow.ranking import Ranking
from workflow.words import N_

WRONG_NUMBER = N_("Choose exactly as many as there are places left: %(places)s.")


def settle_tie(actor: Actor, code: str, *, chosen: Collection[str], reason: str) -> list[Left]:
    """Give the places that are left to some of the equals, by code. The result is carried out in the same act."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = held_still(vote)
        demand("settle", standing(found, actor))
        ties = awaiting_chair(found)
        _refuse(ties, chosen, reason)
        _write(found, actor, ties, chosen, reason.strip())
        facts = {"chosen": sorted(chosen), "reason": reason.strip()}
        audit.record(actor, "round:settle", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))
        db.session.flush()
        place(gather(Round.id == vote.id))
        return carry(vote, actor)


def _refuse(ties: list[Ranking], chosen: Collection[str], reason: str) -> None:
    problems: dict[str, list[Told]] = {}
    known = {code for ranking in ties for code in ranking.tied}
    for ranking in ties:
        if len(set(ranking.tied) & set(chosen)) != ranking.places_open or not set(chosen) <= known:
            problems["chosen"] = [(WRONG_NUMBER, {"places": ranking.places_open})]
    if not reason.strip():
        problems["reason"] = [(NEEDED, {})]
    if problems:
        raise Invalid(problems)


def _write(found: Found, actor: Actor, ties: list[Ranking], chosen: Collection[str], reason: str) -> None:
    ids = {line.nomination.code: line.nomination.id for line in found.lines}
    db.session.add_all(
        TieVote(
            round_id=found.vote.id, nomination_id=ids[code], chosen=code in chosen, reason=reason,
            person_id=actor.person_id, at=clock.now(),
        )
        for ranking in ties for code in ranking.tied
    )  # fmt: skip
