"""How other criteria would judge the nominations of a campaign: everything is read, nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from nomination.campaigns import campaign_from_content
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, Nomination
from nomination.queries.visible import visible_to
from workflow.dossier import Actor, Criterion, Finding, Reason

AT_ONCE = 200
"""Nominations loaded together, for the same few questions; more are never held at once."""


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
    """How many would pass and how many not, by criterion too; `shown` is the page of those that would not."""

    total: int
    failing: int
    criteria: tuple[OfCriterion, ...]
    shown: tuple[Failing, ...]

    @property
    def passing(self) -> int:
        return self.total - self.failing


def dry_run(actor: Actor, content: dict[str, Any], campaign_code: str, *, start: int = 0, most: int = 50) -> DryRun:
    """The criteria of `content`, which must be whole, on what the reader may see of the campaign's nominations.

    Criteria are matched by code; one that the nominations were never asked counts as unanswered. Of those that would
    not pass, `most` are shown from place `start` on.
    """
    criteria = campaign_from_content(content).criteria
    asked: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    total, failing, shown = 0, 0, []
    for loaded in _nominations(actor, campaign_code):
        findings = replace(loaded.dossier, criteria=criteria).findings()
        against = {code: finding for code, finding in findings.items() if not finding.met}
        total += 1
        asked.update(findings.keys())
        failed.update(against.keys())
        if against:
            if start <= failing < start + most:
                shown.append(_failing(loaded, against.values()))
            failing += 1
    rows = tuple(OfCriterion(one, asked[one.code], failed[one.code]) for one in criteria)
    return DryRun(total, failing, rows, tuple(shown))


def _failing(loaded: Loaded, against: Iterable[Finding]) -> Failing:
    reasons = tuple(reason for finding in against for reason in finding.reasons)
    return Failing(loaded.row.code, loaded.row.nominee_name, loaded.unit.name, reasons)


def _nominations(actor: Actor, code: str) -> Iterator[Loaded]:
    """In the order in which they were begun, a batch at a time."""
    campaign = select(Campaign.id).where(Campaign.code == code).scalar_subquery()
    query = select(Nomination.id).where(Nomination.campaign_id == campaign, visible_to(actor))
    query = query.order_by(Nomination.id).limit(AT_ONCE)
    last = 0
    while ids := list(db.session.scalars(query.where(Nomination.id > last))):
        yield from load_all(Nomination.id.in_(ids))
        last = ids[-1]
        if len(ids) < AT_ONCE:
            return
