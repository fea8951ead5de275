"""Two campaigns open at once, of the same year or of two: nothing of one leaks into the other, anywhere."""

import io
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session

from nomination.dossiers import load
from nomination.files import store
from nomination.models import Nomination, RegisterEntry, Submission, UnitPlan
from nomination.queries import decisions as decision_lists
from nomination.queries import register
from nomination.queries.decisions import candidates as for_decision
from nomination.queries.desk import desk_of
from nomination.queries.nominations import Filter, choices, nominations
from nomination.queries.places import unit_standings
from nomination.queries.round_choices import setting, waiting
from nomination.queries.round_list import Asked, listing
from nomination.queries.submissions import candidates as for_letter
from nomination.queries.submissions import letters
from nomination.services.campaign_drafts import begin_draft
from nomination.services.decisions import prepare as prepare_decision
from nomination.services.evidence import Kept
from nomination.services.plans import Plan, record_plan
from nomination.services.submissions import Meeting, Unready, submit_letter
from nomination.services.transaction import Invalid, Missing
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import World, attach, build, draft, facts, sign_in
from tests.world_steps import act, at_signoff, letter, submitted
from tests.world_two import second
from workflow.dossier import NomineeKind
from workflow.vocabulary import State, Trigger

BOTH = NomineeKind.COLLECTIVE


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


MEETING = Meeting(date(2020, 12, 1), "Trần Thị Chủ Trì", 9, 8, "Nhất trí đề nghị khen thưởng.")


def send(world: World, *nominations: Nomination) -> Submission:
    """The letter of the head of `alpha`."""
    sha256, size = store().put(io.BytesIO(b"%PDF-1.4"))
    minutes, head = Kept(sha256, size, "application/pdf", "Biên bản.pdf"), world.actor("alpha_head")
    versions = {one.code: one.version for one in nominations}
    return submit_letter(head, world.campaign.code, versions, MEETING, minutes=minutes, confirmation=head.name)


def listed(world: World, name: str, **asked: str) -> set[str]:
    return {one.loaded.row.code for one in nominations(world.actor(name), Filter(**asked)).rows}


def both(world: World, other: World) -> tuple[Nomination, Nomination]:
    """One collective of each campaign before the cluster."""
    return submitted(world, draft(world, kind=BOTH)), submitted(other, draft(other, kind=BOTH))


@pytest.mark.parametrize("same_year", [True, False])
def test_lists_desks_and_leaders_keep_them_apart(world: World, session: Session, same_year: bool) -> None:
    other = second(world, year=world.campaign.year if same_year else None, leader="zeta")
    mine, theirs = both(world, other)
    single = submitted(other, draft(other, "beta", "Trần Thị Bình"))
    every = {mine.code, theirs.code, single.code}
    assert single.state == State.DEPARTMENT_VETTING
    assert listed(world, "officer") == every
    assert listed(world, "officer", campaign="thi-dua-2025") == {theirs.code, single.code}
    assert listed(world, "alpha_officer") == {mine.code, theirs.code}
    assert listed(world, "officer", award="co-thi-dua") == {theirs.code}
    at_vote = {mine.code, theirs.code}  # every member of the cluster reads those
    assert listed(world, "eta_head") == at_vote | ({single.code} if same_year else set())
    assert listed(world, "zeta_head") == at_vote | (set() if same_year else {single.code})
    assert choices().campaigns == [
        ("thi-dua-2025", "Phong trào thi đua chuyển đổi số"), ("dac-biet-2020", "Phong trào thi đua đặc biệt năm 2020"),
    ]  # fmt: skip
    assert [code for code, _ in choices().awards] == [
        "co-thi-dua",
        "giay-khen",
        "bang-khen-tap-the",
        "bang-khen-ca-nhan",
    ]
    waiting_for = {
        task.values["campaign"]
        for name in ("eta_head", "zeta_head")
        for group in desk_of(world.actor(name)).groups
        if group.key == "unvoted"
        for task in group.tasks
    }
    assert waiting_for == {"dac-biet-2020", "thi-dua-2025"}


def test_two_boxes_of_one_cluster_are_open_at_once(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    mine, theirs = both(world, other)
    for place, nomination in ((world, mine), (other, theirs)):
        offered = waiting(setting(world.actor("eta_head"), place.campaign.code, "cluster"))
        assert [one.code for one in offered] == [nomination.code]
    boxes = [rounds.opened(place, one) for place, one in ((world, mine), (other, theirs))]
    assert [box.row.ruleset for box in boxes] == ["btnmt-2020", "nd152-2025"]
    assert [len(box.found.lines) for box in boxes] == [1, 1]
    rounds.all_vote(boxes[0], number=6)
    rounds.all_vote(boxes[1], number=5)
    assert [sum(voter.voted for voter in box.found.voters) for box in boxes] == [6, 5]
    for box in boxes:
        rounds.counted(box)
    session.expire_all()
    assert [(box.found.lines[0].question.yes, box.row.status) for box in boxes] == [(6, "counted"), (5, "counted")]
    assert [mine.state, theirs.state] == [State.DEPARTMENT_VETTING] * 2
    found = listing(world.actor("eta_head"), Asked(campaign="thi-dua-2025"))
    assert [one.vote.code for one in found.rounds] == ["thi-dua-2025-P01"]
    assert {code for code, _ in found.campaigns} == {"dac-biet-2020", "thi-dua-2025"}


def test_a_round_takes_no_nomination_of_the_other_campaign(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    _, theirs = both(world, other)
    with pytest.raises(Invalid) as refused:
        rounds.prepared(world, theirs)
    assert refused.value.problems["nominations"][0][0] == "Choose at least one nomination for the round."


def test_a_decision_holds_the_awards_of_one_campaign(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    mine = at_signoff(world, draft(world, kind=NomineeKind.INDIVIDUAL))
    theirs = _cleared(other, submitted(other, draft(other, "beta", "Trần Thị Bình")))
    officer = world.actor("officer")
    assert [one.code for one in for_decision(officer, world.campaign.id)] == [mine.code]
    assert [one.code for one in for_decision(officer, other.campaign.id)] == [theirs.code]
    with pytest.raises(Invalid) as refused:
        prepare_decision(officer, world.campaign.code, "Khen thưởng", [mine.code, theirs.code])
    assert list(refused.value.problems) == ["nominations"]
    first, then = decisions.published(world, mine), decisions.published(other, theirs, number="16/QĐ-THU")
    assert (first.code, then.code) == ("QD-dac-biet-2020-01", "QD-thi-dua-2025-01")
    lines = {(one.campaign_id, one.award_name) for one in session.query(RegisterEntry)}
    assert lines == {
        (world.campaign.id, "Bằng khen của Bộ trưởng cho cá nhân"), (other.campaign.id, "Giấy khen"),
    }  # fmt: skip
    found = register.entries(register.Asked(campaign="thi-dua-2025"))
    assert [row.name for (row,) in found.rows] == ["Trần Thị Bình"]
    asked = decision_lists.Asked(campaign="thi-dua-2025")
    assert [row.code for row, _, _ in decision_lists.decisions(officer, asked).rows] == [then.code]


def _cleared(world: World, nomination: Nomination) -> Nomination:
    """Through a vetting that follows no vote of a cluster."""
    from tests.world_steps import assessed

    act(world, "department_head", Trigger.CLEAR, assessed(world, nomination))
    return nomination


def test_a_letter_and_a_plan_belong_to_one_campaign(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    mine, theirs = draft(world, complete=False), draft(other, kind=BOTH)
    head = world.actor("alpha_head")
    assert [one.loaded.row.code for one in for_letter(head, other.campaign.id)] == [theirs.code]
    with pytest.raises(Missing):
        send(other, mine, theirs)
    sent = send(other, theirs)
    assert [row.code for row, _ in letters(head, other.campaign.id).rows] == [sent.code]
    assert letters(head, world.campaign.id).rows == []
    session.query(UnitPlan).delete()
    session.commit()
    record = Plan("Kế hoạch", "Số 1/KH", date(2020, 3, 1), "Nội dung.")
    record_plan(head, other.campaign.code, world.units["alpha"].id, record, version=None)
    assert (facts(mine).plan, facts(theirs).plan is None) == (None, False)
    assert "this record of the unit has not been entered" in str(facts(mine).dossier.findings()["c1"].reasons)


def test_places_are_counted_by_campaign(world: World, session: Session) -> None:
    other = second(world, year=world.campaign.year)
    submitted(world, draft(world, kind=BOTH))
    first, more = draft(other, kind=BOTH, name="Phòng Một"), draft(other, kind=BOTH, name="Phòng Hai")
    assert [
        meter.left for meter in unit_standings(other.campaign.id, other.rules, [world.units["alpha"]])[0].meters
    ] == [1]
    send(other, first)
    with pytest.raises(Unready) as refused:
        send(other, more)
    assert [one.code for one in refused.value.reasons] == ["places"]
    submitted(world, draft(world, kind=BOTH, name="Phòng Ba"))


def test_the_other_campaign_asks_by_its_own_criteria(world: World, session: Session) -> None:
    other = second(world)
    single = draft(other, "beta", "Trần Thị Bình")
    assert list(facts(single).dossier.findings()) == ["on-time", "story", "pledge"]
    assert list(facts(draft(other, kind=BOTH)).dossier.findings()) == ["on-time", "pledge"]
    figures = next(one for one in single.answers if one.criterion == "on-time")
    figures.figures = [{"month": f"2025-{n:02d}", "due": 200, "on_time": 189 - n % 2, "overdue": 1} for n in (1, 2, 3)]
    session.commit()
    reasons = facts(single).dossier.findings()["on-time"].reasons
    assert [(one.code, str(one.params.get("rate", one.params.get("overdue")))) for one in reasons] == [
        ("rate", "94"), ("rate", "94"), ("overdue", "3"),
    ]  # fmt: skip
    attach(single, "story", "anh.pdf")
    letter(other, single)
    assert load(Nomination.id == single.id) is not None


SEEN_BY = ("department_head", "eta_head", "secretary", "auditor", None)


def test_every_list_shows_both_and_none_that_nobody_launched(
    app: Flask, client: CheckingClient, world: World, session: Session
) -> None:
    second(world, year=world.campaign.year)
    begin_draft(world.actor("officer"), code="bi-mat", title="Phong trào chưa ai biết", year=world.campaign.year)
    paths = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    fixed = [
        path
        for path in paths
        if "<" not in path and not path.startswith(("/static", "/campaign-drafts", "/styleguide"))
    ]
    of_campaign = [
        path.replace(argument, "bi-mat")
        for path in paths
        for argument in ("<campaign>", "<string:campaign>")
        if argument in path and path.count("<") == 1
    ]
    assert len(fixed) > 10 and len(of_campaign) > 5
    for name in SEEN_BY:
        client.sign_out() if name is None else sign_in(client, world, name)
        for path in fixed:
            if (name, path) == ("auditor", "/"):
                continue  # his desk shows the record, and that tells of drafts
            page = client.peek(path).data
            assert "chưa ai biết".encode() not in page and b"bi-mat" not in page, (name, path)
        for path in of_campaign:
            assert client.peek(path).status_code in (302, 303, 403, 404), (name, path)
        if name in ("officer", "department_head", "auditor"):
            assert "Phong trào thi đua chuyển đổi số" in client.get("/nominations").text
