"""The launched versions of a campaign, with who wrote them, who put them in force, when and why."""

from dataclasses import dataclass

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased, defer

from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Person
from nomination.services.transaction import Missing

AUTHOR, APPROVER = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Launched:
    """One version, and the names behind it; blank where a version came with the installation."""

    row: CampaignVersion
    title: str
    author: str
    approver: str


def launched_versions(code: str) -> list[Launched]:
    """The newest first, without their content."""
    query = _launched(code).options(defer(CampaignVersion.content)).order_by(CampaignVersion.number.desc())
    return [_as_launched(row) for row in db.session.execute(query)]


def launched_version(code: str, number: int) -> Launched:
    row = db.session.execute(_launched(code).where(CampaignVersion.number == number)).one_or_none()
    if row is None:
        raise Missing
    return _as_launched(row)


def _launched(code: str) -> Select[CampaignVersion, str, str | None, str | None]:
    return (
        select(CampaignVersion, Campaign.title, AUTHOR.full_name, APPROVER.full_name)
        .join(Campaign, Campaign.id == CampaignVersion.campaign_id)
        .outerjoin(AUTHOR, AUTHOR.id == CampaignVersion.author_id)
        .outerjoin(APPROVER, APPROVER.id == CampaignVersion.approver_id)
        .where(Campaign.code == code, CampaignVersion.status != "draft")
    )


def _as_launched(row: Row[CampaignVersion, str, str | None, str | None]) -> Launched:
    version, title, author, approver = row
    return Launched(version, title, author or "", approver or "")
