"""A unit's own response to a campaign: recorded once, mended later, never over somebody else's newer text."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Select, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, UnitPlan
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from workflow.dossier import Actor
from workflow.vocabulary import Role
from workflow.words import N_

UNIT_ROLES = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
TITLE_MAX, PAPER_MAX, SUMMARY_MAX = 300, 300, 5000


@dataclass(frozen=True)
class Plan:
    """What a unit says of its response: title, the paper that launched it, the day, and what it wants to do."""

    title: str
    paper: str
    launched_on: date
    summary: str


def record_plan(actor: Actor, campaign_code: str, unit_id: int, plan: Plan, *, version: int | None) -> UnitPlan:
    """Record the response of the actor's own unit. `version` is that of the text he began from, None when new.

    Raises `Missing` (not a campaign in force, not his unit), `Invalid`, or `Stale`.
    """
    if unit_id not in {grant.unit_id for role in UNIT_ROLES for grant in actor.grants_of(role)}:
        raise Missing
    _refuse(plan)
    with writing():
        campaign = locked(_in_force(campaign_code))
        row = _row(campaign.id, unit_id)
        if (row.version if row else None) != version:
            raise Stale
        if row is None:
            row = UnitPlan(campaign_id=campaign.id, unit_id=unit_id)
            db.session.add(row)
        before = None if version is None else _facts(row)
        row.title, row.paper, row.launched_on, row.summary = plan.title, plan.paper, plan.launched_on, plan.summary
        row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()
        db.session.flush()
        facts = {"campaign": campaign_code, "unit": unit_id, "before": before, "plan": asdict(plan)}
        audit.record(actor, "plan:record", subject=("plan", row.id), facts=facts)
        return row


def _in_force(code: str) -> Select[Campaign]:
    launched = select(CampaignVersion.campaign_id).where(CampaignVersion.status == "in_force")
    return select(Campaign).where(Campaign.code == code, Campaign.id.in_(launched))


def _row(campaign_id: int, unit_id: int) -> UnitPlan | None:
    query = select(UnitPlan).where(UnitPlan.campaign_id == campaign_id, UnitPlan.unit_id == unit_id)
    return db.session.scalars(query.with_for_update()).one_or_none()


def _facts(row: UnitPlan) -> dict[str, object]:
    return asdict(Plan(row.title, row.paper, row.launched_on, row.summary))


def _refuse(plan: Plan) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for name, limit in (("title", TITLE_MAX), ("paper", PAPER_MAX), ("summary", SUMMARY_MAX)):
        told = _told(getattr(plan, name), limit)
        if told:
            problems[name] = [told]
    if plan.launched_on > clock.today():
        problems["launched_on"] = [(N_("The day the plan was launched cannot lie in the future."), {})]
    if problems:
        raise Invalid(problems)


def _told(text: str, limit: int) -> tuple[str, dict[str, object]] | None:
    if not text.strip():
        return N_("This is needed."), {}
    if len(text) > limit:
        return N_("At most %(limit)s characters; you wrote %(length)s."), {"limit": limit, "length": len(text)}
    return None
