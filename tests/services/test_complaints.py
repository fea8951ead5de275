"""The log of complaints: entered, accepted, closed with its outcome; what is due when; and its pages."""

from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination import clock
from nomination.models import Audit, Complaint
from nomination.queries.complaints import complaint, complaints
from nomination.services.complaints import Received, accept_complaint, end_complaint, record_complaint
from nomination.services.transaction import Invalid, Missing, Stale
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from workflow.complaint import next_due
from workflow.machine import NotYours, Refused

DAY = date(2021, 3, 1)


@pytest.fixture
def world(session: Session) -> World:
    return build()


def received(world: World, by: str = "officer") -> Complaint:
    return record_complaint(world.actor(by), Received(DAY, "Ông Ý", "complaint", "dac-biet-2020-0001", "Xem lại."))


@pytest.mark.parametrize(
    ("accepted", "hard", "label", "day"),
    [
        (None, False, "To be accepted by", date(2021, 3, 11)),
        (date(2021, 3, 5), False, "To be settled by", date(2021, 4, 4)),
        (date(2021, 3, 5), True, "To be settled by", date(2021, 4, 19)),
    ],
)
def test_ten_thirty_and_forty_five_days(accepted: date | None, hard: bool, label: str, day: date) -> None:
    due = next_due(kind="complaint", received_on=DAY, accepted_on=accepted, complex_case=hard, ended=False)
    assert due is not None and (due.label, due.day) == (label, day)
    assert not due.late(day) and due.late(day + timedelta(days=1))
    for kind, ended in (("denunciation", False), ("complaint", True)):
        assert next_due(kind=kind, received_on=DAY, accepted_on=accepted, complex_case=hard, ended=ended) is None


def test_its_course_is_on_record(world: World, session: Session) -> None:
    officer, row = world.actor("officer"), received(world)
    with pytest.raises(Invalid):
        accept_complaint(officer, row.id, accepted_on=DAY - timedelta(days=1), complex_case=False)
    accept_complaint(officer, row.id, accepted_on=DAY, complex_case=True, version=row.version)
    with pytest.raises(Stale):
        end_complaint(officer, row.id, "Đã trả lời.", version=1)
    with pytest.raises(Invalid):
        end_complaint(officer, row.id, "")
    end_complaint(officer, row.id, "Đã trả lời bằng văn bản.", version=row.version)
    assert (row.ended_on, row.ended_by_id) == (clock.today(), officer.person_id)
    with pytest.raises(Refused):
        accept_complaint(officer, row.id, accepted_on=DAY, complex_case=False)
    actions = session.scalars(select(Audit.action).order_by(Audit.id)).all()
    assert actions == ["complaint:record", "complaint:accept", "complaint:end"]
    assert [one.row.id for one in complaints(officer, ended=True).rows] == [row.id]
    assert complaints(officer).rows == []


def test_it_is_the_departments_alone(world: World, session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        record_complaint(world.actor("officer"), Received(None, "", "gossip", "", ""))
    assert set(refused.value.problems) == {"received_on", "sender", "kind", "summary"}
    for name in ("auditor", "alpha_head", "minister"):
        with pytest.raises(NotYours):
            received(world, name)
    assert session.query(Complaint).count() == 0
    row = received(world)
    assert complaint(world.actor("auditor"), row.id).recorded_by == "Lê Minh An"
    for name in ("alpha_head", "minister", "administrator"):
        with pytest.raises(Missing):
            complaint(world.actor(name), row.id)


def test_from_the_screen(client: CheckingClient, world: World, session: Session, sql: Engine) -> None:
    sign_in(client, world, "officer")
    said = {"received_on": "01/03/2021", "sender": "Ông Ý", "kind": "complaint", "summary": "Xem lại."}
    bad = client.post("/complaints/new", data=said | {"summary": ""}, status=422).text
    assert 'value="Ông Ý"' in bad
    client.post("/complaints/new", data=said)
    row = session.query(Complaint).one()
    where = f"/complaints/{row.id}"
    assert "Hạn thụ lý 11/03/2021" in client.get(where).text
    client.post(f"{where}/acceptance", data={"accepted_on": "x", "version": "1"}, status=422)
    client.post(f"{where}/acceptance", data={"accepted_on": "05/03/2021", "version": "0"}, status=409)
    client.post(f"{where}/acceptance", data={"accepted_on": "05/03/2021", "version": "1"})
    assert "Hạn giải quyết 04/04/2021" in client.get(where).text and "Quá hạn" in client.get("/complaints").text
    client.post(f"{where}/outcome", data={"outcome": "Đã trả lời.", "version": "2"})
    client.post(f"{where}/outcome", data={"outcome": "Lần nữa.", "version": "3"}, status=422)
    assert "Đã trả lời." in client.get(where).text and "Ông Ý" in client.get("/complaints?part=ended").text
    costs = []
    for path in ("/complaints?part=ended", where):
        with counting(sql) as sent:
            client.get(path)
        costs.append(len(sent))
    assert costs == [4, 8]
    assert session.query(Audit).filter_by(action="complaint:read", subject_id=str(row.id)).count() > 2
