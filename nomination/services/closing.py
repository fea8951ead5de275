"""Closing the box: slips and roll are written anew in random order, and one hash commits to all slips before anybody
counts."""

import secrets
from typing import Any

from sqlalchemy import and_, delete, insert, select

from nomination import clock
from nomination.box.definition import box_hash
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Base, KeyWrapping, Round, WrittenOpinion
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.compacting import WATCHED, compact
from nomination.services.round_acts import demand
from nomination.services.transaction import locked, writing
from workflow.ballot import Method, quorum_met, secret_enough
from workflow.dossier import Actor


def close(actor: Actor, code: str) -> None:
    """By the clock, or earlier when everyone on the roll has voted."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("close", standing(found, actor))
        _shut(found, actor)
    compact()


def close_if_due(actor: Actor, code: str) -> None:
    """Put down what the clock decided, in a transaction of its own, so that the hash stands before the count begins."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        if vote.status != "open" or clock.now() < vote.closes_at:
            return
        _shut(gather(Round.id == vote.id), actor)
    compact()


def _shut(found: Found, actor: Actor) -> None:
    """Too few ballots, or so few slips that the totals would tell choices: the box stays shut for ever, without key."""
    vote, turnout = found.vote, found.turnout
    enough = quorum_met(turnout, rule_from(vote.rule))
    if vote.method == Method.ELECTRONIC:
        _drop_opinions_of_voters(found)
        slips, _roll = (rewrite(model, vote.id) for model in WATCHED)
        vote.box_hash = box_hash((slip["id"], slip["sealed"]) for slip in slips)
        enough = enough and all(
            secret_enough(expected_slips(found, line.nomination.code), vote.rule["min_voters"]) for line in found.lines
        )
    if not enough:
        db.session.execute(delete(KeyWrapping).where(KeyWrapping.round_id == vote.id))
    vote.status, vote.closed_at = "closed" if enough else "inquorate", clock.now()
    facts = {"eligible": turnout.eligible, "voted": turnout.voted, "box": vote.box_hash, "status": vote.status}
    audit.record(actor, "round:close", subject=("round", vote.code), facts=facts, on_behalf=found.led_for(actor))


def expected_slips(found: Found, nomination: str) -> int:
    """As many slips as people voted who had one for this nomination; an opinion in writing makes no slip."""
    return sum(voter.voted and not voter.written and nomination not in voter.recused for voter in found.voters)


def _drop_opinions_of_voters(found: Found) -> None:
    """Who wrote and then cast a ballot has cast a ballot: one of the two counts."""
    cast = [voter.person_id for voter in found.voters if voter.voted and not voter.written]
    both = delete(WrittenOpinion).where(WrittenOpinion.round_id == found.vote.id, WrittenOpinion.person_id.in_(cast))
    db.session.execute(both)


def rewrite(model: type[Base], round_id: int) -> list[dict[str, Any]]:
    """Take every row of the round out and put all back in random order, by one transaction: no page, row number or row
    version keeps who came when, or which slips came together."""
    table = model.__table__
    query = select(table).where(table.c.round_id == round_id)
    rows = [dict(row) for row in db.session.execute(query).mappings()]
    secrets.SystemRandom().shuffle(rows)
    db.session.execute(delete(table).where(table.c.round_id == round_id))  # type: ignore[arg-type]
    if rows:
        db.session.execute(insert(table), rows)  # type: ignore[arg-type]
    return rows
