"""Public consultation: shown for working days, nothing concluded meanwhile, and every feedback kept."""

from datetime import date, datetime

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import Audit, Consultation, Feedback, Nomination
from nomination.services.consultations import Said, Showing, open_consultation, record_feedback
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build, draft
from tests.world_steps import act, assessed, endorsed
from workflow.machine import Refused
from workflow.vocabulary import State, Trigger

FRIDAY = date(2020, 12, 4)
PORTAL = "Cổng thông tin điện tử của Bộ"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2020, 12, day, hour, minute, tzinfo=VIETNAM)


def shown(world: World, nomination: Nomination, days: int = 5) -> Consultation:
    with clock.at(at(4)):
        return open_consultation(world.actor("officer"), [nomination.code], Showing(PORTAL, FRIDAY, days))


def vetted(world: World) -> Nomination:
    return assessed(world, endorsed(world, draft(world)))


def test_nothing_is_concluded_before_the_term_has_ended(world: World) -> None:
    nomination = vetted(world)
    row = shown(world, nomination)
    assert (row.closes_on, db.session.query(Audit).filter_by(action="consultation:open").count()) == (
        date(2020, 12, 11), 1,
    )  # fmt: skip
    with clock.at(at(11, 23, 59)), pytest.raises(Refused) as caught:
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert [reason.code for reason in caught.value.reasons] == ["consultation"]
    with clock.at(at(12, 0, 0)):
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert nomination.state != State.DEPARTMENT_VETTING


def test_feedback_without_name_and_contact_is_kept_and_not_valid(world: World) -> None:
    nomination = vetted(world)
    row, today = shown(world, nomination), clock.today()
    for name, contact, valid in (("Trần Văn Dân", "0900000000", True), ("Trần Văn Dân", " ", False), ("", "", False)):
        said = Said("Không xứng đáng.", today, nomination.code, name, contact)
        assert record_feedback(world.actor("officer"), row.id, said).valid is valid
    about_all = record_feedback(world.actor("officer"), row.id, Said("Danh sách quá dài.", today))
    assert (about_all.nomination_id, db.session.query(Feedback).count()) == (None, 4)
    told = db.session.query(Audit).filter_by(action="consultation:feedback").order_by(Audit.id)
    assert [entry.facts["valid"] for entry in told] == [True, False, False, False]


@pytest.mark.parametrize(
    ("showing", "fields"),
    [
        (Showing(" ", None, None), ["opens_on", "place", "working_days"]),
        (Showing(PORTAL, FRIDAY, 0), ["working_days"]),
        (Showing(PORTAL, date(2020, 1, 1), 61), ["opens_on", "working_days"]),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(world: World, showing: Showing, fields: list[str]) -> None:
    nomination = vetted(world)
    with clock.at(at(4)), pytest.raises(Invalid) as caught:
        open_consultation(world.actor("officer"), [nomination.code], showing)
    assert sorted(caught.value.problems) == fields
    assert db.session.query(Consultation).count() == 0


def test_who_may_not(world: World) -> None:
    nomination = vetted(world)
    for name in ("alpha_head", "auditor", "minister"):
        with pytest.raises(Missing):
            open_consultation(world.actor(name), [nomination.code], Showing(PORTAL, FRIDAY, 5))
    row = shown(world, nomination)
    with pytest.raises(Missing):
        record_feedback(world.actor("alpha_head"), row.id, Said("Ý kiến.", FRIDAY))
    with pytest.raises(Missing):
        record_feedback(world.actor("officer"), row.id, Said("Ý kiến.", FRIDAY, "khong-co"))
    with pytest.raises(Invalid):
        record_feedback(world.actor("officer"), row.id, Said(" ", None))
