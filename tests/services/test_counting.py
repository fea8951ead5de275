"""The count, end to end: shares in whole numbers, quorum, places, holds, the chair, and a box that was touched."""

import copy
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from nomination import clock
from nomination.box.definition import box_hash
from nomination.box.seal import seal_slip
from nomination.extensions import db
from nomination.models import Audit, KeyWrapping, Slip
from nomination.queries.box_export import export
from nomination.queries.desk_rounds import waiting_rounds
from nomination.queries.minutes import minutes_of
from nomination.queries.round_pages import page_of
from nomination.services.closing import close
from nomination.services.counting import agree, carry_out, count_box, disagree
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.world import World, build, campaign_content
from tests.world_steps import act
from workflow.ballot import Band, Choice, Tally
from workflow.machine import NotYours, Refused
from workflow.vocabulary import State, Trigger

YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def figures(voting: rounds.Voting, line: int = 0) -> tuple[int | None, ...]:
    question = voting.found.lines[line].question
    return question.eligible, question.yes, question.no, question.abstain, question.invalid


def test_a_carried_nomination_goes_on_and_the_figures_are_kept(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, lambda n: (NO, ABSTAIN, YES, YES, YES, YES)[n])
    rounds.counted(voting)
    assert figures(voting) == (6, 4, 1, 1, 0)
    assert voting.found.lines[0].question.outcome == "carried"
    assert nomination.state == State.DEPARTMENT_VETTING


def test_exactly_half_is_not_more_than_half(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, lambda n: YES if n < 3 else NO)
    rounds.counted(voting)
    assert figures(voting) == (6, 3, 3, 0, 0)
    assert nomination.state == State.DECLINED


@pytest.mark.parametrize(
    ("members", "yes", "outcome"), [(29, 26, "not_carried"), (17, 15, "not_carried"), (17, 16, "carried")]
)
def test_ninety_percent_of_all_members_in_whole_numbers(world: World, members: int, yes: int, outcome: str) -> None:
    nomination = ways.before_council(world, members)
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting, lambda n: YES if n < yes else NO)
    rounds.counted(voting)
    assert figures(voting) == (members, yes, members - yes, 0, 0)
    assert voting.found.lines[0].question.outcome == outcome
    assert nomination.state == (State.COUNCIL_REVIEW if outcome == "carried" else State.DECLINED)


def test_the_council_result_moves_only_with_the_chair(world: World) -> None:
    nomination = ways.before_council(world, 5)
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting)
    rounds.counted(voting)
    (left,) = page_of(world.actor("secretary"), voting.code).results[0].left
    assert left.message == "The chair of the council has not recorded agreement."
    assert [reason.code for reason in page_of(world.actor("secretary"), voting.code).options["carry"].reasons] == [
        "chair"
    ]
    asked = {name: {act for one in waiting_rounds(world.actor(name)) for act in one.acts} for name in world.people}
    assert {name: acts for name, acts in asked.items() if acts} == {"council_1": {"agree"}}
    with pytest.raises(NotYours):
        agree(world.actor("council_2"), voting.code)
    assert agree(world.actor("council_1"), voting.code) == []
    assert nomination.state == State.MINISTER_SIGNOFF
    with pytest.raises(Refused):
        agree(world.actor("council_1"), voting.code)


def test_a_chair_who_does_not_agree_says_why_and_the_result_does_not_pass(world: World) -> None:
    nomination = ways.before_council(world, 5)
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting)
    rounds.counted(voting)
    with pytest.raises(NotYours):
        disagree(world.actor("council_2"), voting.code, "Không đủ.")
    with pytest.raises(Invalid) as invalid:
        disagree(world.actor("council_1"), voting.code, "  ")
    assert (list(invalid.value.problems), nomination.state) == (["reason"], State.COUNCIL_REVIEW)
    assert disagree(world.actor("council_1"), voting.code, "Chưa đủ căn cứ.") == []
    db.session.expire_all()
    assert (nomination.state, voting.found.vote.chair_refusal) == (State.DECLINED, "Chưa đủ căn cứ.")
    for again in (agree, lambda who, code: disagree(who, code, "Lần nữa.")):
        with pytest.raises(Refused):
            again(world.actor("council_1"), voting.code)
    said = db.session.query(Audit).filter_by(action="round:disagree").one()
    assert (said.actor_id, said.facts) == (world.people["council_1"].id, {"reason": "Chưa đủ căn cứ."})


def test_any_two_of_three_codes_open_the_cluster_box_and_one_does_not(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    with pytest.raises(Invalid) as refused:
        rounds.counted(voting, codes=[2])
    assert refused.value.problems == {"codes": [("The codes of %(number)s tellers are needed.", {"number": 2})]}
    rounds.counted(voting, codes=[1, 3])
    assert figures(voting) == (6, 6, 0, 0, 0)


def test_wrong_codes_are_named_at_their_fields_and_nothing_is_counted(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    voting.codes = {1: voting.codes[2], 2: voting.codes[2][:-1], 3: voting.codes[3]}
    with pytest.raises(Invalid) as refused:
        rounds.counted(voting)
    assert refused.value.problems == {
        "code-1": [("This is not the code of this teller.", {})],
        "code-2": [("A code has exactly 16 letters and digits.", {})],
    }
    assert voting.found.vote.status == "closed"
    assert figures(voting)[1:] == (None, None, None, None)


def test_only_a_teller_counts_and_not_before_the_end(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    with clock.at(voting.row.closes_at), pytest.raises(NotYours):
        count_box(world.actor("eta_head"), voting.code, voting.codes)
    with clock.at(voting.row.closes_at - timedelta(microseconds=1)), pytest.raises(Refused) as refused:
        count_box(world.actor("beta_officer"), voting.code, voting.codes)
    assert [reason.message for reason in refused.value.reasons] == [
        "The box is open until %(closes)s. It is counted after that."
    ]


def test_without_quorum_the_box_stays_shut_and_another_round_may_follow(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, number=3)
    rounds.counted(voting)
    assert voting.found.vote.status == "inquorate"
    assert figures(voting)[1:] == (None, None, None, None)
    assert nomination.state == State.CLUSTER_REVIEW
    with pytest.raises(Invalid) as refused:
        rounds.prepared(world, nomination)
    assert list(refused.value.problems) == ["repeat_reason"]


def test_a_quorum_of_four_slips_is_still_too_few_to_be_secret(world: World) -> None:
    """Two thirds of six are four; below five slips the totals would tell choices."""
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=4)
    rounds.counted(voting)
    assert voting.found.vote.status == "inquorate"
    assert export(world.actor("beta_officer"), voting.code)["wrappings"] == {}  # nor can the tellers open it elsewhere


def test_a_held_nomination_keeps_its_result_and_the_others_move(world: World) -> None:
    held, free = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, held, free)
    rounds.all_vote(voting)
    act(world, "officer", Trigger.HOLD, held, paper="Số 5/CV")
    rounds.counted(voting)
    assert (held.state, free.state) == (State.CLUSTER_REVIEW, State.DEPARTMENT_VETTING)
    assert figures(voting) == (6, 6, 0, 0, 0)
    assert [left.line.nomination.code for left in carry_out(world.actor("eta_head"), voting.code)] == [held.code]
    act(world, "department_head", Trigger.LIFT, held)
    assert carry_out(world.actor("eta_head"), voting.code) == []
    assert held.state == State.DEPARTMENT_VETTING
    with pytest.raises(Refused):
        carry_out(world.actor("eta_head"), voting.code)


def places(number: int) -> World:
    running = copy.deepcopy(campaign_content()["running"])
    for award in running["awards"]:
        award["cluster_places"] = number
    return build(awards=running["awards"])


def test_places_go_to_the_most_votes_and_a_tie_waits(app, session) -> None:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    world = places(1)
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    rounds.all_vote(voting)
    rounds.counted(voting)
    assert (first.state, second.state) == (State.CLUSTER_REVIEW, State.CLUSTER_REVIEW)
    told = [reason.code for result in page_of(world.actor("eta_head"), voting.code).results for reason in result.left]
    assert told == ["tied", "tied"]


def test_slips_changed_after_closing_are_noticed_and_the_box_is_not_opened(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    with clock.at(voting.row.closes_at):
        with pytest.raises(Invalid):
            count_box(world.actor("beta_officer"), voting.code, {})
        slip = db.session.scalars(select(Slip)).first()
        assert slip is not None
        db.session.execute(update(Slip).where(Slip.id == slip.id).values(sealed=slip.sealed[:-1] + b"\0"))
        db.session.commit()
        with pytest.raises(Refused) as refused:
            count_box(world.actor("beta_officer"), voting.code, voting.codes)
    assert [reason.code for reason in refused.value.reasons] == ["tampered"]
    assert voting.found.vote.status == "closed"


def test_slips_put_in_place_of_others_with_a_new_hash_of_the_box_are_noticed_too(world: World) -> None:
    """Anybody can seal a slip for a box. The record says which ones lay in it when it closed."""
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    with clock.at(voting.row.closes_at):
        close(world.actor("eta_head"), voting.code)
        vote, (line,) = voting.found.vote, voting.found.lines
        slip = db.session.scalars(select(Slip)).first()
        assert slip is not None
        about = {"nomination": line.nomination.code, "definition_hash": str(vote.definition_hash)}
        slip.sealed = seal_slip(bytes(vote.public_key or b""), NO, **about)
        vote.box_hash = box_hash((one.id, one.sealed) for one in db.session.scalars(select(Slip)))
        db.session.commit()
        with pytest.raises(Refused) as refused:
            count_box(world.actor("beta_officer"), voting.code, voting.codes)
    assert [reason.code for reason in refused.value.reasons] == ["tampered"]
    assert figures(voting)[1:] == (None, None, None, None)


def test_a_slip_altered_while_the_box_was_open_counts_as_invalid(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    slip = db.session.scalars(select(Slip)).first()
    assert slip is not None
    db.session.execute(update(Slip).where(Slip.id == slip.id).values(sealed=b"\0" * len(slip.sealed)))
    db.session.commit()
    rounds.counted(voting)
    assert figures(voting) == (6, 5, 0, 0, 1)


def test_a_slip_taken_out_while_the_box_was_open_stops_the_count(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    db.session.delete(db.session.scalars(select(Slip)).first())
    db.session.commit()
    with pytest.raises(Refused) as refused:
        rounds.counted(voting)
    assert [reason.code for reason in refused.value.reasons] == ["tampered"]


def test_changed_wrappings_are_told_apart_from_wrong_codes(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    db.session.execute(update(KeyWrapping).values(sealed=b"\0" * 128))
    db.session.commit()
    with pytest.raises(Refused) as refused:
        rounds.counted(voting)
    assert [reason.code for reason in refused.value.reasons] == ["key"]


def test_figures_only_for_those_who_read_the_minutes(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    rounds.counted(voting)
    for name in ("beta_officer", "department_head", "auditor", "minister"):
        assert page_of(world.actor(name), voting.code).results[0].shown == Tally(6, 6, 6, 0, 0)
        assert minutes_of(world.actor(name), voting.code).page.exact
        assert len(export(world.actor(name), voting.code)["slips"]) == 6
    for name in ("eta_head", "beta_head", "secretary"):
        assert page_of(world.actor(name), voting.code).results[0].shown is Band.PASSED
        with pytest.raises(Missing):
            minutes_of(world.actor(name), voting.code)
        with pytest.raises(Missing):
            export(world.actor(name), voting.code)
    with pytest.raises(Missing):
        page_of(world.actor("alpha_officer"), voting.code)


def test_the_audit_of_a_round_holds_no_figure_and_no_voter(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, lambda n: NO if n == 0 else YES)
    rounds.counted(voting)
    entries = db.session.scalars(select(Audit).where(Audit.subject_id == voting.code).order_by(Audit.id)).all()
    cast = [entry for entry in entries if entry.action == "round:cast"]
    assert [(entry.actor_id, entry.facts) for entry in cast] == [(None, {})] * 6
    count = entries[-1]
    assert count.action == "round:count"
    assert sorted(count.facts) == ["box", "definition", "tellers"]
