"""A unit's own response to a campaign: recorded once, mended later, never over somebody else's newer text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, UnitPlan
from nomination.queries.campaigns import version_in_force
from nomination.services import audit
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from nomination.services.wording import NEEDED, TOO_LONG, Told
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor
from workflow.response import PlanLine, parts_of, stored_from
from workflow.vocabulary import UNIT_ROLES
from workflow.words import N_

TITLE_MAX, PAPER_MAX, SUMMARY_MAX, LINE_MAX = 300, 300, 5000, 1000
LINES_MOST = 40
UNTIED = N_("Choose at least one part of the campaign that this line refines.")
TOO_MANY = N_("At most %(limit)s lines of contents and criteria.")
FUTURE = N_("The day the plan was launched cannot lie in the future.")


@dataclass(frozen=True)
class Plan:
    """What a unit says of its response: the paper that launched it, and what it wants to do, line by line."""

    title: str
    paper: str
    launched_on: date
    summary: str
    lines: tuple[PlanLine, ...] = ()
    launch: Kept | None = None


def record_plan(actor: Actor, campaign_code: str, unit_id: int, plan: Plan, *, version: int | None) -> UnitPlan:
    """Record the response of the actor's own unit. `version` is that of the text he began from, None when new.

    Lines without a word are left out. Raises `Missing` (not a campaign in force, not his unit), `Invalid`, or `Stale`.
    """
    refuse_stranger(actor, unit_id)
    with writing():
        campaign, rules = campaign_and_rules(campaign_code)
        _refuse(plan, rules)
        plan = replace(plan, lines=tuple(_known(line, rules) for line in plan.lines if not line.blank))
        row = _row(campaign.id, unit_id)
        if (row.version if row else None) != version:
            raise Stale
        row = row or UnitPlan(campaign_id=campaign.id, unit_id=unit_id)
        before = None if version is None else _facts(row)
        _write(row, plan)
        row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()
        db.session.add(row)
        db.session.flush()
        facts = {"campaign": campaign_code, "unit": unit_id, "before": before, "plan": _facts(row)}
        on_behalf = actor.for_whom(*UNIT_ROLES, unit=unit_id)
        audit.record(actor, "plan:record", subject=("plan", row.id), facts=facts, on_behalf=on_behalf)
        return row


def refuse_stranger(actor: Actor, unit_id: int) -> None:
    """What a unit says of itself is said by its officer or its head."""
    if unit_id not in actor.units():
        raise Missing


def campaign_and_rules(code: str) -> tuple[Campaign, Rules]:
    """The campaign, locked, with the version that is in force. Raises `Missing`."""
    campaign = locked(select(Campaign).where(Campaign.code == code))
    version = version_in_force(campaign.id)
    if version is None:
        raise Missing
    return campaign, campaign_of(version)


def _row(campaign_id: int, unit_id: int) -> UnitPlan | None:
    query = select(UnitPlan).where(UnitPlan.campaign_id == campaign_id, UnitPlan.unit_id == unit_id)
    return db.session.scalars(query.with_for_update()).one_or_none()


def _write(row: UnitPlan, plan: Plan) -> None:
    row.title, row.paper, row.launched_on, row.summary = plan.title, plan.paper, plan.launched_on, plan.summary
    row.lines = stored_from(plan.lines)
    row.launch_sha256 = row_of(plan.launch).sha256 if plan.launch else None
    row.launch_name = plan.launch.name[:255] if plan.launch else ""


def _facts(row: UnitPlan) -> dict[str, object]:
    """The whole text, for what is mended is kept in the record."""
    names = ("title", "paper", "launched_on", "summary", "lines", "launch_sha256", "launch_name")
    return {name: getattr(row, name) for name in names}


def _refuse(plan: Plan, rules: Rules) -> None:
    texts = {"title": TITLE_MAX, "paper": PAPER_MAX, "summary": SUMMARY_MAX}
    problems = text_problems({name: (getattr(plan, name), limit) for name, limit in texts.items()})
    if plan.launched_on > clock.today():
        problems["launched_on"] = [(FUTURE, {})]
    if len(plan.lines) > LINES_MOST:
        problems["lines"] = [(TOO_MANY, {"limit": LINES_MOST})]
    problems |= _line_problems(plan.lines, rules)
    if problems:
        raise Invalid(problems)


def _known(line: PlanLine, rules: Rules) -> PlanLine:
    """The line with the ties that this campaign has."""
    return replace(line, ties=line.ties & {part.key for part in parts_of(rules, line.kind)})


def text_problems(texts: Mapping[str, tuple[str, int]], *, needed: bool = True) -> dict[str, list[Told]]:
    """What stands against texts by field, each with the length it may have."""
    told = {name: _told(text, limit, needed=needed) for name, (text, limit) in texts.items()}
    return {name: [problem] for name, problem in told.items() if problem is not None}


def _told(text: str, limit: int, *, needed: bool) -> Told | None:
    if needed and not text.strip():
        return NEEDED, {}
    return (TOO_LONG, {"limit": limit, "length": len(text)}) if len(text) > limit else None


def _line_problems(lines: Iterable[PlanLine], rules: Rules) -> dict[str, list[Told]]:
    """Each line by its place: it says something, and is tied to something that the campaign has."""
    found: dict[str, list[Told]] = {}
    for n, line in enumerate(lines):
        if line.blank:
            continue
        found |= text_problems({f"line-{n}-text": (line.text, LINE_MAX)})
        if not _known(line, rules).ties:
            found[f"line-{n}-ties"] = [(UNTIED, {})]
    return found
