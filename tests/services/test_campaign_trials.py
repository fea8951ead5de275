"""A dry run of other criteria: how many would pass, which would not and why; nothing is written, memory stays flat."""

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import Audit
from nomination.queries import campaign_trials
from nomination.queries.campaign_trials import dry_run
from tests.support.query_counter import counting
from tests.world import World, build, campaign_content, draft
from tests.world_steps import submitted
from tests.world_two import second
from workflow.dossier import NomineeKind


@pytest.fixture
def world(session: Session) -> World:
    return build()


def test_another_campaigns_criteria_find_what_was_never_answered(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    submitted(world, draft(world, name="Nguyễn Thị Một"))
    submitted(world, draft(world, kind=NomineeKind.COLLECTIVE, name="Phòng Hai"))
    draft(world, name="Nguyễn Thị Nháp")
    before = session.query(Audit).count()
    run = dry_run(world.actor("department_head"), other.version.content, world.campaign.code)
    assert (run.total, run.passing, run.failing) == (2, 0, 2)
    assert [(one.criterion.code, one.asked, one.failing) for one in run.criteria] == [
        ("on-time", 2, 2), ("story", 1, 1), ("pledge", 2, 2),
    ]  # fmt: skip
    assert [one.message % dict(one.params) for one in run.shown[1].reasons] == [
        "Criterion 1: the figures of these months are missing: 01/2025, 02/2025, 03/2025.",
        "Criterion 3: this statement is not affirmed: “Không yêu cầu giấy tờ đã có”.",
    ]
    assert session.query(Audit).count() == before
    assert not session.new and not session.dirty
    same = dry_run(world.actor("department_head"), campaign_content(), world.campaign.code)
    assert (same.total, same.passing, same.shown) == (2, 2, ())


def test_a_page_of_those_that_fail_is_kept_and_the_questions_are_fixed_for_a_batch(
    world: World, sql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = second(world, year=world.campaign.year)
    for name in ("Một", "Hai", "Ba"):
        submitted(world, draft(world, name=f"Nguyễn Thị {name}"))
    actor, content, code = world.actor("officer"), other.version.content, world.campaign.code
    run = dry_run(actor, content, code, start=1, most=1)
    assert (run.failing, [one.nominee for one in run.shown]) == (3, ["Nguyễn Thị Hai"])
    costs = []
    for at_once in (200, 3, 2, 1):
        monkeypatch.setattr(campaign_trials, "AT_ONCE", at_once)
        with counting(sql) as sent:
            assert dry_run(actor, content, code).failing == 3
        costs.append(len(sent))
    one_batch = costs[0] - 1
    assert costs == [1 + one_batch, 2 + one_batch, 2 + 2 * one_batch, 4 + 3 * one_batch]
