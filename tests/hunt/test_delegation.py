"""A delegated role lives no longer than the delegator's own, and does not put one person on both sides."""

from datetime import date, timedelta

import pytest
from flask import Flask

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, RoleAssignment
from nomination.services.drafts import Nominee, create_nomination
from nomination.services.extensions import answer_extension, ask_extension
from nomination.services.questions import ask
from tests import world_rounds as rounds
from tests.world import World, account_of, appoint, build, draft
from tests.world_steps import act, assessed, endorsed, letter
from workflow.machine import Refused
from workflow.vocabulary import Role, Trigger


@pytest.fixture
def world(session) -> World:  # type: ignore[no-untyped-def]
    return build()


def own(world: World, name: str, role: Role) -> RoleAssignment:
    query = db.session.query(RoleAssignment).filter_by(person_id=world.people[name].id, role=role, acts_for_id=None)
    return query.one()


def delegate(world: World, principal: str, deputy: str, role: Role, ends: date | None = None) -> None:
    given = own(world, principal, role)
    today = clock.today()
    db.session.add(
        RoleAssignment(
            person_id=world.people[deputy].id, role=role, unit_id=given.unit_id, acts_for_id=given.person_id,
            valid_from=today, valid_to=ends or today + timedelta(days=9), ground="Giấy ủy quyền số 3",
        )
    )  # fmt: skip
    db.session.commit()


def test_a_delegate_holds_the_role_until_its_last_day(world: World) -> None:
    delegate(world, "alpha_head", "alpha_officer", Role.UNIT_HEAD, clock.today() + timedelta(days=1))
    assert Role.UNIT_HEAD in world.actor("alpha_officer").roles()
    with clock.at(clock.now() + timedelta(days=1)):
        assert Role.UNIT_HEAD not in world.actor("alpha_officer").roles()


def test_it_ends_with_the_role_of_the_delegator(world: World) -> None:
    delegate(world, "alpha_head", "alpha_officer", Role.UNIT_HEAD)
    own(world, "alpha_head", Role.UNIT_HEAD).valid_to = clock.today()
    db.session.commit()
    assert Role.UNIT_HEAD not in world.actor("alpha_officer").roles()


def test_it_ends_when_the_delegator_is_disabled(world: World) -> None:
    delegate(world, "alpha_head", "alpha_officer", Role.UNIT_HEAD)
    account_of(world, "alpha_head").active = False
    db.session.commit()
    assert Role.UNIT_HEAD not in world.actor("alpha_officer").roles()


def test_what_is_done_for_another_unit_is_recorded_so_and_what_is_done_for_ones_own_is_not(world: World) -> None:
    """One person: an officer of his own unit, and the head of another by delegation."""
    delegate(world, "alpha_head", "beta_officer", Role.UNIT_HEAD)
    actor, campaign = world.actor("beta_officer"), world.campaign.code
    for unit in ("alpha", "beta"):
        ask(actor, campaign, world.units[unit].id, subject="Mẫu biểu", body="Mẫu nào?")
        nominee = Nominee("individual", world.award().code, "Lê Văn Nam", "Ông", class_code="direct_worker")
        create_nomination(actor, campaign, world.units[unit].id, nominee)
    said = db.session.query(Audit.action, Audit.on_behalf_id).filter_by(actor_id=actor.person_id).order_by(Audit.id)
    alpha = world.people["alpha_head"].id
    assert [tuple(one) for one in said] == [
        ("question:ask", alpha), ("nomination:create", alpha), ("question:ask", None), ("nomination:create", None),
    ]  # fmt: skip


def test_a_consent_that_is_given_for_the_head_of_the_department_says_so(app: Flask, world: World) -> None:
    app.config["BOX_SCRYPT_N"] = 2
    voting = rounds.opened(world, *rounds.waiting(world))
    until = voting.row.closes_at + timedelta(hours=2)
    ask_extension(world.actor("eta_head"), voting.code, until=until, reason="Bão số 9.")
    delegate(world, "department_head", "officer_2", Role.DEPARTMENT_HEAD)
    answer_extension(world.actor("officer_2"), voting.code, consents=True)
    entry = db.session.query(Audit).filter_by(action="round:extend_answer").one()
    assert (entry.actor_id, entry.on_behalf_id) == tuple(world.people[n].id for n in ("officer_2", "department_head"))
    assert voting.found.vote.closes_at == until


def test_it_is_never_chained(world: World) -> None:
    delegate(world, "alpha_head", "alpha_officer", Role.UNIT_HEAD)
    appoint(world, "third", "Lý Thị Ba", Role.UNIT_OFFICER, world.units["alpha"])
    today = clock.today()
    db.session.add(
        RoleAssignment(
            person_id=world.people["third"].id, role=Role.UNIT_HEAD, unit_id=world.units["alpha"].id,
            acts_for_id=world.people["alpha_officer"].id, valid_from=today, valid_to=today + timedelta(days=3),
        )
    )  # fmt: skip
    db.session.commit()
    assert Role.UNIT_HEAD not in world.actor("third").roles()


def test_a_head_does_not_submit_his_own_draft_through_a_delegate(world: World) -> None:
    nomination = draft(world)
    nomination.author_id = world.people["alpha_head"].id
    letter(world, nomination)
    delegate(world, "alpha_head", "alpha_officer", Role.UNIT_HEAD)
    with pytest.raises(Refused) as refused:
        act(world, "alpha_officer", Trigger.SUBMIT, nomination)
    assert "separation" in {reason.code for reason in refused.value.reasons}


def test_an_assessor_does_not_conclude_through_a_delegate(world: World) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    appoint(world, "officer", "", Role.DEPARTMENT_HEAD)
    delegate(world, "officer", "officer_2", Role.DEPARTMENT_HEAD)
    with pytest.raises(Refused) as refused:
        act(world, "officer_2", Trigger.CLEAR, nomination)
    assert "separation" in {reason.code for reason in refused.value.reasons}
