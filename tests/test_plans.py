"""How SQLite reaches the rows of every list: by an index that gives them in their order, never by reading a table.

A page then costs the same whatever the number of nominations; `python -m bench.lists` measures it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, event

from nomination import clock
from nomination.conduct_rows import against
from nomination.extensions import db
from nomination.models import Campaign, Nomination
from nomination.queries import search
from nomination.queries.bonuses import costs
from nomination.queries.complaints import complaints
from nomination.queries.conduct import Asked as AskedEntries
from nomination.queries.conduct import all_units
from nomination.queries.conduct import entries as conduct_entries
from nomination.queries.consultations import consultations
from nomination.queries.council import compositions
from nomination.queries.decisions import Asked as AskedDecisions
from nomination.queries.decisions import candidates as undecided
from nomination.queries.decisions import decisions
from nomination.queries.desk import desk_of
from nomination.queries.handovers import Asked as AskedHandovers
from nomination.queries.handovers import handovers
from nomination.queries.histories import records_named
from nomination.queries.nominations import Filter, nominations
from nomination.queries.opinions import letters as opinion_letters
from nomination.queries.past_awards import Asked as AskedPast
from nomination.queries.past_awards import past_awards
from nomination.queries.proposals import waiting_proposals
from nomination.queries.questions import questions
from nomination.queries.reading import to_read
from nomination.queries.recoveries import recoveries
from nomination.queries.register import Asked as AskedRegister
from nomination.queries.register import entries
from nomination.queries.responses import responses
from nomination.queries.round_list import Asked as AskedRounds
from nomination.queries.round_list import listing
from nomination.queries.statistics import Behind, entries_behind
from nomination.queries.submissions import candidates, letters
from nomination.queries.vetting import Asked as AskedVetting
from nomination.queries.vetting import queue
from tests.world import LEADER, World, build, draft
from tests.world_steps import assessed, at_signoff, endorsed, submitted

pytestmark = pytest.mark.engine("sqlite")  # each database says its plans in its own words

GROWING = (
    "nomination", "register_entry", "transition", "audit", "submission", "round", "round_question", "round_voter",
    "criterion_answer", "criterion_verdict", "evidence", "decision", "decision_line", "hold", "supplement_request",
    "question",
    "conduct_entry", "opinion_letter", "opinion", "consultation", "consultation_line", "feedback", "proposal",
    "past_award", "handover", "bonus_payment", "bonus_line", "recovery", "complaint",
)  # fmt: skip
TOUCHED = re.compile(rf"^(SCAN|SEARCH) ({'|'.join(GROWING)})\b(?: (?:AS )?\w+)?(.*)$")
Plan = list[tuple[int, str]]


@contextmanager
def plans(engine: Engine) -> Iterator[list[Plan]]:
    """The plan of every statement that is sent inside, each line with the number of the line it belongs to."""
    found: list[Plan] = []

    def explain(connection: Any, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found.append([(parent, detail) for _, parent, _, detail in cursor.fetchall()])

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def read_whole(plan: Plan) -> list[str]:
    """Growing tables gone through and then sorted. In the order of its key a list stops when a page is full."""
    sorted_inside = {parent for parent, detail in plan if detail.startswith("USE TEMP B-TREE FOR ORDER BY")}
    return [
        detail
        for parent, detail in plan
        if (touched := TOUCHED.match(detail)) and touched[1] == "SCAN" and parent in sorted_inside
    ]


def ways(plan: Plan, table: str) -> set[str]:
    """Names of the indexes by which `table` is reached; `key` is its own order."""
    reached = [touched[3] for _, detail in plan if (touched := TOUCHED.match(detail)) and touched[2] == table]
    return {(re.search(r"INDEX (\w+)", by) or ["", "key"])[1] for by in reached}


@pytest.fixture
def world(session: Session) -> World:
    """Something in every list, or a page would not ask for all that it shows."""
    made = build()
    draft(made)
    submitted(made, draft(made, name="Trần Văn Nam"))
    assessed(made, endorsed(made, draft(made, name="Lê Thị Lan")))
    at_signoff(made, draft(made, name="Bùi Văn Sơn", award=made.award(council=False).code))
    return made


HEAD = f"{LEADER}_head"


def campaign() -> Campaign:
    return db.session.query(Campaign).one()


LISTS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "nominations": ("officer", lambda actor: nominations(actor, Filter())),
    "next page": ("officer", lambda actor: nominations(actor, Filter(after=3))),
    "page before": (HEAD, lambda actor: nominations(actor, Filter(before=1))),
    "nominations of a council": ("council_1", lambda actor: nominations(actor, Filter())),
    "to read before the council": ("council_1", lambda actor: to_read(actor, 9)),
    "compositions of the council": ("council_1", lambda actor: compositions(actor, 9)),
    "vetting": ("officer", lambda actor: queue(actor, AskedVetting())),
    "unreceived": ("officer", lambda actor: queue(actor, AskedVetting(part="unreceived"))),
    "my vetting": ("officer", lambda actor: queue(actor, AskedVetting(part="mine", campaign="dac-biet-2020"))),
    "held": ("officer", lambda actor: queue(actor, AskedVetting(part="held"))),
    "given vetting": ("officer", lambda actor: queue(actor, AskedVetting(officer="none", part="standing"))),
    "letters to other bodies": ("officer", lambda actor: opinion_letters(part="out", after=9, before=None)),
    "lists shown to the public": ("officer", lambda actor: consultations(after=None, before=9)),
    "proposals": ("department_head", lambda actor: waiting_proposals(actor)),
    "letters of a unit": (HEAD, lambda actor: letters(actor, 1)),
    "all letters": ("officer", lambda actor: letters(actor, 1)),
    "candidates for a letter": (HEAD, lambda actor: candidates(actor, 1)),
    "rounds of a member": (HEAD, lambda actor: listing(actor, AskedRounds())),
    "all rounds": ("officer", lambda actor: listing(actor, AskedRounds(status="counted", campaign="dac-biet-2020"))),
    "decisions": ("officer", lambda actor: decisions(actor, AskedDecisions(status="published"))),
    "candidates for a decision": ("officer", lambda actor: undecided(actor, 1)),
    "conduct": ("officer", lambda actor: conduct_entries(actor, AskedEntries(words="alpha"), all_units())),
    "one register of conduct": ("officer", lambda actor: conduct_entries(actor, AskedEntries("incident"), [])),
    "register": ("officer", lambda actor: entries(AskedRegister())),
    "register of a unit": ("officer", lambda actor: entries(AskedRegister(unit="alpha"))),
    "questions without an answer": ("officer", lambda actor: questions(actor, campaign(), "open")),
    "answered questions": ("officer", lambda actor: questions(actor, campaign(), "answered", after=9)),
    "questions of a unit": ("alpha_officer", lambda actor: questions(actor, campaign(), "own")),
    "shared answers": ("alpha_officer", lambda actor: questions(actor, campaign(), "shared")),
    "responses of all units": ("officer", lambda actor: responses(actor, campaign())),
    "responses of a cluster": (HEAD, lambda actor: responses(actor, campaign())),
    "words in the register": ("officer", lambda actor: entries(AskedRegister(words="nguyen van", year=2020))),
    "rare words in the register": ("officer", lambda actor: entries(AskedRegister(words="zim"))),
    "awards not handed over": ("officer", lambda actor: handovers(actor, AskedHandovers(after=10**16))),
    "awards of a unit handed over": ("alpha_head", lambda actor: handovers(actor, AskedHandovers(part="handed"))),
    "to be taken back": ("officer", lambda actor: recoveries(actor)),
    "decisions with their bonus": ("officer", lambda actor: costs(actor)),
    "complaints": ("officer", lambda actor: complaints(actor)),
    "complaints that ended": ("officer", lambda actor: complaints(actor, ended=True, after=9)),
    "awards behind a figure": ("officer", lambda actor: entries_behind(actor, Behind(2020, "individual"))),
    "earlier awards": ("officer", lambda actor: past_awards(AskedPast(words="nguyen thi hoa"))),
    "records under a name": ("officer", lambda actor: records_named(actor, "nguyen thi hoa")),
    "register of a year": ("officer", lambda actor: entries(AskedRegister(year=2020, campaign="dac-biet-2020"))),
}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_reads_a_whole_table(world: World, sql: Engine, name: str) -> None:
    reader, ask = LISTS[name]
    actor = world.actor(reader)
    with plans(sql) as found:
        ask(actor)
    assert found
    assert [line for plan in found for line in read_whole(plan)] == []


@pytest.mark.parametrize(
    "reader",
    ["alpha_officer", "alpha_head", HEAD, "officer", "department_head", "secretary", "council_1", "minister", "clerk",
     "auditor"],
)  # fmt: skip
def test_no_desk_reads_a_whole_table(world: World, sql: Engine, reader: str) -> None:
    actor = world.actor(reader)
    with plans(sql) as found:
        desk_of(actor)
    assert [line for plan in found for line in read_whole(plan)] == []


WAYS: list[tuple[str, Filter, set[str]]] = [
    ("alpha_officer", Filter(), {"ix_nomination_unit"}),
    ("alpha_officer", Filter(state="draft"), {"ix_nomination_unit_state"}),
    ("alpha_officer", Filter(campaign="dac-biet-2020"), {"ix_nomination_unit_campaign"}),
    ("alpha_head", Filter(), {"ix_nomination_unit", "ix_nomination_cluster_state"}),
    (HEAD, Filter(), {"ix_nomination_unit", "ix_nomination_cluster_state", "ix_nomination_cluster_campaign"}),
    ("officer", Filter(), {"key"}),
    ("officer", Filter(state="awarded"), {"ix_nomination_pledged_state"}),
    ("officer", Filter(award="bang-khen-ca-nhan"), {"ix_nomination_pledged_award"}),
    ("minister", Filter(), {"ix_nomination_pledged_state"}),
]


@pytest.mark.parametrize(("reader", "asked", "expected"), WAYS)
def test_each_reader_and_filter_has_its_index(
    world: World, sql: Engine, reader: str, asked: Filter, expected: set[str]
) -> None:
    actor = world.actor(reader)
    with plans(sql) as found:
        nominations(actor, asked)
    first = next(plan for plan in found if ways(plan, "nomination"))
    assert ways(first, "nomination") == expected


def test_entries_of_conduct_are_reached_by_unit(world: World, session: Session, sql: Engine) -> None:
    """What other units have in the registers costs nothing."""
    named = [(row, world.rules) for row in session.query(Nomination)]
    with plans(sql) as found:
        against(named, clock.today())
    assert [ways(plan, "conduct_entry") for plan in found] == [{"ix_conduct_entry_unit"}]


def test_several_scopes_are_never_one_condition(world: World, sql: Engine) -> None:
    """With OR between them the database would read all of a scope and sort it."""
    actor = world.actor(HEAD)
    with plans(sql) as found:
        nominations(actor, Filter())
    assert not [detail for plan in found for _, detail in plan if detail == "MULTI-INDEX OR"]


def test_common_words_are_not_looked_up_all(world: World, sql: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of rare words come from the full-text index; for common ones the list is walked until the page is full."""
    actor = world.actor("officer")
    few = [one.loaded.row.code for one in nominations(actor, Filter(search="lan")).rows]
    monkeypatch.setattr(search, "FEW", 0)
    with plans(sql) as found:
        many = [one.loaded.row.code for one in nominations(actor, Filter(search="lan")).rows]
    assert few == many == ["dac-biet-2020-0003"]
    in_index = [detail for plan in found for _, detail in plan if "nomination_search" in detail]
    assert len(in_index) == 1  # the count alone
