"""Facts for the tests of the rules: a dossier with nothing against it, people with roles, sentences as read."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workflow.ballot import Rule, Share, Tally
from workflow.circumstances import DecisionFacts, RoundFacts, Submission, Supplement
from workflow.dossier import Actor, Assessment, Criterion, Dossier, Finding, Grant, NomineeKind, Reason, Verdict, Window
from workflow.machine import Given
from workflow.vocabulary import Role, Stage, State

NOW = datetime(2031, 6, 15, 3, 0, tzinfo=UTC)
RULE = Rule(Share(2, 3), Share(90, 100))
UNIT, CLUSTER, YEAR, ROUND = 1, 7, 2031, 40
AUTHOR, ASSESSOR, HOLDER = 100, 200, 300


@dataclass(frozen=True)
class Plain:
    """A kind of criterion that is met or not because a test says so."""

    met: bool = True

    def explain(self) -> list[tuple[str, dict[str, object]]]:
        return []

    def finding(self, criterion: Criterion, dossier: Dossier) -> Finding:
        if self.met:
            return Finding(True)
        reason = Reason("lacking", "Criterion %(number)s is not met.", {"number": criterion.number}, "criterion:x")
        return Finding(False, (reason,))


def criterion(code: str, number: int, *, met: bool = True) -> Criterion:
    return Criterion(code, number, f"Title {number}", "Text.", Plain(met))


def person(*roles: Role, person_id: int = 900, name: str = "Trần Thị Ánh") -> Actor:
    """Somebody who holds the roles, each with the scope that covers the dossier of these tests."""
    return Actor(person_id, name, frozenset(grant(role) for role in roles))


def grant(role: Role) -> Grant:
    if role in (Role.UNIT_OFFICER, Role.UNIT_HEAD):
        return Grant(role, unit_id=UNIT)
    if role in (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER):
        return Grant(role, UNIT + 1, CLUSTER, YEAR)
    return Grant(role, round_id=ROUND if role is Role.TELLER else None)


def tally(yes: int, *, eligible: int = 30, voted: int = 30) -> Tally:
    return Tally(eligible, voted, yes, voted - yes, 0)


def counted(**changes: Any) -> RoundFacts:
    return replace(RoundFacts(ROUND, "counted", RULE, tally=tally(30)), **changes)


def frozen(kind: str = "award", **changes: Any) -> DecisionFacts:
    return replace(DecisionFacts(5, kind, "frozen", "digest", "digest", "material"), **changes)


def dossier(state: State = State.DRAFT, **changes: Any) -> Dossier:
    """Nothing stands against any forward step of its state. What a step away needs is given by the test."""
    voting = state in (State.CLUSTER_REVIEW, State.COUNCIL_REVIEW)
    whole = Dossier(
        code="movement-0001",
        state=state,
        kind=NomineeKind.INDIVIDUAL,
        unit_id=UNIT,
        cluster_id=CLUSTER,
        now=NOW,
        year=YEAR,
        author_id=AUTHOR,
        windows={stage: Window(NOW - timedelta(days=1), NOW + timedelta(days=1)) for stage in Stage},
        criteria=(criterion("c1", 1), criterion("c2", 2)),
        submission=Submission("letter", date(2031, 6, 1), 9, 8, True),
        round=counted() if voting else None,
        received=True,
        proposed_by=ASSESSOR,
        assessments={code: Assessment(Verdict.MET, ASSESSOR) for code in ("c1", "c2")},
        supplement=Supplement(frozenset({"c1"}), frozenset({"c1"}), date(2031, 7, 1)),
        material_hash="material",
        pledged_hash="material",
        decision=frozen() if state is State.MINISTER_SIGNOFF else None,
    )
    return replace(whole, **changes)


def everything(actor: Actor) -> Given:
    """All that any step may ask."""
    return Given("Because.", "Article 1.", "Paper 5.", date(2031, 7, 1), {"c1": "Add the report."}, actor.name)


def read(reasons: list[Reason] | tuple[Reason, ...]) -> list[str]:
    """The sentences as an English reader gets them."""
    return [reason.message % {key: _shown(value) for key, value in reason.params.items()} for reason in reasons]


def _shown(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else value
