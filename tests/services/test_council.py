"""The composition of the council: two people, days, and a roll that comes from it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, CouncilDecision, RoleAssignment
from nomination.queries.council import compositions, sitting, waiting_decision
from nomination.queries.invariants import broken
from nomination.queries.roll import chairs_council, council_roll
from nomination.services.council import confirm_composition, enter_composition, refuse_composition
from nomination.services.counting import agree
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.world import World, appoint, build
from tests.world_council import a_composition, composed
from workflow.council import Post, Seat
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Role, State


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def seats_of(world: World, **posts: Post) -> tuple[Seat, ...]:
    return tuple(Seat(world.people[name].id, post) for name, post in posts.items())


def test_a_composition_begins_when_a_second_person_confirmed_it(world: World) -> None:
    today, secretary = clock.today(), world.actor("secretary")
    row = enter_composition(secretary, a_composition(world))
    assert [one.capacity for one in council_roll(today).members] == ["chair", *["member"] * 4]
    with pytest.raises(Refused) as own:
        confirm_composition(secretary, row.id)
    assert own.value.reasons[0].message == "You entered it; another person compares it with the paper and confirms."
    assert waiting_decision() is row
    confirm_composition(world.actor("department_head"), row.id)
    assert [(one.person.full_name, one.capacity) for one in council_roll(today).members] == [
        ("Đỗ Hữu 1", "chair"), ("Đỗ Hữu 2", "first_vice_chairman"), ("Đỗ Hữu 3", "standing_vice_chairman"),
        ("Đỗ Hữu 4", "member"), ("Đỗ Hữu 5", "member"),
    ]  # fmt: skip
    assert [one.post for one in sitting(today)][-1] is Post.SECRETARY
    ground = f"Quyết định số 12/QĐ-THU ngày {today:%d/%m/%Y}"
    assert {one.row.ground for one in sitting(today)} == {ground}
    ended = db.session.scalars(select(RoleAssignment).where(RoleAssignment.valid_to == today)).all()
    assert len(ended) == 6 and {one.council_post for one in ended} == {""}
    told = [
        (one.action, one.actor_id) for one in db.session.scalars(select(Audit).where(Audit.subject_kind == "council"))
    ]
    assert told == [
        ("council:enter", world.people["secretary"].id), ("council:confirm", world.people["department_head"].id),
    ]  # fmt: skip
    with pytest.raises(Refused):
        confirm_composition(world.actor("department_head"), row.id)
    assert broken() == []


def test_a_delegate_is_no_second_person(world: World) -> None:
    """Neither for his principal, nor his principal for him."""
    head, today = world.people["department_head"], clock.today()
    db.session.add(
        RoleAssignment(
            person_id=world.people["officer"].id, role=Role.DEPARTMENT_HEAD.value, acts_for_id=head.id,
            valid_from=today, valid_to=today + timedelta(days=5), ground="Giấy ủy quyền",
        )
    )  # fmt: skip
    db.session.commit()
    for by, other in (("department_head", "officer"), ("officer", "department_head")):
        row = enter_composition(world.actor(by), a_composition(world))
        with pytest.raises(Refused):
            confirm_composition(world.actor(other), row.id)
        refuse_composition(world.actor("secretary"), row.id, "Nhập lại.")
    told = select(Audit.actor_id, Audit.on_behalf_id).where(Audit.action == "council:enter").order_by(Audit.id)
    assert [tuple(one) for one in db.session.execute(told)] == [(head.id, None), (world.people["officer"].id, head.id)]


def test_a_later_one_takes_its_place_from_its_day_on(world: World) -> None:
    today, before = clock.today(), composed(world)
    appoint(world, "new_chair", "Lý Thị Mới", Role.DEPARTMENT_OFFICER)
    db.session.commit()
    seats = seats_of(
        world, new_chair=Post.CHAIRMAN, council_2=Post.FIRST_VICE_CHAIRMAN, council_3=Post.MEMBER,
        council_1=Post.MEMBER, secretary=Post.SECRETARY,
    )  # fmt: skip
    first = today + timedelta(days=10)
    after = composed(world, first=first, seats=seats)
    assert chairs_council(world.people["council_1"].id, today) and len(council_roll(today).members) == 5
    assert [one.person.full_name for one in council_roll(first).members] == [
        "Lý Thị Mới", "Đỗ Hữu 2", "Đỗ Hữu 1", "Đỗ Hữu 3",
    ]  # fmt: skip
    assert not chairs_council(world.people["council_1"].id, first)
    rows = compositions(world.actor("council_2")).rows
    assert [(one.row.id, one.standing, one.until) for one in rows] == [
        (after.id, "to_come", None), (before.id, "in_force", first),
    ]  # fmt: skip
    with clock.at(clock.now() + timedelta(days=11)):
        assert [one.standing for one in compositions(world.actor("auditor")).rows] == ["in_force", "over"]
    assert broken() == []


def test_one_of_the_same_day_takes_the_place_of_a_mistake(world: World) -> None:
    mistake = composed(world)
    right = composed(world, seats=a_composition(world).seats[:3] + a_composition(world).seats[5:])
    assert len(council_roll(clock.today()).members) == 3
    rows = compositions(world.actor("secretary")).rows
    assert [(one.row.id, one.standing) for one in rows] == [(right.id, "in_force"), (mistake.id, "over")]
    assert broken() == []


@pytest.mark.parametrize("name", ["officer", "council_1", "minister", "auditor", "alpha_head", "administrator"])
def test_who_does_not_write_it(world: World, name: str) -> None:
    row = enter_composition(world.actor("secretary"), a_composition(world))
    for act in (
        lambda actor: enter_composition(actor, a_composition(world)),
        lambda actor: confirm_composition(actor, row.id),
        lambda actor: refuse_composition(actor, row.id, "Sai."),
    ):
        with pytest.raises(NotYours):
            act(world.actor(name))
    if name in ("alpha_head", "administrator"):
        with pytest.raises(Missing):
            compositions(world.actor(name))
    assert db.session.scalars(select(Audit.action).where(Audit.subject_kind == "council")).all() == ["council:enter"]


def test_everything_wrong_is_told_at_once_and_nothing_is_written(world: World) -> None:
    today, good = clock.today(), a_composition(world)
    bad = replace(
        good, number=" ", dated=today + timedelta(days=1), valid_from=today, signer="x" * 301, seats=good.seats[:2]
    )
    with pytest.raises(Invalid) as refused:
        enter_composition(world.actor("secretary"), bad)
    assert {name: [one[0] for one in told] for name, told in refused.value.problems.items()} == {
        "number": ["This is needed."],
        "dated": ["The paper cannot be dated in the future."],
        "valid_from": ["It cannot begin before the day of its paper."],
        "signer": ["At most %(limit)s characters; you wrote %(length)s."],
        "seats": [
            "The council needs a secretary, who prepares its rounds and keeps its minutes.",
            "At least %(least)s people sit on the council with a vote.",
        ],
    }
    assert db.session.query(CouncilDecision).count() == 0
    composed(world)
    earlier = today - timedelta(days=1)
    with pytest.raises(Invalid) as early:
        enter_composition(world.actor("secretary"), replace(good, dated=earlier, valid_from=earlier))
    assert early.value.problems == {
        "valid_from": [("The composition before it began on %(day)s; this one cannot begin earlier.", {"day": today})]
    }
    enter_composition(world.actor("secretary"), good)
    with pytest.raises(Invalid) as two:
        enter_composition(world.actor("department_head"), good)
    assert list(two.value.problems) == [""]


def test_an_auditor_or_administrator_holds_no_seat(world: World) -> None:
    seats = (*a_composition(world).seats, *seats_of(world, auditor=Post.MEMBER, administrator=Post.MEMBER))
    with pytest.raises(Invalid) as refused:
        enter_composition(world.actor("secretary"), replace(a_composition(world), seats=seats))
    (told,) = refused.value.problems["seats"]
    assert told == (
        "An auditor or administrator holds no other role: %(names)s.",
        {"names": ("Ngô Đình Hải", "Đặng Quốc Khánh")},
    )


def test_sent_back_with_a_reason_it_never_was_in_force(world: World) -> None:
    row = enter_composition(world.actor("secretary"), a_composition(world))
    head = world.actor("department_head")
    with pytest.raises(Invalid):
        refuse_composition(head, row.id, " ")
    refuse_composition(head, row.id, "Số quyết định sai.")
    (found,) = compositions(head).rows
    assert (found.standing, found.row.refusal, found.answered_by) == ("refused", "Số quyết định sai.", "Phạm Thu Cúc")
    assert {one.row.ground for one in sitting(clock.today())} == {""}
    with pytest.raises(Refused):
        confirm_composition(head, row.id)
    with pytest.raises(Missing):
        confirm_composition(head, row.id + 1)


def test_an_open_round_keeps_its_roll_and_the_chair_of_the_day_agrees(world: World) -> None:
    nomination = ways.before_council(world, 5)
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting)
    rounds.counted(voting)
    seats = seats_of(
        world, council_2=Post.CHAIRMAN, council_3=Post.MEMBER, council_4=Post.MEMBER, secretary=Post.SECRETARY
    )
    composed(world, seats=seats)
    assert [voter.capacity for voter in voting.found.voters] == ["chair", *["member"] * 4]
    with pytest.raises(Missing):
        agree(world.actor("council_5"), voting.code + "x")
    with pytest.raises(NotYours):
        agree(world.actor("council_1"), voting.code)
    assert agree(world.actor("council_2"), voting.code) == []
    assert nomination.state == State.MINISTER_SIGNOFF
