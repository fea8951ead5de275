"""Closing the box: slips are rewritten in random order, and one hash commits to all of them before anybody counts."""

import logging
import secrets

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from nomination import clock
from nomination.box.definition import box_hash
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Round, Slip
from nomination.queries.rounds import Found, gather, standing, visible_rounds
from nomination.services import audit
from nomination.services.round_acts import demand
from nomination.services.transaction import inside_another, locked, writing
from workflow.ballot import quorum_met, secret_enough
from workflow.dossier import Actor

LOG = logging.getLogger(__name__)
PATIENCE_MS = 300


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
    vote.box_hash = box_hash(_rewrite(vote.id))
    enough = quorum_met(turnout, rule_from(vote.rule)) and all(
        secret_enough(expected_slips(found, line.nomination.code), vote.rule["min_voters"]) for line in found.lines
    )
    vote.status, vote.closed_at = "closed" if enough else "inquorate", clock.now()
    facts = {"eligible": turnout.eligible, "voted": turnout.voted, "box": vote.box_hash, "status": vote.status}
    audit.record(actor, "round:close", subject=("round", vote.code), facts=facts)


def expected_slips(found: Found, nomination: str) -> int:
    """As many slips as people voted who had one for this nomination."""
    return sum(voter.voted and nomination not in voter.recused for voter in found.voters)


def _rewrite(round_id: int) -> list[tuple[bytes, bytes]]:
    """Take every slip out and put all back in random order, so that no page or row version keeps who came when."""
    rows = db.session.execute(select(Slip.id, Slip.nomination_id, Slip.sealed).where(Slip.round_id == round_id)).all()
    mixed = [
        {"id": row.id, "round_id": round_id, "nomination_id": row.nomination_id, "sealed": row.sealed} for row in rows
    ]
    secrets.SystemRandom().shuffle(mixed)
    db.session.execute(delete(Slip).where(Slip.round_id == round_id).execution_options(synchronize_session=False))
    if mixed:
        db.session.execute(insert(Slip), mixed)
    return [(row.id, row.sealed) for row in rows]


def compact() -> None:
    """Free the pages of the old order. Best effort: a busy database is compacted by the nightly job instead.

    Within a larger transaction there is nothing to free yet; whoever holds it compacts after its end.
    """
    if inside_another():
        return
    connection = None
    try:
        connection = db.engine.raw_connection()
        if db.engine.dialect.name == "sqlite":
            connection.cursor().execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            connection.cursor().execute("VACUUM")
        else:
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
            connection.cursor().execute("VACUUM slip")
    except (SQLAlchemyError, db.engine.dialect.loaded_dbapi.Error) as error:
        LOG.info("the slips were not compacted now: %s", type(error).__name__)
    finally:
        if connection is not None:
            connection.invalidate()
