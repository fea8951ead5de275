"""Closing the box: slips and roll are written anew in random order, and one hash commits to all slips before anybody
counts."""

import logging
import secrets
from typing import Any

from flask import current_app
from sqlalchemy import and_, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from nomination import clock
from nomination.box.definition import box_hash
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Base, KeyWrapping, Round, RoundVoter, Slip, WrittenOpinion
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit
from nomination.services.round_acts import demand
from nomination.services.transaction import inside_another, locked, writing
from workflow.ballot import Method, quorum_met, secret_enough
from workflow.dossier import Actor

LOG = logging.getLogger(__name__)
PATIENCE_MS = {"sqlite": 300, "postgresql": 1500}
"""How long the tables may be waited for; `BOX_PATIENCE_MS` says otherwise. PostgreSQL breaks off its own cleaning of a
table after a second for somebody who needs the whole of it."""
WATCHED = (Slip, RoundVoter)
"""Tables whose rows are written ballot by ballot: how they lie would tell who came when."""


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
    """Too few ballots, or so few slips that the totals would tell choices: the box stays shut for ever."""
    vote, turnout = found.vote, found.turnout
    enough = quorum_met(turnout, rule_from(vote.rule))
    if vote.method == Method.ELECTRONIC:
        _drop_opinions_of_voters(found)
        slips, _roll = (rewrite(model, vote.id) for model in WATCHED)
        vote.box_hash = box_hash((slip["id"], slip["sealed"]) for slip in slips)
        enough = enough and all(
            secret_enough(expected_slips(found, line.nomination.code), vote.rule["min_voters"]) for line in found.lines
        )
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


def compact() -> None:
    """Free the pages of the old order. Best effort: `flask box compact` does it again every night.

    PostgreSQL needs FULL: a plain VACUUM leaves the bytes of deleted rows in the page. Within a larger transaction
    there is nothing to free yet; whoever holds it compacts after its end.
    """
    if inside_another():
        return
    connection, engine = None, db.engine.dialect.name
    patience = current_app.config.get("BOX_PATIENCE_MS", PATIENCE_MS[engine])
    try:
        connection = db.engine.raw_connection()
        if engine == "sqlite":
            connection.cursor().execute(f"PRAGMA busy_timeout={patience}")
            connection.cursor().execute("VACUUM")
        else:
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            connection.cursor().execute(f"SET lock_timeout = {patience}")
            for model in (*WATCHED, KeyWrapping):
                connection.cursor().execute(f"VACUUM (FULL) {model.__tablename__}")
    except (SQLAlchemyError, db.engine.dialect.loaded_dbapi.Error) as error:
        LOG.info("the slips were not compacted now: %s", type(error).__name__)
    finally:
        if connection is not None:
            connection.invalidate()
