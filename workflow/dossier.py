"""The frozen facts the rules look at, loaded once before anything fires. Nothing here acts or asks the time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from workflow.circumstances import DecisionFacts, Hold, Opinion, Places, RoundFacts, Submission, Supplement
from workflow.initiatives import Initiative
from workflow.matches import Match
from workflow.vocabulary import UNIT_ROLES, Role, Stage, State
from workflow.words import N_, Word


class NomineeKind(StrEnum):
    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"

    @property
    def label(self) -> str:
        return {"individual": N_("Individual"), "collective": N_("Collective")}[self]


STATEMENT = "statement"
"""The code of every reason that only the head of the unit can clear, by affirming."""


class Verdict(StrEnum):
    """What a vetting officer found about one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        return {"met": N_("Met"), "not_met": N_("Not met"), "waived": N_("Waived")}[self]


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a code for programs, a message with parameters for people, and where it can be mended.

    `mend` names a place in the product's own words, such as `criterion:c3`, `submission` or `round`; the web side turns
    it into a link. Parameters that are `Word` are translated before they enter the sentence.
    """

    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    mend: str | None = None


@dataclass(frozen=True)
class Grant:
    """One role that a person holds now, with its scope; a cluster role is for one year. `acts_for`: who delegated."""

    role: Role
    unit_id: int | None = None
    cluster_id: int | None = None
    year: int | None = None
    round_id: int | None = None
    acts_for: int | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody about to act, with the roles in force at this moment."""

    person_id: int
    name: str
    grants: frozenset[Grant] = frozenset()

    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def hands(self, grants: Iterable["Grant"]) -> frozenset[int]:
        """Whose act it is that rests on `grants`: his own, and his principal's when each of them was delegated."""
        principals = [grant.acts_for for grant in grants]
        return frozenset({self.person_id, *(one for one in principals if one is not None and None not in principals)})

    def on_behalf(self, grants: Iterable["Grant"]) -> int | None:
        """For whom an act is that rests on `grants`; nobody, when one of them is held in one's own right."""
        return min(self.hands(grants) - {self.person_id}, default=None)

    def for_whom(self, *roles: Role, unit: int | None = None) -> int | None:
        """The same for an act that rests on one of these roles, in this unit when one is named."""
        return self.on_behalf(grant for grant in self.grants if grant.role in roles and unit in (None, grant.unit_id))

    def grants_of(self, role: Role) -> list[Grant]:
        return [grant for grant in self.grants if grant.role is role]

    def units(self) -> frozenset[int]:
        """The units in which he is officer or head."""
        return frozenset(g.unit_id for g in self.grants if g.role in UNIT_ROLES and g.unit_id is not None)


@dataclass(frozen=True)
class Window:
    """A half-open span [opens, closes) of aware datetimes. A missing end is not a limit."""

    opens: datetime | None = None
    closes: datetime | None = None

    def contains(self, moment: datetime) -> bool:
        return (self.opens is None or self.opens <= moment) and (self.closes is None or moment < self.closes)


@dataclass(frozen=True)
class MonthFigures:
    """Tasks of one month (`YYYY-MM`): due in it, done on time, overdue at its end. Whole numbers."""

    month: str
    due: int
    on_time: int
    overdue: int


@dataclass(frozen=True)
class Affirmation:
    """Who affirmed a statement, and when: unknown for what is older. It lapses when the nominee is another since."""

    name: str = ""
    at: datetime | None = None
    lapsed: bool = False


@dataclass(frozen=True)
class Answer:
    """What the unit answered to one criterion. `affirmed` holds the keys of the statements that stand affirmed."""

    narrative: str = ""
    figures: tuple[MonthFigures, ...] = ()
    affirmed: frozenset[str] = frozenset()
    affirmations: Mapping[str, Affirmation] = field(default_factory=dict)
    initiatives: tuple[Initiative, ...] = ()

    @property
    def lapsed(self) -> frozenset[str]:
        return frozenset(key for key, one in self.affirmations.items() if one.lapsed)


@dataclass(frozen=True)
class Finding:
    """What the machine finds about one criterion: met or not, the figures it rests on, and why not."""

    met: bool
    reasons: tuple[Reason, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)


class CriterionKind(Protocol):
    """What every kind of criterion can do; the kinds themselves live in `workflow.criteria`."""

    def explain(self) -> list[tuple[str, Mapping[str, object]]]: ...

    def finding(self, criterion: "Criterion", dossier: "Dossier") -> Finding: ...


@dataclass(frozen=True)
class Criterion:
    """One criterion of a campaign: its text as published, whom it applies to, who confirms it, how it is checked."""

    code: str
    number: int
    title: str
    text: str
    kind: CriterionKind
    applies_to: frozenset[NomineeKind] = frozenset(NomineeKind)
    stages: frozenset[Stage] = frozenset(Stage)
    evidence_required: int = 0
    evidence_note: str = ""
    guidance: str = ""

    def finding(self, dossier: "Dossier") -> Finding:
        return self.kind.finding(self, dossier)


@dataclass(frozen=True)
class Assessment:
    """A person's verdict on one criterion. A waiver stands only once somebody other than the assessor approved it."""

    verdict: Verdict
    assessor_id: int
    note: str = ""
    waiver_approver_id: int | None = None

    @property
    def settled(self) -> bool:
        if self.verdict is Verdict.WAIVED:
            return self.waiver_approver_id is not None and self.waiver_approver_id != self.assessor_id
        return self.verdict is Verdict.MET


@dataclass(frozen=True)
class OpenRecord:
    """An entry that speaks against the nominee in a register of the department: discipline, incident."""

    register: str
    paper: str
    entry_id: int | None = None


@dataclass(frozen=True)
class Dossier:
    """Everything the rules may know of one nomination at one moment (`now`, aware UTC)."""

    code: str
    state: State
    kind: NomineeKind
    unit_id: int
    cluster_id: int | None
    now: datetime
    year: int = 0
    author_id: int | None = None
    sole_officer: bool = False
    cluster_votes: bool = True
    council_required: bool = False
    windows: Mapping[Stage, Window] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    records: frozenset[str] = frozenset()
    open_records: tuple[OpenRecord, ...] = ()
    submission: Submission | None = None
    unit_places: tuple[Places, ...] = ()
    unanswered_matches: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    round: RoundFacts | None = None
    received: bool = False
    officer_id: int | None = None
    proposed_by: int | None = None
    returned_by: int | None = None
    consultation_closes: datetime | None = None
    consultation_required: bool = False
    feedback_open: int | None = None
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    opinions: tuple[Opinion, ...] = ()
    holds: tuple[Hold, ...] = ()
    supplement: Supplement | None = None
    material_hash: str = ""
    pledged_hash: str | None = None
    decision: DecisionFacts | None = None
    withdrawal_consented: bool = False

    def applicable(self) -> tuple[Criterion, ...]:
        """The campaign's criteria that apply to this kind of nominee, in their published order."""
        return tuple(criterion for criterion in self.criteria if self.kind in criterion.applies_to)

    def to_confirm(self, stage: Stage) -> tuple[Criterion, ...]:
        """The applicable criteria that a stage has to confirm: those that name it; submission and signature see all."""
        every = stage in (Stage.SUBMISSION, Stage.SIGNATURE)
        return tuple(criterion for criterion in self.applicable() if every or stage in criterion.stages)

    def part_name(self, part: str) -> str:
        """How people call a part of the nomination: the title of a criterion, or the part's own name."""
        own = {c.code: f"{c.number}. {c.title}" for c in self.criteria}
        return own.get(part) or Word(N_("The nominee"))

    def findings(self) -> dict[str, Finding]:
        """What the machine finds about every applicable criterion now, by code."""
        return {criterion.code: criterion.finding(self) for criterion in self.applicable()}
