"""The desk: for each role exactly what waits for it, with the place where it is done, at a fixed cost."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.models import (
    CriterionVerdict,
    Decision,
    Nomination,
    Rehearsal,
    Round,
    RoundQuestion,
    RoundVoter,
    Submission,
    Teller,
)
from nomination.queries.desk import desk_of
from nomination.queries.desk_results import LATELY
from nomination.services.consultations import (
    Said,
    Showing,
    Weighing,
    open_consultation,
    record_feedback,
    weigh_feedback,
)
from nomination.views.decision_words import HAPPENED
from nomination.views.desk import ACTS
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import LEADER, World, build, draft, sign_in
from tests.world_steps import act, assessed, at_signoff, cleared, endorsed, frozen_decision, proposed, submitted
from workflow.dossier import NomineeKind
from workflow.vocabulary import Trigger

CODE = "dac-biet-2020-0001"


def waiting(world: World, name: str) -> dict[str, list[str]]:
    """Titles of the groups on the desk of `name`, with the addresses' own words of each task."""
    return {
        group.title: [f"{task.endpoint} {' '.join(task.values.values())}" for task in group.tasks]
        for group in desk_of(world.actor(name)).groups
    }


def everybody(world: World) -> dict[str, dict[str, list[str]]]:
    """The desks that hold anything."""
    desks = {name: waiting(world, name) for name in world.people}
    return {name: desk for name, desk in desks.items() if desk}


def test_a_draft_waits_for_its_own_officer(session: Session) -> None:
    world = build()
    draft(world)
    assert everybody(world) == {"alpha_officer": {"Drafts to finish": [f"nominations.edit {CODE}"]}}


def test_a_proposal_waits_for_the_head(session: Session) -> None:
    world = build()
    act(world, "alpha_officer", Trigger.PROPOSE, draft(world))
    assert everybody(world) == {
        "alpha_head": {"Awaiting your confirmation and submission": [f"nominations.show {CODE}"]}
    }


def test_what_is_submitted_waits_for_the_leader_to_make_a_round(session: Session) -> None:
    world = build()
    submitted(world, draft(world))
    expected = {"Nominations that are not in a round yet": ["rounds.new dac-biet-2020 cluster"]}
    assert everybody(world) == {f"{LEADER}_head": expected}


def test_an_endorsed_nomination_waits_to_be_received_by_any_officer(session: Session) -> None:
    world = build()
    endorsed(world, draft(world))
    expected = {"To receive": [f"nominations.show {CODE}"]}
    assert everybody(world) == {"officer": expected, "officer_2": expected}


def test_once_received_it_waits_to_be_assessed_until_every_criterion_is_decided(session: Session) -> None:
    world = build()
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, nomination)
    to_assess = {"To assess": [f"vetting.show {CODE}"]}
    assert waiting(world, "officer") == to_assess
    codes = [answer.criterion for answer in nomination.answers]
    for code in codes[:-1]:
        verdict(session, world, nomination, code)
    assert waiting(world, "officer") == to_assess
    assert waiting(world, "department_head") == {}
    verdict(session, world, nomination, codes[-1])
    assert everybody(world) == {"officer": {"Judged, to be proposed to the head": [f"vetting.show {CODE}"]}}
    proposed(world, nomination)
    assert everybody(world) == {"department_head": {"Proposals to decide": [f"vetting.show {CODE}"]}}


def verdict(session: Session, world: World, nomination: Nomination, code: str, said: str = "met") -> CriterionVerdict:
    ground = {"waiver_reason": "Lý do", "waiver_ground": "Căn cứ"} if said == "waived" else {}
    row = CriterionVerdict(
        nomination_id=nomination.id, criterion=code, verdict=said, assessor_id=world.people["officer"].id,
        assessed_at=clock.now(), **ground,
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row


def test_a_waiver_waits_for_the_head_and_settles_once_approved(session: Session) -> None:
    world = build()
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, nomination)
    codes = [answer.criterion for answer in nomination.answers]
    for code in codes[1:]:
        verdict(session, world, nomination, code)
    waived = verdict(session, world, nomination, codes[0], "waived")
    assert waiting(world, "department_head") == {"Waivers to approve": [f"vetting.show {CODE}"]}
    waived.waiver_approver_id = world.people["department_head"].id
    session.commit()
    assert waiting(world, "department_head") == {}
    assert waiting(world, "officer") == {"Judged, to be proposed to the head": [f"vetting.show {CODE}"]}


def test_feedback_of_the_public_waits_for_the_officer(session: Session) -> None:
    world = build()
    nomination = assessed(world, endorsed(world, draft(world)))
    officer, judged = world.actor("officer"), {"Judged, to be proposed to the head": [f"vetting.show {CODE}"]}
    row = open_consultation(officer, [CODE], Showing("Cổng thông tin", clock.today(), 5, "Vụ Thi đua"))
    one = record_feedback(officer, row.id, Said("Chưa đúng.", clock.today(), "", "Trần Văn Dân", "0900 000 001"))
    assert waiting(world, "officer") == judged | {"Feedback of the public to weigh": [f"vetting.file {CODE}"]}
    weigh_feedback(officer, row.id, one.id, Weighing("taken_up", "Đã xác minh."))
    assert waiting(world, "officer") == judged and nomination.received_at is not None


def test_a_hold_takes_it_off_the_conclusions_and_waits_for_another_person(session: Session) -> None:
    world = build()
    act(world, "department_head", Trigger.HOLD, assessed(world, endorsed(world, draft(world))), paper="Đơn số 3")
    held = {"On hold, to be lifted by another": [f"nominations.show {CODE}"]}
    assert everybody(world) == {
        "auditor": {"Holds that you may lift": [f"nominations.show {CODE}"]},
        **dict.fromkeys(("officer", "officer_2", "department_head"), held),
    }


def test_a_return_waits_for_officer_and_head_until_its_due_date(session: Session) -> None:
    world = build()
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, nomination)
    due = clock.today() + timedelta(days=5)
    parts = {nomination.answers[0].criterion: "Bổ sung số liệu."}
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, parts=parts, due_on=due)
    returned = {"Returned to units for completion": [f"supplements.show {CODE}"]}
    assert everybody(world) == {
        "alpha_officer": {"Returned for completion": [f"nominations.edit {CODE}"]},
        "alpha_head": {"Returned for completion": [f"nominations.show {CODE}"]},
        **dict.fromkeys(("officer", "officer_2", "department_head"), returned),
    }
    [group] = desk_of(world.actor("alpha_officer")).groups
    assert [task.due for task in group.tasks] == [due]


def test_before_the_council_it_waits_for_the_secretary(session: Session) -> None:
    world = build()
    cleared(
        world, draft(world, kind=NomineeKind.COLLECTIVE, award=world.award(NomineeKind.COLLECTIVE, council=True).code)
    )
    expected = {"Before the council, and in no round yet": ["rounds.new dac-biet-2020 council"]}
    assert everybody(world) == {"secretary": expected}


def test_a_cleared_one_waits_for_a_decision_and_the_decision_for_each_in_turn(session: Session) -> None:
    world = build()
    nomination = at_signoff(world, draft(world))
    expected = {"Cleared, and in no decision yet": ["decisions.new dac-biet-2020"]}
    assert everybody(world) == {"officer": expected, "officer_2": expected}
    decision = frozen_decision(world, nomination)
    place = [f"decisions.show {decision.code}"]
    assert everybody(world) == {"minister": {"Decisions to sign": place}}
    act(world, "minister", Trigger.SIGN, nomination, seen=decision.digest)
    decision.status, decision.signed_at, decision.signed_by_id = "signed", clock.now(), world.people["minister"].id
    session.commit()
    assert everybody(world) == {"clerk": {"Decisions to number and date": place}}
    decision.status, decision.number, decision.dated = "issued", "1/QĐ", date(2021, 1, 15)
    session.commit()
    assert everybody(world) == {"department_head": {"Decisions to publish": place}}


def test_nobody_is_asked_to_freeze_what_he_prepared(session: Session) -> None:
    world = build()
    decision = frozen_decision(world, at_signoff(world, draft(world)))
    decision.status, decision.digest, decision.frozen_by_id, decision.frozen_at = "drafting", None, None, None
    session.commit()
    assert list(waiting(world, "department_head")) == ["Decisions to freeze and send for signature"]
    decision.prepared_by_id = world.people["department_head"].id
    session.commit()
    assert waiting(world, "department_head") == {}
    assert session.query(Decision).count() == 1


OPENS = datetime(2020, 12, 1, 1, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)


def held_round(world: World, status: str, *nominations: Nomination, **changes: object) -> Round:
    """A round of the cluster in `status`: two heads on the roll, one teller."""
    session = Session.object_session(nominations[0])
    assert session is not None
    defined = {} if status in ("preparing", "keyed") else {"definition": {}, "definition_hash": "0" * 64}
    vote = Round(
        code="phien-1", campaign_id=world.campaign.id, campaign_version_id=world.version.id, body="cluster",
        cluster_id=world.cluster.id, title="Phiên 1", status=status, opens_at=OPENS, closes_at=CLOSES,
        rule={"quorum": [2, 3, False], "threshold": [90, 100, False], "base": "eligible"},
        ruleset=world.version.ruleset, teller_quorum=1, prepared_by_id=world.people[f"{LEADER}_head"].id, **defined,
    )  # fmt: skip
    vote.voters = [
        RoundVoter(person_id=world.people[f"{unit}_head"].id, n=n, unit_id=world.units[unit].id)
        for n, unit in enumerate(("alpha", "beta"), 1)
    ]
    vote.tellers = [Teller(person_id=world.people["gamma_officer"].id, n=1, **changes)]
    vote.questions = [
        RoundQuestion(nomination_id=one.id, n=n, material_hash=one.pledged_hash, eligible=2)
        for n, one in enumerate(nominations, 1)
    ]
    session.add(vote)
    session.commit()
    return vote


def test_a_round_waits_for_its_tellers_its_voters_and_its_leader_in_turn(session: Session) -> None:
    world = build()
    nomination = submitted(world, draft(world))
    vote = held_round(world, "preparing", nomination)
    teller, leader = "gamma_officer", f"{LEADER}_head"
    with clock.at(OPENS):
        assert everybody(world) == {teller: {"Teller codes to take": ["rounds.show phien-1"]}}
        vote.tellers[0].lock = {"salt": ""}
        session.commit()
        assert everybody(world) == {teller: {"Teller codes to type back": ["rounds.show phien-1"]}}
        vote.tellers[0].confirmed = True
        session.commit()
        assert everybody(world) == {leader: {"Rounds to try out before the opening": ["rounds.ceremony phien-1"]}}
        session.add(Rehearsal(round_id=vote.id, done_by_id=world.people[leader].id, done_at=OPENS, slips=2))
        session.commit()
        assert everybody(world) == {leader: {"Rounds to open": ["rounds.ceremony phien-1"]}}
        vote.status, vote.definition, vote.definition_hash = "open", {}, "0" * 64
        vote.voters[0].voted = True
        session.commit()
        assert everybody(world) == {"beta_head": {"Ballots to cast": ["ballots.show phien-1"]}}
        [group] = desk_of(world.actor("beta_head")).groups
        assert [task.due for task in group.tasks] == [CLOSES]
    with clock.at(CLOSES):
        assert everybody(world) == {
            leader: {"Rounds to close": ["rounds.show phien-1"]},
            teller: {"Rounds to count": ["rounds.count phien-1"]},
        }


def test_nobody_waits_for_a_member_who_stands_aside_from_everything(app: Flask, session: Session) -> None:
    """He is asked for no ballot, and once the others have voted the leader may close the box."""
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    voting = rounds.opened(world, *rounds.waiting(world, "alpha"))
    assert waiting(world, "alpha_head") == {}
    assert "Rounds to close" not in waiting(world, f"{LEADER}_head")
    rounds.all_vote(voting)
    assert "Rounds to close" in waiting(world, f"{LEADER}_head")


def test_until_when_comes_from_the_window_of_the_stage(session: Session) -> None:
    world = build(windows={"submission": {"opens": None, "closes": "2020-12-31T17:00+07:00"}})
    draft(world)
    [group] = desk_of(world.actor("alpha_officer")).groups
    assert group.tasks[0].due == datetime(2020, 12, 31, 10, 0, tzinfo=UTC)


def test_the_page_names_each_thing_and_leads_to_it(client: CheckingClient, session: Session) -> None:
    world = build(windows={"submission": {"opens": None, "closes": "2020-12-31T17:00+07:00"}})
    draft(world, name="Nguyễn Thị Hoa")
    sign_in(client, world, "alpha_officer")
    with clock.at(datetime(2020, 12, 30, tzinfo=UTC)):
        text = client.get("/").text
    assert f'<a class="task__link" href="/nominations/{CODE}/edit">Nguyễn Thị Hoa</a>' in text
    assert "17:00, 31/12/2020" in text
    assert "Quá hạn" not in text
    assert "Quá hạn" in client.get("/").text


def test_an_empty_desk_is_calm(client: CheckingClient, session: Session) -> None:
    sign_in(client, build(), "minister")
    assert "Không có việc nào chờ Ông/Bà" in client.get("/").text


def test_the_auditor_sees_the_latest_entries_and_the_administrator_only_numbers(
    client: CheckingClient, session: Session
) -> None:
    world = build()
    submitted(world, draft(world))
    sign_in(client, world, "auditor")
    assert f"Trình: {CODE}" in client.get("/").text
    sign_in(client, world, "administrator")
    text = client.get("/").text
    assert '<span class="tile__figure">27</span>' in text
    assert CODE not in text


def test_more_than_fit_are_counted(session: Session) -> None:
    world = build()
    for n in range(7):
        draft(world, name=f"Nguyễn Văn {n}")
    [group] = desk_of(world.actor("alpha_officer")).groups
    assert (len(group.tasks), group.count, group.figure) == (5, 7, "7")


def test_a_unit_is_told_its_results_once_the_decision_is_published_and_never_before(
    client: CheckingClient, session: Session
) -> None:
    world = build()
    first, second = decisions.waiting(world, name="Nguyễn Thị Một"), assessed(world, endorsed(world, draft(world)))
    second.submission_id = first.submission_id
    session.commit()
    act(world, "department_head", Trigger.DECLINE, second, reason="Chưa đủ.", citation="Điều 1")
    other = decisions.waiting(world, "beta", "Trần Thị Khác")
    letter = session.get_one(Submission, first.submission_id)
    made = decisions.issued(world, first)
    assert {name: desk_of(world.actor(name)).results for name in world.people} == dict.fromkeys(world.people, ())
    decisions.publish(world.actor("department_head"), made.code, decisions.by(world, "department_head"))
    told = {name: desk_of(world.actor(name)).results for name in world.people}
    [result] = told.pop("alpha_head")
    assert (result.code, result.awarded, result.declined, result.waiting) == (letter.code, 1, 1, 0)
    assert told.pop("alpha_officer") == (result,) and set(told.values()) == {()}  # nothing of the other unit is out
    sign_in(client, world, "alpha_officer")
    page = html.unescape(client.get("/").text)
    assert "1 được khen thưởng, 1 không được chọn" in page
    assert "Thông báo kết quả" in client.get(re.findall(r'href="(/papers/submission/[^"]+)"', page)[0]).text
    decisions.published(world, other, number="16/QĐ-THU")
    assert [one.awarded for one in desk_of(world.actor("beta_head")).results] == [1]
    with clock.at(clock.now() + LATELY + timedelta(days=1)):
        assert desk_of(world.actor("alpha_head")).results == ()


QUERIES = {
    "alpha_officer": 8, "alpha_head": 9, f"{LEADER}_head": 9, "officer": 7, "department_head": 9, "secretary": 7,
    "council_1": 5, "minister": 6, "clerk": 6, "auditor": 7, "administrator": 5,
}  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_the_desk_costs_the_same_for_one_and_three(
    client: CheckingClient, session: Session, sql: Engine, name: str, rows: int
) -> None:
    world = build()
    for n in range(rows):
        draft(world, name=f"Nháp {n}")
        act(world, "alpha_officer", Trigger.PROPOSE, draft(world, name=f"Chờ {n}"))
        submitted(world, draft(world, name=f"Trình {n}"))
        assessed(world, endorsed(world, draft(world, name=f"Thẩm định {n}")))
    sign_in(client, world, name)
    client.get("/")
    with counting(sql) as sent:
        client.get("/")
    assert len(sent) == QUERIES[name]


def test_every_act_that_is_recorded_is_told_in_words() -> None:
    """What the auditor's desk would otherwise show is the code of the act."""
    services = "".join(path.read_text() for path in Path("nomination/services").glob("*.py"))
    recorded = set(re.findall(r'audit\.record\(\s*[^,]+,\s*"([a-z_]+:[a-z_]+)"', services))
    assert len(recorded) > 20
    assert recorded - ACTS.keys() - HAPPENED.keys() == set()
