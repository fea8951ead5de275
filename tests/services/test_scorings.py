"""Scoring by the real acts: who opens, writes and closes, what is refused, and what the sheets decide."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Nomination, Round, ScoreSheet, Scoring
from nomination.queries.desk_scorings import waiting_scorings
from nomination.queries.invariants import broken
from nomination.queries.scorings import find, page_of, scored_places
from nomination.services.scorings import Typed, cancel, close, open_scoring, write_sheet
from nomination.services.transaction import Invalid, Missing, Stale
from tests import world_rounds as rounds
from tests.support.query_counter import counting
from tests.world import World, build, campaign_content
from workflow.machine import NotYours, Refused
from workflow.scoring import POINT

REVIEW: dict[str, Any] = {
    "method": "score_then_vote",
    "source": "Hướng dẫn của Bộ",
    "groups": [
        {"code": "tasks", "title": "Nhiệm vụ", "most": 60, "criteria": ["c3"]},
        {"code": "renewal", "title": "Đổi mới", "most": 40, "criteria": ["c2", "c4"]},
    ],
    "bonus_most": 5, "minus_most": 10, "least": 80, "ties": ["fewer_minus"],
}  # fmt: skip
HEADS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta")


@pytest.fixture
def world(session) -> World:  # type: ignore[no-untyped-def]
    return build(review=REVIEW)


def opened(world: World, *nominations: Nomination) -> str:
    until = clock.now() + timedelta(days=2)
    codes = tuple(one.code for one in nominations)
    return open_scoring(world.actor("eta_head"), world.campaign.code, codes, until)


def sheet(tasks: float, renewal: float, **more: Any) -> Typed:
    return Typed({"tasks": round(tasks * POINT), "renewal": round(renewal * POINT)}, **more)


def send(world: World, code: str, unit: str, nomination: Nomination, typed: Typed) -> None:
    write_sheet(world.actor(f"{unit}_head"), code, nomination.code, typed, send=True)


def test_the_leader_opens_and_every_unit_scores_the_others(world: World) -> None:
    mine, his = rounds.waiting(world, "alpha", "beta")
    code = opened(world, mine, his)
    assert code == f"{world.campaign.code}-D01"
    for n, unit in enumerate(HEADS):
        send(world, code, unit, mine, sheet(50 + n, 30))
        send(world, code, unit, his, sheet(50, 31))
    before = page_of(world.actor("alpha_head"), code)
    assert (before.places, before.found.finished) == ((), 7)
    close(world.actor("eta_head"), code)
    page = page_of(world.actor("beta_head"), code)
    told = [(one.line.nomination.code, one.ranked and one.ranked.place, one.mean) for one in page.places]
    # alpha's own 80 is not counted: the mean of 81 to 86; beta's own is left out of six equal ones
    assert told == [(mine.code, 1, 8350), (his.code, 2, 8100)]
    assert page.places[0].score.own is not None and page.places[0].score.own.total == 8000
    assert page.by_unit is False and page_of(world.actor("officer"), code).by_unit is True
    assert scored_places(world.campaign.id, world.cluster.id, [mine, his]) == {mine.code: 1, his.code: 2}


@pytest.mark.parametrize("name", ["beta_head", "eta_officer", "secretary", "department_head"])
def test_nobody_else_opens(world: World, name: str) -> None:
    (mine,) = rounds.waiting(world)
    with pytest.raises(Missing):
        open_scoring(world.actor(name), world.campaign.code, (mine.code,), clock.now() + timedelta(days=1))


def test_what_is_wrong_with_opening_is_told_at_its_field(world: World) -> None:
    (mine,) = rounds.waiting(world)
    opened(world, mine)
    with pytest.raises(Invalid) as refused:
        open_scoring(world.actor("eta_head"), world.campaign.code, (mine.code,), clock.now())
    assert {where: [message for message, _ in told] for where, told in refused.value.problems.items()} == {
        "nominations": ["One of the chosen nominations is under scoring already."],
        "until": ["This moment has passed."],
    }
    with pytest.raises(Invalid) as refused:
        open_scoring(world.actor("eta_head"), world.campaign.code, ("X",), clock.now() + timedelta(days=1))
    assert refused.value.problems == {"nominations": [("Choose at least one nomination.", {})]}


def test_a_sheet_is_kept_unfinished_and_sent_whole(world: World) -> None:
    (mine,) = rounds.waiting(world)
    code, beta = opened(world, mine), world.actor("beta_head")
    write_sheet(beta, code, mine.code, Typed({"tasks": 90 * POINT}), send=False)
    with pytest.raises(Invalid) as refused:
        write_sheet(beta, code, mine.code, Typed({"tasks": 90 * POINT}), send=True)
    assert {where: [message for message, _ in told] for where, told in refused.value.problems.items()} == {
        "group:tasks": ["“%(group)s” has from 0 to %(most)s points."],
        "group:renewal": ["Give points for “%(group)s”."],
    }
    row = db.session.scalars(select(ScoreSheet)).one()
    assert (row.sent_at, row.own, row.marks) == (None, False, {"tasks": 9000})
    version = row.version
    write_sheet(beta, code, mine.code, sheet(60, 40, bonus=100, bonus_reason="Sáng kiến"), send=True, version=version)
    with pytest.raises(Stale):
        write_sheet(beta, code, mine.code, sheet(0, 0), send=True, version=version)
    entries = db.session.scalars(select(Audit).where(Audit.subject_kind == "scoring").order_by(Audit.id)).all()
    assert [one.action for one in entries] == ["scoring:open", "scoring:write", "scoring:send"]
    assert "60" not in str([one.facts for one in entries[1:]])  # points stay out of the record until the ranking


@pytest.mark.parametrize("name", ["beta_officer", "officer", "council_2", "minister"])
def test_only_heads_of_member_units_write(world: World, name: str) -> None:
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    with pytest.raises((NotYours, Missing)):
        write_sheet(world.actor(name), code, mine.code, sheet(1, 1), send=True)
    assert db.session.scalars(select(ScoreSheet)).all() == []


def test_after_the_end_no_sheet_is_taken(world: World) -> None:
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(Refused) as refused:
        send(world, code, "beta", mine, sheet(1, 1))
    assert [reason.message for reason in refused.value.reasons] == ["Scoring ended at %(until)s. Nothing was stored."]
    with pytest.raises(Invalid) as early:
        close(world.actor("eta_head"), code)
    assert list(early.value.problems) == ["reason"]
    close(world.actor("eta_head"), code, "Các đơn vị còn lại đã xin rút.")
    with pytest.raises(Refused):
        send(world, code, "beta", mine, sheet(1, 1))
    with pytest.raises(Refused):
        cancel(world.actor("eta_head"), code, "Làm lại.")


def test_only_the_leader_ends_and_with_a_reason(world: World) -> None:
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    for act in (close, cancel):
        with pytest.raises(NotYours):
            act(world.actor("beta_head"), code, "Lý do.")
    with pytest.raises(Invalid):
        cancel(world.actor("eta_head"), code, " ")
    cancel(world.actor("eta_head"), code, "Nhầm danh sách.")
    row = db.session.scalars(select(Scoring)).one()
    assert (row.status, row.reason) == ("cancelled", "Nhầm danh sách.")
    assert scored_places(world.campaign.id, world.cluster.id, [mine]) == {}
    opened(world, mine)


def test_other_clusters_and_roles_do_not_see_it(world: World) -> None:
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    for name in ("minister", "council_2", "secretary", "beta_officer", "administrator"):
        with pytest.raises(Missing):
            find(world.actor(name), code)
    assert find(world.actor("auditor"), code).row.code == code


def test_the_desk_says_what_is_still_to_send_and_to_end(world: World) -> None:
    mine, his = rounds.waiting(world, "alpha", "beta")
    code = opened(world, mine, his)
    assert [(one.sheets, one.ending) for one in waiting_scorings(world.actor("beta_head"))] == [(True, False)]
    for nomination in (mine, his):
        send(world, code, "beta", nomination, sheet(1, 1))
    assert [(one.sheets, one.ending) for one in waiting_scorings(world.actor("beta_head"))] == [(False, False)]
    assert waiting_scorings(world.actor("officer")) == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert [(one.sheets, one.ending) for one in waiting_scorings(world.actor("eta_head"))] == [(False, True)]


def test_a_ballot_comes_after_the_sheets_and_their_places_break_its_ties(world: World, sql: Engine) -> None:
    mine, his = rounds.waiting(world, "alpha", "delta")
    with pytest.raises(Invalid) as refused:
        rounds.prepared(world, mine, his)
    assert [message for message, _ in refused.value.problems["nominations"]] == [
        "“%(nominee)s” has no score sheets yet, and this campaign votes only after them. Open a scoring first."
    ] * 2
    code = opened(world, mine, his)
    for unit in HEADS:
        send(world, code, unit, mine, sheet(50, 30))
        send(world, code, unit, his, sheet(51, 30))
    close(world.actor("eta_head"), code)
    with counting(sql) as asked:
        voting = rounds.prepared(world, mine, his)
    assert voting.row.rule["places"] == {his.code: 1, mine.code: 2}
    assert sum("FROM score_sheet" in query for query in asked) == 1


def by_sheets(**changes: Any) -> dict[str, Any]:
    return REVIEW | {"method": "score"} | changes


def test_sheets_alone_carry_from_the_mean_that_is_asked(session) -> None:  # type: ignore[no-untyped-def]
    world = build(review=by_sheets())
    mine, his = rounds.waiting(world, "alpha", "beta")
    with pytest.raises(Invalid) as refused:
        rounds.prepared(world, mine)
    assert refused.value.problems == {
        "nominations": [("In this campaign score sheets alone decide in the clusters; there is no ballot.", {})]
    }
    code = opened(world, mine, his)
    for unit in HEADS:
        send(world, code, unit, mine, sheet(50, 30))
        send(world, code, unit, his, sheet(50, 29.99))
    close(world.actor("eta_head"), code)
    assert (mine.state, his.state) == ("department_vetting", "declined")
    vote = db.session.scalars(select(Round)).one()
    assert (vote.method, vote.status, [(one.score, one.score_carried, one.outcome) for one in vote.questions]) == (
        "score", "counted", [(8000, True, "carried"), (7999, False, "not_carried")],
    )  # fmt: skip
    assert db.session.scalars(select(Scoring)).one().round_id == vote.id
    assert list(broken()) == []


def test_too_few_sheets_decide_nothing(session) -> None:  # type: ignore[no-untyped-def]
    world = build(review=by_sheets())
    (mine,) = rounds.waiting(world)
    code = opened(world, mine)
    for unit in HEADS[:4]:
        send(world, code, unit, mine, sheet(60, 40))
    close(world.actor("eta_head"), code, "Hết thời gian.")
    assert mine.state == "cluster_review"
    assert db.session.scalars(select(Round)).one().status == "inquorate"
    assert opened(world, mine) == f"{world.campaign.code}-D02"


def test_places_go_by_the_ranking_and_equals_on_the_last_one_wait(session) -> None:  # type: ignore[no-untyped-def]
    awards = build_awards(1)
    world = build(review=by_sheets(ties=[]), awards=awards)
    first, second, third = rounds.waiting(world, "alpha", "beta", "gamma")
    code = opened(world, first, second, third)
    for unit in HEADS:
        send(world, code, unit, first, sheet(60, 40))
        send(world, code, unit, second, sheet(60, 39))
        send(world, code, unit, third, sheet(60, 39))
    close(world.actor("eta_head"), code)
    assert [one.state for one in (first, second, third)] == ["department_vetting", "declined", "declined"]


def build_awards(places: int) -> list[dict[str, Any]]:
    return [one | {"cluster_places": places} for one in campaign_content()["running"]["awards"]]
