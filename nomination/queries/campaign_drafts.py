"""Drafts of campaigns and of new versions, with who wrote in them. They concern the department, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from nomination.campaigns import campaign_from_content, problems_in
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Person
from nomination.queries.places import unknown_holders
from workflow.dossier import Actor
from workflow.fields import Problem
from workflow.vocabulary import Role

READERS = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})


@dataclass(frozen=True)
class Drafted:
    """A draft: its row, its campaign, and the names of those who wrote in it."""

    row: CampaignVersion
    campaign: Campaign
    editors: tuple[str, ...]


def drafts(actor: Actor) -> list[Drafted]:
    """Every draft, the one written in last first. There are few: each campaign has one at most."""
    if not actor.roles() & READERS:
        return []
    return _with_names(_drafts().order_by(CampaignVersion.edited_at.desc()))


def draft_of(code: str) -> Drafted | None:
    """The draft of that campaign. Who may look at it is the caller's to say."""
    return next(iter(_with_names(_drafts().where(Campaign.code == code))), None)


def problems(content: dict[str, Any]) -> list[Problem]:
    """What keeps this content from being put in force."""
    return problems_in(content) or unknown_holders(campaign_from_content(content))


def _drafts() -> Select[CampaignVersion, Campaign]:
    joined = select(CampaignVersion, Campaign).join(Campaign, Campaign.id == CampaignVersion.campaign_id)
    return joined.where(CampaignVersion.status == "draft")


def _with_names(query: Select[CampaignVersion, Campaign]) -> list[Drafted]:
    rows = db.session.execute(query).all()
    names = _names({one for row in rows for one in row.CampaignVersion.editors})
    return [
        Drafted(row.CampaignVersion, row.Campaign, tuple(names[one] for one in row.CampaignVersion.editors))
        for row in rows
    ]


def _names(people: Iterable[int]) -> dict[int, str]:
    query = select(Person.id, Person.full_name).where(Person.id.in_(set(people)))
    return {person_id: name for person_id, name in db.session.execute(query)}
