"""Nominations given from hand to hand: all that were chosen or none, each with its entry in the record."""

import pytest
from flask_sqlalchemy.session import Session

from nomination.extensions import db
from nomination.models import Audit, Nomination
from nomination.queries.officers import Load, loads
from nomination.services.assigning import assign
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build, draft
from tests.world_steps import act, cleared, endorsed
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def fresh(world: World, name: str) -> Nomination:
    return endorsed(world, draft(world, name=name))


def test_the_head_gives_several_and_the_load_follows(world: World) -> None:
    first, second = fresh(world, "Nguyễn Thị Một"), fresh(world, "Nguyễn Thị Hai")
    officer, other, head = (world.people[name].id for name in ("officer", "officer_2", "department_head"))
    act(world, "officer", Trigger.RECEIVE, first)
    assert assign(world.actor("department_head"), [first.code, second.code], other) == 2
    assert assign(world.actor("department_head"), [first.code], other) == 0
    assert loads(world.actor("officer")) == [
        Load(officer, "Lê Minh An", 0, 0, True), Load(other, "Lê Minh Bảo", 2, 0, True),
    ]  # fmt: skip
    told = db.session.query(Audit).filter_by(action="nomination:assign").order_by(Audit.id)
    assert [(entry.actor_id, entry.facts) for entry in told] == [
        (head, {"before": officer, "officer": other}), (head, {"before": None, "officer": other}),
    ]  # fmt: skip


def test_an_officer_takes_what_nobody_has(world: World) -> None:
    free, taken = fresh(world, "Nguyễn Thị Một"), fresh(world, "Nguyễn Thị Hai")
    act(world, "officer", Trigger.RECEIVE, taken)
    me = world.people["officer_2"].id
    assert [(load.name, load.number) for load in loads(world.actor("officer"))] == [
        ("", 1), ("Lê Minh An", 1), ("Lê Minh Bảo", 0),
    ]  # fmt: skip
    assert assign(world.actor("officer_2"), [free.code], me) == 1
    with pytest.raises(Refused):
        assign(world.actor("officer_2"), [taken.code], me)
    with pytest.raises(NotYours):
        assign(world.actor("officer"), [taken.code], me)
    db.session.expire_all()
    assert taken.officer_id == world.people["officer"].id


def test_all_that_were_chosen_or_none(world: World) -> None:
    nomination, over = fresh(world, "Nguyễn Thị Một"), cleared(world, draft(world, name="Nguyễn Thị Xong"))
    head, officer = world.actor("department_head"), world.people["officer_2"].id
    before = db.session.query(Audit).count()
    for codes, given, refusal in (
        ([], officer, Invalid), ([nomination.code], None, Invalid),
        ([nomination.code], world.people["alpha_head"].id, Invalid), ([nomination.code, "khong-co"], officer, Missing),
        ([nomination.code, over.code], officer, Refused),
    ):  # fmt: skip
        with pytest.raises(refusal):
            assign(head, codes, given)
    db.session.expire_all()
    assert (nomination.officer_id, db.session.query(Audit).count()) == (None, before)
