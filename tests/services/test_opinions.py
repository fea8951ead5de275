"""Opinions of other bodies: asked by letter, recorded with day and paper, closed unanswered by the head alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Nomination, Opinion, OpinionLetter
from nomination.services.opinions import Answered, Letter, ask, record_answer
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build, draft, facts
from tests.world_steps import act, assessed, endorsed
from workflow.machine import NotYours, Refused
from workflow.vocabulary import State, Trigger

TODAY = clock.today()
LETTER = Letter("Thanh tra Bộ", "Có đơn thư không?", TODAY, TODAY + timedelta(days=9), "Công văn số 5")
AGREE = Answered("agree", "", "Công văn số 9", TODAY)
SILENT = Answered("unanswered", "Đã đôn đốc hai lần.")


@pytest.fixture
def world(session: Session) -> World:
    return build()


def vetted(world: World, name: str = "Nguyễn Thị Hoa") -> Nomination:
    return assessed(world, endorsed(world, draft(world, name=name)))


def asked(world: World, *nominations: Nomination, letter: Letter = LETTER) -> OpinionLetter:
    return ask(world.actor("officer"), [one.code for one in nominations], letter)


def reasons(nomination: Nomination, world: World) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(world, "department_head", Trigger.CLEAR, nomination)
    return [reason.code for reason in caught.value.reasons]


def test_one_letter_about_several_each_with_its_answer(world: World) -> None:
    first, second = vetted(world), vetted(world, "Trần Thị Mai")
    before = db.session.query(Audit).count()
    letter = asked(world, first, second)
    assert db.session.query(Audit).count() == before + 2
    assert [one.body for one in facts(first).dossier.opinions] == ["Thanh tra Bộ"]
    assert (reasons(first, world), reasons(second, world)) == (["opinion"], ["opinion"])
    against = Answered("disagree", "Đang có đơn tố cáo.", "Công văn số 9", TODAY)
    record_answer(world.actor("officer_2"), letter.id, [first.code], AGREE)
    record_answer(world.actor("officer"), letter.id, [second.code], against)
    told = db.session.query(Opinion).order_by(Opinion.nomination_id)
    assert [(one.answer, one.text) for one in told] == [("agree", ""), ("disagree", "Đang có đơn tố cáo.")]
    act(world, "department_head", Trigger.CLEAR, first)
    assert first.state != State.DEPARTMENT_VETTING


def test_only_the_head_goes_on_without_an_answer_and_only_after_the_day(world: World) -> None:
    nomination = vetted(world)
    letter = asked(world, nomination)
    with pytest.raises(NotYours):
        record_answer(world.actor("officer"), letter.id, [nomination.code], SILENT)
    with pytest.raises(Invalid) as early:
        record_answer(world.actor("department_head"), letter.id, [nomination.code], SILENT)
    assert list(early.value.problems) == ["answer"]
    with clock.at(clock.now() + timedelta(days=10)):
        with pytest.raises(Invalid) as caught:
            record_answer(world.actor("department_head"), letter.id, [nomination.code], replace(SILENT, text=" "))
        assert list(caught.value.problems) == ["text"]
        record_answer(world.actor("department_head"), letter.id, [nomination.code], SILENT)
        assert facts(nomination).dossier.opinions == ()
        late = replace(AGREE, answered_on=clock.today())
        record_answer(world.actor("officer"), letter.id, [nomination.code], late)
    entry = db.session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None and (entry.facts["before"], entry.facts["answer"]) == ("unanswered", "agree")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"body": " ", "question": ""}, ["body", "question"]),
        ({"asked_on": None, "due_on": None}, ["asked_on", "due_on"]),
        ({"asked_on": TODAY + timedelta(days=1)}, ["asked_on"]),
        ({"asked_on": date(2019, 1, 1)}, ["asked_on"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["due_on"]),
    ],
)
def test_a_letter_that_cannot_be_is_refused_whole(world: World, changes: dict[str, object], fields: list[str]) -> None:
    nomination = vetted(world)
    before = db.session.query(Audit).count()
    with pytest.raises(Invalid) as caught:
        asked(world, nomination, letter=replace(LETTER, **changes))  # type: ignore[arg-type]
    assert sorted(caught.value.problems) == fields
    assert (db.session.query(Audit).count(), db.session.query(OpinionLetter).count()) == (before, 0)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"answer": "maybe"}, ["answer"]),
        ({"answer": "other"}, ["text"]),
        ({"paper": "", "answered_on": None}, ["answered_on", "paper"]),
        ({"answered_on": TODAY + timedelta(days=1)}, ["answered_on"]),
        ({"answered_on": TODAY - timedelta(days=1)}, ["answered_on"]),
    ],
)
def test_an_answer_that_cannot_be_is_refused_whole(world: World, changes: dict[str, object], fields: list[str]) -> None:
    nomination = vetted(world)
    letter = asked(world, nomination)
    with pytest.raises(Invalid) as caught:
        record_answer(world.actor("officer"), letter.id, [nomination.code], replace(AGREE, **changes))  # type: ignore[arg-type]
    assert sorted(caught.value.problems) == fields
    assert db.session.query(Opinion).one().answer is None


def test_who_may_not_and_when_not(world: World) -> None:
    nomination, fresh = vetted(world), endorsed(world, draft(world, name="Lê Thị Mới"))
    for name in ("alpha_head", "auditor", "minister"):
        with pytest.raises(Missing):
            ask(world.actor(name), [nomination.code], LETTER)
    with pytest.raises(Refused):
        asked(world, fresh)
    with pytest.raises(Missing):
        ask(world.actor("officer"), [nomination.code, "khong-co"], LETTER)
    letter = asked(world, nomination)
    with pytest.raises(Missing):
        record_answer(world.actor("officer"), letter.id, [vetted(world, "Trần Thị Mai").code], AGREE)
    with pytest.raises(Invalid):
        record_answer(world.actor("officer"), letter.id, [], AGREE)
