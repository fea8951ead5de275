"""Windows, the scope of roles, and the conditions that pick a route."""

from datetime import timedelta

import pytest

from tests.workflow.facts import ASSESSOR, CLUSTER, NOW, UNIT, YEAR, counted, dossier, person, read
from workflow import guards as g
from workflow.assessing import assessing, waiver_approving
from workflow.dossier import Actor, Assessment, Grant, Verdict, Window
from workflow.vocabulary import Role, Stage, State


@pytest.mark.parametrize(
    ("shift", "sentences"),
    [
        (timedelta(days=-1), []),
        (timedelta(days=-1, microseconds=-1), ["The stage “Cluster review” opens only at 2031-06-14."]),
        (timedelta(days=1, microseconds=-1), []),
        (timedelta(days=1), ["The stage “Cluster review” closed at 2031-06-16."]),
    ],
)
def test_a_window_is_open_from_its_first_moment_until_before_its_last(shift: timedelta, sentences: list[str]) -> None:
    guard = g.inside_window(Stage.CLUSTER)
    assert read(guard(dossier(now=NOW + shift), person())) == sentences


def test_a_stage_without_a_window_or_an_end_is_not_limited() -> None:
    guard = g.inside_window(Stage.CLUSTER)
    assert guard(dossier(windows={}), person()) == []
    assert guard(dossier(windows={Stage.CLUSTER: Window(opens=NOW)}), person()) == []


LEADER_ONLY = ["Only this role may do it here: Cluster leader."]


@pytest.mark.parametrize(
    ("grant", "sentences"),
    [
        (Grant(Role.CLUSTER_LEADER, 2, CLUSTER, YEAR), []),
        (Grant(Role.CLUSTER_LEADER, 2, CLUSTER, YEAR - 1), LEADER_ONLY),
        (Grant(Role.CLUSTER_LEADER, 2, CLUSTER + 1, YEAR), LEADER_ONLY),
        (Grant(Role.CLUSTER_LEADER, 2, None, YEAR), LEADER_ONLY),
        (Grant(Role.CLUSTER_MEMBER, 2, CLUSTER, YEAR), LEADER_ONLY),
    ],
)
def test_a_leader_leads_his_own_cluster_in_his_own_year(grant: Grant, sentences: list[str]) -> None:
    actor = Actor(900, "A", frozenset({grant}))
    assert read(g.held_by(Role.CLUSTER_LEADER)(dossier(), actor)) == sentences


def test_a_unit_role_covers_its_own_unit_and_a_teller_his_own_round() -> None:
    several = g.held_by(Role.UNIT_OFFICER, Role.UNIT_HEAD)
    said = ["Only this role may do it here: Unit officer, Head of unit."]
    elsewhere = Actor(900, "A", frozenset({Grant(Role.UNIT_HEAD, unit_id=UNIT + 1)}))
    assert read(several(dossier(), elsewhere)) == said
    assert several(dossier(), person(Role.UNIT_HEAD)) == []
    telling = g.held_by(Role.TELLER)
    assert telling(dossier(State.CLUSTER_REVIEW), person(Role.TELLER)) == []
    assert read(telling(dossier(), person(Role.TELLER))) == ["Only this role may do it here: Teller."]
    other = dossier(round=counted(round_id=41))
    assert read(telling(other, person(Role.TELLER))) == ["Only this role may do it here: Teller."]


def test_who_assesses_and_who_approves_a_waiver() -> None:
    role = "Only this role may do it here: Vetting officer, Head of the emulation department."
    not_received = "The department has not yet received this nomination."
    assert assessing(dossier(), person(Role.DEPARTMENT_OFFICER)) == []
    assert read(assessing(dossier(received=False), person(Role.AUDITOR))) == [role, not_received]
    waiving = dossier(assessments={"c1": Assessment(Verdict.WAIVED, ASSESSOR)})
    head = person(Role.DEPARTMENT_HEAD)
    assert waiver_approving(waiving, head, "c1") == []
    assert read(waiver_approving(waiving, head, "c2")) == ["No waiver was proposed for this criterion."]
    proposer = person(Role.DEPARTMENT_HEAD, person_id=ASSESSOR)
    said = ["You proposed this waiver, so another person must approve it."]
    assert read(waiver_approving(waiving, proposer, "c1")) == said


def test_the_routes() -> None:
    assert g.cluster_votes(dossier()) and not g.cluster_votes(dossier(cluster_votes=False))
    assert g.council_required(dossier(council_required=True)) and not g.council_required(dossier())
    assert g.vote_stands(dossier()) and g.vote_stands(dossier(cluster_votes=False, pledged_hash="other"))
    assert not g.vote_stands(dossier(pledged_hash="other"))
    assert g.negation(g.council_required)(dossier()) is True
