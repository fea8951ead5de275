"""A unit's mid-term report as others read it: the same people who read its plan."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import MidtermReport, Person, StoredFile, Unit
from nomination.queries.campaigns import InForce
from nomination.queries.plans import kept_as, response_visible_to
from nomination.services.evidence import Kept
from nomination.services.reports import COUNTS, measures
from nomination.services.transaction import Missing
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor, Criterion, MonthFigures


@dataclass(frozen=True)
class MeasureSoFar:
    """The figures of one criterion up to the month of the report, as a finding shows them."""

    criterion: Criterion
    figures: dict[str, Any]


@dataclass(frozen=True)
class ReportPage:
    row: MidtermReport
    unit: Unit
    recorded_by: str
    paper: Kept | None

    def measures(self, rules: Rules) -> list[MeasureSoFar]:
        last = f"{self.row.as_of:%Y-%m}"
        return [
            MeasureSoFar(criterion, measure.until(last).figures_of(_given(self.row, criterion.code), moment))
            for criterion, measure in measures(rules)
            if measure.first <= last
            for moment in [clock.end_of(self.row.as_of)]
        ]

    @property
    def counts(self) -> list[tuple[str, int | None]]:
        return [(label, self.row.figures.get(name)) for name, label in COUNTS.items()]


def _given(row: MidtermReport, code: str) -> list[MonthFigures]:
    return [MonthFigures(**one) for one in row.figures.get(code, [])]


def report_of(campaign_id: int, unit_id: int) -> MidtermReport | None:
    query = select(MidtermReport).where(MidtermReport.campaign_id == campaign_id, MidtermReport.unit_id == unit_id)
    return db.session.scalars(query).one_or_none()


def paper_of(report: MidtermReport | None) -> Kept | None:
    """The paper of a report, as a form carries it."""
    if report is None or report.paper_sha256 is None:
        return None
    return kept_as(db.session.get(StoredFile, report.paper_sha256), report.paper_name)


def report_page(actor: Actor, found: InForce, unit: str) -> ReportPage:
    """Raises `Missing` when there is none or the actor may not read it."""
    query = (
        select(MidtermReport, Unit, Person.full_name, StoredFile)
        .join(Unit, Unit.id == MidtermReport.unit_id)
        .join(Person, Person.id == MidtermReport.recorded_by_id)
        .outerjoin(StoredFile, StoredFile.sha256 == MidtermReport.paper_sha256)
        .where(MidtermReport.campaign_id == found.row.id, Unit.code == unit, response_visible_to(actor, found.row))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    report, its_unit, name, file = row
    return ReportPage(report, its_unit, name, kept_as(file, report.paper_name))
