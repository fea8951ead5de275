"""How other criteria would judge the nominations of a campaign: everything is read, nothing is stored."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from nomination.campaigns import campaign_from_content
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, Nomination
from nomination.queries.visible import visible_to
from workflow.dossier import Actor, Criterion, Reason

AT_ONCE = 500
"""Nominations loaded together: any number costs the same few questions."""


@dataclass(frozen=True)
class Failing:
    """A nomination that would not pass, and why."""

    code: str
    nominee: str
    unit: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class OfCriterion:
    """How many nominations a criterion applies to, and how many would not meet it."""

    criterion: Criterion
    asked: int
    failing: int


@dataclass(frozen=True)
class DryRun:
    total: int
    criteria: tuple[OfCriterion, ...]
    failing: tuple[Failing, ...]

    @property
    def passing(self) -> int:
        return self.total - len(self.failing)


def dry_run(actor: Actor, content: dict[str, Any], campaign_code: str) -> DryRun:
    """The criteria of `content`, which must be whole, on what the reader may see of the campaign's nominations."""
    criteria = campaign_from_content(content).criteria
    asked: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    total, failing = 0, []
    for loaded in _nominations(actor, campaign_code):
        findings = replace(loaded.dossier, criteria=criteria).findings()
        total += 1
        asked.update(findings.keys())
        failed.update(code for code, finding in findings.items() if not finding.met)
        reasons = tuple(reason for finding in findings.values() for reason in finding.reasons)
        if reasons:
            failing.append(Failing(loaded.row.code, loaded.row.nominee_name, loaded.unit.name, reasons))
    rows = tuple(OfCriterion(one, asked[one.code], failed[one.code]) for one in criteria)
    return DryRun(total, rows, tuple(failing))


def _nominations(actor: Actor, code: str) -> Iterator[Loaded]:
    campaign = select(Campaign.id).where(Campaign.code == code).scalar_subquery()
    query = select(Nomination.id).where(Nomination.campaign_id == campaign, visible_to(actor)).order_by(Nomination.id)
    ids = list(db.session.scalars(query))
    for start in range(0, len(ids), AT_ONCE):
        yield from load_all(Nomination.id.in_(ids[start : start + AT_ONCE]))
