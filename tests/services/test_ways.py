"""Opinions in writing, a longer window, a settled tie, a repeated round and the end of a box."""

import copy
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, ClusterLeadership, Destruction, KeyWrapping, Slip, TieVote, WrittenOpinion
from nomination.queries.actor import actor_for
from nomination.queries.box_export import export
from nomination.queries.invariants import broken
from nomination.queries.minutes import minutes_of
from nomination.queries.round_pages import page_of
from nomination.queries.round_ways import ways_of
from nomination.services import destroying, extensions, ties, written_opinions
from nomination.services.ballots import InBox, in_box
from nomination.services.closing import close
from nomination.services.counting import agree, carry_out
from nomination.services.leading import Lending, delegate_leading
from nomination.services.opening import open_round
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.world import World, build, campaign_content
from tests.world_steps import act
from workflow.ballot import Band, Choice, Method, Tally
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import State, Trigger

YES, NO = Choice.YES, Choice.NO


@pytest.fixture
def world(app, session) -> Iterator[World]:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    yield build()
    assert broken() == []


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.message for reason in refused.value.reasons]


def number(voting: rounds.Voting, name: str) -> int:
    voter = voting.found.voter(voting.world.people[name].id)
    assert voter is not None
    return voter.n


def wrote(voting: rounds.Voting, name: str, choice: Choice, by: str = "secretary") -> None:
    choices = {line.question.n: choice for line in voting.found.lines}
    written_opinions.enter_opinion(
        voting.world.actor(by), voting.code, n=number(voting, name), choices=choices, scan=ways.scan(f"{name}.pdf")
    )


def test_an_absent_member_writes_and_does_not_vote_besides(world: World) -> None:
    """Of seven five vote, which is the quorum; two write, and one of them had voted while nobody could know."""
    nomination = ways.before_council(world, 7)
    voting = rounds.opened(world, nomination, body="council")
    rounds.cast(voting, world.people["council_2"], YES)
    wrote(voting, "council_2", NO)
    wrote(voting, "council_7", YES)
    assert rounds.cast(voting, world.people["council_7"], NO) is False
    for name in ("council_1", "council_3", "council_4", "council_5"):
        rounds.cast(voting, world.people[name], YES)
    wrote(voting, "council_6", YES)
    rounds.counted(voting)
    question = voting.found.lines[0].question
    assert (question.yes, question.no, question.written, question.outcome) == (7, 0, 2, "carried")
    assert db.session.scalar(select(func.count()).select_from(WrittenOpinion)) == 2
    notes = dict(minutes_of(world.actor("secretary"), voting.code).notes)
    assert notes["Ý kiến bằng văn bản:"] == "Đỗ Hữu 7 (council_7.pdf): Phòng Tổng hợp: đồng ý."
    box = export(world.actor("secretary"), voting.code)
    assert (box["voted"], len(box["participants"]), len(box["slips"])) == (5, 5, 5)
    assert [one["choice"] for one in box["written_opinions"]] == ["yes", "yes"]
    assert agree(world.actor("council_1"), voting.code) == []


def test_opinions_make_no_quorum_and_clusters_know_none(world: World) -> None:
    nomination = ways.before_council(world, 9)
    voting = rounds.opened(world, nomination, body="council")
    for n in range(1, 6):
        rounds.cast(voting, world.people[f"council_{n}"], YES)
    for n in range(6, 10):
        wrote(voting, f"council_{n}", YES)
    close(world.actor("secretary"), voting.code)
    assert ways.status(voting) == "inquorate"
    cluster = rounds.opened(world, *rounds.waiting(world, "delta"))
    with pytest.raises(Refused) as refused:
        wrote(cluster, "alpha_head", YES, by="eta_head")
    assert told(refused) == ["The rules of this round know no opinions in writing of absent members."]


def test_what_is_missing_of_an_opinion_is_told_and_one_may_be_taken_back(world: World) -> None:
    voting = rounds.opened(world, ways.before_council(world, 5), body="council")
    secretary = world.actor("secretary")
    with pytest.raises(Invalid) as refused:
        written_opinions.enter_opinion(secretary, voting.code, n=1, choices={}, scan=None)
    assert refused.value.problems == {
        "file": [("Attach the scanned paper.", {})],
        "choice-1": [("Say what the member wrote about this nomination.", {})],
    }
    wrote(voting, "council_2", YES)
    written_opinions.take_back_opinion(secretary, voting.code, number(voting, "council_2"))
    assert rounds.cast(voting, world.people["council_2"], YES) is True
    with pytest.raises(Missing):
        written_opinions.take_back_opinion(secretary, voting.code, number(voting, "council_2"))


def test_no_opinion_comes_or_goes_when_the_votes_may_be_known(world: World) -> None:
    """A closed box is downloaded, and the tellers count it before the software does; a meeting knows its figures."""
    known = "The votes may be known by now, so no opinion is entered or taken back any more."
    sealed = rounds.opened(world, ways.before_council(world, 7), body="council")
    for n in range(1, 6):
        rounds.cast(sealed, world.people[f"council_{n}"], YES)
    wrote(sealed, "council_6", YES)
    with clock.at(sealed.row.closes_at):
        close(world.actor("secretary"), sealed.code)
    met = ways.on_paper(world, ways.before_council(world, 7, "Phòng Kế hoạch"), body="council")
    wrote(met, "council_6", YES)
    ways.attended(met, absent=2)
    ways.entered(met, ways.sheet(5, 5, 5, 0, 5, 0, 0))
    for voting in (sealed, met):
        assert ways.status(voting) == "closed"
        with pytest.raises(Refused) as refused:
            wrote(voting, "council_7", NO)
        assert told(refused) == [known]
        with pytest.raises(Refused) as refused:
            written_opinions.take_back_opinion(world.actor("secretary"), voting.code, number(voting, "council_6"))
        assert told(refused) == [known]
        assert "opinion" not in page_of(world.actor("secretary"), voting.code).options
    assert db.session.scalar(select(func.count()).select_from(WrittenOpinion)) == 2


def test_a_council_that_does_not_meet_is_asked_in_writing_with_leave(world: World) -> None:
    nomination = ways.before_council(world, 5)
    voting = ways.prepared_as(world, Method.WRITTEN, nomination, body="council")
    secretary = world.actor("secretary")
    with pytest.raises(Refused) as refused:
        open_round(secretary, voting.code)
    assert told(refused) == ["Record the leave not to meet first: who gave it, and the paper."]
    chair = world.people["council_1"].id
    written_opinions.record_leave(secretary, voting.code, given_by=chair, paper="Số 9/TB-HĐ", scan=ways.scan())
    open_round(secretary, voting.code)
    for n in range(1, 6):
        wrote(voting, f"council_{n}", YES)
    close(secretary, voting.code)
    with pytest.raises(NotYours):
        ways.approved(voting, by="secretary")
    ways.approved(voting)
    assert (ways.status(voting), voting.found.lines[0].question.yes) == ("counted", 5)
    assert agree(world.actor("council_1"), voting.code) == []
    assert nomination.state == State.MINISTER_SIGNOFF
    notes = dict(minutes_of(secretary, voting.code).notes)
    assert notes["Cho phép không họp:"] == "Đỗ Hữu 1, theo Số 9/TB-HĐ."


def test_clusters_do_not_decide_in_writing(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        ways.prepared_as(world, Method.WRITTEN, *rounds.waiting(world))
    assert refused.value.problems["method"] == [
        ("The rules of this body do not let it decide in writing without a meeting.", {})
    ]


def test_a_window_is_extended_by_another_persons_consent_before_the_end(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    leader, head, before = world.actor("eta_head"), world.actor("department_head"), voting.row.closes_at
    sealed, until = voting.row.definition_hash, voting.row.closes_at + timedelta(hours=2)
    with pytest.raises(Invalid) as refused:
        extensions.ask_extension(leader, voting.code, until=before, reason=" ")
    assert {name: one[0][0] for name, one in refused.value.problems.items()} == {
        "until": "The new end must lie after the present one: %(closes)s.",
        "reason": "This is needed.",
    }
    extensions.ask_extension(leader, voting.code, until=until, reason="Bão số 9, nhiều đơn vị mất điện.")
    assert voting.found.vote.closes_at == before
    with pytest.raises(NotYours):
        extensions.answer_extension(leader, voting.code, consents=True)
    extensions.answer_extension(head, voting.code, consents=True)
    assert (voting.found.vote.closes_at, voting.found.vote.definition_hash) == (until, sealed)
    with clock.at(before + timedelta(minutes=1)):
        rounds.all_vote(voting)
    rounds.counted(voting)
    (one,) = export(world.actor("auditor"), voting.code)["extensions"]
    assert (one["from"], one["to"]) == (before.isoformat(), until.isoformat())
    assert "Gia hạn bỏ phiếu:" in dict(minutes_of(world.actor("auditor"), voting.code).notes)


def test_a_closed_window_is_never_opened_again_and_a_refusal_says_why(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    leader, head, end = world.actor("eta_head"), world.actor("department_head"), voting.row.closes_at
    extensions.ask_extension(leader, voting.code, until=end + timedelta(hours=1), reason="Chưa đủ người.")
    with pytest.raises(Invalid) as refused:
        extensions.answer_extension(head, voting.code, consents=False)
    assert refused.value.problems == {"answer": [("Say why not.", {})]}
    extensions.answer_extension(head, voting.code, consents=False, words="Không có lý do chính đáng.")
    extensions.ask_extension(leader, voting.code, until=end + timedelta(hours=1), reason="Chưa đủ người.")
    with clock.at(end):
        with pytest.raises(Refused):
            extensions.answer_extension(head, voting.code, consents=True)
        with pytest.raises(Refused) as late:
            extensions.ask_extension(leader, voting.code, until=end + timedelta(hours=1), reason="Muộn.")
    assert told(late) == ["Voting ended at %(closes)s. A window that has closed is not opened again."]
    assert voting.found.vote.closes_at == end


def with_places(places: int) -> World:
    running = copy.deepcopy(campaign_content()["running"])
    for award in running["awards"]:
        award["cluster_places"] = places
    return build(awards=running["awards"])


def test_the_chair_votes_between_equals_openly_and_the_result_moves(app, session) -> None:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    world = with_places(1)
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    rounds.all_vote(voting)
    rounds.counted(voting)
    leader = world.actor("eta_head")
    page = page_of(leader, voting.code)
    assert page.options["settle"].possible and not page.options["carry"].possible
    for chosen in ((), (first.code, second.code)):
        with pytest.raises(Invalid):
            ties.settle_tie(leader, voting.code, chosen=chosen, reason="Thành tích trực tiếp.")
    with pytest.raises(NotYours):
        ties.settle_tie(world.actor("delta_head"), voting.code, chosen=[second.code], reason="x")
    assert ties.settle_tie(leader, voting.code, chosen=[second.code], reason="Thành tích trực tiếp.") == []
    assert (first.state, second.state) == (State.DECLINED, State.DEPARTMENT_VETTING)
    notes = dict(minutes_of(world.actor("auditor"), voting.code).notes)
    assert notes["Ý kiến của người chủ trì khi bằng phiếu ở suất cuối cùng:"] == (
        "Trần Thị Eta chọn Nguyễn Thị Delta; lý do: Thành tích trực tiếp."
    )
    assert broken() == []


def test_the_chair_does_not_decide_for_his_own_unit(app, session) -> None:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    world = with_places(1)
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "eta"))
    rounds.all_vote(voting)
    rounds.counted(voting)
    with pytest.raises(Refused) as refused:
        code = voting.found.lines[1].nomination.code
        ties.settle_tie(world.actor("eta_head"), voting.code, chosen=[code], reason="x")
    assert told(refused) == [
        "One of the equals is a case of your own unit, so your vote cannot decide. They need another round."
    ]


def test_nor_does_somebody_for_him(app, session) -> None:  # type: ignore[no-untyped-def]
    """A delegate's act is his principal's as well; the deputy's own unit is another one."""
    app.config["BOX_SCRYPT_N"] = 2
    world = with_places(1)
    of_zeta = {"unit_id": world.units["zeta"].id, "post": "deputy"}
    db.session.add(ClusterLeadership(cluster_id=world.cluster.id, year=world.campaign.year, **of_zeta))
    voting = rounds.opened(world, *rounds.waiting(world, "alpha", "eta"))
    rounds.all_vote(voting)
    rounds.counted(voting)
    today = clock.today()
    lending = Lending(world.cluster.code, world.campaign.year, today, today + timedelta(days=3), "Giấy ủy quyền số 3")
    delegate_leading(world.actor("eta_head"), lending)
    with pytest.raises(Refused) as refused:
        code = voting.found.lines[1].nomination.code
        ties.settle_tie(world.actor("zeta_head"), voting.code, chosen=[code], reason="x")
    assert [reason.code for reason in refused.value.reasons] == ["own"]
    assert db.session.scalars(select(TieVote)).all() == []


def test_two_rounds_with_almost_one_roll_give_no_figures(world: World) -> None:
    """Both stay in the minutes. Were one voter more on the second roll, the two results would tell how he chose."""
    (nomination,) = rounds.waiting(world)
    first = rounds.opened(world, nomination)
    rounds.all_vote(first, number=3)
    rounds.counted(first)
    assert ways.status(first) == "inquorate"
    second = ways.prepared_as(world, Method.ELECTRONIC, nomination, reason="Phiên trước không đủ phiếu.")
    rounds.opening(second)
    rounds.all_vote(second)
    rounds.counted(second)
    auditor = world.actor("auditor")
    assert page_of(auditor, second.code).results[0].shown == Tally(6, 6, 6, 0, 0)
    notes = dict(minutes_of(auditor, second.code).notes)
    before = next(text for label, text in notes.items() if label.startswith(f"Phiên trước {first.code}"))
    assert before == "Nguyễn Thị Alpha: không đủ điều kiện, không có kết quả."
    ways.counted_without(first, "zeta_head")
    for one in (first, second):
        assert isinstance(page_of(auditor, one.code).results[0].shown, Band)
        withheld = dict(minutes_of(auditor, one.code).notes)
        assert "Chỉ công bố đạt hay không đạt, không công bố số phiếu:" in withheld
        (line,) = export(auditor, one.code)["minutes"].values()
        assert line.keys() == {"outcome", "within_places", "award", "withheld"} and line["withheld"] is True


def test_nor_does_the_page_on_which_figures_of_a_paper_were_compared(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    first = rounds.opened(world, nomination)
    rounds.all_vote(first, number=3)
    rounds.counted(first)
    second = ways.on_paper(world, nomination, reason="Phiên trước không đủ phiếu.")
    ways.attended(second)
    ways.entered(second, ways.sheet(6, 6, 6, 0, 6, 0, 0))
    ways.approved(second)
    head = world.actor("department_head")
    assert [one.yes for one in ways_of(head, second.code).figures.values()] == [6]
    ways.counted_without(first, "zeta_head")
    assert ways_of(head, second.code).figures == {}


def over(voting: rounds.Voting) -> object:
    return clock.at(voting.found.vote.counted_at + timedelta(days=30))  # type: ignore[operator]


def test_slips_and_keys_are_destroyed_by_two_people_when_complaints_are_over(world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    rounds.counted(voting)
    teller, head = world.actor("beta_officer"), world.actor("department_head")
    with pytest.raises(Refused) as refused:
        destroying.ask_destruction(teller, voting.code)
    assert told(refused) == ["Complaints may be made until %(until)s."]
    with over(voting):  # type: ignore[attr-defined]
        with pytest.raises(Refused):
            destroying.destroy(head, voting.code)
        destroying.ask_destruction(teller, voting.code)
        with pytest.raises(NotYours):
            destroying.destroy(teller, voting.code)
        destroying.destroy(head, voting.code)
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Slip, KeyWrapping)] == [0, 0]
    record = db.session.get_one(Destruction, voting.row.id)
    assert (record.slips, record.keys, len(record.listed)) == (6, 3, 6)
    person = voting.voters()[0]
    assert in_box(actor_for(person), voting.code, voting.receipts[person.id]) == InBox(True, 1, 1)
    box = export(world.actor("auditor"), voting.code)
    assert (box["slips"], box["wrappings"], len(box["destroyed"]["slips"])) == ([], {}, 6)
    assert voting.found.lines[0].question.yes == 6
    acts = list(db.session.scalars(select(Audit.action).where(Audit.subject_id == voting.code).order_by(Audit.id)))
    assert acts[-2:] == ["round:end", "round:destroy"]


def test_nothing_is_destroyed_while_a_nomination_is_held_or_not_carried(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting)
    act(world, "officer", Trigger.HOLD, nomination, paper="Số 5/CV")
    rounds.counted(voting)
    with over(voting), pytest.raises(Refused) as refused:  # type: ignore[attr-defined]
        destroying.ask_destruction(world.actor("beta_officer"), voting.code)
    assert told(refused) == [
        "The result has not been carried out for every nomination.",
        "A nomination of this round is on hold.",
    ]
    act(world, "department_head", Trigger.LIFT, nomination)
    assert carry_out(world.actor("eta_head"), voting.code) == []
    with over(voting):  # type: ignore[attr-defined]
        destroying.ask_destruction(world.actor("beta_officer"), voting.code)
    with pytest.raises(WrongState):
        ways.approved(voting)
