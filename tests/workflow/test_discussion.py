"""Who speaks before a vote, as whom, and until when: every status of the round by hand."""

from dataclasses import replace

import pytest

from tests.workflow.facts import AUTHOR, CLUSTER, RULE, UNIT, YEAR, dossier, person
from workflow.circumstances import RoundFacts
from workflow.discussion import CLOSED, OWN, against_speaking, discussing, reads_before_vote, speaks_as
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role, State

BEFORE = replace(dossier(State.CLUSTER_REVIEW), round=None)


@pytest.mark.parametrize(
    ("status", "still"),
    [
        (None, True), ("preparing", True), ("keyed", True), ("open", False), ("closed", False), ("counted", False),
        ("inquorate", True),
    ],
)  # fmt: skip
def test_until_the_box_opens_and_anew_when_it_came_to_nothing(status: str | None, still: bool) -> None:
    held = RoundFacts(1, status, RULE) if status else None
    assert discussing(replace(BEFORE, round=held)) is still


def test_only_before_the_cluster() -> None:
    assert not discussing(replace(BEFORE, state=State.DEPARTMENT_VETTING))


def test_members_and_the_leader_speak_nobody_else() -> None:
    assert speaks_as(BEFORE, person(Role.CLUSTER_MEMBER)) == Grant(Role.CLUSTER_MEMBER, UNIT + 1, CLUSTER, YEAR)
    assert speaks_as(BEFORE, person(Role.CLUSTER_LEADER)) == Grant(Role.CLUSTER_LEADER, UNIT + 1, CLUSTER, YEAR)
    for role in (Role.TELLER, Role.DEPARTMENT_HEAD, Role.UNIT_HEAD):
        assert speaks_as(BEFORE, person(role)) is None
    other_year = Actor(900, "", frozenset({Grant(Role.CLUSTER_MEMBER, UNIT + 1, CLUSTER, YEAR - 1)}))
    assert speaks_as(BEFORE, other_year) is None


def test_in_his_own_right_before_for_another() -> None:
    own = Grant(Role.CLUSTER_MEMBER, UNIT + 1, CLUSTER, YEAR)
    lent = Grant(Role.CLUSTER_LEADER, UNIT + 1, CLUSTER, YEAR, acts_for=1)
    assert speaks_as(BEFORE, Actor(900, "", frozenset({lent, own}))) == own
    assert speaks_as(BEFORE, Actor(900, "", frozenset({lent}))) == lent


def test_nobody_speaks_of_his_own_case_where_members_stand_aside() -> None:
    of_unit = Actor(900, "", frozenset({Grant(Role.CLUSTER_MEMBER, UNIT, CLUSTER, YEAR)}))
    author = person(Role.CLUSTER_MEMBER, person_id=AUTHOR)
    for actor in (of_unit, author):
        assert [reason.message for reason in against_speaking(BEFORE, actor, recusal=True)] == [OWN]
        assert against_speaking(BEFORE, actor, recusal=False) == []
    voting = replace(BEFORE, round=RoundFacts(1, "open", RULE))
    assert [reason.message for reason in against_speaking(voting, of_unit, recusal=True)] == [OWN, CLOSED]


def test_before_the_council_its_members_speak_in_their_own_right_and_its_secretary_reads() -> None:
    before = dossier(State.COUNCIL_REVIEW, round=None)
    delegate = Actor(901, "Lê An", frozenset({Grant(Role.COUNCIL_MEMBER, acts_for=900)}))
    speaking = {role: speaks_as(before, person(role)) is not None for role in (Role.COUNCIL_MEMBER, *NOT_OF_COUNCIL)}
    assert speaking == {Role.COUNCIL_MEMBER: True} | dict.fromkeys(NOT_OF_COUNCIL, False)
    assert speaks_as(before, delegate) is None
    reading = {role for role in Role if reads_before_vote(before, person(role))}
    assert reading == {Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}
    assert reads_before_vote(dossier(State.CLUSTER_REVIEW), person(Role.CLUSTER_MEMBER))
    assert not reads_before_vote(dossier(State.MINISTER_SIGNOFF), person(Role.COUNCIL_MEMBER))
    assert discussing(before) and not discussing(dossier(State.COUNCIL_REVIEW))


NOT_OF_COUNCIL = (Role.COUNCIL_SECRETARY, Role.CLUSTER_MEMBER, Role.UNIT_HEAD, Role.DEPARTMENT_HEAD, Role.MINISTER)
