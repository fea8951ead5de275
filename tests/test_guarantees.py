"""What the database itself refuses, whoever writes: tested past the application, by plain SQL on both engines."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from nomination.models import Nomination
from nomination.queries.invariants import broken
from tests.world import World, build, draft
from tests.world_steps import at_signoff, awarded, submitted


@pytest.fixture
def world(session: Session) -> World:
    return build()


def refused(session: Session, statement: str, **values: object) -> str:
    """The database's own sentence when it refuses the statement."""
    with pytest.raises(DatabaseError) as caught, session.begin_nested():
        session.execute(text(statement), values)
    return str(caught.value.orig)


def test_a_state_without_its_transition_is_refused(session: Session, world: World) -> None:
    nomination = draft(world)
    told = refused(session, "UPDATE nomination SET state = 'awarded' WHERE id = :id", id=nomination.id)
    assert "a state changes only with its transition" in told


def test_a_state_with_an_old_transition_is_refused(session: Session, world: World) -> None:
    nomination = submitted(world, draft(world))
    told = refused(session, "UPDATE nomination SET state = 'draft' WHERE id = :id", id=nomination.id)
    assert "a state changes only with its transition" in told


def test_a_nomination_starts_as_a_draft(session: Session, world: World) -> None:
    nomination = draft(world)
    columns = ", ".join(c.name for c in Nomination.__table__.columns if c.name not in ("id", "code", "state"))
    told = refused(
        session,
        f"INSERT INTO nomination (id, code, state, {columns}) SELECT 9999, 'x', 'withdrawn', {columns} "
        "FROM nomination WHERE id = :id",
        id=nomination.id,
    )
    assert "a nomination starts as a draft" in told


@pytest.mark.parametrize("table", ["audit", "transition"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET actor_id = NULL"])
def test_the_record_is_only_added_to(session: Session, world: World, table: str, statement: str) -> None:
    submitted(world, draft(world))
    assert "is only ever added to" in refused(session, statement.format(table))


def test_a_launched_version_never_changes(session: Session, world: World) -> None:
    told = refused(session, "UPDATE campaign_version SET content_hash = :other", other="0" * 64)
    assert "a launched version never changes" in told


def test_one_version_is_in_force(session: Session, world: World) -> None:
    columns = "campaign_id, content, content_hash, ruleset, reason, launched_at"
    told = refused(
        session,
        f"INSERT INTO campaign_version (id, number, status, {columns}) "
        f"SELECT 9999, 2, 'in_force', {columns} FROM campaign_version",
    )
    assert "uq_campaign_version_in_force" in told or "UNIQUE" in told


def test_awarded_needs_its_decision(session: Session, world: World) -> None:
    nomination = awarded(world, draft(world))
    told = refused(session, "UPDATE nomination SET awarded_decision_id = NULL WHERE id = :id", id=nomination.id)
    assert "ck_nomination_awarded_by_decision" in told


def test_a_hold_is_lifted_by_another(session: Session, world: World) -> None:
    nomination = submitted(world, draft(world))
    told = refused(
        session,
        "INSERT INTO hold (id, nomination_id, reason, paper, set_by_id, set_at, lifted_by_id, lifted_at, lift_reason) "
        "SELECT 1, id, 'r', 'p', author_id, state_since, author_id, state_since, '' FROM nomination WHERE id = :id",
        id=nomination.id,
    )
    assert "ck_hold_two_people" in told


def test_a_unit_belongs_to_one_cluster_at_a_time(session: Session, world: World) -> None:
    told = refused(
        session,
        "INSERT INTO cluster_membership (id, cluster_id, unit_id, year, joined_on) "
        "SELECT 9999, cluster_id, unit_id, year, '2020-06-01' FROM cluster_membership WHERE id = "
        "(SELECT min(id) FROM cluster_membership)",
    )
    assert "unique" in told.lower()


def test_the_invariants_hold_and_can_break(session: Session, world: World) -> None:
    awarded(world, draft(world))
    at_signoff(world, draft(world, name="Trần Văn Bình"))
    assert broken() == []
    session.execute(text("UPDATE audit_head SET last_hash = :other"), {"other": "f" * 64})
    session.execute(text("UPDATE nomination SET steps = steps + 1"))
    told = broken()
    assert any(line.startswith("the audit chain is unbroken") for line in told)
    assert any(line.startswith("the steps of a nomination count up") for line in told)
    session.rollback()
