"""What is kept of every criterion at every step: the finding, figures, files and who affirmed; small, and free."""

import json

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination.findings import record_of
from nomination.models import CriterionAnswer, Transition
from tests.support.query_counter import counting
from tests.world import build, draft, facts
from tests.world_steps import act, submitted
from workflow.keeping import restored
from workflow.vocabulary import Trigger


def test_every_step_keeps_what_was_found_with_figures_and_files(session: Session) -> None:
    world = build()
    nomination = submitted(world, draft(world))
    step = session.scalars(select(Transition).where(Transition.trigger == "submit")).one()
    assert [one["rate"] for one in step.findings["c3"]["figures"]["months"]] == ["95"] * 12
    assert [one["affirmed"] for one in step.findings["c7"]["figures"]["statements"]] == [True] * 3
    assert len(step.findings["c2"]["evidence"]) == 1
    assert step.rules_hash == world.version.content_hash
    assert step.findings["c2"]["answer"] == facts(nomination).parts["c2"]
    assert "narrative" not in json.dumps(step.findings)
    assert len(json.dumps(step.findings)) < 8_000


def test_what_stood_against_is_told_again_in_the_same_words(session: Session) -> None:
    world = build()
    nomination = submitted(world, draft(world))
    session.get_one(CriterionAnswer, (nomination.id, "c3")).figures = [
        {"month": f"2020-{n:02d}", "due": 10, "on_time": 9, "overdue": 0} for n in range(1, 13)
    ]
    session.commit()
    act(world, "department_head", Trigger.HOLD, nomination, paper="Công văn 5")
    step = session.scalars(select(Transition).where(Transition.trigger == "hold")).one()
    reason = restored(step.findings["c3"]).reasons[0]
    said = reason.message % reason.params
    assert said == "Criterion 3: in 01/2020, 9 of 10 tasks were done on time (90 %); above 90 % is asked."


@pytest.mark.parametrize("times", [1, 3])
def test_evaluating_every_criterion_asks_the_database_nothing(session: Session, sql: Engine, times: int) -> None:
    loaded = facts(draft(build()))
    with counting(sql) as sent:
        for _ in range(times):
            found = loaded.dossier.findings()
            assert all(record_of(finding, loaded, code) for code, finding in found.items())
    assert len(found) == 7
    assert sent == []
