"""Preparing, keying and opening: who may, what is pinned, who stands aside, and what is frozen."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nomination import clock
from nomination.box.definition import canonical
from nomination.extensions import db
from nomination.models import KeyWrapping, RoleAssignment
from nomination.services.closing import close
from nomination.services.keys import confirm_code, take_code
from nomination.services.opening import open_round
from nomination.services.rounds import cancel, prepare
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.world import World, build
from tests.world_steps import act
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Trigger


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def problems(world: World, draft: object, body: str = "cluster", name: str = "eta_head") -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        prepare(world.actor(name), world.campaign.code, body, draft)  # type: ignore[arg-type]
    return {where: [message for message, _ in told] for where, told in refused.value.problems.items()}


def test_the_leader_prepares_and_the_rule_is_pinned(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    assert voting.code == f"{world.campaign.code}-P01"
    assert voting.row.rule == {
        "quorum": [2, 3, False], "threshold": [1, 2, True], "base": "eligible", "chair_must_agree": False,
        "recusal": "recuse_reduce_denominator", "min_voters": 5, "absent_policy": None, "tiebreak": ["score", "chair"],
        "results_to_units": "after_count", "complaint_days": 30,
    }  # fmt: skip
    assert voting.row.teller_quorum == 2


@pytest.mark.parametrize("name", ["beta_head", "eta_officer", "secretary", "department_head", "administrator"])
def test_nobody_else_prepares_a_cluster_round(world: World, name: str) -> None:
    nominations = rounds.waiting(world)
    with pytest.raises(Missing):
        prepare(world.actor(name), world.campaign.code, "cluster", rounds.a_draft(world, nominations))


def test_every_problem_is_told_at_once(world: World) -> None:
    draft = replace(rounds.a_draft(world, rounds.waiting(world)), title=" ", nominations=(), tellers=())
    draft = replace(draft, closes_at=draft.opens_at)
    assert problems(world, draft) == {
        "title": ["Give the round a title."],
        "closes_at": ["Voting must end after it begins.", "This moment has passed."],
        "nominations": ["Choose at least one nomination for the round."],
        "tellers": ["Choose from %(least)s to %(most)s tellers."],
    }


@pytest.mark.parametrize("name", ["eta_head", "administrator", "alpha_head", "beta_head"])
def test_leader_heads_and_administrator_are_no_tellers(world: World, name: str) -> None:
    draft = rounds.a_draft(world, rounds.waiting(world), ["beta_officer", "gamma_officer", name])
    assert problems(world, draft) == {"tellers": ["One of the chosen people may not be a teller here. Choose again."]}


def test_nobody_counts_the_case_of_his_own_unit(world: World) -> None:
    draft = rounds.a_draft(world, rounds.waiting(world), ["alpha_officer", "beta_officer", "officer"])
    assert problems(world, draft) == {
        "tellers": [
            "%(name)s cannot count a vote on “%(nominee)s”: it is a case of his or her own unit, or one that he or she "
            "wrote."
        ]
    }


def test_fewer_than_five_voters_vote_on_paper(world: World) -> None:
    """Seven units; when three of them have no head left, only three of the four others vote on alpha's nominee."""
    nominations = rounds.waiting(world)
    gone = [world.people[f"{unit}_head"].id for unit in ("beta", "gamma")]
    for assignment in db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id.in_(gone))):
        assignment.valid_to = clock.today()
    db.session.commit()
    assert problems(world, rounds.a_draft(world, nominations)) == {
        "nominations": [
            "Fewer than %(least)s people could vote on one of these nominations, so an electronic ballot would not be "
            "secret. Hold this vote on paper, in a meeting."
        ]
    }


def test_a_nomination_is_in_one_round_at_a_time(world: World) -> None:
    nominations = rounds.waiting(world)
    rounds.prepared(world, *nominations)
    told = problems(world, rounds.a_draft(world, nominations))
    assert told == {"nominations": ["Choose at least one nomination for the round."]}


def test_each_teller_takes_his_own_code_and_types_it_back(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    beta, gamma = world.actor("beta_officer"), world.actor("gamma_officer")
    first, second = take_code(beta, voting.code), take_code(beta, voting.code)
    with pytest.raises(Refused):
        confirm_code(gamma, voting.code, second)
    for wrong in (first, take_code(gamma, voting.code)):
        with pytest.raises(Invalid) as refused:
            confirm_code(beta, voting.code, wrong)
        assert refused.value.problems == {"code": [("This is not the code of this teller.", {})]}
    confirm_code(beta, voting.code, second.lower())
    with pytest.raises(Refused):
        take_code(beta, voting.code)
    with pytest.raises((Missing, NotYours)):
        take_code(world.actor("eta_head"), voting.code)
    assert voting.found.vote.status == "preparing"


def test_no_code_is_stored(world: World) -> None:
    voting = rounds.keyed(world, *rounds.waiting(world))
    stored = repr([teller.lock for teller in voting.found.tellers]).upper()
    assert not any(code.replace("-", "") in stored or code in stored for code in voting.codes.values())


def test_the_round_opens_only_when_every_teller_confirmed(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert refused.value.reasons[0].message == (
        "These tellers have not yet taken their code and typed it back: %(names)s."
    )
    with pytest.raises(NotYours):
        open_round(world.actor("beta_head"), voting.code)


def test_opening_freezes_roll_questions_and_rules_under_one_hash(world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    found = voting.found
    assert [voter.person.full_name.split()[-1] for voter in found.voters] == [
        "Alpha", "Beta", "Delta", "Epsilon", "Eta", "Gamma", "Zeta",
    ]  # fmt: skip
    assert {voter.person_id: voter.recused for voter in found.voters if voter.recused} == {
        world.people["alpha_head"].id: [first.code],
        world.people["delta_head"].id: [second.code],
    }
    assert [(line.question.eligible, line.question.material_hash) for line in found.lines] == [
        (6, first.pledged_hash),
        (6, second.pledged_hash),
    ]
    assert hashlib.sha256(canonical(found.vote.definition)).hexdigest() == found.vote.definition_hash
    wrappings = db.session.scalars(select(KeyWrapping.tellers).where(KeyWrapping.round_id == found.vote.id))
    assert sorted(wrappings) == ["1-2", "1-3", "2-3"]
    with pytest.raises(WrongState):
        open_round(world.actor("eta_head"), voting.code)


def test_a_vacant_seat_stops_the_opening(world: World) -> None:
    voting = rounds.keyed(world, *rounds.waiting(world))
    head = db.session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == world.people["zeta_head"].id)
    ).one()
    head.valid_to = clock.today()
    db.session.commit()
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [(reason.message, reason.params) for reason in refused.value.reasons] == [
        ("The unit “%(unit)s” has no head in office today, so the roll would be incomplete.", {"unit": "Vụ Zeta"})
    ]


def test_a_withdrawn_nomination_stops_the_opening(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.keyed(world, nomination)
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [reason.code for reason in refused.value.reasons] == ["state"]


def test_a_round_whose_time_has_passed_does_not_open(world: World) -> None:
    voting = rounds.keyed(world, *rounds.waiting(world))
    with clock.at(voting.row.closes_at), pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [reason.code for reason in refused.value.reasons] == ["window"]


def test_early_closing_only_when_everyone_with_a_ballot_voted(world: World) -> None:
    """Alpha's head has no line in this round, so nobody waits for him."""
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=5)
    with pytest.raises(Refused):
        close(world.actor("eta_head"), voting.code)
    rounds.all_vote(voting)
    close(world.actor("eta_head"), voting.code)
    assert voting.found.vote.status == "closed"
    assert voting.found.vote.box_hash is not None


def test_a_cancelled_round_can_never_be_opened_and_frees_its_nominations(world: World) -> None:
    nominations = rounds.waiting(world)
    voting = rounds.opened(world, *nominations)
    with pytest.raises(NotYours):
        cancel(world.actor("eta_head"), voting.code, "Nhầm danh sách")
    with pytest.raises(Invalid):
        cancel(world.actor("department_head"), voting.code, " ")
    cancel(world.actor("department_head"), voting.code, "Nhầm danh sách")
    assert voting.found.vote.status == "cancelled"
    assert db.session.scalars(select(KeyWrapping).where(KeyWrapping.round_id == voting.row.id)).all() == []
    again = rounds.prepared(world, *nominations)
    assert again.code == f"{world.campaign.code}-P02"


def test_council_rounds_follow_their_own_rule_and_nobody_stands_aside(world: World) -> None:

    nomination = ways.before_council(world, 5)
    voting = rounds.opened(world, nomination, body="council")
    assert voting.row.rule["threshold"] == [90, 100, False]
    assert voting.row.rule["chair_must_agree"] is True
    assert [(voter.capacity, voter.recused) for voter in voting.found.voters] == [("chair", [])] + [("member", [])] * 4
    assert voting.row.opens_at <= clock.now() < voting.row.opens_at + timedelta(hours=1)
