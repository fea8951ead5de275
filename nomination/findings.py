"""What is kept for ever of one criterion at one step: the machine's finding, and with it what only rows can tell."""

from typing import Any

from nomination.dossiers import Loaded
from workflow.dossier import Assessment, Finding
from workflow.keeping import kept


def record_of(finding: Finding, loaded: Loaded, code: str) -> dict[str, Any]:
    """Besides the finding: the answer by its hash (never its text), files by theirs, and the verdict of a person."""
    return {
        **kept(finding),
        "answer": loaded.parts.get(code),
        "evidence": [one.sha256 for one in loaded.evidence.get(code, [])],
        "person": _person(loaded.dossier.assessments.get(code)),
    }


def _person(assessment: Assessment | None) -> dict[str, Any] | None:
    if assessment is None:
        return None
    return {
        "verdict": assessment.verdict.value,
        "assessor": assessment.assessor_id,
        "note": assessment.note,
        "approver": assessment.waiver_approver_id,
    }
