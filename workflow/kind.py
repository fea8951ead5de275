"""What every kind of criterion has in common: parameters, an explanation, a finding, and the count of evidence."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Self

from workflow.dossier import Answer, Criterion, Dossier, Finding, Reason
from workflow.fields import Fields, read_whole
from workflow.words import N_

Sentence = tuple[str, Mapping[str, object]]
"""An English message and its parameters, for the reader's side to translate."""


class Kind(ABC):
    """What every kind does: read its parameters, say in plain words what it asks, and look for what stands against."""

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """The kind from its parameters; problems are noted on `fields`."""

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, object]) -> Self:
        """The kind, or `ParameterError` with all that is missing, unknown or impossible."""
        return read_whole(parameters, cls.read)

    @abstractmethod
    def explain(self) -> list[Sentence]:
        """What the check asks, in plain words."""

    @abstractmethod
    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        """What stands against, apart from the evidence."""

    def figures(self, criterion: Criterion, dossier: Dossier) -> dict[str, object]:
        """The figures a page shows and the record keeps: texts, numbers and lists only."""
        return {}

    def finding(self, criterion: Criterion, dossier: Dossier) -> Finding:
        reasons = self.reasons(criterion, dossier) + _evidence_reasons(criterion, dossier)
        return Finding(not reasons, tuple(reasons), self.figures(criterion, dossier))


def reason(criterion: Criterion, code: str, message: str, **params: object) -> Reason:
    """A reason that names its criterion and points to it."""
    return Reason(code, message, {"number": criterion.number, **params}, f"criterion:{criterion.code}")


def answer_of(criterion: Criterion, dossier: Dossier) -> Answer:
    return dossier.answers.get(criterion.code, Answer())


def _evidence_reasons(criterion: Criterion, dossier: Dossier) -> list[Reason]:
    required, attached = criterion.evidence_required, dossier.evidence.get(criterion.code, 0)
    if attached >= required:
        return []
    message = N_("Criterion %(number)s: evidence files needed: %(required)s; attached: %(attached)s.")
    return [reason(criterion, "evidence", message, required=required, attached=attached)]
