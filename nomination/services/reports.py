"""A unit's mid-term report: figures up to a day, what was done, what stands in the way. Mended later, never unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import MidtermReport
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.plans import campaign_and_rules, refuse_stranger, text_problems
from nomination.services.transaction import Invalid, Stale, writing
from nomination.services.wording import Told
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor, Criterion
from workflow.figures import COLUMNS, read_figure
from workflow.measure import Measure
from workflow.months import has_begun, read_out
from workflow.vocabulary import UNIT_ROLES
from workflow.words import N_

TEXT_MAX = 10_000
COUNTS = {
    "unit.movements": N_("Emulation drives that the unit itself launched"),
    "unit.collectives": N_("Collectives commended by the unit"),
    "unit.individuals": N_("Individuals commended by the unit"),
    "unit.initiatives": N_("Initiatives recognised in the unit"),
}
"""Figures besides those of the criteria. No code of a criterion holds a point, so the names never meet."""

FUTURE = N_("The day of the report cannot lie in the future.")
AFTER = N_("%(month)s lies after the day of the report. Leave it blank.")
HALF = N_("Enter all three figures of %(month)s, or none of them.")
TOO_MANY = N_("In %(month)s more tasks are on time than were due.")
Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Report:
    """What a unit reports. `cells`: typed figures by criterion, month and column; `counts`: typed, by name."""

    as_of: date
    results: str
    difficulties: str = ""
    cells: Mapping[Cell, str] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    paper: Kept | None = None


def record_report(
    actor: Actor, campaign_code: str, unit_id: int, report: Report, *, version: int | None
) -> MidtermReport:
    """Record the report of the actor's own unit. `version` is that of the text he began from, None when new.

    Raises `Missing` (not a campaign in force, not his unit), `Invalid`, or `Stale`.
    """
    refuse_stranger(actor, unit_id)
    with writing():
        campaign, rules = campaign_and_rules(campaign_code)
        figures, problems = _read(rules, report)
        if problems:
            raise Invalid(problems)
        row = db.session.scalars(
            select(MidtermReport).where(MidtermReport.campaign_id == campaign.id, MidtermReport.unit_id == unit_id)
        ).one_or_none()
        if (row.version if row else None) != version:
            raise Stale
        row = row or MidtermReport(campaign_id=campaign.id, unit_id=unit_id)
        before = None if version is None else _facts(row)
        _write(row, report, figures)
        row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()
        db.session.add(row)
        db.session.flush()
        facts = {"campaign": campaign_code, "unit": unit_id, "before": before, "report": _facts(row)}
        on_behalf = actor.for_whom(*UNIT_ROLES, unit=unit_id)
        audit.record(actor, "report:record", subject=("report", row.id), facts=facts, on_behalf=on_behalf)
        return row


def _write(row: MidtermReport, report: Report, figures: dict[str, Any]) -> None:
    row.as_of, row.results, row.difficulties, row.figures = report.as_of, report.results, report.difficulties, figures
    row.paper_sha256 = row_of(report.paper).sha256 if report.paper else None
    row.paper_name = report.paper.name[:255] if report.paper else ""


def _facts(row: MidtermReport) -> dict[str, object]:
    names = ("as_of", "results", "difficulties", "figures", "paper_sha256", "paper_name")
    return {name: getattr(row, name) for name in names}


def measures(rules: Rules) -> list[tuple[Criterion, Measure]]:
    """The criteria that are answered with monthly figures."""
    return [(one, one.kind) for one in rules.criteria if isinstance(one.kind, Measure)]


def months_begun(measure: Measure) -> list[str]:
    """The months of which anybody can know something now."""
    return [month for month in measure.months() if has_begun(month, clock.now())]


def _read(rules: Rules, report: Report) -> tuple[dict[str, Any], dict[str, list[Told]]]:
    """The figures as they would be kept, and everything that stands against the report, each at its field."""
    problems = text_problems({"results": (report.results, TEXT_MAX)})
    problems |= text_problems({"difficulties": (report.difficulties, TEXT_MAX)}, needed=False)
    if report.as_of > clock.today():
        problems["as_of"] = [(FUTURE, {})]
    figures: dict[str, Any] = {}
    for criterion, measure in measures(rules):
        lines = [_Line(report, criterion.code, month) for month in months_begun(measure)]
        problems |= {name: told for line in lines for name, told in line.problems()}
        figures[criterion.code] = [line.stored() for line in lines if line.begun]
    for name in COUNTS:
        figure = read_figure(report.counts.get(name, ""))
        figures[name] = figure.number
        if figure.problem:
            problems[name] = [figure.problem]
    return figures, problems


class _Line:
    """One month of one criterion, as typed."""

    def __init__(self, report: Report, code: str, month: str) -> None:
        self.place, self.month, self.as_of = f"{code}-{month}", month, report.as_of
        self.read = {column: read_figure(report.cells.get((code, month, column), "")) for column in COLUMNS}

    @property
    def begun(self) -> bool:
        return any(figure.number is not None or figure.problem for figure in self.read.values())

    def stored(self) -> dict[str, Any]:
        return {"month": self.month, **{column: figure.number for column, figure in self.read.items()}}

    def problems(self) -> Iterator[tuple[str, list[Told]]]:
        """Each bad cell for itself; of a line of good cells, whether they go together."""
        bad = {column: figure.problem for column, figure in self.read.items() if figure.problem}
        yield from ((f"{self.place}-{column}", [told]) for column, told in bad.items())
        message = self._together() if self.begun and not bad else None
        if message:
            yield self.place, [(message, {"month": read_out(self.month)})]

    def _together(self) -> str | None:
        if self.month > f"{self.as_of:%Y-%m}":
            return AFTER
        due, on_time, overdue = (self.read[column].number for column in COLUMNS)
        if due is None or on_time is None or overdue is None:
            return HALF
        return TOO_MANY if on_time > due else None
