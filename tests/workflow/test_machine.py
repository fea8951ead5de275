"""The interpreter: what fires, what is refused and with which sentences, and that buttons and refusals always agree."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.facts import (
    AUTHOR,
    HOLDER,
    counted,
    criterion,
    dossier,
    everything,
    frozen,
    person,
    read,
    tally,
)
from workflow.circumstances import Hold
from workflow.dossier import Actor, Dossier
from workflow.machine import Given, NotYours, Refused, WrongState, fire, options
from workflow.process import TRANSITIONS
from workflow.vocabulary import Role, State, Trigger

S, T, R = State, Trigger, Role
held = (Hold(1, HOLDER, "Paper 5"),)
lost = counted(tally=tally(26))

TAKEN = [
    (S.DRAFT, T.PROPOSE, R.UNIT_OFFICER, {}, S.UNIT_APPROVAL),
    (S.DRAFT, T.SUBMIT, R.UNIT_HEAD, {}, S.CLUSTER_REVIEW),
    (S.DRAFT, T.SUBMIT, R.UNIT_HEAD, {"cluster_votes": False}, S.DEPARTMENT_VETTING),
    (S.DRAFT, T.WITHDRAW, R.UNIT_HEAD, {}, S.WITHDRAWN),
    (S.UNIT_APPROVAL, T.REFER_BACK, R.UNIT_HEAD, {}, S.DRAFT),
    (S.UNIT_APPROVAL, T.SUBMIT, R.UNIT_HEAD, {}, S.CLUSTER_REVIEW),
    (S.UNIT_APPROVAL, T.SUBMIT, R.UNIT_HEAD, {"cluster_votes": False}, S.DEPARTMENT_VETTING),
    (S.UNIT_APPROVAL, T.WITHDRAW, R.UNIT_HEAD, {}, S.WITHDRAWN),
    (S.CLUSTER_REVIEW, T.REFER_BACK, R.CLUSTER_LEADER, {"round": None}, S.DRAFT),
    (S.CLUSTER_REVIEW, T.ENDORSE, R.TELLER, {}, S.DEPARTMENT_VETTING),
    (S.CLUSTER_REVIEW, T.DECLINE, R.TELLER, {"round": lost}, S.DECLINED),
    (S.CLUSTER_REVIEW, T.WITHDRAW, R.UNIT_HEAD, {"round": None}, S.WITHDRAWN),
    (S.DEPARTMENT_VETTING, T.RECEIVE, R.DEPARTMENT_OFFICER, {"received": False}, S.DEPARTMENT_VETTING),
    (S.DEPARTMENT_VETTING, T.RETURN_FOR_SUPPLEMENT, R.DEPARTMENT_HEAD, {}, S.SUPPLEMENT),
    (S.DEPARTMENT_VETTING, T.CLEAR, R.DEPARTMENT_HEAD, {}, S.MINISTER_SIGNOFF),
    (S.DEPARTMENT_VETTING, T.CLEAR, R.DEPARTMENT_HEAD, {"council_required": True}, S.COUNCIL_REVIEW),
    (S.DEPARTMENT_VETTING, T.DECLINE, R.DEPARTMENT_HEAD, {}, S.DECLINED),
    (S.DEPARTMENT_VETTING, T.WITHDRAW, R.UNIT_HEAD, {"withdrawal_consented": True}, S.WITHDRAWN),
    (S.SUPPLEMENT, T.RESUBMIT, R.UNIT_HEAD, {}, S.DEPARTMENT_VETTING),
    (S.SUPPLEMENT, T.RESUBMIT, R.UNIT_HEAD, {"material_hash": "newer"}, S.CLUSTER_REVIEW),
    (S.SUPPLEMENT, T.RESUBMIT, R.UNIT_HEAD, {"material_hash": "newer", "cluster_votes": False}, S.DEPARTMENT_VETTING),
    (S.SUPPLEMENT, T.WITHDRAW, R.UNIT_HEAD, {"withdrawal_consented": True}, S.WITHDRAWN),
    (S.COUNCIL_REVIEW, T.APPROVE, R.TELLER, {}, S.MINISTER_SIGNOFF),
    (S.COUNCIL_REVIEW, T.DECLINE, R.TELLER, {"round": lost}, S.DECLINED),
    (S.COUNCIL_REVIEW, T.WITHDRAW, R.UNIT_HEAD, {"withdrawal_consented": True, "round": None}, S.WITHDRAWN),
    (S.MINISTER_SIGNOFF, T.REFER_BACK, R.MINISTER, {}, S.DEPARTMENT_VETTING),
    (S.MINISTER_SIGNOFF, T.REFER_BACK, R.DEPARTMENT_HEAD, {}, S.DEPARTMENT_VETTING),
    (S.MINISTER_SIGNOFF, T.SIGN, R.MINISTER, {}, S.AWARDED),
    (S.MINISTER_SIGNOFF, T.WITHDRAW, R.UNIT_HEAD, {"withdrawal_consented": True, "decision": None}, S.WITHDRAWN),
    (S.AWARDED, T.REVOKE, R.MINISTER, {"decision": frozen("revocation")}, S.REVOKED),
    *((state, T.HOLD, R.AUDITOR, {}, state) for state in S if state.is_open),
    *((state, T.LIFT, R.DEPARTMENT_HEAD, {"holds": held}, state) for state in S if state.is_open),
    (S.AWARDED, T.HOLD, R.AUDITOR, {"decision": frozen(status="signed")}, S.AWARDED),
    (S.AWARDED, T.LIFT, R.DEPARTMENT_HEAD, {"holds": held}, S.AWARDED),
]


@pytest.mark.parametrize(("state", "trigger", "role", "changes", "leads_to"), TAKEN)
def test_a_step_with_nothing_against_it_is_taken(
    state: State, trigger: Trigger, role: Role, changes: dict[str, object], leads_to: State
) -> None:
    actor, facts = person(role), dossier(state, **changes)
    fired = fire(facts, actor, trigger, everything(actor))
    assert (fired.state, fired.row.trigger, sorted(fired.findings)) == (leads_to, trigger, ["c1", "c2"])
    assert facts.state is state


def test_every_line_of_the_process_was_taken() -> None:
    taken = {(state, trigger, leads_to) for state, trigger, _, _, leads_to in TAKEN}
    assert taken == {(row.source, row.trigger, row.target or row.source) for row in TRANSITIONS}


@pytest.mark.parametrize("trigger", list(Trigger))
@pytest.mark.parametrize("state", list(State))
def test_a_step_that_does_not_exist_is_refused_in_words(state: State, trigger: Trigger) -> None:
    if any((row.source, row.trigger) == (state, trigger) for row in TRANSITIONS):
        return
    with pytest.raises(WrongState) as refused:
        fire(dossier(state), person(*Role), trigger)
    assert read(refused.value.reasons) == [f"“{trigger.label}” is not possible in the state “{state.label}”."]


@pytest.mark.parametrize(("state", "trigger", "role", "changes", "leads_to"), TAKEN)
def test_nobody_takes_the_step_of_another(
    state: State, trigger: Trigger, role: Role, changes: dict[str, object], leads_to: State
) -> None:
    allowed = {one for row in TRANSITIONS if (row.source, row.trigger) == (state, trigger) for one in row.by}
    stranger = person(*(set(Role) - allowed))
    with pytest.raises(NotYours):
        fire(dossier(state, **changes), stranger, trigger, everything(stranger))


def test_a_refusal_says_everything_at_once() -> None:
    actor = person(Role.UNIT_HEAD, person_id=AUTHOR)
    facts = dossier(criteria=(criterion("c1", 1, met=False),), submission=None, holds=held, windows={})
    with pytest.raises(Refused) as refused:
        fire(facts, actor, T.SUBMIT)
    assert type(refused.value) is Refused
    assert read(refused.value.reasons) == [
        "The nomination is on hold pending verification.",
        "Criterion 1 is not met.",
        "You drafted this nomination yourself, so another head of the unit must submit it.",
        "The nomination is not yet in a submission letter of the unit.",
        "Type your full name to confirm: Trần Thị Ánh.",
    ]


REASON = "Give the reason."
ASKED = [
    (S.DRAFT, T.WITHDRAW, R.UNIT_HEAD, [REASON]),
    (S.DRAFT, T.SUBMIT, R.UNIT_HEAD, ["Type your full name to confirm: Trần Thị Ánh."]),
    (S.DRAFT, T.HOLD, R.AUDITOR, [REASON, "Name the paper that this rests on."]),
    (S.DEPARTMENT_VETTING, T.DECLINE, R.DEPARTMENT_HEAD, [REASON, "Name the rule that the decision rests on."]),
    (
        S.DEPARTMENT_VETTING,
        T.RETURN_FOR_SUPPLEMENT,
        R.DEPARTMENT_HEAD,
        [
            REASON,
            "Give the date by which it is due.",
            "Name at least one part to complete, with a reason for each.",
        ],
    ),
]


@pytest.mark.parametrize(("state", "trigger", "role", "sentences"), ASKED)
@pytest.mark.parametrize("given", [None, Given(" ", "\n", "\t", None, {}, " ")])
def test_what_was_asked_and_not_given(
    state: State, trigger: Trigger, role: Role, sentences: list[str], given: Given | None
) -> None:
    with pytest.raises(Refused) as refused:
        fire(dossier(state), person(role), trigger, given)
    assert read(refused.value.reasons) == sentences


def test_a_part_without_a_reason_is_not_named() -> None:
    given = replace(everything(person()), parts={"c1": "Add the report.", "c2": " "}, due_on=date(2031, 7, 1))
    with pytest.raises(Refused) as refused:
        fire(dossier(S.DEPARTMENT_VETTING), person(R.DEPARTMENT_HEAD), T.RETURN_FOR_SUPPLEMENT, given)
    assert read(refused.value.reasons) == ["Name at least one part to complete, with a reason for each."]


@pytest.mark.parametrize("typed", ["Trần Thị Ánh", " trần  thị ÁNH ", "Tr\u00e2\u0300n Thi\u0323 A\u0301nh"])
def test_a_name_is_the_same_name_in_any_case_spacing_and_form(typed: str) -> None:
    assert fire(dossier(), person(R.UNIT_HEAD), T.SUBMIT, Given(confirmation=typed)).state is S.CLUSTER_REVIEW


@pytest.mark.parametrize("typed", ["Tran Thi Anh", "Trần Thị Anh", "Trần Ánh", ""])
def test_another_name_does_not_confirm(typed: str) -> None:
    with pytest.raises(Refused):
        fire(dossier(), person(R.UNIT_HEAD), T.SUBMIT, Given(confirmation=typed))


def test_options_are_every_way_on_with_the_route_chosen() -> None:
    found = options(dossier(cluster_votes=False), person(R.UNIT_HEAD))
    assert [(option.trigger, option.row.target, option.yours, option.possible) for option in found] == [
        (T.PROPOSE, S.UNIT_APPROVAL, False, False),
        (T.SUBMIT, S.DEPARTMENT_VETTING, True, True),
        (T.WITHDRAW, S.WITHDRAWN, True, True),
        (T.HOLD, None, False, False),
        (T.LIFT, None, False, False),
    ]
    assert options(dossier(S.REVOKED), person(*Role)) == []


def test_one_machine_serves_many_threads() -> None:
    """Everybody acts at once on his own dossier; nobody's act touches another's."""

    def take(n: int) -> State | str:
        actor, facts = _somebody(n)
        try:
            return fire(facts, actor, T.SUBMIT, everything(actor)).state
        except NotYours:
            return "not yours"

    expected: list[State | str] = [S.CLUSTER_REVIEW, S.DEPARTMENT_VETTING, "not yours"] * 400
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(take, range(1200))) == expected


def _somebody(n: int) -> tuple[Actor, Dossier]:
    actor = person(R.UNIT_OFFICER if n % 3 == 2 else R.UNIT_HEAD, person_id=1000 + n)
    return actor, dossier(S.UNIT_APPROVAL, cluster_votes=n % 3 == 0)
