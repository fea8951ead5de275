"""Beginning a nomination and saving it part by part: nobody's text is lost, and nothing is written past the rules."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nomination.extensions import db
from nomination.models import Audit, ClusterMembership, CriterionAnswer, Nomination
from nomination.services.contents import TypedPart, content_of, seal_of
from nomination.services.drafts import Nominee, Saved, create_nomination, save_draft
from nomination.services.transaction import Invalid, Missing, Stale
from tests import world as w
from tests.world_steps import act, endorsed, submitted
from workflow.criteria import Judged, Veto
from workflow.dossier import NomineeKind
from workflow.machine import NotYours, Refused, WrongState
from workflow.measure import Measure
from workflow.vocabulary import State, Trigger


def hoa(world: w.World, **changes: str) -> Nominee:
    award = world.award().code
    given = {"kind": "individual", "award": award, "name": "Nguyễn Thị Hoa", "title": "Bà", "class_code": "direct_worker"}
    return Nominee(**given | changes)


def begin(world: w.World, nominee: Nominee, who: str = "alpha_officer", unit: str = "alpha") -> str:
    return create_nomination(world.actor(who), world.campaign.code, world.units[unit].id, nominee)


def row(code: str) -> Nomination:
    return db.session.scalars(select(Nomination).where(Nomination.code == code)).one()


def code_of(world: w.World, kind: type) -> str:
    return next(one.code for one in world.rules.criteria if isinstance(one.kind, kind))


def part(nomination: Nomination, name: str, **typed: object) -> dict[str, TypedPart]:
    """A part as it comes from a page that shows what is stored now."""
    return {name: TypedPart(seal=seal_of(content_of(w.facts(nomination), name)), **typed)}  # type: ignore[arg-type]


def save(world: w.World, nomination: Nomination, typed: dict[str, TypedPart], who: str = "alpha_officer") -> Saved:
    return save_draft(world.actor(who), Nomination.id == nomination.id, typed)


def audits(action: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Audit).where(Audit.action == action)) or 0


def test_a_new_nomination_is_a_draft_with_an_empty_answer_to_every_criterion(session: Session) -> None:
    world = w.build()
    first, second = begin(world, hoa(world)), begin(world, hoa(world, name="Đỗ Văn Đức", title="Ông"))
    assert (first, second) == (f"{world.campaign.code}-0001", f"{world.campaign.code}-0002")
    nomination = row(second)
    assert (nomination.state, nomination.nominee_fold) == ("draft", "do van duc")
    assert nomination.cluster_id == world.cluster.id
    assert [a.criterion for a in nomination.answers] == [c.code for c in world.rules.criteria]
    assert audits("nomination:create") == 2


def test_a_unit_outside_every_cluster_nominates_without_one(session: Session) -> None:
    world = w.build()
    session.query(ClusterMembership).filter_by(unit_id=world.units["alpha"].id).delete()
    session.commit()
    assert row(begin(world, hoa(world))).cluster_id is None


def test_only_officer_or_head_of_that_very_unit_begins_one(session: Session) -> None:
    world = w.build()
    for who, unit in (("beta_officer", "alpha"), ("department_head", "alpha"), ("alpha_officer", "beta")):
        with pytest.raises(NotYours):
            begin(world, hoa(world), who, unit)
    assert session.scalars(select(Nomination)).all() == []
    assert begin(world, hoa(world), "alpha_head")


def test_a_campaign_that_is_not_in_force_takes_none(session: Session) -> None:
    world = w.build()
    world.version.status = "superseded"
    session.commit()
    with pytest.raises(Missing):
        begin(world, hoa(world))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Nguyễn\u200b Hoa"}, "name"),
        ({"name": "Nguyễn \u202eaoH"}, "name"),
        ({"name": "Nguyễn\x00Hoa"}, "name"),
        ({"name": "Nguyеn Hoa"}, "name"),  # a Cyrillic letter that looks Latin
        ({"name": "Hoa 2"}, "name"),
        ({"name": "H" * 201}, "name"),
        ({"post": "Trưởng\u202e phòng"}, "post"),
        ({"title": "Ngài"}, "title"),
        ({"title": ""}, "title"),
        ({"class_code": ""}, "class_code"),
        ({"class_code": "enterprise"}, "class_code"),
        ({"award": "unknown"}, "award"),
        ({"kind": "unknown"}, "kind"),
    ],
)
def test_what_cannot_be_accepted_is_told_at_its_field(session: Session, changes: dict[str, str], field: str) -> None:
    world = w.build()
    with pytest.raises(Invalid) as refused:
        begin(world, hoa(world, **changes))
    assert list(refused.value.problems) == [field]
    assert session.scalars(select(Nomination)).all() == []
    session.refresh(world.campaign)
    assert world.campaign.next_number == 1


def test_a_name_is_stored_in_one_form_however_it_is_typed(session: Session) -> None:
    world = w.build()
    decomposed = "Tru\u031bo\u031bng  Thi\u0323   Hoa\u0300"
    assert row(begin(world, hoa(world, name=decomposed))).nominee_name == "Trương Thị Hoà"


def test_an_award_is_only_for_its_kind(session: Session) -> None:
    world = w.build()
    collective = world.award(NomineeKind.COLLECTIVE).code
    with pytest.raises(Invalid) as refused:
        begin(world, hoa(world, award=collective))
    assert list(refused.value.problems) == ["award"]
    nominee = hoa(world, kind="collective", award=collective, name="Phòng Quan trắc 2 (phía Nam)", class_code="collective")
    assert row(begin(world, nominee)).nominee_title == ""


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
    save(world, nomination, part(nomination, code, ticked=frozenset({key, "invented"})))
    assert session.get_one(CriterionAnswer, (nomination.id, code)).affirmed == [key]


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
    assert session.get_one(CriterionAnswer, (nomination.id, veto)).affirmed == [key]


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
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, due_on=due, parts={named: "Nêu rõ số liệu"})
    return nomination, named
