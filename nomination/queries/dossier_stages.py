"""The criteria of a nomination across the stages: the answer, the vote, the vetting, the signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nomination.dossiers import Loaded
from nomination.queries.dossier_history import Entry
from workflow.dossier import Assessment, Criterion, Verdict
from workflow.process import STAGE_OF
from workflow.vocabulary import Stage, State, Trigger
from workflow.words import N_

SUBMITTED = (Trigger.SUBMIT, Trigger.RESUBMIT)
PASSED_BY = {
    Stage.CLUSTER: Trigger.ENDORSE,
    Stage.VETTING: Trigger.CLEAR,
    Stage.COUNCIL: Trigger.APPROVE,
    Stage.SIGNATURE: Trigger.SIGN,
}
ORDER = tuple(Stage)


@dataclass(frozen=True)
class Cell:
    """What one stage says of one criterion: a mark, its word, and a note."""

    status: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class StageView:
    stage: Stage
    now: bool
    cells: dict[str, Cell]


PENDING = Cell("open", N_("Not yet"))
NOT_ASKED = Cell("open", N_("Not asked at this stage"))
SECRET = Cell("open", N_("Awaiting the decision"))


def stage_views(
    loaded: Loaded, history: Sequence[Entry], *, stage: Stage | None, secret: bool, inside: bool
) -> tuple[StageView, ...]:
    """A column for each stage that this nomination goes through."""
    dossier = loaded.dossier
    skipped = {Stage.CLUSTER} if not dossier.cluster_votes else set()
    skipped |= {Stage.COUNCIL} if not dossier.council_required else set()
    results = _results(history)
    return tuple(
        StageView(one, one is stage, _cells(loaded, one, results.get(one), secret=secret, inside=inside))
        for one in ORDER
        if one not in skipped
    )


def _results(history: Sequence[Entry]) -> dict[Stage, Entry]:
    """The step that last settled each stage. What comes back to a stage must pass it, and all later ones, again."""
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
    return settled


def _forget_from(settled: dict[Stage, Entry], stage: Stage) -> None:
    for later in ORDER[ORDER.index(stage) :]:
        settled.pop(later, None)


def _cells(loaded: Loaded, stage: Stage, entry: Entry | None, *, secret: bool, inside: bool) -> dict[str, Cell]:
    if secret and stage in (Stage.COUNCIL, Stage.SIGNATURE):
        return {criterion.code: SECRET for criterion in loaded.dossier.applicable()}
    if stage is Stage.VETTING and (inside or entry is not None):
        return {c.code: _assessed(c, loaded.dossier.assessments.get(c.code)) for c in loaded.dossier.applicable()}
    return {criterion.code: _cell(loaded, stage, criterion, entry) for criterion in loaded.dossier.applicable()}


def _cell(loaded: Loaded, stage: Stage, criterion: Criterion, entry: Entry | None) -> Cell:
    if stage not in criterion.stages:
        return NOT_ASKED
    if entry is None:
        return _answered(criterion, loaded) if stage is Stage.SUBMISSION else PENDING
    if entry.target is State.DECLINED:
        return Cell("not_met", N_("Not passed"))
    if stage is Stage.SUBMISSION:
        return _found((entry.findings or {}).get(criterion.code, {}))
    return Cell("met", N_("Passed"))


def _answered(criterion: Criterion, loaded: Loaded) -> Cell:
    """Before the unit submits: what the machine finds of the answer now."""
    met = criterion.finding(loaded.dossier).met
    return Cell("met", N_("Passes the check")) if met else Cell("not_met", N_("Lacking"))


def _found(finding: dict[str, Any]) -> Cell:
    if finding.get("met"):
        return Cell("met", N_("Passed the check"))
    return Cell("waived", N_("Waived")) if finding.get("person") else Cell("not_met", N_("Did not pass the check"))


def _assessed(criterion: Criterion, assessment: Assessment | None) -> Cell:
    if Stage.VETTING not in criterion.stages:
        return NOT_ASKED
    if assessment is None:
        return PENDING
    if assessment.verdict is Verdict.WAIVED and not assessment.settled:
        return Cell("open", N_("Waiver awaits approval"))
    return Cell(assessment.verdict.value, assessment.verdict.label)
