"""The demonstration as it was built: every state, the odd cases, the figures at the thresholds, and a sound record."""

import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select

from demo import names
from demo.build import NotEmpty, build, codes_file, nominees
from demo.cases import Case, deal
from demo.fates import LATE, Fate
from demo.organisation import SOURCE, Group, Organisation
from demo.show import lines, story
from nomination.clock import VIETNAM
from nomination.dossiers import load_all
from nomination.extensions import db
from nomination.files import store
from nomination.models import (
    Account,
    Audit,
    CampaignVersion,
    Cluster,
    ClusterMembership,
    ConductClearance,
    ConductEntry,
    Contribution,
    CouncilDecision,
    DecisionFile,
    Evidence,
    HoldRecord,
    MidtermReport,
    Nomination,
    Paper,
    Person,
    Question,
    RegisterEntry,
    Round,
    RoundQuestion,
    StoredFile,
    SupplementRequest,
    Unit,
    UnitPlan,
    UnitSuccession,
)
from nomination.queries.actor import actor_for
from nomination.queries.council import sitting
from nomination.queries.invariants import broken
from nomination.queries.rounds import gather
from nomination.services.counting import count_box
from tests.support.databases import Databases, application, dispose, rolled_back
from workflow.vocabulary import State

pytestmark = pytest.mark.engine("sqlite")  # PostgreSQL builds a smaller one, in test_smaller.py

TODAY = date(2026, 11, 25)

STANDS = {
    Fate.BEGUN: State.DRAFT, Fate.WRITTEN: State.DRAFT, Fate.PROPOSED: State.UNIT_APPROVAL,
    Fate.TAKEN_BACK: State.WITHDRAWN, Fate.BEFORE_CLUSTER: State.CLUSTER_REVIEW, Fate.REVOTED: State.CLUSTER_REVIEW,
    Fate.VOTED_DOWN: State.DECLINED, Fate.TIED: State.DECLINED, Fate.UNRECEIVED: State.DEPARTMENT_VETTING,
    Fate.HALF_ASSESSED: State.DEPARTMENT_VETTING, Fate.ASSESSED: State.DEPARTMENT_VETTING,
    Fate.WAIVER_ASKED: State.DEPARTMENT_VETTING, Fate.HELD: State.DEPARTMENT_VETTING,
    Fate.SUPPLEMENT: State.SUPPLEMENT, Fate.REJECTED: State.DECLINED, Fate.GIVEN_UP: State.WITHDRAWN,
    Fate.COUNCIL_REFUSED: State.DECLINED, Fate.COUNCIL_VOTING: State.COUNCIL_REVIEW,
    Fate.AWAITING_CHAIR: State.COUNCIL_REVIEW, Fate.BEFORE_COUNCIL: State.COUNCIL_REVIEW,
    Fate.CLEARED: State.MINISTER_SIGNOFF, Fate.IN_DRAFT_DECISION: State.MINISTER_SIGNOFF,
    Fate.IN_FROZEN_DECISION: State.MINISTER_SIGNOFF, Fate.SIGNED: State.AWARDED, Fate.ISSUED: State.AWARDED,
    Fate.PUBLISHED: State.AWARDED, Fate.NARROWLY_PUBLISHED: State.AWARDED, Fate.REVOKED: State.REVOKED,
}  # fmt: skip


@pytest.fixture(scope="module")
def shown(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database with the demonstration in it. It is built once; tests undo what they do."""
    made = application(databases.copy(engine), tmp_path_factory.mktemp("demo"))
    with made.app_context():
        build(TODAY)
    yield made
    dispose(made)


@pytest.fixture
def inside(shown: Flask) -> Iterator[None]:
    with rolled_back(shown):
        yield


def counted(column: Any, *where: Any) -> Counter[Any]:
    query = select(column, func.count()).where(*where).group_by(column)
    return Counter({value: number for value, number in db.session.execute(query)})


def number(*where: Any) -> int:
    return db.session.scalar(select(func.count()).where(*where)) or 0


def planned() -> list[Case]:
    """The cases dealt out once more, over the organisation as it is stored."""
    content = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    left = {line["unit"] for one in content["clusters"] for line in one.get("left", [])}
    groups = {
        one["code"]: Group(one["leader"], tuple(code for code in one["members"] if code not in left))
        for one in content["clusters"]
    }
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    taken = set(db.session.scalars(select(Person.full_name)))
    return deal(Organisation(units, groups, content["valid_from"]), nominees(taken))


def test_every_nomination_stands_where_the_plan_says(inside: None) -> None:
    """Also: the plan is the same every time, for this one was made anew."""
    wanted = Counter((one.unit, unicodedata.normalize("NFC", one.name), STANDS[one.fate].value) for one in planned())
    query = select(Unit.code, Nomination.nominee_name, Nomination.state).join(Unit, Unit.id == Nomination.unit_id)
    assert Counter(tuple(row) for row in db.session.execute(query)) == wanted


def test_there_are_nominations_in_every_state(inside: None) -> None:
    assert set(counted(Nomination.state)) == {state.value for state in State}


def test_collectives_and_individuals_are_as_many_as_expected(inside: None) -> None:
    assert counted(Nomination.kind) == {"collective": 95, "individual": 240}
    workers = number(Nomination.class_code == "direct_worker")
    assert 0.5 <= workers / 240 <= 0.6


def test_the_record_is_sound(inside: None) -> None:
    assert broken() == []


def test_all_of_it_happened_before_today_and_in_order(inside: None) -> None:
    moments = list(db.session.scalars(select(Audit.at).order_by(Audit.id)))
    assert moments == sorted(moments)
    local = [moment.astimezone(VIETNAM) for moment in moments]
    assert max(local).date() < TODAY
    assert {moment.weekday() for moment in local} <= {0, 1, 2, 3, 4}


def test_fifteen_of_seventeen_fail_and_sixteen_pass(inside: None) -> None:
    query = select(RoundQuestion.yes, RoundQuestion.outcome, func.count()).join(Round)
    query = query.where(Round.body == "council", Round.status == "counted")
    found = {(yes, outcome): n for yes, outcome, n in db.session.execute(query.group_by("yes", "outcome"))}
    assert found[(15, "not_carried")] == 5
    assert found[(16, "carried")] == 4
    assert set(found) == {(15, "not_carried"), (16, "carried"), (17, "carried")}


def test_the_council_sits_by_its_second_paper_and_speaks(inside: None) -> None:
    """The secretary and seventeen members with their posts; two of them said something before the fourth round."""
    sits = sitting(TODAY)
    assert Counter(one.post.value for one in sits) == {
        "chairman": 1, "first_vice_chairman": 1, "standing_vice_chairman": 1, "vice_chairman": 1, "member": 13,
        "secretary": 1,
    }  # fmt: skip
    assert all(one.row.ground.startswith("Quyết định số 02/QĐ-HĐ-MINHHOA ngày ") for one in sits)
    assert number(CouncilDecision.confirmed_at.is_not(None)) == 2
    assert number(Contribution.body == "council") == 2


def test_one_vote_of_a_cluster_is_a_tie(inside: None) -> None:
    ties = select(RoundQuestion.outcome).join(Round)
    ties = ties.where(Round.body == "cluster", RoundQuestion.yes == RoundQuestion.no, RoundQuestion.yes * 2 == 8)
    assert list(db.session.scalars(ties)) == ["not_carried"]


def test_rounds_are_at_every_point_of_the_way(inside: None) -> None:
    assert counted(Round.status, Round.body == "cluster") == {"counted": 10, "closed": 2, "open": 1, "preparing": 1}
    assert counted(Round.status, Round.body == "council") == {"counted": 3, "open": 1}
    small = select(Cluster.id).where(Cluster.code.in_(("khoi-vi", "cum-vi", "cum-viii")))
    paper = db.session.scalars(select(Round).where(Round.cluster_id.in_(small))).one()
    assert (paper.method, paper.status, paper.body) == (
        "paper",
        "closed",
        "cluster",
    )  # its figures wait for a second person


def test_a_name_typed_in_another_form_is_stored_in_one(inside: None) -> None:
    composed = unicodedata.normalize("NFC", names.DECOMPOSED.full)
    assert composed != names.DECOMPOSED.full
    assert number(Nomination.nominee_name == composed) == 1
    assert number(RegisterEntry.name.contains(names.LONGEST.full)) == 1


def test_namesakes_in_a_unit_are_explained_but_for_one_pair(inside: None) -> None:
    query = select(Nomination.unit_id, Nomination.nominee_fold).group_by(Nomination.unit_id, Nomination.nominee_fold)
    pairs = db.session.execute(query.having(func.count() > 1)).all()
    notes = [
        list(db.session.scalars(select(Nomination.match_note).filter_by(unit_id=unit, nominee_fold=fold)))
        for unit, fold in pairs
    ]
    assert Counter(all(pair) for pair in notes) == {True: 5, False: 1}


def test_a_draft_has_the_name_of_somebody_on_record(inside: None) -> None:
    """Its head will be asked whether it is for the same achievement."""
    query = select(Nomination.nominee_fold).join(RegisterEntry, RegisterEntry.name_fold == Nomination.nominee_fold)
    assert len(list(db.session.scalars(query.where(Nomination.state == State.DRAFT.value)))) == 1


def test_some_were_returned_and_some_stopped(inside: None) -> None:
    returned = db.session.scalars(select(SupplementRequest.nomination_id).distinct()).all()
    assert len(returned) == 27  # 8 % of 335
    assert number(HoldRecord.id > 0) == 10
    assert number(HoldRecord.lifted_at.is_(None)) == 4


def test_the_registers_stop_one_nomination(inside: None) -> None:
    """Three entries by two people: one stops an assessed nomination, one is closed, one is about a namesake."""
    assert counted(ConductEntry.register, ConductEntry.closed_at.is_(None)) == {"discipline": 2}
    assert counted(ConductEntry.register, ConductEntry.closed_at.is_not(None)) == {"incident": 1}
    waiting = load_all(Nomination.state == State.DEPARTMENT_VETTING.value)
    stopped = [one for one in waiting if one.against.speaking]
    cleared = [one for one in waiting if one.against.cleared]
    assert [len(stopped), len(cleared), number(ConductClearance.entry_id > 0)] == [1, 1, 1]
    assert stopped[0].row.nominee_name == stopped[0].against.speaking[0].subject_name


def test_one_unit_is_late_and_one_was_merged(inside: None) -> None:
    late = db.session.scalars(select(Unit.id).where(Unit.code == LATE)).one()
    assert counted(Nomination.state, Nomination.unit_id == late) == {"draft": 2}
    assert number(UnitPlan.unit_id == late) == 0
    merged = db.session.scalars(select(UnitSuccession)).one()
    assert number(Nomination.unit_id == merged.predecessor_id) == 0
    assert number(Nomination.unit_id == merged.successor_id) > 0


def test_units_answer_the_campaign_each_in_its_way(inside: None) -> None:
    """Every member but the late one has a plan whose lines are tied; some have reported, some asked."""
    plans = list(db.session.scalars(select(UnitPlan)))
    assert len(plans) == number(ClusterMembership.left_on.is_(None)) - 1
    assert {bool(line["ties"]) for plan in plans for line in plan.lines} == {True}
    assert {len(plan.lines) >= 5 for plan in plans} == {True}
    assert counted(UnitPlan.launch_sha256.is_(None)) == {False: 90, True: 23}
    assert number(MidtermReport.id > 0) == 38
    assert counted(Question.shared, Question.answered_at.is_not(None)) == {True: 3, False: 1}
    assert number(Question.answered_at.is_(None)) == 3
    late = db.session.scalars(select(Unit.id).where(Unit.code == LATE)).one()
    assert (number(MidtermReport.unit_id == late), number(Question.unit_id == late)) == (0, 0)


def test_people_and_accounts_are_marked(inside: None) -> None:
    assert counted(Person.fictional) == {True: 256}
    assert counted(Account.demo) == {True: 256}
    version = db.session.scalars(select(CampaignVersion).where(CampaignVersion.status == "in_force")).one()
    draft = db.session.scalars(select(CampaignVersion).where(CampaignVersion.status == "draft")).one()
    assert (draft.content["title"].count("minh họa"), draft.content["dispatch"]["number"]) == (1, None)
    assert number(Person.full_name == version.content["dispatch"]["signer"]) == 0
    assert version.content["dispatch"]["number"] is None
    assert version.author_id != version.approver_id


def test_the_files_are_in_the_store(inside: None) -> None:
    assert all(store().has(sha256) for sha256 in db.session.scalars(select(StoredFile.sha256)))
    assert number(Evidence.id > 0) > 600
    assert counted(Paper.form) == {"pdf": 1, "docx": 2}
    made = select(Paper.sha256).union(select(DecisionFile.sha256))
    given = counted(StoredFile.media_type, StoredFile.sha256.not_in(made))
    assert given == {"application/pdf": 7, "image/png": 1}


def test_every_account_that_is_printed_finds_something(inside: None) -> None:
    printed = list(lines())
    for role, username in story():
        line = next(one for one in printed if one.startswith(role) and f" {username} " in one)
        assert not line.endswith(" -"), line


def test_the_printed_codes_open_the_closed_box(inside: None) -> None:
    printed = [line.split() for line in lines()]
    vote = db.session.scalars(select(Round).where(Round.status == "closed", Round.method == "electronic")).one()
    tellers = gather(Round.id == vote.id).tellers
    usernames = {account.person_id: account.username for account in db.session.scalars(select(Account))}
    codes = {one.n: words[1] for one in tellers for words in printed if words[:1] == [usernames[one.person_id]]}
    assert count_box(actor_for(tellers[0].person), vote.code, codes) == []
    assert vote.status == "counted"


def test_the_codes_are_for_their_owner_only(inside: None) -> None:
    assert stat.S_IMODE(codes_file().stat().st_mode) == 0o600


def test_a_second_demonstration_is_refused_and_writes_nothing(inside: None) -> None:
    before = number(Audit.id > 0)
    with pytest.raises(NotEmpty):
        build(TODAY)
    assert number(Audit.id > 0) == before
