"""Two officers answer one question at the same instant: the first answer stands, the second is told."""

from collections.abc import Iterator

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.models import Audit, Question
from nomination.services import questions
from tests.hunt.races import at_once
from tests.world import World, build


@pytest.fixture
def world(own_app: Flask) -> Iterator[World]:
    with own_app.app_context():
        yield build()
        db.session.remove()


def test_one_answer_stands(own_app: Flask, world: World) -> None:
    asked = questions.ask(
        world.actor("alpha_officer"), world.campaign.code, world.units["alpha"].id, subject="Mẫu biểu", body="Mẫu nào?"
    )
    key, campaign = asked.id, world.campaign.code
    people = [world.people[name].id for name in ("officer", "department_head")]
    db.session.rollback()
    deeds = [
        (person, lambda actor, n=n: questions.answer(actor, campaign, key, text=f"Bản {n}", shared=False))
        for n, person in enumerate(people)
    ]
    assert sorted(at_once(own_app, *deeds)) == ["done", "refused"]
    db.session.expire_all()
    row = db.session.get_one(Question, key)
    assert row.answered_by_id == people[int(row.answer[-1])]
    assert db.session.query(Audit).filter_by(action="question:answer").count() == 1
