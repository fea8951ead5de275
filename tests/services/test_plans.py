"""A unit's own response: recorded in one transaction with its audit entry, and never over a newer text."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.models import Audit, UnitPlan
from nomination.services.plans import Plan, record_plan
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, build
from tests.world_drafts import kept
from workflow.response import LineKind, PlanLine

PLAN = Plan("Kế hoạch hưởng ứng", "Số 12/KH-ALPHA", date(2020, 2, 10), "Gắn với nhiệm vụ trọng tâm.")


def record(
    world: World, plan: Plan = PLAN, *, name: str = "alpha_officer", unit: str = "alpha", version: int | None = None
) -> UnitPlan:
    return record_plan(world.actor(name), world.campaign.code, world.units[unit].id, plan, version=version)


def test_it_is_recorded_with_one_entry(session: Session) -> None:
    world = build()
    row = record(world)
    assert (row.title, row.launched_on, row.version) == (PLAN.title, PLAN.launched_on, 1)
    entry = session.query(Audit).one()
    assert (entry.action, entry.actor_id) == ("plan:record", world.people["alpha_officer"].id)
    assert entry.facts["before"] is None
    assert entry.facts["plan"]["title"] == PLAN.title


def test_the_head_mends_it_and_the_entry_keeps_both(session: Session) -> None:
    world = build()
    version = record(world).version
    row = record(world, replace(PLAN, title="Kế hoạch sửa đổi"), name="alpha_head", version=version)
    assert row.version == 2
    entry = session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.facts["before"]["title"], entry.facts["plan"]["title"]) == (PLAN.title, "Kế hoạch sửa đổi")


@pytest.mark.parametrize("version", [None, 7])
def test_a_newer_text_is_not_written_over(session: Session, version: int | None) -> None:
    world = build()
    row = record(world)
    with pytest.raises(Stale):
        record(world, replace(PLAN, title="Khác"), name="alpha_head", version=version)
    session.refresh(row)
    assert row.title == PLAN.title
    assert session.query(Audit).count() == 1


@pytest.mark.parametrize("name", ["beta_officer", "officer", "minister", "administrator"])
def test_nobody_records_it_for_another_unit(session: Session, name: str) -> None:
    world = build()
    with pytest.raises(Missing):
        record(world, name=name)
    assert session.query(UnitPlan).count() == 0


def test_an_unknown_campaign_is_missing(session: Session) -> None:
    world = build()
    with pytest.raises(Missing):
        record_plan(world.actor("alpha_officer"), "khac", world.units["alpha"].id, PLAN, version=None)


def test_everything_wrong_is_told_at_once(session: Session) -> None:
    world = build()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        record(world, Plan("  ", "x" * 301, tomorrow, ""))
    assert refused.value.problems == {
        "title": [("This is needed.", {})],
        "paper": [("At most %(limit)s characters; you wrote %(length)s.", {"limit": 300, "length": 301})],
        "summary": [("This is needed.", {})],
        "launched_on": [("The day the plan was launched cannot lie in the future.", {})],
    }
    assert session.query(UnitPlan).count() == 0


def test_lines_and_the_paper_are_recorded_and_kept_in_the_record(session: Session) -> None:
    world = build()
    paper = kept("ke-hoach.pdf")
    line = PlanLine(LineKind.CONTENT, "Rà soát văn bản", frozenset({"1.1", "9.9"}))
    row = record(world, replace(PLAN, lines=(line, PlanLine(LineKind.CRITERION, "")), launch=paper))
    assert row.lines == [{"kind": "content", "text": "Rà soát văn bản", "ties": ["1.1"]}]
    assert (row.launch_sha256, row.launch_name) == (paper.sha256, paper.name)
    record(world, PLAN, version=1)
    entry = session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.facts["before"]["lines"], entry.facts["plan"]["lines"]) == (row_lines(line), [])
    assert (entry.facts["before"]["launch_sha256"], entry.facts["plan"]["launch_sha256"]) == (paper.sha256, None)


def row_lines(line: PlanLine) -> list[dict[str, object]]:
    return [{"kind": line.kind.value, "text": line.text, "ties": ["1.1"]}]


def test_a_line_is_tied_to_the_campaign_it_answers(session: Session) -> None:
    """A criterion is not tied to a paragraph, nor a content to a criterion."""
    world = build()
    lines = (
        PlanLine(LineKind.CONTENT, "Nội dung", frozenset({"c1"})), PlanLine(LineKind.CRITERION, "x" * 1001),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        record(world, replace(PLAN, lines=lines))
    untied = ("Choose at least one part of the campaign that this line refines.", {})
    long = ("At most %(limit)s characters; you wrote %(length)s.", {"limit": 1000, "length": 1001})
    assert refused.value.problems == {"line-0-ties": [untied], "line-1-text": [long], "line-1-ties": [untied]}
    assert session.query(UnitPlan).count() == 0
