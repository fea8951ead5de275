"""What may be the same achievement as some nominations: others of the same name anywhere, and awards of the past."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, literal, null, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Campaign, MatchFinding, Nomination, PastAward, PastDecision, Unit
from workflow.matches import Match, MatchVerdict
from workflow.vocabulary import State

WEIGHED = (State.DEPARTMENT_VETTING.value, State.COUNCIL_REVIEW.value, State.MINISTER_SIGNOFF.value)
"""Where somebody weighs a nomination against what its nominee has already."""
NO_AWARD = (State.DRAFT.value, State.UNIT_APPROVAL.value, State.WITHDRAWN.value, State.DECLINED.value)
PAST = "past:"


@dataclass(frozen=True)
class MatchRow:
    """A match as the department's page shows it: what it is, of whom and which unit, in which paper, what was found."""

    match: Match
    name: str
    unit: str
    paper: str
    form: str
    state: str | None
    code: str | None
    reason: str
    person_id: int | None


def weighed_matches(nominations: list[Nomination]) -> dict[int, list[MatchRow]]:
    """By nomination, in one query; nominations that nobody weighs now have none."""
    ids = [one.id for one in nominations if one.state in WEIGHED and one.nominee_key]
    found: dict[int, list[MatchRow]] = defaultdict(list)
    if not ids:
        return found
    rows = db.session.execute(_same_name(), {"ids": ids})
    for row in sorted(rows, key=lambda one: (one.asked, -(one.year or 0), one.other)):
        found[row.asked].append(_row(row))
    return found


@lru_cache(maxsize=1)
def _same_name() -> Any:
    """Both kinds of matches in one query, put together once a process."""
    ids = bindparam("ids", expanding=True)
    return _others(ids).union_all(_past(ids))


def _others(ids: Any) -> Select[Any]:
    """Submitted nominations of the same name, of any unit and campaign, that were not refused or withdrawn."""
    asked, other = aliased(Nomination), aliased(Nomination)
    return (
        select(
            asked.id.label("asked"), other.code.label("other"), other.nominee_name.label("name"),
            Unit.name.label("unit"), Campaign.title.label("paper"), literal("").label("form"),
            Campaign.year.label("year"), other.state.label("state"), other.code.label("code"), *_finding(),
        )
        .join(other, and_(other.nominee_key == asked.nominee_key, other.kind == asked.kind, other.id != asked.id))
        .join(Unit, Unit.id == other.unit_id)
        .join(Campaign, Campaign.id == other.campaign_id)
        .outerjoin(MatchFinding, and_(MatchFinding.nomination_id == asked.id, MatchFinding.other == other.code))
        .where(asked.id.in_(ids), other.pledged_hash.is_not(None), other.state.not_in(NO_AWARD))
    )  # fmt: skip


def _past(ids: Any) -> Select[Any]:
    asked, name = aliased(Nomination), literal(PAST).concat(cast(PastAward.id, String))
    return (
        select(
            asked.id, name, PastAward.name, PastAward.unit_name, PastDecision.number, PastAward.award_name,
            PastAward.year, cast(null(), String), cast(null(), String), *_finding(),
        )
        .join(PastAward, and_(PastAward.name_key == asked.nominee_key, PastAward.kind == asked.kind))
        .join(PastDecision, PastDecision.id == PastAward.decision_id)
        .outerjoin(MatchFinding, and_(MatchFinding.nomination_id == asked.id, MatchFinding.other == name))
        .where(asked.id.in_(ids))
    )  # fmt: skip


def _finding() -> tuple[Any, ...]:
    return MatchFinding.verdict, MatchFinding.reason, MatchFinding.person_id


def _row(row: Any) -> MatchRow:
    verdict = MatchVerdict(row.verdict) if row.verdict else None
    match = Match(row.other, f"{row.name} ({row.unit})" if row.unit else row.name, row.year, verdict)
    return MatchRow(
        match, row.name, row.unit, row.paper, row.form, row.state, row.code, row.reason or "", row.person_id
    )
