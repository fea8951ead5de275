"""Saving a nomination part by part: nobody's text is lost, and nothing is written past the rules."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nomination.extensions import db
from nomination.models import Audit, CriterionAnswer, Nomination
from nomination.services.contents import TypedPart, content_of, seal_of
from nomination.services.drafts import Saved, save_draft
from nomination.services.transaction import Stale
from tests import world as w
from tests.world_steps import act, endorsed, submitted
from workflow.criteria import Judged, Veto
from workflow.dossier import Actor
from workflow.machine import NotYours, Refused, WrongState
from workflow.measure import Measure
from workflow.vocabulary import State, Trigger


def code_of(world: w.World, kind: type) -> str:
    return next(one.code for one in world.rules.criteria if isinstance(one.kind, kind))


def part(nomination: Nomination, name: str, **typed: object) -> dict[str, TypedPart]:
    """A part as it comes from a page that shows what is stored now."""
    return {name: TypedPart(seal=seal_of(content_of(w.facts(nomination), name)), **typed)}  # type: ignore[arg-type]


def save(world: w.World, nomination: Nomination, typed: dict[str, TypedPart], who: str = "alpha_officer") -> Saved:
    return save_draft(world.actor(who), Nomination.id == nomination.id, typed)


def audits(action: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Audit).where(Audit.action == action)) or 0


def test_saving_writes_only_what_changed_and_one_audit_entry(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    judged, version = code_of(world, Judged), nomination.version
    typed = part(nomination, judged, texts={"narrative": "Sáng kiến mới"})
    assert save(world, nomination, typed).version == version + 1
    assert session.get_one(CriterionAnswer, (nomination.id, judged)).narrative == "Sáng kiến mới"
    assert audits("nomination:write") == 1
    again = part(nomination, judged, texts={"narrative": "Sáng kiến mới"})
    assert save(world, nomination, again).version == version + 1
    assert audits("nomination:write") == 1


def test_good_cells_are_kept_beside_bad_ones(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    code = code_of(world, Measure)
    months = world.rules.criterion(code).kind.months()  # type: ignore[attr-defined]
    cells = {
        (months[0], "due"): "20", (months[0], "on_time"): "91,5", (months[0], "overdue"): "-1",
        (months[1], "due"): "abc", (months[1], "on_time"): "1000001", (months[1], "overdue"): " 0 ",
    }  # fmt: skip
    saved = save(world, nomination, part(nomination, code, cells=cells))
    stored = session.get_one(CriterionAnswer, (nomination.id, code)).figures
    assert stored == [
        {"month": months[0], "due": 20, "on_time": None, "overdue": None},
        {"month": months[1], "due": None, "on_time": None, "overdue": 0},
    ]
    wrong = [f"{months[0]}-on_time", f"{months[0]}-overdue", f"{months[1]}-due", f"{months[1]}-on_time"]
    assert list(saved.parts[code].problems) == wrong
    assert not w.facts(nomination).dossier.findings()[code].met


def test_a_bad_cell_leaves_the_figure_that_was_stored(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    code = code_of(world, Measure)
    month = world.rules.criterion(code).kind.months()[0]  # type: ignore[attr-defined]
    before = session.get_one(CriterionAnswer, (nomination.id, code)).figures
    saved = save(world, nomination, part(nomination, code, cells={(month, "due"): "hai mươi"}))
    assert saved.faulty
    assert session.get_one(CriterionAnswer, (nomination.id, code)).figures == before
    assert audits("nomination:write") == 0


def test_unknown_statements_are_not_affirmed(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    code = code_of(world, Veto)
    key = world.rules.criterion(code).kind.statements[0].key  # type: ignore[attr-defined]
    save(world, nomination, part(nomination, code, ticked=frozenset({key, "invented"})), "alpha_head")
    assert affirmed(session, nomination, code) == [(key, "Trần Thị Alpha", world.people["alpha_head"].id)]


def affirmed(session: Session, nomination: Nomination, code: str) -> list[tuple[str, str, int]]:
    entries = session.get_one(CriterionAnswer, (nomination.id, code)).affirmed
    return [(one["key"], one["name"], one["by"]) for one in entries]


def test_only_the_head_affirms_or_takes_back_and_a_forged_post_is_told(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    code = code_of(world, Veto)
    key = world.rules.criterion(code).kind.statements[0].key  # type: ignore[attr-defined]
    saved = save(world, nomination, part(nomination, code, ticked=frozenset({key})))
    assert saved.parts[code].problems["affirmed"][0] == (
        "Only the head of the unit affirms statements, or takes an affirmation back."
    )
    assert (affirmed(session, nomination, code), audits("nomination:write")) == ([], 0)
    save(world, nomination, part(nomination, code, ticked=frozenset({key})), "alpha_head")
    assert save(world, nomination, part(nomination, code, ticked=frozenset())).faulty
    assert [one[0] for one in affirmed(session, nomination, code)] == [key]
    save(world, nomination, part(nomination, code, ticked=frozenset()), "alpha_head")
    assert (affirmed(session, nomination, code), audits("nomination:write")) == ([], 2)


def test_an_affirmation_lapses_when_the_nominee_is_another_and_is_given_again(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    code = code_of(world, Veto)
    key = world.rules.criterion(code).kind.statements[0].key  # type: ignore[attr-defined]
    save(world, nomination, part(nomination, code, ticked=frozenset({key})), "alpha_head")
    save(world, nomination, part(nomination, "nominee", texts={"summary": "Viết lại."}))
    assert key in w.facts(nomination).dossier.answers[code].affirmed
    save(world, nomination, part(nomination, "nominee", texts={"nominee_post": "Trưởng phòng"}))
    dossier = w.facts(nomination).dossier
    assert dossier.answers[code].affirmed == frozenset()
    told, *_ = [one for one in dossier.findings()[code].reasons if one.code == "statement"]
    assert "the lines about the nominee changed after this was affirmed" in told.message
    save(world, nomination, part(nomination, code, ticked=frozenset({key})), "alpha_head")
    answer = w.facts(nomination).dossier.answers[code]
    assert (answer.affirmed, answer.lapsed) == ({key}, frozenset())
    assert answer.affirmations[key].name == "Trần Thị Alpha"


def test_two_people_on_one_part_one_succeeds_and_the_other_sees_the_newer_text(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    code = code_of(world, Judged)
    officer = part(nomination, code, texts={"narrative": "Của chuyên viên"})
    head = part(nomination, code, texts={"narrative": "Của thủ trưởng"})
    save(world, nomination, officer)
    saved = save(world, nomination, head, "alpha_head")
    assert saved.conflict
    outcome = saved.parts[code]
    assert outcome.newer is not None and outcome.newer["narrative"] == "Của chuyên viên"
    assert session.get_one(CriterionAnswer, (nomination.id, code)).narrative == "Của chuyên viên"
    knowingly = {code: TypedPart({"narrative": "Của thủ trưởng"}, seal=outcome.seal, over=seal_of(outcome.newer))}
    assert not save(world, nomination, knowingly, "alpha_head").conflict
    assert session.get_one(CriterionAnswer, (nomination.id, code)).narrative == "Của thủ trưởng"


def test_two_people_on_different_parts_both_succeed(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    judged, veto = code_of(world, Judged), code_of(world, Veto)
    key = world.rules.criterion(veto).kind.statements[0].key  # type: ignore[attr-defined]
    shown_to_head = part(nomination, judged, texts={"narrative": ""}) | part(nomination, veto, ticked=frozenset({key}))
    save(world, nomination, part(nomination, judged, texts={"narrative": "Của chuyên viên"}))
    saved = save(world, nomination, shown_to_head, "alpha_head")
    assert not saved.conflict
    assert session.get_one(CriterionAnswer, (nomination.id, judged)).narrative == "Của chuyên viên"
    assert [one[0] for one in affirmed(session, nomination, veto)] == [key]


def test_a_page_without_seals_must_be_of_the_newest_version(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    typed = {code_of(world, Judged): TypedPart({"narrative": "Chữ"})}
    with pytest.raises(Stale):
        save_draft(world.actor("alpha_officer"), Nomination.id == nomination.id, typed, version=nomination.version - 1)
    assert save_draft(world.actor("alpha_officer"), Nomination.id == nomination.id, typed, version=nomination.version)


def test_a_new_name_is_found_under_its_new_form(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    save(world, nomination, part(nomination, "nominee", texts={"nominee_name": "Đỗ Văn Đức"}))
    assert (nomination.nominee_fold, nomination.search.startswith("do van duc vu alpha")) == ("do van duc", True)


def as_draft(world: w.World) -> Nomination:
    return w.draft(world)


def in_approval(world: w.World) -> Nomination:
    nomination = w.draft(world)
    act(world, "alpha_officer", Trigger.PROPOSE, nomination)
    return nomination


def in_cluster(world: w.World) -> Nomination:
    return submitted(world, w.draft(world))


@pytest.mark.parametrize(
    ("bring", "who", "refusal"),
    [
        (as_draft, "alpha_officer", None),
        (as_draft, "alpha_head", None),
        (as_draft, "beta_officer", NotYours),
        (as_draft, "department_head", NotYours),
        (in_approval, "alpha_officer", NotYours),
        (in_approval, "alpha_head", None),
        (in_cluster, "alpha_officer", WrongState),
        (in_cluster, "alpha_head", WrongState),
        (in_cluster, "department_head", WrongState),
    ],
)
def test_who_may_write_when(
    session: Session, bring: Callable[[w.World], Nomination], who: str, refusal: type[Exception] | None
) -> None:
    world = w.build()
    nomination = bring(world)
    typed = part(nomination, code_of(world, Judged), texts={"narrative": "Chữ mới"})
    written = audits("nomination:write")
    if refusal is None:
        save(world, nomination, typed, who)
        assert audits("nomination:write") == written + 1
        return
    with pytest.raises(refusal) as refused:
        save(world, nomination, typed, who)
    assert type(refused.value) is refusal
    assert audits("nomination:write") == written
    assert session.get_one(CriterionAnswer, (nomination.id, code_of(world, Judged))).narrative != "Chữ mới"


def test_in_a_supplement_only_the_named_parts_are_open(session: Session) -> None:
    world = w.build()
    nomination, named = supplement(world)
    assert nomination.state == State.SUPPLEMENT
    save(world, nomination, part(nomination, named, texts={"narrative": "Đã bổ sung đầy đủ. " * 10}))
    with pytest.raises(Refused) as refused:
        save(world, nomination, part(nomination, "nominee", texts={"nominee_name": "Người khác"}))
    assert [reason.code for reason in refused.value.reasons] == ["part"]
    assert nomination.nominee_name == "Nguyễn Thị Hoa"


def supplement(world: w.World) -> tuple[Nomination, str]:
    """A nomination that came back for its first judged criterion."""
    nomination, named = endorsed(world, w.draft(world)), code_of(world, Judged)
    act(world, "officer", Trigger.RECEIVE, nomination)
    due = date(2099, 1, 1)
    act(
        world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, due_on=due, parts={named: "Nêu rõ số liệu"}
    )
    return nomination, named


def test_two_saves_at_the_same_moment_lose_nothing(own_app: Flask) -> None:
    with own_app.app_context():
        world = w.build()
        nomination = w.draft(world, complete=False)
        code, key = code_of(world, Judged), nomination.id
        seal = seal_of(content_of(w.facts(nomination), code))
        actors = [world.actor("alpha_officer"), world.actor("alpha_head")]
    together = Barrier(len(actors))

    def write(actor: Actor) -> bool:
        with own_app.app_context():
            together.wait()
            typed = {code: TypedPart({"narrative": f"Chữ của {actor.name}"}, seal=seal)}
            return save_draft(actor, Nomination.id == key, typed).conflict

    with ThreadPoolExecutor(len(actors)) as pool:
        conflicts = list(pool.map(write, actors))
    assert sorted(conflicts) == [False, True]
    winner = actors[conflicts.index(False)]
    with own_app.app_context():
        assert db.session.get_one(CriterionAnswer, (key, code)).narrative == f"Chữ của {winner.name}"
        assert audits("nomination:write") == 1
