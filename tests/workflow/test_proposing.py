"""The officer proposes what could be decided: the same reasons as for the step, less that it is somebody else's."""

import pytest

from tests.workflow.facts import ASSESSOR, dossier, person, read
from workflow.circumstances import Opinion
from workflow.proposing import PROPOSED, asks_of, proposing
from workflow.vocabulary import Ask, Role, State, Trigger

OFFICER = person(Role.DEPARTMENT_OFFICER, person_id=ASSESSOR)


def test_the_officer_who_assessed_proposes_every_step() -> None:
    facts = dossier(State.DEPARTMENT_VETTING)
    assert {step: proposing(facts, OFFICER, step) for step in PROPOSED} == {step: [] for step in PROPOSED}


def test_what_stops_the_step_stops_the_proposal() -> None:
    facts = dossier(State.DEPARTMENT_VETTING, opinions=(Opinion("Body A", None),), assessments={})
    assert read(proposing(facts, OFFICER, Trigger.CLEAR)) == [
        "Criterion 1 (Title 1) has no verdict yet.", "Criterion 2 (Title 2) has no verdict yet.",
        "The opinion of Body A has not come in.",
    ]  # fmt: skip
    assert proposing(facts, OFFICER, Trigger.DECLINE) == []


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.UNIT_HEAD, Role.AUDITOR])
def test_only_an_officer_proposes(role: Role) -> None:
    told = read(proposing(dossier(State.DEPARTMENT_VETTING), person(role), Trigger.DECLINE))
    assert told == ["Only this role may do it here: Vetting officer."]


def test_not_before_receipt_and_nowhere_else() -> None:
    assert read(proposing(dossier(State.DEPARTMENT_VETTING, received=False), OFFICER, Trigger.DECLINE)) == [
        "The department has not yet received this nomination."
    ]
    assert read(proposing(dossier(State.SUPPLEMENT), OFFICER, Trigger.DECLINE)) == [
        "Proposals are made only while the nomination is being vetted."
    ]


def test_a_proposal_asks_what_the_step_asks() -> None:
    assert {step: asks_of(step) for step in PROPOSED} == {
        Trigger.CLEAR: frozenset(), Trigger.RETURN_FOR_SUPPLEMENT: {Ask.REASON, Ask.ITEMS, Ask.DUE},
        Trigger.DECLINE: {Ask.REASON, Ask.CITATION},
    }  # fmt: skip
