"""Whom an entry of a register speaks against, who closes it, and who may find that it is about somebody else."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.facts import HOLDER, UNIT, dossier, person, read
from workflow.conduct import Entry, Nominee, clearing, closing, speaks_against
from workflow.dossier import Actor, Grant, NomineeKind
from workflow.vocabulary import Role, State

FIRST, LAST = date(2031, 3, 1), date(2031, 8, 31)
ENTRY = Entry(1, "discipline", "Số 12/QĐ-KL", FIRST, LAST, recorded_by=HOLDER)
HOA = Nominee(NomineeKind.INDIVIDUAL, "nguien thi hoa")
ROOM = Nominee(NomineeKind.COLLECTIVE, "phong tong hop")
IN = date(2031, 6, 15)


@pytest.mark.parametrize(
    ("entry", "nominee", "above", "day", "speaks"),
    [
        (ENTRY, HOA, False, IN, True),
        (ENTRY, HOA, False, FIRST, True),
        (ENTRY, HOA, False, LAST, True),
        (ENTRY, HOA, False, date(2031, 2, 28), False),
        (ENTRY, HOA, False, date(2031, 9, 1), False),
        (replace(ENTRY, counts_to=None), HOA, False, date(2099, 1, 1), True),
        (replace(ENTRY, closed=True), HOA, False, IN, False),
        (ENTRY, HOA, True, IN, False),
        (replace(ENTRY, with_below=True), HOA, True, IN, True),
        (replace(ENTRY, with_below=True), HOA, False, IN, True),
        (ENTRY, ROOM, False, IN, True),
        (replace(ENTRY, kind=NomineeKind.INDIVIDUAL), ROOM, False, IN, False),
        (replace(ENTRY, kind=NomineeKind.COLLECTIVE), ROOM, False, IN, True),
        (replace(ENTRY, subject_key=HOA.key), HOA, False, IN, True),
        (replace(ENTRY, subject_key="nguien thi hong"), HOA, False, IN, False),
        (replace(ENTRY, subject_key=HOA.key), ROOM, False, IN, False),
    ],
)
def test_whom_an_entry_speaks_against(entry: Entry, nominee: Nominee, above: bool, day: date, speaks: bool) -> None:
    assert speaks_against(entry, nominee, above=above, day=day) is speaks


def test_another_head_closes_it() -> None:
    head = person(Role.DEPARTMENT_HEAD)
    assert closing(ENTRY, head) == []
    own = ["You recorded this entry yourself, so another head of the department must close it."]
    assert read(closing(ENTRY, replace(head, person_id=HOLDER))) == own
    delegate = Actor(5, "Lê Văn Phó", frozenset({Grant(Role.DEPARTMENT_HEAD, acts_for=HOLDER)}))
    assert read(closing(ENTRY, delegate)) == own
    assert read(closing(replace(ENTRY, closed=True), head)) == ["This entry is already closed."]


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.AUDITOR, Role.MINISTER, Role.UNIT_HEAD])
def test_nobody_else_closes_it(role: Role) -> None:
    assert [reason.code for reason in closing(ENTRY, person(role))] == ["role"]


def test_the_officer_in_charge_or_the_head_clears() -> None:
    vetted, officer = dossier(State.DEPARTMENT_VETTING), person(Role.DEPARTMENT_OFFICER)
    assert clearing(vetted, officer, officer_id=officer.person_id) == []
    assert clearing(vetted, officer, officer_id=None) == []
    assert clearing(vetted, person(Role.DEPARTMENT_HEAD), officer_id=1) == []
    assert read(clearing(vetted, officer, officer_id=1)) == [
        "Only the officer in charge of this nomination or the head of the department may say this."
    ]
    for role in (Role.AUDITOR, Role.UNIT_HEAD, Role.MINISTER):
        assert [reason.code for reason in clearing(vetted, person(role), officer_id=None)] == ["role"]


def test_what_has_ended_needs_no_clearing() -> None:
    ended = dossier(State.AWARDED)
    assert ended.unit_id == UNIT
    assert [reason.code for reason in clearing(ended, person(Role.DEPARTMENT_HEAD), officer_id=None)] == ["state"]
