"""The department's verdicts: by a person, one criterion at a time, a waiver only by two, every word in the audit."""

import pytest
from flask_sqlalchemy.session import Session

from nomination.extensions import db
from nomination.models import Audit, CriterionVerdict, Nomination
from nomination.services.transaction import Invalid, Missing, Stale
from nomination.services.vetting import NOTE_MAX, Assessing, approve_waiver, assess
from tests.world import World, appoint, build, draft, facts
from tests.world_steps import act, assessed, endorsed
from workflow.dossier import Verdict
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role, State, Trigger

MET = Assessing(Verdict.MET)
NOT_MET = Assessing(Verdict.NOT_MET, "Số liệu chưa khớp.")
LONG = "x" * (NOTE_MAX + 1)
WAIVED = Assessing(Verdict.WAIVED, "Đã xem.", "Thiên tai kéo dài.", "Văn bản số 7")


@pytest.fixture
def world(session: Session) -> World:
    return build()


@pytest.fixture
def nomination(world: World) -> Nomination:
    """Received by `officer`."""
    found = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, found)
    return found


def judge(world: World, nomination: Nomination, said: Assessing, name: str = "officer", criterion: str = "") -> str:
    code = criterion or nomination.answers[0].criterion
    assess(world.actor(name), Nomination.id == nomination.id, code, said)
    return code


def verdict(nomination: Nomination, criterion: str) -> CriterionVerdict | None:
    return db.session.get(CriterionVerdict, (nomination.id, criterion))


def audits() -> int:
    return db.session.query(Audit).count()


def test_a_verdict_is_kept_with_its_person_and_one_entry(world: World, nomination: Nomination) -> None:
    before, version = audits(), nomination.version
    code = judge(world, nomination, NOT_MET)
    found = verdict(nomination, code)
    assert found is not None
    assert (found.verdict, found.note, found.assessor_id) == (
        "not_met", "Số liệu chưa khớp.", world.people["officer"].id,
    )  # fmt: skip
    assert (audits(), nomination.version) == (before + 1, version + 1)
    entry = db.session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.facts["before"], entry.facts["verdict"]) == ("nomination:assess", None, "not_met")


def test_a_later_verdict_replaces_the_earlier_and_both_stay_in_the_audit(world: World, nomination: Nomination) -> None:
    code = judge(world, nomination, NOT_MET)
    judge(world, nomination, MET, "officer_2")
    found = verdict(nomination, code)
    assert found is not None
    assert (found.verdict, found.note, found.assessor_id) == ("met", "", world.people["officer_2"].id)
    entry = db.session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.facts["before"], entry.facts["verdict"]) == ("not_met", "met")


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Assessing(Verdict.NOT_MET, " "), ["note"]),
        (Assessing(Verdict.WAIVED), ["note", "waiver_ground", "waiver_reason"]),
        (Assessing(Verdict.MET, LONG), ["note"]),
        (Assessing(Verdict.WAIVED, "Đã xem.", LONG, LONG), ["waiver_ground", "waiver_reason"]),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_long_is_named_and_nothing_is_written(
    world: World, nomination: Nomination, said: Assessing, fields: list[str]
) -> None:
    before = audits()
    with pytest.raises(Invalid) as caught:
        judge(world, nomination, said)
    assert sorted(caught.value.problems) == fields
    assert (audits(), db.session.query(CriterionVerdict).count()) == (before, 0)


@pytest.mark.parametrize("name", ["alpha_head", "alpha_officer", "minister", "auditor", "secretary", "administrator"])
def test_only_the_department_judges(world: World, nomination: Nomination, name: str) -> None:
    with pytest.raises(NotYours) as caught:
        judge(world, nomination, MET, name)
    assert [reason.code for reason in caught.value.reasons] == ["role"]


def test_what_was_not_received_is_not_judged(world: World) -> None:
    found = endorsed(world, draft(world))
    with pytest.raises(Refused) as caught:
        judge(world, found, MET)
    assert [reason.code for reason in caught.value.reasons] == ["received"]


def test_outside_vetting_nothing_is_judged(world: World) -> None:
    found = draft(world)
    with pytest.raises(WrongState):
        judge(world, found, MET)


def test_a_criterion_that_does_not_apply_is_not_there(world: World, nomination: Nomination) -> None:
    with pytest.raises(Missing):
        judge(world, nomination, MET, criterion="khong-co")


def test_an_older_page_does_not_overwrite(world: World, nomination: Nomination) -> None:
    old = nomination.version
    code = judge(world, nomination, NOT_MET)
    with pytest.raises(Stale):
        assess(world.actor("officer_2"), Nomination.id == nomination.id, code, MET, version=old)
    found = verdict(nomination, code)
    assert found is not None
    assert found.verdict == "not_met"


def test_a_waiver_settles_only_when_another_person_approved_it(world: World, nomination: Nomination) -> None:
    code = judge(world, nomination, WAIVED)
    assert not facts(nomination).dossier.assessments[code].settled
    approve_waiver(world.actor("department_head"), Nomination.id == nomination.id, code)
    assert facts(nomination).dossier.assessments[code].settled


def test_nobody_approves_his_own_waiver(world: World, nomination: Nomination) -> None:
    appoint(world, "officer", "", Role.DEPARTMENT_HEAD)
    db.session.commit()
    code = judge(world, nomination, WAIVED)
    with pytest.raises(Refused) as caught:
        approve_waiver(world.actor("officer"), Nomination.id == nomination.id, code)
    assert [reason.code for reason in caught.value.reasons] == ["separation"]
    with pytest.raises(NotYours):
        approve_waiver(world.actor("officer_2"), Nomination.id == nomination.id, code)


def test_there_is_nothing_to_approve_without_a_waiver(world: World, nomination: Nomination) -> None:
    code = judge(world, nomination, MET)
    with pytest.raises(Refused) as caught:
        approve_waiver(world.actor("department_head"), Nomination.id == nomination.id, code)
    assert [reason.code for reason in caught.value.reasons] == ["waiver"]


def test_a_new_verdict_withdraws_the_approval(world: World, nomination: Nomination) -> None:
    code = judge(world, nomination, WAIVED)
    approve_waiver(world.actor("department_head"), Nomination.id == nomination.id, code)
    judge(world, nomination, WAIVED, "officer_2")
    found = verdict(nomination, code)
    assert found is not None
    assert found.waiver_approver_id is None


def test_the_vetting_is_concluded_only_with_every_criterion_decided(world: World) -> None:
    found = assessed(world, endorsed(world, draft(world)))
    code = judge(world, found, NOT_MET)
    with pytest.raises(Refused) as caught:
        act(world, "department_head", Trigger.CLEAR, found)
    assert [reason.mend for reason in caught.value.reasons] == [f"verdict:{code}"]
    judge(world, found, WAIVED)
    with pytest.raises(Refused):
        act(world, "department_head", Trigger.CLEAR, found)
    approve_waiver(world.actor("department_head"), Nomination.id == found.id, code)
    act(world, "department_head", Trigger.CLEAR, found)
    assert found.state == State.MINISTER_SIGNOFF


def test_whoever_judged_does_not_conclude(world: World, nomination: Nomination) -> None:
    for answer in list(nomination.answers):
        judge(world, nomination, MET, "department_head", answer.criterion)
    with pytest.raises(Refused) as caught:
        act(world, "department_head", Trigger.CLEAR, nomination)
    assert [reason.code for reason in caught.value.reasons] == ["separation"]
