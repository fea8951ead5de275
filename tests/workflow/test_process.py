"""The process against a table written by hand from the design: who takes which step from where, and where it leads.

Every state with every trigger: a line with "-" is a step that does not exist there.
"""

import pytest

from workflow.process import OWNERS, STAGE_OF, TRANSITIONS, rows_from
from workflow.vocabulary import OPEN_STATES, Ask, Stage, State, Trigger

UNIT_HEAD = "unit_head"
HOLDERS = "department_officer department_head auditor"
LIFTERS = "department_head auditor"

EXPECTED = [
    ("draft", "propose", "unit_officer", "unit_approval"),
    ("draft", "refer_back", "-", "-"),
    ("draft", "submit", UNIT_HEAD, "cluster_review department_vetting"),
    ("draft", "endorse", "-", "-"),
    ("draft", "decline", "-", "-"),
    ("draft", "receive", "-", "-"),
    ("draft", "return_for_supplement", "-", "-"),
    ("draft", "resubmit", "-", "-"),
    ("draft", "clear", "-", "-"),
    ("draft", "approve", "-", "-"),
    ("draft", "sign", "-", "-"),
    ("draft", "withdraw", UNIT_HEAD, "withdrawn"),
    ("draft", "revoke", "-", "-"),
    ("draft", "hold", HOLDERS, "draft"),
    ("draft", "lift", LIFTERS, "draft"),
    ("unit_approval", "propose", "-", "-"),
    ("unit_approval", "refer_back", UNIT_HEAD, "draft"),
    ("unit_approval", "submit", UNIT_HEAD, "cluster_review department_vetting"),
    ("unit_approval", "endorse", "-", "-"),
    ("unit_approval", "decline", "-", "-"),
    ("unit_approval", "receive", "-", "-"),
    ("unit_approval", "return_for_supplement", "-", "-"),
    ("unit_approval", "resubmit", "-", "-"),
    ("unit_approval", "clear", "-", "-"),
    ("unit_approval", "approve", "-", "-"),
    ("unit_approval", "sign", "-", "-"),
    ("unit_approval", "withdraw", UNIT_HEAD, "withdrawn"),
    ("unit_approval", "revoke", "-", "-"),
    ("unit_approval", "hold", HOLDERS, "unit_approval"),
    ("unit_approval", "lift", LIFTERS, "unit_approval"),
    ("cluster_review", "propose", "-", "-"),
    ("cluster_review", "refer_back", "cluster_leader", "draft"),
    ("cluster_review", "submit", "-", "-"),
    ("cluster_review", "endorse", "teller", "department_vetting"),
    ("cluster_review", "decline", "teller", "declined"),
    ("cluster_review", "receive", "-", "-"),
    ("cluster_review", "return_for_supplement", "-", "-"),
    ("cluster_review", "resubmit", "-", "-"),
    ("cluster_review", "clear", "-", "-"),
    ("cluster_review", "approve", "-", "-"),
    ("cluster_review", "sign", "-", "-"),
    ("cluster_review", "withdraw", UNIT_HEAD, "withdrawn"),
    ("cluster_review", "revoke", "-", "-"),
    ("cluster_review", "hold", HOLDERS, "cluster_review"),
    ("cluster_review", "lift", LIFTERS, "cluster_review"),
    ("department_vetting", "propose", "-", "-"),
    ("department_vetting", "refer_back", "-", "-"),
    ("department_vetting", "submit", "-", "-"),
    ("department_vetting", "endorse", "-", "-"),
    ("department_vetting", "decline", "department_head", "declined"),
    ("department_vetting", "receive", "department_officer", "department_vetting"),
    ("department_vetting", "return_for_supplement", "department_head", "supplement"),
    ("department_vetting", "resubmit", "-", "-"),
    ("department_vetting", "clear", "department_head", "council_review minister_signoff"),
    ("department_vetting", "approve", "-", "-"),
    ("department_vetting", "sign", "-", "-"),
    ("department_vetting", "withdraw", UNIT_HEAD, "withdrawn"),
    ("department_vetting", "revoke", "-", "-"),
    ("department_vetting", "hold", HOLDERS, "department_vetting"),
    ("department_vetting", "lift", LIFTERS, "department_vetting"),
    ("supplement", "propose", "-", "-"),
    ("supplement", "refer_back", "-", "-"),
    ("supplement", "submit", "-", "-"),
    ("supplement", "endorse", "-", "-"),
    ("supplement", "decline", "-", "-"),
    ("supplement", "receive", "-", "-"),
    ("supplement", "return_for_supplement", "-", "-"),
    ("supplement", "resubmit", UNIT_HEAD, "department_vetting cluster_review"),
    ("supplement", "clear", "-", "-"),
    ("supplement", "approve", "-", "-"),
    ("supplement", "sign", "-", "-"),
    ("supplement", "withdraw", UNIT_HEAD, "withdrawn"),
    ("supplement", "revoke", "-", "-"),
    ("supplement", "hold", HOLDERS, "supplement"),
    ("supplement", "lift", LIFTERS, "supplement"),
    ("council_review", "propose", "-", "-"),
    ("council_review", "refer_back", "-", "-"),
    ("council_review", "submit", "-", "-"),
    ("council_review", "endorse", "-", "-"),
    ("council_review", "decline", "teller", "declined"),
    ("council_review", "receive", "-", "-"),
    ("council_review", "return_for_supplement", "-", "-"),
    ("council_review", "resubmit", "-", "-"),
    ("council_review", "clear", "-", "-"),
    ("council_review", "approve", "teller", "minister_signoff"),
    ("council_review", "sign", "-", "-"),
    ("council_review", "withdraw", UNIT_HEAD, "withdrawn"),
    ("council_review", "revoke", "-", "-"),
    ("council_review", "hold", HOLDERS, "council_review"),
    ("council_review", "lift", LIFTERS, "council_review"),
    ("minister_signoff", "propose", "-", "-"),
    ("minister_signoff", "refer_back", "minister department_head", "department_vetting"),
    ("minister_signoff", "submit", "-", "-"),
    ("minister_signoff", "endorse", "-", "-"),
    ("minister_signoff", "decline", "-", "-"),
    ("minister_signoff", "receive", "-", "-"),
    ("minister_signoff", "return_for_supplement", "-", "-"),
    ("minister_signoff", "resubmit", "-", "-"),
    ("minister_signoff", "clear", "-", "-"),
    ("minister_signoff", "approve", "-", "-"),
    ("minister_signoff", "sign", "minister", "awarded"),
    ("minister_signoff", "withdraw", UNIT_HEAD, "withdrawn"),
    ("minister_signoff", "revoke", "-", "-"),
    ("minister_signoff", "hold", HOLDERS, "minister_signoff"),
    ("minister_signoff", "lift", LIFTERS, "minister_signoff"),
    ("awarded", "propose", "-", "-"),
    ("awarded", "refer_back", "-", "-"),
    ("awarded", "submit", "-", "-"),
    ("awarded", "endorse", "-", "-"),
    ("awarded", "decline", "-", "-"),
    ("awarded", "receive", "-", "-"),
    ("awarded", "return_for_supplement", "-", "-"),
    ("awarded", "resubmit", "-", "-"),
    ("awarded", "clear", "-", "-"),
    ("awarded", "approve", "-", "-"),
    ("awarded", "sign", "-", "-"),
    ("awarded", "withdraw", "-", "-"),
    ("awarded", "revoke", "minister", "revoked"),
    ("awarded", "hold", HOLDERS, "awarded"),
    ("awarded", "lift", LIFTERS, "awarded"),
    ("declined", "propose", "-", "-"),
    ("declined", "refer_back", "-", "-"),
    ("declined", "submit", "-", "-"),
    ("declined", "endorse", "-", "-"),
    ("declined", "decline", "-", "-"),
    ("declined", "receive", "-", "-"),
    ("declined", "return_for_supplement", "-", "-"),
    ("declined", "resubmit", "-", "-"),
    ("declined", "clear", "-", "-"),
    ("declined", "approve", "-", "-"),
    ("declined", "sign", "-", "-"),
    ("declined", "withdraw", "-", "-"),
    ("declined", "revoke", "-", "-"),
    ("declined", "hold", "-", "-"),
    ("declined", "lift", "-", "-"),
    ("withdrawn", "propose", "-", "-"),
    ("withdrawn", "refer_back", "-", "-"),
    ("withdrawn", "submit", "-", "-"),
    ("withdrawn", "endorse", "-", "-"),
    ("withdrawn", "decline", "-", "-"),
    ("withdrawn", "receive", "-", "-"),
    ("withdrawn", "return_for_supplement", "-", "-"),
    ("withdrawn", "resubmit", "-", "-"),
    ("withdrawn", "clear", "-", "-"),
    ("withdrawn", "approve", "-", "-"),
    ("withdrawn", "sign", "-", "-"),
    ("withdrawn", "withdraw", "-", "-"),
    ("withdrawn", "revoke", "-", "-"),
    ("withdrawn", "hold", "-", "-"),
    ("withdrawn", "lift", "-", "-"),
    ("revoked", "propose", "-", "-"),
    ("revoked", "refer_back", "-", "-"),
    ("revoked", "submit", "-", "-"),
    ("revoked", "endorse", "-", "-"),
    ("revoked", "decline", "-", "-"),
    ("revoked", "receive", "-", "-"),
    ("revoked", "return_for_supplement", "-", "-"),
    ("revoked", "resubmit", "-", "-"),
    ("revoked", "clear", "-", "-"),
    ("revoked", "approve", "-", "-"),
    ("revoked", "sign", "-", "-"),
    ("revoked", "withdraw", "-", "-"),
    ("revoked", "revoke", "-", "-"),
    ("revoked", "hold", "-", "-"),
    ("revoked", "lift", "-", "-"),
]

ASKED = [
    ("refer_back", "reason"),
    ("submit", "confirmation"),
    ("resubmit", "confirmation"),
    ("return_for_supplement", "reason due items"),
    ("withdraw", "reason"),
    ("hold", "reason paper"),
    ("lift", "reason"),
    ("revoke", "reason"),
    ("propose", ""),
    ("receive", ""),
    ("clear", ""),
    ("sign", ""),
    ("endorse", ""),
    ("approve", ""),
]


def test_the_table_names_every_state_with_every_trigger_once() -> None:
    named = [(state, trigger) for state, trigger, _, _ in EXPECTED]
    assert sorted(named) == sorted((state, trigger) for state in State for trigger in Trigger)


@pytest.mark.parametrize(("state", "trigger", "who", "to"), EXPECTED)
def test_who_takes_the_step_and_where_it_leads(state: str, trigger: str, who: str, to: str) -> None:
    rows = [row for row in rows_from(State(state)) if row.trigger == trigger]
    assert [str(row.target or row.source) for row in rows] == ([] if to == "-" else to.split())
    assert {tuple(map(str, row.by)) for row in rows} == (set() if who == "-" else {tuple(who.split())})


@pytest.mark.parametrize(("trigger", "asks"), ASKED)
def test_what_a_step_asks(trigger: str, asks: str) -> None:
    found = {row.asks for row in TRANSITIONS if row.trigger == trigger}
    assert found == {frozenset(Ask(one) for one in asks.split())}


def test_a_decline_by_the_department_is_argued_and_one_by_a_vote_is_not() -> None:
    found = {(str(row.source), row.asks) for row in TRANSITIONS if row.trigger is Trigger.DECLINE}
    assert found == {
        ("cluster_review", frozenset()),
        ("department_vetting", frozenset({Ask.REASON, Ask.CITATION})),
        ("council_review", frozenset()),
    }


def test_only_counted_rounds_speak_for_a_cluster_or_the_council() -> None:
    counted = {(str(row.source), str(row.trigger)) for row in TRANSITIONS if row.counted}
    assert counted == {
        ("cluster_review", "endorse"),
        ("cluster_review", "decline"),
        ("council_review", "approve"),
        ("council_review", "decline"),
    }


def test_every_open_state_has_an_owner_and_a_stage_and_no_end_has() -> None:
    assert set(OWNERS) == set(STAGE_OF) == OPEN_STATES
    assert set(STAGE_OF.values()) == set(Stage)


def test_every_state_is_reached_and_every_open_one_can_be_left() -> None:
    reached = {row.target for row in TRANSITIONS if row.target is not row.source}
    assert reached >= set(State) - {State.DRAFT}
    assert {row.source for row in TRANSITIONS if row.target not in (None, row.source)} == OPEN_STATES | {State.AWARDED}
