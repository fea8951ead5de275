"""Questions to the department: asked for one's own unit, answered once, shared at most once, each with its entry."""

import pytest
from flask_sqlalchemy.session import Session

from nomination.models import Audit, Question
from nomination.services import questions
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, build


def ask(world: World, *, name: str = "alpha_officer", unit: str = "alpha") -> Question:
    return questions.ask(
        world.actor(name), world.campaign.code, world.units[unit].id, subject="Mẫu biểu", body="Dùng mẫu nào?"
    )


def answer(world: World, row: Question, *, name: str = "officer", text: str = "Mẫu 07.", shared: bool = False) -> None:
    questions.answer(world.actor(name), world.campaign.code, row.id, text=text, shared=shared)


def share(world: World, row: Question, *, name: str = "department_head") -> None:
    questions.share(world.actor(name), world.campaign.code, row.id)


def entries(session: Session) -> list[str]:
    return [entry.action for entry in session.query(Audit).order_by(Audit.id)]


def test_asked_answered_and_shared_later_with_an_entry_each(session: Session) -> None:
    world = build()
    row = ask(world)
    answer(world, row)
    assert (row.answer, row.shared, row.answered_by_id) == ("Mẫu 07.", False, world.people["officer"].id)
    share(world, row)
    assert row.shared
    assert entries(session) == ["question:ask", "question:answer", "question:share"]
    told = [(entry.subject_id, entry.facts.get("answer")) for entry in session.query(Audit).order_by(Audit.id)]
    assert told == [(str(row.id), None), (str(row.id), "Mẫu 07."), (str(row.id), None)]


def test_the_first_answer_stands(session: Session) -> None:
    world = build()
    row = ask(world)
    answer(world, row)
    with pytest.raises(Stale):
        answer(world, row, name="department_head", text="Mẫu khác.", shared=True)
    session.refresh(row)
    assert (row.answer, row.shared) == ("Mẫu 07.", False)
    assert entries(session) == ["question:ask", "question:answer"]


def test_only_an_answer_is_shared_and_only_once(session: Session) -> None:
    world = build()
    row = ask(world)
    with pytest.raises(Stale):
        share(world, row)
    answer(world, row, shared=True)
    with pytest.raises(Stale):
        share(world, row)
    assert entries(session) == ["question:ask", "question:answer"]


def test_nobody_asks_for_another_unit(session: Session) -> None:
    world = build()
    for name in ("beta_officer", "officer", "minister", "administrator"):
        with pytest.raises(Missing):
            ask(world, name=name)
    assert session.query(Question).count() == 0


def test_nobody_answers_or_shares_but_the_department(session: Session) -> None:
    world = build()
    row = ask(world)
    for name in ("alpha_head", "eta_head", "secretary", "minister", "auditor", "administrator"):
        with pytest.raises(Missing):
            answer(world, row, name=name)
        with pytest.raises(Missing):
            share(world, row, name=name)
    session.refresh(row)
    assert row.answered_at is None


def test_a_question_belongs_to_its_campaign(session: Session) -> None:
    world = build()
    row = ask(world)
    with pytest.raises(Missing):
        questions.answer(world.actor("officer"), "khac", row.id, text="Mẫu 07.", shared=False)


def test_what_is_blank_or_too_long_is_refused(session: Session) -> None:
    world = build()
    with pytest.raises(Invalid) as refused:
        questions.ask(
            world.actor("alpha_officer"), world.campaign.code, world.units["alpha"].id, subject="x" * 201, body=" "
        )
    assert refused.value.problems == {
        "subject": [("At most %(limit)s characters; you wrote %(length)s.", {"limit": 200, "length": 201})],
        "body": [("This is needed.", {})],
    }
    with pytest.raises(Invalid):
        answer(world, ask(world), text="")
    assert entries(session) == ["question:ask"]
