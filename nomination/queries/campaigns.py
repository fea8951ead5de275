"""Campaigns in force, with their parsed rules, and what a unit has of its own in one."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import defer

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Unit, UnitPlan
from nomination.queries.pages import Page, page_of
from nomination.services.transaction import Missing
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor


@dataclass(frozen=True)
class InForce:
    """A launched campaign: its row, the version that is in force, and that version's rules."""

    row: Campaign
    version: CampaignVersion
    rules: Rules


def campaign_in_force(code: str) -> InForce | None:
    found = db.session.execute(_in_force().where(Campaign.code == code)).one_or_none()
    return None if found is None else InForce(found.Campaign, found.CampaignVersion, campaign_of(found.CampaignVersion))


def launched(code: str) -> InForce:
    """The campaign in force. Raises `Missing`."""
    found = campaign_in_force(code)
    if found is None:
        raise Missing
    return found


def campaigns_in_force(*, after: int | None = None, before: int | None = None) -> Page[InForce]:
    """One page of the launched campaigns, the newest first."""
    page = page_of(_in_force(), Campaign.id, after=after, before=before)
    listed = [InForce(one.Campaign, one.CampaignVersion, campaign_of(one.CampaignVersion)) for one in page.rows]
    return Page(listed, page.older, page.newer)


def version_in_force(campaign_id: int) -> CampaignVersion | None:
    """The version that a campaign runs under now; None while nobody has launched it."""
    query = select(CampaignVersion).where(
        CampaignVersion.campaign_id == campaign_id, CampaignVersion.status == "in_force"
    )
    return db.session.scalars(query).one_or_none()


def _in_force() -> Select[Campaign, CampaignVersion]:
    """Without the content: it is parsed once a process, and it is long."""
    return (
        select(Campaign, CampaignVersion)
        .join(CampaignVersion, CampaignVersion.campaign_id == Campaign.id)
        .where(CampaignVersion.status == "in_force")
        .options(defer(CampaignVersion.content))
    )


def own_units(actor: Actor) -> list[Unit]:
    """The units the actor works for, as officer or head."""
    ids = actor.units()
    if not ids:
        return []
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.id)))


def plan_of(campaign_id: int, unit_id: int) -> UnitPlan | None:
    query = select(UnitPlan).where(UnitPlan.campaign_id == campaign_id, UnitPlan.unit_id == unit_id)
    return db.session.scalars(query).one_or_none()


def units_with_plan(campaign_id: int, unit_ids: set[int]) -> set[int]:
    """Which of these units have recorded their own response."""
    if not unit_ids:
        return set()
    query = select(UnitPlan.unit_id).where(UnitPlan.campaign_id == campaign_id, UnitPlan.unit_id.in_(unit_ids))
    return set(db.session.scalars(query))


def launched_rules() -> dict[int, tuple[int, Rules]]:
    """Every launched version of the campaigns that are in force: its campaign and its rules."""
    in_force = select(CampaignVersion.campaign_id).where(CampaignVersion.status == "in_force")
    query = select(CampaignVersion).where(CampaignVersion.campaign_id.in_(in_force), CampaignVersion.status != "draft")
    rows = db.session.scalars(query.options(defer(CampaignVersion.content)))
    return {version.id: (version.campaign_id, campaign_of(version)) for version in rows}
