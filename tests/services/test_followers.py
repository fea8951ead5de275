"""A new version while nominations are under way: drafts follow it, what is submitted keeps its own rules."""

from copy import deepcopy
from typing import Any

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import Audit, CampaignVersion, CriterionAnswer, Nomination
from nomination.services.campaign_drafts import begin_version, put_in_force, save_content
from nomination.services.transaction import Invalid, Stale
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, facts, sign_in
from tests.world_steps import act, letter, submitted
from workflow.dossier import NomineeKind
from workflow.machine import Given
from workflow.vocabulary import State, Trigger

NEW = {
    "code": "k8", "number": 7, "title": "Chuyển đổi số", "text": "Có kết quả chuyển đổi số.", "kind": "judged",
    "parameters": {"min_length": 10, "max_length": 500},
}  # fmt: skip


@pytest.fixture
def world(session: Session) -> World:
    return build()


def content_of(world: World) -> dict[str, Any]:
    return deepcopy(dict(world.version.content))


def put(world: World, content: dict[str, Any]) -> CampaignVersion:
    """Written by the officer, put in force by the head."""
    code = world.campaign.code
    row = begin_version(world.actor("officer"), code)
    row = save_content(world.actor("officer"), code, content, revision=row.revision)
    head = world.actor("department_head")
    return put_in_force(head, code, revision=row.revision, reason="Theo chỉ đạo.", confirmation=head.name)


def exchanged(world: World) -> dict[str, Any]:
    """The campaign with its last criterion taken out and another one in its place."""
    content = content_of(world)
    content["criteria"] = [*content["criteria"][:-1], NEW]
    return content


def test_drafts_follow_and_what_is_submitted_keeps_its_rules(world: World, session: Session) -> None:
    mine, sent = draft(world), submitted(world, draft(world, "beta", "Trần Văn Nam"))
    waiting = draft(world, "gamma", "Lê Thị Lan")
    act(world, "gamma_officer", Trigger.PROPOSE, waiting)
    before = {one.code: one.version for one in (mine, waiting, sent)}
    version = put(world, exchanged(world))
    session.expire_all()
    assert [one.campaign_version_id for one in (mine, waiting, sent)] == [version.id, version.id, world.version.id]
    assert {one.code: one.version - before[one.code] for one in (mine, waiting, sent)} == {
        mine.code: 1, waiting.code: 1, sent.code: 0,
    }  # fmt: skip
    findings = facts(mine).dossier.findings()
    assert (list(findings)[-1], findings["k8"].met) == ("k8", False)
    assert [one.message for one in findings["k8"].reasons] == ["Criterion %(number)s: the account is not written yet."]
    kept = session.get_one(CriterionAnswer, (mine.id, "c7"))
    assert kept.affirmed and "c7" not in findings
    assert "k8" not in facts(sent).dossier.findings()
    entry = session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.facts["followers"], entry.facts["reason"]) == ("campaign:launch", 2, "Theo chỉ đạo.")


def test_a_draft_that_followed_must_answer_what_is_new_before_it_is_submitted(world: World, session: Session) -> None:
    mine = draft(world)
    put(world, exchanged(world))
    letter(world, mine)
    from workflow.machine import Refused

    with pytest.raises(Refused) as refused:
        act(world, "alpha_head", Trigger.SUBMIT, mine)
    assert [one.message % dict(one.params) for one in refused.value.reasons] == [
        "Criterion 7: the account is not written yet."
    ]
    session.get_one(CriterionAnswer, (mine.id, "k8")).narrative = "Đã số hóa toàn bộ hồ sơ."
    session.commit()
    act(world, "alpha_head", Trigger.SUBMIT, mine)
    assert mine.state == State.CLUSTER_REVIEW


def test_what_comes_back_to_its_unit_follows_the_version_in_force(world: World, session: Session) -> None:
    sent = submitted(world, draft(world))
    version = put(world, exchanged(world))
    act(world, "eta_head", Trigger.REFER_BACK, sent)
    assert (sent.state, sent.campaign_version_id) == (State.DRAFT, version.id)
    assert session.get_one(CriterionAnswer, (sent.id, "k8")).narrative == ""
    entry = session.query(Audit).filter_by(action="nomination:follow").one()
    assert entry.facts == {"rules": version.content_hash, "before": world.version.content_hash}


def test_what_comes_back_to_a_version_without_its_award_keeps_its_rules(world: World, session: Session) -> None:
    sent = submitted(world, draft(world))
    content = content_of(world)
    content["running"]["awards"] = [one for one in content["running"]["awards"] if one["kinds"] == ["collective"]]
    put(world, content)
    act(world, "eta_head", Trigger.REFER_BACK, sent)
    assert (sent.state, sent.campaign_version_id) == (State.DRAFT, world.version.id)
    assert facts(sent).award.kinds == {NomineeKind.INDIVIDUAL}


def refused(world: World, content: dict[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        put(world, content)
    return [message % params for message, params in refusal.value.problems[""]]


def test_a_version_that_takes_away_what_drafts_rest_on_is_refused(world: World, session: Session) -> None:
    for name in ("Nguyễn Thị Một", "Nguyễn Thị Hai"):
        draft(world, name=name)
    content = content_of(world)
    content["running"]["awards"] = [one for one in content["running"]["awards"] if one["kinds"] == ["collective"]]
    content["criteria"][3] |= {"kind": "declaration", "parameters": {"statements": [{"key": "so", "text": "Có."}]}}
    assert refused(world, content) == [
        "This version takes away “Bằng khen của Bộ trưởng cho cá nhân” (Individual), and nominations for it that are"
        " not submitted yet: 2. Keep the award, or let the units choose another one first.",
        "Criterion 4 is checked in another way than before, and nominations not submitted yet that answer it: 2."
        " Keep the way it is checked, or give the new criterion another code.",
    ]
    session.expire_all()
    assert (world.version.status, session.query(Audit).filter_by(action="campaign:launch").count()) == ("in_force", 0)
    content["running"]["awards"] = content_of(world)["running"]["awards"]
    content["criteria"][3]["code"] = "k4"
    row = begin_version(world.actor("officer"), world.campaign.code)
    row = save_content(world.actor("officer"), world.campaign.code, content, revision=row.revision)
    head = world.actor("department_head")
    put_in_force(head, world.campaign.code, revision=row.revision, reason="Lý do.", confirmation=head.name)
    assert session.query(Nomination).filter_by(campaign_version_id=row.id).count() == 2


def test_a_step_from_a_page_of_the_version_before_is_stale(world: World, session: Session) -> None:
    from nomination.services.advance import advance

    mine = draft(world)
    seen = mine.version
    put(world, exchanged(world))
    with pytest.raises(Stale):
        advance(
            world.actor("alpha_officer"), Trigger.PROPOSE, Nomination.id == mine.id, version=seen, given=Given()
        )  # fmt: skip


def test_launching_costs_the_same_for_any_number_of_drafts(world: World, sql: Engine) -> None:
    costs = []  # the first launch also reads what a process reads once
    for names in (["Không"], ["Một"], ["Hai", "Ba"]):
        for name in names:
            draft(world, name=f"Nguyễn Thị {name}")
        content = content_of(world) if len(costs) == 1 else exchanged(world)
        row = begin_version(world.actor("officer"), world.campaign.code)
        row = save_content(world.actor("officer"), world.campaign.code, content, revision=row.revision)
        head = world.actor("department_head")
        with counting(sql) as sent:
            put_in_force(head, world.campaign.code, revision=row.revision, reason="Lý do.", confirmation=head.name)
        costs.append(len(sent))
    assert costs[1] == costs[2]


def test_a_page_opened_before_saves_what_is_still_asked_and_loses_nothing(
    client: CheckingClient, world: World, session: Session
) -> None:
    mine = draft(world)
    sign_in(client, world, "alpha_officer")
    before = world.version.content_hash
    content = content_of(world)
    content["criteria"] = [one for one in content["criteria"] if one["code"] != "c4"]
    for n, one in enumerate(content["criteria"], start=1):
        one["number"] = n
    put(world, content)
    story = ("Cách làm mới đã được áp dụng trong toàn đơn vị. " * 4).strip()
    typed = {
        "rules": before, "version": str(mine.version), "parts": ["c2", "c4"], "narrative-c2": story,
        "narrative-c4": "Đã giảm ba thủ tục.",
    }  # fmt: skip
    answer = client.post(f"/nominations/{mine.code}/draft", data=typed, status=409)
    assert "Phong trào đã có bản mới từ khi mở trang này." in answer.text
    assert "Đã giảm ba thủ tục." in answer.text
    session.expire_all()
    assert session.get_one(CriterionAnswer, (mine.id, "c2")).narrative == story
    assert f'name="rules" value="{before}"' not in answer.text
    typed |= {"rules": facts(mine).rules_hash, "parts": ["c2"], "version": str(mine.version)}
    client.post(f"/nominations/{mine.code}/draft", data=typed, status=200)
