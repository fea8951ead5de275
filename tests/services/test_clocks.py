"""Receipt numbers, and the clock of a vetting: what starts it, what makes it stand, and its place in the queue."""

from datetime import UTC, date, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import update

from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Audit, Nomination, Opinion, OpinionLetter
from nomination.models.nomination import NO_CLOCK
from nomination.queries.clocks import clocks_of
from nomination.queries.vetting_invariants import places_are_what_clocks_say
from nomination.services.calendar import enter_days, take_out_day
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build, draft, facts
from tests.world_steps import act, endorsed
from workflow.calendar import Clock
from workflow.vocabulary import Trigger

THURSDAY = datetime(2020, 12, 3, 9, 0, tzinfo=VIETNAM)
DUE = date(2021, 1, 7)  # 25 working days, nothing entered as a day off


@pytest.fixture
def world(session: Session) -> World:
    return build()


def at(day: int, month: int = 12, *, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=VIETNAM)


def received(world: World, name: str = "Nguyễn Thị Hoa", moment: datetime = THURSDAY) -> Nomination:
    nomination = endorsed(world, draft(world, name=name))
    with clock.at(moment):
        act(world, "officer", Trigger.RECEIVE, nomination)
    return nomination


def clock_of(nomination: Nomination) -> Clock:
    loaded = facts(nomination)
    return clocks_of([(loaded.row, loaded.campaign)])[nomination.id]


def test_receipt_numbers_count_on_within_a_campaign_and_a_year_of_vietnam(world: World) -> None:
    last_minute = datetime(2020, 12, 31, 16, 59, tzinfo=UTC)
    numbers = [
        received(world, f"Nguyễn Thị {n}", moment).receipt
        for n, moment in enumerate((THURSDAY, THURSDAY, last_minute, last_minute + timedelta(minutes=1)))
    ]
    assert numbers == ["1/2020", "2/2020", "3/2020", "1/2021"]
    entry = db.session.query(Audit).filter_by(action="nomination:receive").order_by(Audit.id).first()
    assert entry is not None and entry.facts["receipt"] == "1/2020"


def test_days_left_change_at_midnight_in_vietnam(world: World) -> None:
    nomination = received(world)
    before, after = datetime(2020, 12, 3, 16, 59, tzinfo=UTC), datetime(2020, 12, 3, 17, 0, tzinfo=UTC)
    left = []
    for moment in (before, after):
        with clock.at(moment):
            left.append(clock_of(nomination).left(clock.today()))
    assert left == [25, 24]
    assert (clock_of(nomination).due, nomination.vetting_due_on) == (DUE, DUE)


def test_a_return_and_a_hold_make_the_clock_stand(world: World) -> None:
    nomination = received(world)
    with clock.at(at(4)):
        act(world, "officer", Trigger.HOLD, nomination, paper="Đơn số 5")
        assert (nomination.vetting_due_on, clock_of(nomination).standing) == (date(9999, 12, 31), True)
    with clock.at(at(8)):
        act(world, "auditor", Trigger.LIFT, nomination)
    assert nomination.vetting_due_on == date(2021, 1, 11)
    with clock.at(at(9)):
        asked = {"parts": {"c2": "Nêu rõ hơn."}, "due_on": date(2020, 12, 15)}
        act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
        assert clock_of(nomination).standing
    with clock.at(at(14)):
        act(world, "alpha_head", Trigger.RESUBMIT, nomination)
        assert not clock_of(nomination).standing
        assert (nomination.vetting_due_on, clock_of(nomination).due) == (date(2021, 1, 14), date(2021, 1, 14))


def test_an_opinion_that_is_out_makes_the_clock_stand(world: World) -> None:
    nomination = received(world)
    letter = OpinionLetter(
        campaign_id=world.campaign.id, body="Thanh tra Bộ", question="Có đơn thư không?", asked_on=date(2020, 12, 4),
        due_on=date(2020, 12, 18), asked_by_id=world.people["officer"].id, asked_at=clock.now(),
    )  # fmt: skip
    letter.opinions = [Opinion(nomination_id=nomination.id)]
    db.session.add(letter)
    db.session.commit()
    assert clock_of(nomination).due is None
    answered = {"answer": "agree", "answered_on": date(2020, 12, 7), "recorded_by_id": world.people["officer"].id}
    db.session.execute(update(Opinion).values(**answered))
    assert clock_of(nomination).due == date(2021, 1, 8)


def test_a_day_off_moves_every_deadline_and_taking_it_out_moves_it_back(world: World) -> None:
    nomination, actor = received(world), world.actor("officer")
    version = nomination.version
    days = enter_days(actor, "off", date(2020, 12, 31), date(2021, 1, 3), "Thông báo số 1")
    assert days == [date(2020, 12, 31), date(2021, 1, 1)]
    db.session.expire_all()
    assert (nomination.vetting_due_on, nomination.version) == (date(2021, 1, 11), version)
    enter_days(actor, "worked", date(2021, 1, 9), None, "Thông báo số 2")
    db.session.expire_all()
    assert nomination.vetting_due_on == date(2021, 1, 9)
    take_out_day(actor, date(2021, 1, 1))
    db.session.expire_all()
    assert nomination.vetting_due_on == date(2021, 1, 8)
    told = [entry.action for entry in db.session.query(Audit).filter(Audit.action.like("calendar:%"))]
    assert told == ["calendar:enter", "calendar:enter", "calendar:take_out"]


@pytest.mark.parametrize(
    ("kind", "first", "last", "ground", "field"),
    [
        ("off", date(2021, 1, 2), None, "Thông báo", "first"),
        ("worked", date(2021, 1, 8), date(2021, 1, 9), "Thông báo", "first"),
        ("off", date(2021, 1, 4), date(2021, 1, 1), "Thông báo", "last"),
        ("off", date(2021, 1, 1), date(2021, 2, 1), "Thông báo", "last"),
        ("off", date(2021, 1, 1), None, " ", "ground"),
        ("off", date(2021, 2, 11), date(2021, 2, 16), "Thông báo", "first"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_entered(
    world: World, kind: str, first: date, last: date | None, ground: str, field: str
) -> None:
    actor = world.actor("department_head")
    enter_days(actor, "off", date(2021, 2, 15), None, "Thông báo số 9")
    before = db.session.query(Audit).count()
    with pytest.raises(Invalid) as caught:
        enter_days(actor, kind, first, last, ground)
    assert (list(caught.value.problems), db.session.query(Audit).count()) == ([field], before)


def test_only_the_department_keeps_the_table(world: World) -> None:
    with pytest.raises(Missing):
        enter_days(world.actor("alpha_head"), "off", date(2021, 1, 1), None, "Thông báo")
    with pytest.raises(Missing):
        take_out_day(world.actor("auditor"), date(2021, 1, 1))
    with pytest.raises(Missing):
        take_out_day(world.actor("officer"), date(2021, 1, 1))


def test_what_was_received_before_there_were_places_gets_its_own(world: World) -> None:
    """The step of migration 0016, on rows as an older version left them."""
    first, held, fresh = received(world, "Một"), received(world, "Hai"), endorsed(world, draft(world, name="Ba"))
    with clock.at(at(4)):
        act(world, "officer", Trigger.HOLD, held, paper="Đơn số 5")
    assert (first.vetting_due_on, held.vetting_due_on) == (DUE, NO_CLOCK)
    db.session.execute(update(Nomination).values(vetting_due_on=NO_CLOCK))
    assert list(places_are_what_clocks_say()) == [first.code]
    path = Path(__file__).parents[2] / "migrations" / "versions" / "0016_weighed_feedback.py"
    spec = spec_from_file_location("migration_0016", path)
    assert spec is not None and spec.loader is not None
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    migration.fill_places(db.session.connection())
    db.session.expire_all()
    assert [one.vetting_due_on for one in (first, held, fresh)] == [DUE, NO_CLOCK, NO_CLOCK]
    assert list(places_are_what_clocks_say()) == []
