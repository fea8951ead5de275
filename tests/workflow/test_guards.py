"""Every guard, passing and failing, by the whole sentence that people read."""

import inspect
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.workflow.facts import (
    ASSESSOR,
    HOLDER,
    NOW,
    RULE,
    counted,
    criterion,
    dossier,
    frozen,
    person,
    read,
    tally,
)
from workflow import guards as g
from workflow import round_guards as rg
from workflow import vetting_guards as vg
from workflow.ballot import Turnout
from workflow.circumstances import Hold, Opinion, Places, RoundFacts, Submission, Supplement
from workflow.criteria import Declaration, Statement
from workflow.dossier import Assessment, NomineeKind, Verdict
from workflow.matches import Match, MatchVerdict
from workflow.vocabulary import Role, Stage

DRAFTED_YOURSELF = "You drafted this nomination yourself, so another head of the unit must submit it."
NO_MINUTES = "The minutes of the unit's meeting are not attached."
NO_MEETING = "The date of the unit's meeting and its attendance are not entered."
NOT_COUNTED = "The ballot box has not been counted yet."
NO_QUORUM = "The round did not reach its quorum."
CARRIED = "The vote carried this nomination, so it cannot be declined by it."
CHANGED = "The content has changed since the unit submitted it, so it must go back to the vote."
UNDER_WAY = "A round of voting on this nomination is under way."
REVOCATION_ONLY = "An award is revoked only through a revocation decision."
NOT_FROZEN = "The nomination is not in a frozen decision."
READ_AGAIN = "The decision has changed since it was shown to you. Read it again before you sign."

open_round = RoundFacts(40, "open", RULE, turnout=Turnout(30, 3))
ONLY_REVOKED = "The decision is published, so an award is only taken away by revoking it."
waived = Assessment(Verdict.WAIVED, ASSESSOR)
letter = dossier().submission
assert letter is not None

OF_THE_HEAD = Declaration((Statement("honest", "All of it is true."),))

CASES: list[tuple[g.Guard, dict[str, Any], list[str]]] = [
    (g.not_on_hold, {}, []),
    (g.not_on_hold, {"holds": (Hold(1, HOLDER, "P"),)}, ["The nomination is on hold pending verification."]),
    (g.criteria_met, {}, []),
    (
        g.criteria_met,
        {"criteria": (criterion("c1", 1, met=False), criterion("c2", 2), criterion("c3", 3, met=False))},
        ["Criterion 1 is not met.", "Criterion 3 is not met."],
    ),
    (
        g.criteria_met,
        {"criteria": (criterion("c1", 1, met=False),), "assessments": {"c1": waived}},
        ["Criterion 1 is not met."],
    ),
    (
        g.criteria_met,
        {
            "criteria": (criterion("c1", 1, met=False),),
            "assessments": {"c1": replace(waived, waiver_approver_id=ASSESSOR)},
        },
        ["Criterion 1 is not met."],
    ),
    (
        g.criteria_met,
        {"criteria": (criterion("c1", 1, met=False),), "assessments": {"c1": replace(waived, waiver_approver_id=1)}},
        [],
    ),
    (
        g.criteria_met,
        {"criteria": (replace(criterion("c1", 1, met=False), applies_to=frozenset({NomineeKind.COLLECTIVE})),)},
        [],
    ),
    (g.criteria_ready, {}, []),
    (g.criteria_ready, {"criteria": (replace(criterion("c1", 1), kind=OF_THE_HEAD),)}, []),
    (g.criteria_ready, {"criteria": (criterion("c1", 1, met=False),)}, ["Criterion 1 is not met."]),
    (g.drafted_by_another, {}, []),
    (g.drafted_by_another, {"author_id": 900}, [DRAFTED_YOURSELF]),
    (g.drafted_by_another, {"author_id": 900, "sole_officer": True}, []),
    (g.in_a_submission, {}, []),
    (g.in_a_submission, {"submission": None}, ["The nomination is not yet in a submission letter of the unit."]),
    (g.in_a_submission, {"submission": replace(letter, has_minutes=False)}, [NO_MINUTES]),
    (g.in_a_submission, {"submission": replace(letter, members=None)}, [NO_MEETING]),
    (g.in_a_submission, {"submission": Submission("letter", None, None, None, False)}, [NO_MINUTES, NO_MEETING]),
    (g.unit_places_left, {}, []),
    (g.unit_places_left, {"unit_places": (Places(3, 2), Places(None, 9))}, []),
    (
        g.unit_places_left,
        {"unit_places": (Places(3, 3), Places(5, 4, shared=True))},
        ["The unit has 3 places for this award and has already used 3."],
    ),
    (g.no_unanswered_match, {}, []),
    (
        g.no_unanswered_match,
        {"unanswered_matches": ("a-1", "a-2")},
        [
            "A similar nomination exists (a-1). Say whether it is for the same achievement.",
            "A similar nomination exists (a-2). Say whether it is for the same achievement.",
        ],
    ),
    (rg.no_round_under_way, {}, []),
    (rg.no_round_under_way, {"round": replace(open_round, status="preparing")}, []),
    (rg.no_round_under_way, {"round": open_round}, [UNDER_WAY]),
    (rg.no_round_under_way, {"round": replace(open_round, status="closed")}, [UNDER_WAY]),
    (rg.no_round_under_way, {"round": counted()}, []),
    (rg.box_counted, {"round": counted()}, []),
    (rg.box_counted, {}, [NOT_COUNTED]),
    (rg.box_counted, {"round": open_round}, [NOT_COUNTED]),
    (rg.quorum_reached, {"round": counted(tally=tally(20, voted=20))}, []),
    (rg.quorum_reached, {"round": counted(tally=tally(19, voted=19))}, [NO_QUORUM]),
    (rg.threshold_reached, {"round": counted(tally=tally(27))}, []),
    (
        rg.threshold_reached,
        {"round": counted(tally=tally(26, eligible=29, voted=29))},
        ["The vote did not reach the share of agreement that the rules ask for."],
    ),
    (rg.within_places, {"round": counted()}, []),
    (
        rg.within_places,
        {"round": counted(within_places=False)},
        ["More nominations passed than there are places, and this one ranks below them."],
    ),
    (rg.vote_not_carried, {"round": counted(tally=tally(26))}, []),
    (rg.vote_not_carried, {"round": counted(within_places=False)}, []),
    (rg.vote_not_carried, {"round": counted(chair_needed=True)}, []),
    (rg.vote_not_carried, {"round": counted()}, [CARRIED]),
    (rg.vote_not_carried, {"round": counted(tally=tally(19, voted=19))}, [NO_QUORUM]),
    (rg.chair_agreed, {"round": counted()}, []),
    (rg.chair_agreed, {"round": counted(chair_needed=True, chair_agreed=True)}, []),
    (
        rg.chair_agreed,
        {"round": counted(chair_needed=True)},
        ["The chair of the council has not recorded agreement."],
    ),
    (g.received, {}, []),
    (g.received, {"received": False}, ["The department has not yet received this nomination."]),
    (g.not_yet_received, {"received": False}, []),
    (g.not_yet_received, {}, ["The department has already received this nomination."]),
    (vg.criteria_decided, {}, []),
    (
        vg.criteria_decided,
        {
            "criteria": tuple(criterion(f"c{n}", n) for n in (1, 2, 3, 4)),
            "assessments": {
                "c2": Assessment(Verdict.NOT_MET, ASSESSOR),
                "c3": waived,
                "c4": replace(waived, waiver_approver_id=1),
            },
        },
        [
            "Criterion 1 (Title 1) has no verdict yet.",
            "Criterion 2 (Title 2) was found not met.",
            "The waiver of criterion 3 (Title 3) awaits approval by another person.",
        ],
    ),
    (vg.opinions_in, {"opinions": (Opinion("A", "Yes"), Opinion("B", None, marked_unanswered=True))}, []),
    (vg.opinions_in, {"opinions": (Opinion("Body A", None),)}, ["The opinion of Body A has not come in."]),
    (vg.decided_by_another, {}, []),
    (
        vg.decided_by_another,
        {"assessments": {"c1": Assessment(Verdict.MET, 900)}},
        ["You assessed a criterion of this nomination, so another person must conclude."],
    ),
    (
        vg.decided_by_another,
        {"proposed_by": 900},
        ["You proposed a step for this nomination, so another person must decide."],
    ),
    (vg.decided_by_another, {"proposed_by": ASSESSOR}, []),
    (vg.proposed, {}, []),
    (
        vg.proposed,
        {"proposed_by": None},
        ["No officer has proposed a step yet: the officer proposes, the head decides."],
    ),
    (vg.feedback_weighed, {}, []),
    (vg.feedback_weighed, {"feedback_open": 5}, ["Feedback of the public has not been weighed yet."]),
    (vg.consultation_over, {}, []),
    (vg.consultation_over, {"consultation_closes": NOW, "consultation_required": True}, []),
    (
        vg.consultation_over,
        {"consultation_closes": NOW + timedelta(seconds=1)},
        ["The list is shown to the public and nothing on it is concluded before 2031-06-15."],
    ),
    (
        vg.consultation_over,
        {"consultation_required": True},
        ["The rules require that the list be shown to the public first."],
    ),
    (g.unchanged_since_pledge, {}, []),
    (g.unchanged_since_pledge, {"pledged_hash": "other"}, [CHANGED]),
    (g.unchanged_since_pledge, {"pledged_hash": None}, [CHANGED]),
    (g.only_named_parts_changed, {}, []),
    (g.only_named_parts_changed, {"supplement": None}, ["Nothing was asked for."]),
    (
        g.only_named_parts_changed,
        {"supplement": Supplement(frozenset({"c1"}), frozenset({"c1", "c2", "nominee"}), NOW.date())},
        [
            "2. Title 2 was changed although it was not asked for.",
            "The nominee was changed although it was not asked for.",
        ],
    ),
    (g.decision_is_what_was_seen, {"decision": frozen()}, []),
    (g.decision_is_what_was_seen, {}, [NOT_FROZEN]),
    (g.decision_is_what_was_seen, {"decision": frozen("revocation")}, [NOT_FROZEN]),
    (g.decision_is_what_was_seen, {"decision": frozen(status="drafting")}, [NOT_FROZEN]),
    (
        g.decision_is_what_was_seen,
        {"decision": frozen(seen_digest="other", material_hash="older")},
        [READ_AGAIN, "The content has changed since the decision was frozen."],
    ),
    (g.decision_is_what_was_seen, {"decision": frozen(digest=None, seen_digest=None)}, [READ_AGAIN]),
    (g.not_yet_published, {"decision": frozen(status="signed")}, []),
    (g.not_yet_published, {"decision": frozen(status="issued")}, []),
    (g.not_yet_published, {"decision": frozen(status="published")}, [ONLY_REVOKED]),
    (g.not_yet_published, {"decision": frozen("revocation", status="signed")}, [ONLY_REVOKED]),
    (g.not_in_a_frozen_decision, {}, []),
    (g.not_in_a_frozen_decision, {"decision": frozen(status="drafting")}, []),
    (
        g.not_in_a_frozen_decision,
        {"decision": frozen()},
        ["The nomination is in a decision that awaits signature. Ask the department to take it out first."],
    ),
    (g.in_a_revocation, {"decision": frozen("revocation")}, []),
    (g.in_a_revocation, {}, [REVOCATION_ONLY]),
    (g.in_a_revocation, {"decision": frozen()}, [REVOCATION_ONLY]),
    (g.in_a_revocation, {"decision": frozen("revocation", status="drafting")}, [REVOCATION_ONLY]),
    (g.department_consents, {"withdrawal_consented": True}, []),
    (
        vg.matches_weighed,
        {
            "year": 2031,
            "matches": (
                Match("a", "A", 2030),
                Match("b", "B", 2031, MatchVerdict.ANOTHER_NOMINEE),
                Match("c", "C", 2020, MatchVerdict.ANOTHER_ACHIEVEMENT),
            ),
        },
        [],
    ),
    (
        vg.matches_weighed,
        {
            "year": 2031,
            "matches": (
                Match("a", "A", 2031),
                Match("b", "B", None),
                Match("c", "C", 2020, MatchVerdict.SAME_ACHIEVEMENT),
            ),
        },
        [
            "Of the same name and year: A. Say what it is before going on.",
            "Of the same name and year: B. Say what it is before going on.",
            "An officer found that it is for the same achievement as: C.",
        ],
    ),
    (g.department_consents, {}, ["After the vote, withdrawal needs the consent of the emulation department."]),
    (g.not_already_held, {}, []),
    (g.not_already_held, {"holds": (Hold(1, HOLDER, "P"),)}, ["The nomination is already on hold."]),
    (g.is_held, {"holds": (Hold(1, HOLDER, "P"),)}, []),
    (g.is_held, {}, ["The nomination is not on hold."]),
    (g.held_by_another, {"holds": (Hold(1, HOLDER, "P"),)}, []),
    (
        g.held_by_another,
        {"holds": (Hold(1, 900, "P"),)},
        ["You set this hold, so another person must lift it."],
    ),
]


@pytest.mark.parametrize("stage", list(Stage))
def test_submission_and_signature_check_every_criterion_the_other_stages_those_that_name_them(stage: Stage) -> None:
    named = tuple(
        replace(criterion(f"c{n}", n, met=False), stages=frozenset({one})) for n, one in enumerate(Stage, start=1)
    )
    all_of_them = [f"Criterion {n} is not met." for n in range(1, len(named) + 1)]
    own = [f"Criterion {list(Stage).index(stage) + 1} is not met."]
    expected = all_of_them if stage in (Stage.SUBMISSION, Stage.SIGNATURE) else own
    assert read(g.criteria_met_at(stage)(dossier(criteria=named), person(Role.UNIT_HEAD))) == expected


def test_people_decide_the_criteria_that_name_vetting() -> None:
    elsewhere = replace(criterion("c1", 1), stages=frozenset({Stage.SUBMISSION, Stage.CLUSTER}))
    facts = dossier(criteria=(elsewhere, criterion("c2", 2)), assessments={})
    assert read(vg.criteria_decided(facts, person(Role.UNIT_HEAD))) == ["Criterion 2 (Title 2) has no verdict yet."]


@pytest.mark.parametrize(("guard", "changes", "sentences"), CASES)
def test_a_guard_says_why_not(guard: g.Guard, changes: dict[str, Any], sentences: list[str]) -> None:
    assert read(guard(dossier(**changes), person(Role.UNIT_HEAD))) == sentences


def test_every_guard_is_tested_passing_and_failing() -> None:
    """By signature: whatever takes a dossier and an actor is a guard."""
    guards = {
        name
        for module in (g, rg, vg)
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if list(inspect.signature(value).parameters) == ["dossier", "actor"]
    } - {"acting_roles"}
    failing = {guard.__name__ for guard, _, sentences in CASES if sentences}
    passing = {guard.__name__ for guard, _, sentences in CASES if not sentences}
    assert guards == failing == passing


def test_a_stage_confirms_the_criteria_that_name_it_and_the_ends_all() -> None:
    only_vetting = replace(criterion("c1", 1), stages=frozenset({Stage.VETTING}))
    facts = dossier(criteria=(only_vetting, criterion("c2", 2)))
    confirmed = {stage: [one.code for one in facts.to_confirm(stage)] for stage in Stage}
    assert confirmed == {
        Stage.SUBMISSION: ["c1", "c2"], Stage.CLUSTER: ["c2"], Stage.VETTING: ["c1", "c2"], Stage.COUNCIL: ["c2"],
        Stage.SIGNATURE: ["c1", "c2"],
    }  # fmt: skip
