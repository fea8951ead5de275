"""A mid-term report: figures read cell by cell by the same rules as a nomination's, mended with both texts kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.models import Audit, MidtermReport
from nomination.services.reports import Report, record_report
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, build

GOOD = {("c3", "2020-01", "due"): "20", ("c3", "2020-01", "on_time"): "19", ("c3", "2020-01", "overdue"): "0"}
REPORT = Report(date(2020, 6, 30), "Đã làm xong một nửa.", cells=GOOD, counts={"unit.initiatives": "4"})


def record(
    world: World,
    report: Report = REPORT,
    *,
    name: str = "alpha_officer",
    unit: str = "alpha",
    version: int | None = None,
) -> MidtermReport:
    return record_report(world.actor(name), world.campaign.code, world.units[unit].id, report, version=version)


def test_it_is_recorded_with_one_entry(session: Session) -> None:
    world = build()
    row = record(world)
    assert row.figures == {
        "c3": [{"month": "2020-01", "due": 20, "on_time": 19, "overdue": 0}], "unit.movements": None,
        "unit.collectives": None, "unit.individuals": None, "unit.initiatives": 4,
    }  # fmt: skip
    entry = session.query(Audit).one()
    assert (entry.action, entry.actor_id) == ("report:record", world.people["alpha_officer"].id)
    assert (entry.facts["before"], entry.facts["report"]["figures"]) == (None, row.figures)


def test_the_head_mends_it_and_the_entry_keeps_both(session: Session) -> None:
    world = build()
    version = record(world).version
    assert record(world, replace(REPORT, results="Sửa lại."), name="alpha_head", version=version).version == 2
    entry = session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.facts["before"]["results"], entry.facts["report"]["results"]) == ("Đã làm xong một nửa.", "Sửa lại.")


@pytest.mark.parametrize("version", [None, 7])
def test_a_newer_report_is_not_written_over(session: Session, version: int | None) -> None:
    world = build()
    row = record(world)
    with pytest.raises(Stale):
        record(world, replace(REPORT, results="Khác"), name="alpha_head", version=version)
    session.refresh(row)
    assert (row.results, session.query(Audit).count()) == (REPORT.results, 1)


@pytest.mark.parametrize("name", ["beta_officer", "eta_head", "officer", "minister", "administrator"])
def test_nobody_reports_for_another_unit(session: Session, name: str) -> None:
    world = build()
    with pytest.raises(Missing):
        record(world, name=name)
    assert session.query(MidtermReport).count() == 0


def test_everything_wrong_is_told_at_once_and_nothing_is_written(session: Session) -> None:
    world = build()
    cells = GOOD | {
        ("c3", "2020-02", "due"): "-3", ("c3", "2020-02", "on_time"): "90%",
        ("c3", "2020-03", "due"): "10", ("c3", "2020-03", "on_time"): "11", ("c3", "2020-03", "overdue"): "0",
        ("c3", "2020-04", "due"): "10",
        ("c3", "2020-07", "due"): "1", ("c3", "2020-07", "on_time"): "1", ("c3", "2020-07", "overdue"): "0",
    }  # fmt: skip
    wrong = replace(REPORT, results=" ", difficulties="x" * 10_001, cells=cells, counts={"unit.movements": "ba"})
    with pytest.raises(Invalid) as refused:
        record(world, wrong)
    told = {name: problems[0][0] for name, problems in refused.value.problems.items()}
    assert told == {
        "results": "This is needed.",
        "difficulties": "At most %(limit)s characters; you wrote %(length)s.",
        "c3-2020-02-due": "“%(typed)s” is below 0. Enter 0 when there was none.",
        "c3-2020-02-on_time": "“%(typed)s” is a rate. Enter how many tasks; the rate is worked out from them.",
        "c3-2020-03": "In %(month)s more tasks are on time than were due.",
        "c3-2020-04": "Enter all three figures of %(month)s, or none of them.",
        "c3-2020-07": "%(month)s lies after the day of the report. Leave it blank.",
        "unit.movements": (
            "“%(typed)s” is not a whole number. Enter how many tasks, in digits only; enter 0 when there was none."
        ),
    }
    assert (session.query(MidtermReport).count(), session.query(Audit).count()) == (0, 0)


def test_no_report_speaks_of_a_day_to_come(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        record(build(), replace(REPORT, as_of=clock.today() + timedelta(days=1)))
    assert refused.value.problems == {"as_of": [("The day of the report cannot lie in the future.", {})]}
