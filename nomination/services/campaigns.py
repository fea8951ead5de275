"""Putting a campaign, or a new version of one, in force: written by one person, launched by another."""

from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.campaigns import content_hash, read_content
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion
from nomination.services import audit
from nomination.services.transaction import Invalid, writing
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

AUTHORS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
APPROVERS = (Role.DEPARTMENT_HEAD,)


def launch(text: str | bytes, source: str, *, author: Actor, approver: Actor, reason: str = "") -> CampaignVersion:
    """Put the campaign that `text` describes in force. A campaign that is in force gets a new version, with its reason.

    Raises `CampaignFileError` with all that is wrong in the file, `NotYours`, or `Invalid`.
    """
    content = read_content(text, source)
    _refuse_persons(author, approver)
    with writing():
        campaign = _campaign(content)
        previous = version_in_force(campaign)
        refuse_version(content, previous, reason)
        version = _version(campaign, previous, content, reason)
        version.source = text.encode() if isinstance(text, str) else text
        version.author_id, version.approver_id = author.person_id, approver.person_id
        db.session.add(version)
        db.session.flush()
        facts = {
            "version": version.number,
            "hash": version.content_hash,
            "author": author.person_id,
            "reason": version.reason,
        }
        audit.record(approver, "campaign:launch", subject=("campaign", campaign.code), facts=facts)
        return version


def _refuse_persons(author: Actor, approver: Actor) -> None:
    if author.person_id == approver.person_id:
        raise Invalid.one("approver", N_("Whoever wrote a campaign cannot put it in force: another person must."))
    against = [
        needed(roles) for actor, roles in ((author, AUTHORS), (approver, APPROVERS)) if not actor.roles() & set(roles)
    ]
    if against:
        raise NotYours(against)


def needed(roles: tuple[Role, ...]) -> Reason:
    words = tuple(Word(role.label) for role in roles)
    return Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})


def _campaign(content: dict[str, Any]) -> Campaign:
    """The row of the campaign, locked; made when it is new. Its title is that of the newest version."""
    query = select(Campaign).where(Campaign.code == content["code"]).with_for_update()
    campaign = db.session.scalars(query).one_or_none()
    if campaign is None:
        campaign = Campaign(code=content["code"], title=content["title"], year=content["year"])
        db.session.add(campaign)
        db.session.flush()
    if campaign.year != content["year"]:
        raise Invalid.one("year", N_("The year of a launched campaign cannot change; launch another campaign."))
    campaign.title = content["title"]
    return campaign


def version_in_force(campaign: Campaign) -> CampaignVersion | None:
    query = select(CampaignVersion).where(
        CampaignVersion.campaign_id == campaign.id, CampaignVersion.status == "in_force"
    )
    return db.session.scalars(query).one_or_none()


def refuse_version(content: dict[str, Any], previous: CampaignVersion | None, reason: str) -> None:
    if previous is None:
        return
    if previous.content_hash == content_hash(content):
        raise Invalid.one("", N_("This is word for word the version that is in force."))
    if not reason.strip():
        raise Invalid.one("reason", N_("A new version of a launched campaign needs its reason."))


def _version(
    campaign: Campaign, previous: CampaignVersion | None, content: dict[str, Any], reason: str
) -> CampaignVersion:
    """The new version. A draft of the campaign makes room: it becomes that of the version after."""
    if previous is not None:
        step_back(previous)
        query = select(CampaignVersion).where(
            CampaignVersion.campaign_id == campaign.id, CampaignVersion.status == "draft"
        )
        for draft in db.session.scalars(query):
            draft.number = previous.number + 2
        db.session.flush()
    return CampaignVersion(
        campaign_id=campaign.id, number=previous.number + 1 if previous else 1, status="in_force", content=content,
        content_hash=content_hash(content), ruleset=content["running"]["ruleset"], reason=reason.strip(),
        launched_at=clock.now(),
    )  # fmt: skip


def step_back(previous: CampaignVersion) -> None:
    """The version that was in force until now: only one may be."""
    previous.status = "superseded"
    db.session.flush()
