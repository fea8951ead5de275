"""Lines of the register as rows: how they are ordered, and what an award of the past looks like in it."""

from datetime import date

from nomination.models import PastAward, PastDecision, RegisterEntry
from nomination.names import fold

DAY = 10**10
"""More than twice the number of awards that a table can hold."""
PAST_CODE = "cu-"


def position(dated: date, *, nomination_id: int | None = None, past_award_id: int | None = None) -> int:
    """Where an award stands in the register: by the day of its decision, whenever it was entered. No two are alike."""
    place = 2 * nomination_id + 1 if nomination_id is not None else 2 * (past_award_id or 0)
    return dated.toordinal() * DAY + place


def first_position(day: date) -> int:
    """The least position of an award decided on that day."""
    return day.toordinal() * DAY


def past_entry(award: PastAward, decision: PastDecision, code: str = "") -> RegisterEntry:
    """An award of a past decision that the department published. `code`: the award as campaigns call it, if known."""
    return RegisterEntry(
        code=f"{PAST_CODE}{award.id}", position=position(decision.dated, past_award_id=award.id),
        past_award_id=award.id, ordinal=award.ordinal, year=award.year or decision.dated.year, kind=award.kind,
        name=award.name, name_fold=fold(award.name), name_key=award.name_key, unit_id=award.unit_id,
        unit_name=award.unit_name, award=code, award_name=award.award_name, class_code=award.class_code,
        method=decision.method, decision_number=decision.number, decision_dated=decision.dated,
        citation=award.achievement, search=fold(f"{award.name} {award.unit_name} {award.award_name}"),
        published_at=decision.published_at,
    )  # fmt: skip
