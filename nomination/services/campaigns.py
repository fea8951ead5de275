"""Putting a campaign, or a new version of one, in force: written by one person, launched by another."""

from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.campaigns import campaign_from_content, content_hash, read_content
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion
from nomination.queries.campaigns import version_in_force
from nomination.queries.places import unknown_holders
from nomination.services import audit
from nomination.services.followers import follow, refuse_breaking
from nomination.services.transaction import Invalid, writing
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

AUTHORS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
APPROVERS = (Role.DEPARTMENT_HEAD,)
UNKNOWN_HOLDER = N_("A quota names a unit, block or cluster that does not exist: %(quotas)s.")
HAS_DRAFT = N_("This campaign has a draft already: discard it first, or change it on its pages.")


def launch(text: str | bytes, source: str, *, author: Actor, approver: Actor, reason: str = "") -> CampaignVersion:
    """Put the campaign that `text` describes in force. A campaign that is in force gets a new version, with its reason.

    Raises `CampaignFileError` with all that is wrong in the file, `NotYours`, or `Invalid`.
    """
    content = read_content(text, source)
    _refuse_persons(author, approver)
    with writing():
        campaign = _campaign(content)
        version = _unlaunched(campaign, content, text.encode() if isinstance(text, str) else text)
        version.author_id = author.person_id
        return enforce(approver, campaign, version, reason)


def enforce(approver: Actor, campaign: Campaign, version: CampaignVersion, reason: str) -> CampaignVersion:
    """The one way in which a version comes into force. The caller holds the campaign's lock, has checked the content,
    and knows that this person may do it. Raises `Invalid`."""
    unknown = unknown_holders(campaign_from_content(version.content))
    if unknown:
        raise Invalid.one("", UNKNOWN_HOLDER, quotas=", ".join(one.path for one in unknown))
    previous = version_in_force(campaign.id)
    if previous is not None:
        _refuse_version(campaign, version, previous, reason)
        refuse_breaking(previous, version)
        previous.status = "superseded"  # first, for only one may be in force
        db.session.flush()
    campaign.title, campaign.year = version.content["title"], version.content["year"]
    version.status, version.launched_at, version.approver_id = "in_force", clock.now(), approver.person_id
    version.reason = reason.strip() if previous else ""
    db.session.flush()
    facts = {
        "version": version.number, "hash": version.content_hash, "author": version.author_id, "reason": version.reason,
        "followers": follow(previous, version) if previous else 0,
    }  # fmt: skip
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
    """The row of the campaign, locked; made when it is new."""
    query = select(Campaign).where(Campaign.code == content["code"]).with_for_update()
    campaign = db.session.scalars(query).one_or_none()
    if campaign is None:
        campaign = Campaign(code=content["code"], title=content["title"], year=content["year"])
        db.session.add(campaign)
        db.session.flush()
    return campaign


def _refuse_version(campaign: Campaign, version: CampaignVersion, previous: CampaignVersion, reason: str) -> None:
    if previous.content_hash == version.content_hash:
        raise Invalid.one("", N_("This is word for word the version that is in force."))
    if campaign.year != version.content["year"]:
        raise Invalid.one("year", N_("The year of a launched campaign cannot change; launch another campaign."))
    if not reason.strip():
        raise Invalid.one("reason", N_("A new version of a launched campaign needs its reason."))


def _unlaunched(campaign: Campaign, content: dict[str, Any], source: bytes) -> CampaignVersion:
    """The version of a file. A draft that is being written makes room: it becomes that of the version after."""
    previous = version_in_force(campaign.id)
    query = select(CampaignVersion).where(CampaignVersion.campaign_id == campaign.id, CampaignVersion.status == "draft")
    draft, number = db.session.scalars(query).one_or_none(), previous.number + 1 if previous else 1
    if draft is not None and previous is None:
        raise Invalid.one("file", HAS_DRAFT)
    if draft is not None:
        draft.number = number + 1
        db.session.flush()
    version = CampaignVersion(
        campaign_id=campaign.id, number=number, status="draft", content=content, content_hash=content_hash(content),
        ruleset=content["running"]["ruleset"], editors=[], source=source,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version
