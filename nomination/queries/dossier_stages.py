"""The criteria of a nomination across the stages: who found what and when, as one reader may know it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nomination.dossiers import Loaded
from nomination.queries.dossier_findings import Found
from nomination.queries.dossier_history import Entry
from nomination.queries.dossier_passes import PASSED_BY, SUBMITTED, Passes
from workflow.dossier import Assessment, Criterion, Finding, Verdict
from workflow.process import STAGE_OF
from workflow.vocabulary import Stage, State
from workflow.words import N_

ORDER = tuple(Stage)
PENDING = Found("open", N_("Not yet"))
IN_HAND = Found("open", N_("Being looked at"))
NOT_REACHED = Found("open", N_("Not reached"))
NOT_ASKED = Found("open", N_("Not asked at this stage"))
SECRET = Found("open", N_("Awaiting the decision"))


@dataclass(frozen=True)
class Cell:
    """What one stage says of one criterion: the latest, and before it everything, the oldest first.

    `now`: what the machine finds at this moment, where the stage has not decided yet: met, not_met or waived.
    """

    latest: Found
    passes: tuple[Found, ...] = ()
    now: str = ""


@dataclass(frozen=True)
class StageView:
    stage: Stage
    now: bool
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Reader:
    """What decides how much the matrix tells: `secret` hides the council and after, `inside` shows the notes."""

    secret: bool
    inside: bool
    stage: Stage | None


def stage_views(
    loaded: Loaded, history: Sequence[Entry], names: Mapping[int, str], findings: Mapping[str, Finding], reader: Reader
) -> tuple[StageView, ...]:
    """A column for each stage that this nomination goes through."""
    dossier = loaded.dossier
    skipped = {Stage.CLUSTER} if not dossier.cluster_votes else set()
    skipped |= {Stage.COUNCIL} if not dossier.council_required else set()
    told = Passes(history, names, loaded.cluster.name if loaded.cluster else "", inside=reader.inside)
    settled = _settled(history, reader.stage)
    matrix = _Matrix(loaded, names, findings, reader, told, settled)
    return tuple(
        StageView(one, one is reader.stage, {c.code: matrix.cell(one, c) for c in dossier.applicable()})
        for one in ORDER
        if one not in skipped
    )


def _settled(history: Sequence[Entry], current: Stage | None) -> dict[Stage, Entry]:
    """The step that last settled each stage. What comes back to a stage must pass it, and all later ones, again;
    where the nomination is now, nothing is settled, though not every reader knows how it came back."""
    settled: dict[Stage, Entry] = {}
    for entry in reversed(history):
        if entry.source is None or entry.target is None:
            continue
        if entry.target in STAGE_OF and entry.trigger not in SUBMITTED:
            _forget_from(settled, STAGE_OF[entry.target])
        if entry.trigger in SUBMITTED:
            _forget_from(settled, STAGE_OF[entry.target])
            settled[Stage.SUBMISSION] = entry
        elif entry.trigger in PASSED_BY.values() or entry.target is State.DECLINED:
            settled[STAGE_OF[entry.source]] = entry
    if current is not None:
        _forget_from(settled, current)
    return settled


def _forget_from(settled: dict[Stage, Entry], stage: Stage) -> None:
    for later in ORDER[ORDER.index(stage) :]:
        settled.pop(later, None)


@dataclass(frozen=True)
class _Matrix:
    loaded: Loaded
    names: Mapping[int, str]
    findings: Mapping[str, Finding]
    reader: Reader
    told: Passes
    settled: Mapping[Stage, Entry]

    def cell(self, stage: Stage, criterion: Criterion) -> Cell:
        if self.reader.secret and stage in (Stage.COUNCIL, Stage.SIGNATURE):
            return Cell(SECRET)
        if stage not in criterion.stages:
            return Cell(NOT_ASKED)
        passes = self.told.of(stage, criterion.code)
        live = self._judged(criterion) if stage is Stage.VETTING and self.reader.inside else None
        if stage in self.settled:
            step = next((one for one in reversed(passes) if one.at == self.settled[stage].at), PENDING)
            return Cell(live or step, passes)
        if live is not None:
            return Cell(live, passes, self._now(criterion))
        if not self.loaded.dossier.state.is_open:
            return Cell(NOT_REACHED, passes)
        if stage is Stage.SUBMISSION:
            return Cell(self._answered(criterion), passes)
        return Cell(IN_HAND if stage is self.reader.stage else PENDING, passes, self._now(criterion))

    def _now(self, criterion: Criterion) -> str:
        """What the next check would find, were it made at this moment."""
        assessment = self.loaded.dossier.assessments.get(criterion.code)
        if assessment is not None and assessment.verdict is Verdict.WAIVED and assessment.settled:
            return "waived" if self.reader.inside else ""
        return "met" if self.findings[criterion.code].met else "not_met"

    def _answered(self, criterion: Criterion) -> Found:
        """Before the unit submits: what the machine finds of the answer now."""
        met = self.findings[criterion.code].met
        status, label = ("met", N_("Passes the check")) if met else ("not_met", N_("Lacking"))
        return Found(status, label, (N_("Machine check at this moment; not yet submitted"), {}))

    def _judged(self, criterion: Criterion) -> Found | None:
        """The verdict that stands, with the words that only the department reads."""
        assessment = self.loaded.dossier.assessments.get(criterion.code)
        row = self.loaded.verdicts.get(criterion.code)
        if assessment is None or row is None:
            return None
        found = Found(
            assessment.verdict.value, assessment.verdict.label, self._by(assessment), row.assessed_at, row.note
        )
        if assessment.verdict is not Verdict.WAIVED:
            return found
        grounds = f"{row.waiver_reason} ({row.waiver_ground})"
        if not assessment.settled:
            return replace(found, status="open", label=N_("Waiver awaits approval"), note=grounds)
        return replace(found, note=grounds)

    def _by(self, assessment: Assessment) -> tuple[str, dict[str, object]]:
        name = self.names.get(assessment.assessor_id, "")
        if assessment.waiver_approver_id is None:
            return "%(name)s", {"name": name}
        approver = self.names.get(assessment.waiver_approver_id, "")
        return N_("%(name)s; approved by %(approver)s"), {"name": name, "approver": approver}
