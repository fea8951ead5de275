"""Who gives a nomination to an officer: the head anything, an officer only himself what nobody has."""

from tests.workflow.facts import dossier, person, read
from workflow.assigning import assigning
from workflow.vocabulary import Role, State

ME, OTHER = 900, 901


def test_who_gives_and_who_takes() -> None:
    officer, head = person(Role.DEPARTMENT_OFFICER, person_id=ME), person(Role.DEPARTMENT_HEAD, person_id=ME)
    free, taken = dossier(State.DEPARTMENT_VETTING), dossier(State.SUPPLEMENT, officer_id=OTHER)
    assert [assigning(facts, head, OTHER) for facts in (free, taken)] == [[], []]
    assert assigning(free, officer, ME) == []
    assert read(assigning(free, officer, OTHER)) == [
        "Only the head of the department gives a nomination to somebody else."
    ]
    assert read(assigning(taken, officer, ME)) == [
        "Another officer has it in hand. Only the head of the department changes that."
    ]
    assert assigning(dossier(State.DEPARTMENT_VETTING, officer_id=ME), officer, ME) == []


def test_others_and_other_places() -> None:
    stranger = person(Role.UNIT_HEAD)
    assert read(assigning(dossier(State.DEPARTMENT_VETTING), stranger, ME)) == [
        "Only this role may do it here: Vetting officer, Head of the emulation department."
    ]
    assert read(assigning(dossier(State.MINISTER_SIGNOFF), person(Role.DEPARTMENT_HEAD), ME)) == [
        "A nomination is assigned only while the department has it in hand."
    ]
