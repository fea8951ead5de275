"""A round on paper, end to end: attendance, figures by one person, confirmed by another, and the result carried out."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Audit, ClusterMembership, PaperFigures, Slip
from nomination.queries.invariants import broken
from nomination.queries.round_standing import standing
from nomination.services.ballots import cast_ballot
from nomination.services.opening import open_round
from nomination.services.paper_rounds import (
    Came,
    approve,
    enter_figures,
    lapse,
    record_absences,
    record_attendance,
    seal_of,
)
from nomination.services.round_acts import options
from nomination.services.rounds import prepare
from nomination.services.transaction import Invalid, Stale
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.world import World, build
from workflow.ballot import Choice, Method
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import State


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.message for reason in refused.value.reasons]


def figures(voting: rounds.Voting, line: int = 0) -> tuple[int | None, ...]:
    one = voting.found.lines[line].question
    return one.eligible, one.yes, one.no, one.abstain, one.invalid


def test_a_paper_round_carries_its_result_when_a_second_person_has_confirmed(world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = ways.on_paper(world, first, second)
    assert (voting.row.public_key, len(str(voting.row.definition_hash))) == (None, 64)
    ways.attended(voting, absent=1)
    ways.entered(voting, ways.sheet(5, 5, 5, 0, 4, 1, 0), ways.sheet(5, 4, 3, 1, 1, 1, 1))
    assert ways.status(voting) == "closed"
    assert (first.state, second.state) == (State.CLUSTER_REVIEW, State.CLUSTER_REVIEW)
    ways.approved(voting)
    assert ways.status(voting) == "counted"
    assert (figures(voting), figures(voting, 1)) == ((6, 4, 1, 0, 0), (6, 1, 1, 1, 1))
    assert [line.question.outcome for line in voting.found.lines] == ["carried", "not_carried"]
    assert (first.state, second.state) == (State.DEPARTMENT_VETTING, State.DECLINED)
    acts = db.session.scalars(select(Audit.action).where(Audit.subject_id == voting.code).order_by(Audit.id)).all()
    assert acts == ["round:prepare", "round:open", "round:attendance", "round:figures", "round:approve"]
    assert (db.session.scalar(select(func.count()).select_from(Slip)), broken()) == (0, [])


def test_fewer_than_five_voters_vote_on_paper(world: World) -> None:
    for code in ("gamma", "delta", "epsilon"):
        where = ClusterMembership.unit_id == world.units[code].id
        db.session.delete(db.session.scalars(select(ClusterMembership).where(where)).one())
    db.session.commit()
    (nomination,) = rounds.waiting(world)
    electronic = rounds.a_draft(world, [nomination], ("officer", "officer_2", "beta_officer"))
    with pytest.raises(Invalid) as refused:
        prepare(world.actor("eta_head"), world.campaign.code, "cluster", electronic)
    assert [one for one, _ in refused.value.problems["nominations"]] == [
        "Fewer than %(least)s people could vote on one of these nominations, so an electronic ballot would not be "
        "secret. Hold this vote on paper, in a meeting."
    ]
    on_paper = replace(electronic, method=Method.PAPER)
    voting = rounds.Voting(world, prepare(world.actor("eta_head"), world.campaign.code, "cluster", on_paper))
    open_round(world.actor("eta_head"), voting.code)
    ways.attended(voting)
    ways.entered(voting, ways.sheet(3, 3, 3, 0, 3, 0, 0))
    ways.approved(voting)
    assert nomination.state == State.DEPARTMENT_VETTING


def test_every_figure_that_cannot_be_is_told_where_it_stands_and_nothing_is_stored(world: World) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world, "alpha", "delta"))
    ways.attended(voting, absent=1)
    with pytest.raises(Invalid) as refused:
        ways.entered(voting, ways.sheet(7, 8, 5, 1, 4, 0, 0), ways.sheet(5, 5, 5, 0, 5, 0, 0) | {"no": None})
    assert refused.value.problems == {
        "issued-1": [("Only %(present)s of the members present have a ballot for this nomination.", {"present": 5})],
        "returned-1": [("More ballots came back than the %(issued)s that were issued.", {"issued": 7})],
        "valid-1": [
            ("Valid and invalid ballots make %(sum)s together; %(returned)s came back.", {"sum": 6, "returned": 8})
        ],
        "yes-1": [
            (
                "Agree, do not agree and blank make %(sum)s together; %(valid)s ballots are valid.",
                {"sum": 4, "valid": 5},
            )
        ],
        "no-2": [("Enter a whole number.", {})],
    }
    with pytest.raises(Invalid) as refused:
        enter_figures(world.actor("eta_head"), voting.code, {1: ways.sheet(5, 5, 5, 0, 5, 0, 0)}, None)
    assert refused.value.problems["file"] == [("Attach a scan of the signed counting minutes.", {})]
    assert (ways.status(voting), db.session.scalar(select(func.count()).select_from(PaperFigures))) == ("open", 0)


def test_who_typed_the_figures_does_not_confirm_them_and_strangers_do_neither(world: World) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world))
    ways.attended(voting)
    for name in ("beta_head", "officer", "department_head"):
        with pytest.raises(NotYours):
            ways.entered(voting, ways.sheet(6, 6, 6, 0, 6, 0, 0), by=name)
    ways.entered(voting, ways.sheet(6, 6, 6, 0, 6, 0, 0))
    with pytest.raises(NotYours):
        ways.approved(voting, by="eta_head")
    for name in ("beta_head", "secretary", "auditor"):
        with pytest.raises(NotYours):
            ways.approved(voting, by=name)
    assert ways.status(voting) == "closed"
    ways.approved(voting, by="gamma_officer")
    with pytest.raises(WrongState):
        ways.approved(voting)


def test_in_the_council_the_department_head_who_typed_does_not_confirm(world: World) -> None:
    nomination = ways.before_council(world, 5)
    voting = ways.on_paper(world, nomination, body="council")
    ways.attended(voting)
    ways.entered(voting, ways.sheet(5, 5, 5, 0, 5, 0, 0), by="department_head")
    with pytest.raises(Refused) as refused:
        ways.approved(voting, by="department_head")
    assert told(refused) == ["You entered them; another person compares them with the signed paper and confirms."]
    ways.approved(voting, by="officer_2")
    assert nomination.state == State.COUNCIL_REVIEW


def test_figures_entered_anew_are_not_confirmed_by_who_read_the_old_ones(world: World) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world))
    ways.attended(voting)
    ways.entered(voting, ways.sheet(6, 6, 6, 0, 6, 0, 0))
    seen = seal_of(voting.found)
    ways.entered(voting, ways.sheet(6, 6, 6, 0, 3, 3, 0))
    with pytest.raises(Stale):
        approve(world.actor("officer_2"), voting.code, seen)
    assert ways.status(voting) == "closed"


def test_without_quorum_no_figures_are_taken_and_the_round_lapses(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = ways.on_paper(world, nomination)
    with pytest.raises(Refused) as refused:
        ways.entered(voting, ways.sheet(3, 3, 3, 0, 3, 0, 0))
    assert told(refused) == ["Record first who is present."]
    ways.attended(voting, absent=4)
    with pytest.raises(Refused) as refused:
        ways.entered(voting, ways.sheet(3, 3, 3, 0, 3, 0, 0))
    assert told(refused) == ["Too few members are present for a valid vote."]
    lapse(world.actor("eta_head"), voting.code)
    assert (ways.status(voting), nomination.state) == ("inquorate", State.CLUSTER_REVIEW)
    again = ways.on_paper(world, nomination, reason="Phiên trước không đủ số thành viên dự họp.")
    ways.attended(again)
    with pytest.raises(Refused) as refused:
        lapse(world.actor("eta_head"), again.code)
    assert told(refused) == ["Enough members are present."]


def test_attendance_says_of_everybody_whether_and_of_the_absent_why(world: World) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world))
    said = ways.came(voting) | {2: Came(None), 3: Came(False)}
    with pytest.raises(Invalid) as refused:
        record_attendance(world.actor("eta_head"), voting.code, said)
    assert refused.value.problems == {
        "present-2": [("Say whether this member is present.", {})],
        "reason-3": [("Give the reason of the absence.", {})],
    }
    assert not any(voter.voted for voter in voting.found.voters)


def test_a_paper_round_takes_no_electronic_ballot_and_knows_no_codes(world: World) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world))
    with pytest.raises(Refused) as refused:
        cast_ballot(world.actor("beta_head"), voting.code, new_receipt(), {1: Choice.YES})
    assert told(refused) == ["This round has no electronic ballot. Nothing was stored."]
    offered = {
        name: {one.act.name for one in options(standing(voting.found, world.actor(name)))}
        for name in ("eta_head", "gamma_officer", "department_head")
    }
    assert offered == {"eta_head": {"attendance", "figures"}, "gamma_officer": set(), "department_head": {"cancel"}}


def test_a_ballot_that_is_kept_is_still_a_member_present(world: World) -> None:
    """Five of seven came, which is the quorum, and one of them kept his ballot."""
    (nomination,) = rounds.waiting(world)
    voting = ways.on_paper(world, nomination)
    ways.attended(voting, absent=2)
    ways.entered(voting, ways.sheet(4, 3, 3, 0, 3, 0, 0))
    ways.approved(voting)
    assert figures(voting) == (6, 3, 0, 0, 0)
    assert nomination.state == State.DECLINED


def test_reasons_of_absence_are_added_after_an_electronic_round(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=5)
    rounds.counted(voting)
    absent = next(voter for voter in voting.found.voters if not voter.voted)
    record_absences(world.actor("eta_head"), voting.code, {absent.n: " Ốm "})
    assert [voter.absence for voter in voting.found.voters if voter.absence] == ["Ốm"]
