"""What is owed is owed with its act, once; who gets it is looked up when it is sent; what fails is tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, Audit, Message, RoleAssignment
from nomination.queries.recipients import Waiting, recipients, waiting
from nomination.services import outbox
from nomination.services.reminders import remind
from nomination.services.transaction import writing
from tests import world_rounds as rounds
from tests.world import World, build
from workflow.machine import NotYours, Refused


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    built = build()
    for account in db.session.scalars(select(Account)):
        account.email = f"{account.username}@a.invalid"
    db.session.commit()
    return built


def owed(template: str) -> Message:
    return db.session.scalars(select(Message).where(Message.template == template)).one()


def test_opening_a_round_owes_the_roll_its_ballots(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    message = owed("round_opened")
    assert (message.audience, message.audience_id, message.params) == ("roll", voting.row.id, {"round": voting.code})
    with_a_ballot = {one.id for one in voting.voters()}
    assert world.people["alpha_head"].id not in with_a_ballot and len(voting.found.voters) == len(with_a_ballot) + 1
    assert {one.person_id for one in recipients(message)} == with_a_ballot
    assert {one.name for one in recipients(owed("teller_named"))} == {
        world.people[name].full_name for name in rounds.TELLERS
    }


def test_a_reminder_goes_to_those_whose_ballot_is_not_in_the_box_when_it_is_sent(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=2)
    remind(world.actor("eta_head"), voting.code)
    message, people = owed("round_reminder"), voting.voters()
    stay_away = {one.id for one in people[2:]}
    assert {one.person_id for one in recipients(message)} == stay_away
    rounds.cast(voting, people[2])
    assert {one.person_id for one in recipients(message)} == stay_away - {people[2].id}
    entry = db.session.scalars(select(Audit).where(Audit.action == "round:remind")).one()
    assert (entry.subject_id, entry.facts) == (voting.code, {})
    assert message.params == {"round": voting.code}  # no row says who has not voted
    with clock.at(voting.row.closes_at):  # a worker that comes late does not say that the box is open
        assert recipients(message) == []


def test_a_delegate_of_the_unit_gets_its_mail_as_long_as_he_reads_its_pages(world: World) -> None:
    today, head = clock.today(), world.people["alpha_head"]
    db.session.add(
        RoleAssignment(
            person_id=world.people["beta_officer"].id, role="unit_head", unit_id=world.units["alpha"].id,
            acts_for_id=head.id, valid_from=today, valid_to=today + timedelta(days=9), ground="Giấy ủy quyền số 3",
        )
    )  # fmt: skip
    db.session.commit()
    with writing():
        outbox.owe("received", to=("unit", world.units["alpha"].id), key="a", codes={"nomination": "X-1"})
    message = owed("received")
    assert world.people["beta_officer"].full_name in {one.name for one in recipients(message)}
    own = db.session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == head.id, RoleAssignment.acts_for_id.is_(None))
    ).one()
    own.valid_to = today
    db.session.commit()
    assert {one.name for one in recipients(message)} == {world.people["alpha_officer"].full_name}


def test_reminding_is_the_leaders_and_not_too_often(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    with pytest.raises(NotYours):
        remind(world.actor("beta_head"), voting.code)
    remind(world.actor("eta_head"), voting.code)
    with pytest.raises(Refused) as refused:
        remind(world.actor("eta_head"), voting.code)
    assert [reason.message for reason in refused.value.reasons] == [
        "Those who have not voted were reminded at %(at)s. They can be reminded again after %(hours)s hours."
    ]
    rounds.all_vote(voting)
    with pytest.raises(Refused) as refused:
        remind(world.actor("eta_head"), voting.code)
    assert "Everyone has voted." in [reason.message for reason in refused.value.reasons]
    assert owed("round_reminder").sent_at is None


def test_an_act_that_is_undone_owes_nothing_and_one_key_owes_once(world: World) -> None:
    to = ("person", world.people["officer"].id)
    with pytest.raises(ZeroDivisionError), writing():
        outbox.owe("received", to=to, key="a", codes={"nomination": "X-1"})
        _ = 1 / 0
    assert waiting() == Waiting(0, 0)
    for _ in range(2):
        with writing():
            outbox.owe("received", to=to, key="a", codes={"nomination": "X-1"})
    assert waiting() == Waiting(1, 0)


def test_a_message_is_in_one_hand_until_its_lease_ends(world: World) -> None:
    with writing():
        outbox.owe("received", to=("person", 1), key="a", codes={"nomination": "X-1"})
    held = outbox.lease()
    assert len(held) == 1 and outbox.lease() == []
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.lease() == held
    outbox.sent(held[0], 1)
    with clock.at(clock.now() + timedelta(days=2)):
        assert outbox.lease() == []


def test_what_fails_is_tried_later_and_laid_aside_at_last(world: World) -> None:
    with writing():
        outbox.owe("received", to=("person", 1), key="a", codes={"nomination": "X-1"})
    moment = clock.now()
    for attempt in range(outbox.MOST_ATTEMPTS):
        with clock.at(moment):
            held = outbox.lease()
            assert len(held) == 1, attempt
            outbox.failed(held[0], "ConnectionRefusedError")
            assert outbox.lease() == []
        moment += timedelta(minutes=2**attempt)
    assert waiting() == Waiting(0, 1)
    with clock.at(moment + timedelta(days=3)):
        assert outbox.lease() == []
        assert outbox.again() == 1
        assert len(outbox.lease()) == 1


def test_who_cannot_sign_in_gets_no_mail(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    before = {one.person_id for one in recipients(owed("round_opened"))}
    gone, silent = sorted(before)[:2]
    db.session.scalars(select(Account).where(Account.person_id == gone)).one().active = False
    db.session.scalars(select(Account).where(Account.person_id == silent)).one().email = ""
    db.session.commit()
    assert {one.person_id for one in recipients(owed("round_opened"))} == before - {gone, silent}
    assert voting.code
