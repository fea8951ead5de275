"""The kinds of criterion: small frozen dataclasses whose fields are their parameters, with one pure check each."""

import unicodedata
from dataclasses import dataclass, replace
from typing import Self

from workflow.dossier import STATEMENT, Affirmation, Criterion, Dossier, NomineeKind, Reason
from workflow.fields import Fields
from workflow.initiatives import Asked, without_paper
from workflow.kind import Kind, Sentence, answer_of, reason
from workflow.measure import Measure
from workflow.words import N_


@dataclass(frozen=True)
class Statement:
    """One sentence that the head of the unit affirms on its own. Its text is the campaign's, not ours to translate."""

    key: str
    text: str
    applies_to: frozenset[NomineeKind] = frozenset(NomineeKind)


def applying(statements: tuple[Statement, ...], kind: NomineeKind) -> tuple[Statement, ...]:
    """Those that are affirmed for a nominee of this kind."""
    return tuple(one for one in statements if kind in one.applies_to)


def _read_statements(fields: Fields) -> tuple[Statement, ...]:
    return fields.parts("statements", _read_statement, distinct=("key",))


def _read_statement(fields: Fields) -> Statement:
    kinds = fields.several_of("applies_to", list(NomineeKind))
    return Statement(fields.code("key"), fields.text("text"), frozenset(NomineeKind(kind) for kind in kinds))


def _unaffirmed(statements: tuple[Statement, ...], criterion: Criterion, dossier: Dossier) -> list[Reason]:
    missing = N_("Criterion %(number)s: this statement is not affirmed: “%(statement)s”.")
    lapsed = N_(
        "Criterion %(number)s: the lines about the nominee changed after this was affirmed,"
        " so the head must affirm it again: “%(statement)s”."
    )
    answer = answer_of(criterion, dossier)
    return [
        reason(
            criterion, STATEMENT, lapsed if statement.key in answer.lapsed else missing,
            statement=statement.text.rstrip("."),
        )
        for statement in applying(statements, dossier.kind)
        if statement.key not in answer.affirmed
    ]  # fmt: skip


def _affirmation_figures(
    statements: tuple[Statement, ...], criterion: Criterion, dossier: Dossier
) -> dict[str, object]:
    """Each statement with who affirmed it and when, as far as that is known."""
    answer = answer_of(criterion, dossier)
    found = []
    for one in applying(statements, dossier.kind):
        stands, given = one.key in answer.affirmed, answer.affirmations.get(one.key, Affirmation())
        told = {"key": one.key, "text": one.text, "affirmed": stands}
        found.append(told | ({"name": given.name, "at": given.at} if stands and given.name else {}))
    return {"statements": found}


@dataclass(frozen=True)
class Declaration(Kind):
    """Statements that the head affirms one by one."""

    statements: tuple[Statement, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(_read_statements(fields))

    def explain(self) -> list[Sentence]:
        return [(N_("The head of the unit affirms %(count)s statements, one by one."), {"count": len(self.statements)})]

    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        return _unaffirmed(self.statements, criterion, dossier)

    def figures(self, criterion: Criterion, dossier: Dossier) -> dict[str, object]:
        return _affirmation_figures(self.statements, criterion, dossier)


@dataclass(frozen=True)
class Veto(Kind):
    """No open entry in the named registers of the department, and the statements affirmed."""

    registers: tuple[str, ...]
    statements: tuple[Statement, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(fields.codes("registers"), _read_statements(fields))

    def explain(self) -> list[Sentence]:
        return [
            *Declaration(self.statements).explain(),
            (N_("No entry that is still open in the department's registers speaks against the nominee."), {}),
        ]

    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        """The sentence about the register is neutral: what an entry says is not for every reader of the dossier."""
        reasons = _unaffirmed(self.statements, criterion, dossier)
        if any(record.register in self.registers for record in dossier.open_records):
            message = N_("Criterion %(number)s: an entry in the department's registers must be cleared first.")
            told = reason(criterion, "register", message)
            reasons.append(replace(told, mend=f"register:{criterion.code}"))
        return reasons

    def figures(self, criterion: Criterion, dossier: Dossier) -> dict[str, object]:
        return _affirmation_figures(self.statements, criterion, dossier)


RECORDS = {
    "unit_plan": N_("The unit's own response to the campaign"),
    "midterm_report": N_("The unit's mid-term report"),
}
"""What a unit enters outside its nominations and a campaign may ask for, with what the product calls it."""


@dataclass(frozen=True)
class Record(Kind):
    """Another record of the unit must exist, such as its own plan. `title` is what people call it."""

    record: str
    title: str

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(fields.one_of("record", RECORDS), fields.text("title"))

    def explain(self) -> list[Sentence]:
        return [(N_("The unit has entered this record: %(record)s."), {"record": self.title})]

    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        if self.record in dossier.records:
            return []
        message = N_("Criterion %(number)s: this record of the unit has not been entered: %(record)s.")
        return [replace(reason(criterion, "record", message, record=self.title), mend=f"record:{self.record}")]


@dataclass(frozen=True)
class Judged(Kind):
    """An account that people assess, and initiatives where they are asked. The machine does not judge what is told."""

    min_length: int
    max_length: int
    initiatives: Asked = Asked.NONE
    initiatives_min: int = 1

    @classmethod
    def read(cls, fields: Fields) -> Self:
        low = fields.whole("min_length", low=1, high=20_000, default=1)
        high = fields.whole("max_length", low=1, high=20_000)
        if fields.has("max_length") and high < low:
            fields.note("max_length", N_("expected a number not below min_length (%(low)s)"), low=low)
        asked = fields.one_of("initiatives", list(Asked)) if fields.has("initiatives") else Asked.NONE
        return cls(low, high, Asked(asked), fields.whole("initiatives_min", low=1, high=20, default=1))

    def explain(self) -> list[Sentence]:
        params = {"low": self.min_length, "high": self.max_length}
        account = N_("A written account of %(low)s to %(high)s characters, which people assess."), params
        told: dict[Asked, list[Sentence]] = {
            Asked.NONE: [],
            Asked.OPTIONAL: [
                (N_("Initiatives may be named, each with the paper that recognises it; none has to be."), {})
            ],
            Asked.REQUIRED: [
                (
                    N_("Initiatives to name, each with the paper that recognises it: at least %(required)s."),
                    {"required": self.initiatives_min},
                )
            ],
        }
        return [account, *told[self.initiatives]]

    def reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        return self._account_reasons(criterion, dossier) + self._initiative_reasons(criterion, dossier)

    def _account_reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        length = _length(answer_of(criterion, dossier).narrative)
        if not length:
            return [reason(criterion, "narrative", N_("Criterion %(number)s: the account is not written yet."))]
        if length < self.min_length:
            message = N_("Criterion %(number)s: the account has %(length)s characters; at least %(low)s are needed.")
            return [reason(criterion, "narrative", message, length=length, low=self.min_length)]
        if length > self.max_length:
            message = N_("Criterion %(number)s: the account has %(length)s characters; at most %(high)s are allowed.")
            return [reason(criterion, "narrative", message, length=length, high=self.max_length)]
        return []

    def _initiative_reasons(self, criterion: Criterion, dossier: Dossier) -> list[Reason]:
        """Too few where some are required; one without its paper wherever one is named."""
        told, reasons = answer_of(criterion, dossier).initiatives, []
        if self.initiatives is Asked.REQUIRED and len(told) < self.initiatives_min:
            message = N_("Criterion %(number)s: initiatives needed: %(required)s; named: %(told)s.")
            reasons = [reason(criterion, "initiatives", message, required=self.initiatives_min, told=len(told))]
        if self.initiatives is Asked.NONE:
            return reasons
        missing = N_("Criterion %(number)s: the paper that recognises this initiative is missing: “%(title)s”.")
        return reasons + [reason(criterion, "initiative", missing, title=one.title) for one in without_paper(told)]

    def figures(self, criterion: Criterion, dossier: Dossier) -> dict[str, object]:
        answer = answer_of(criterion, dossier)
        told = {} if self.initiatives is Asked.NONE else {"initiatives": len(answer.initiatives)}
        return {"length": _length(answer.narrative), **told}


def _length(narrative: str) -> int:
    """Characters as a reader counts them: composed letters, one for a line break, none for blank edges."""
    return len(unicodedata.normalize("NFC", narrative.replace("\r\n", "\n").strip()))


KINDS: dict[str, type[Kind]] = {
    "measure": Measure,
    "declaration": Declaration,
    "veto": Veto,
    "record": Record,
    "judged": Judged,
}
"""The name that a campaign file uses for each kind."""


def name_of(kind: object) -> str:
    """The registered name of a kind, for a page that draws its fields."""
    return next(name for name, registered in KINDS.items() if isinstance(kind, registered))


def explain(criterion: Criterion) -> list[Sentence]:
    """What one criterion asks of a nomination, its evidence included."""
    sentences = criterion.kind.explain() if isinstance(criterion.kind, Kind) else []
    if criterion.evidence_required:
        params = {"required": criterion.evidence_required}
        sentences = [*sentences, (N_("Evidence files to attach: at least %(required)s."), params)]
    if criterion.evidence_note:
        sentences = [*sentences, (N_("What to attach: %(note)s"), {"note": criterion.evidence_note})]
    return sentences
