"""Drafts of campaigns: begun by one person, written by several, put in force by another.

A draft may say anything, also what is wrong or missing; only a whole one can be put in force.
"""

from types import NoneType
from typing import Any
from unicodedata import normalize

from sqlalchemy import Select, select

from nomination import clock
from nomination.campaigns import canonical, content_hash, problems_in, read_content
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion
from nomination.queries.campaigns import version_in_force
from nomination.services import audit
from nomination.services.campaigns import APPROVERS, AUTHORS, HAS_DRAFT, enforce, needed
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from nomination.strictyaml import UNSTORABLE, unstorable
from workflow.dossier import Actor, Reason
from workflow.fields import CODE, CODE_EXPECTED
from workflow.machine import TYPE_YOUR_NAME, NotYours, same_name
from workflow.words import N_

Content = dict[str, Any]
LARGEST = 500_000
DEEPEST_CONTENT = 10
TAKEN = N_("There is a campaign with this code already.")
OWN_HAND = N_("Whoever wrote in a draft cannot put it in force: another person must.")


def begin_draft(actor: Actor, *, code: str, title: str, year: int, clone_of: str | None = None) -> CampaignVersion:
    """A campaign that nobody has launched yet: empty, or with the content of one that is in force."""
    _refuse_author(actor)
    _refuse_beginning(code, title, year)
    with writing():
        content = _like(_content_in_force(clone_of)) if clone_of else {}
        return _begin(actor, content | {"code": code, "title": title.strip(), "year": year})


def begin_version(actor: Actor, campaign_code: str) -> CampaignVersion:
    """A draft of the next version of a launched campaign; the one that is there already, if there is one."""
    _refuse_author(actor)
    with writing():
        campaign = locked(select(Campaign).where(Campaign.code == campaign_code))
        previous = version_in_force(campaign.id)
        if previous is None:
            raise Missing
        there = db.session.scalars(_of(campaign_code)).one_or_none()
        if there is not None:
            return there
        row = _add(actor, campaign, dict(previous.content), previous.number + 1, "campaign:begin")
        row.source = previous.source
        db.session.flush()
        return row


def save_content(actor: Actor, campaign_code: str, content: Content, *, revision: int) -> CampaignVersion:
    """Store what was written, whole or not. The code never changes. `Stale` when somebody wrote meanwhile."""
    _refuse_author(actor)
    written = _storable(content)
    if len(canonical(written)) > LARGEST:
        raise Invalid.one("", N_("This is more text than a campaign may have."))
    with writing():
        row = _locked(campaign_code, revision)
        before = row.content_hash
        _write(actor, row, written | {"code": campaign_code})
        facts = {"version": row.number, "before": before, "hash": row.content_hash}
        audit.record(actor, "campaign:write", subject=("campaign", campaign_code), facts=facts)
        return row


def import_file(actor: Actor, data: bytes, name: str) -> CampaignVersion:
    """A draft from a campaign file: of a new campaign, or of a new version. `CampaignFileError` with all problems."""
    _refuse_author(actor)
    content = read_content(data, name)
    with writing():
        campaign = db.session.scalars(select(Campaign).where(Campaign.code == content["code"])).one_or_none()
        row = _begin(actor, content) if campaign is None else _replace(actor, campaign, content)
        row.source = data
        db.session.flush()
        return row


def discard_draft(actor: Actor, campaign_code: str, *, revision: int) -> None:
    """Throw a draft away. A campaign that was never launched goes with it."""
    _refuse_author(actor)
    with writing():
        row = _locked(campaign_code, revision)
        campaign, first = row.campaign, row.number == 1
        facts = {"version": row.number, "hash": row.content_hash, "editors": row.editors}
        db.session.delete(row)
        db.session.flush()
        if first:
            db.session.delete(campaign)
        audit.record(actor, "campaign:discard", subject=("campaign", campaign_code), facts=facts)


def against_launch(actor: Actor, editors: list[int]) -> list[Reason]:
    """What stands against this person putting the draft in force."""
    if not actor.roles() & set(APPROVERS):
        return [needed(APPROVERS)]
    return [Reason("own_hand", OWN_HAND)] if actor.person_id in editors else []


def put_in_force(actor: Actor, campaign_code: str, *, revision: int, reason: str, confirmation: str) -> CampaignVersion:
    """The act of another person, by name. From then on the version never changes."""
    with writing():
        campaign = locked(select(Campaign).where(Campaign.code == campaign_code))
        row = _locked(campaign_code, revision)
        _refuse_launch(actor, row, confirmation)
        return enforce(actor, campaign, row, reason)


def _refuse_launch(actor: Actor, row: CampaignVersion, confirmation: str) -> None:
    against = against_launch(actor, row.editors)
    if against:
        raise NotYours(against)
    if problems_in(row.content):
        raise Invalid.one("", N_("Something in the draft is still missing or wrong."))
    if not same_name(confirmation, actor.name):
        raise Invalid.one("confirmation", TYPE_YOUR_NAME, name=actor.name)


def _refuse_author(actor: Actor) -> None:
    if not actor.roles() & set(AUTHORS):
        raise NotYours([needed(AUTHORS)])


def _refuse_beginning(code: str, title: str, year: int) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if not CODE.fullmatch(code):
        problems["code"] = [(CODE_EXPECTED, {})]
    if not title.strip():
        problems["title"] = [(N_("This is needed."), {})]
    if not 1945 <= year <= 9999:
        problems["year"] = [(N_("expected a whole number from %(low)s to %(high)s"), {"low": 1945, "high": 9999})]
    if problems:
        raise Invalid(problems)


def _begin(actor: Actor, content: Content) -> CampaignVersion:
    code = content["code"]
    audit.in_turn()  # of two who begin the same campaign, the second must see the first
    if db.session.scalar(select(Campaign.id).where(Campaign.code == code)):
        raise Invalid.one("code", TAKEN)
    return _add(actor, Campaign(code=code, title=content["title"], year=content["year"]), content, 1, "campaign:begin")


def _replace(actor: Actor, campaign: Campaign, content: Content) -> CampaignVersion:
    """A file for a campaign that is launched: a draft of its next version. Never over a draft that is being written."""
    previous = version_in_force(locked(select(Campaign).where(Campaign.id == campaign.id)).id)
    if previous is None or db.session.scalars(_of(campaign.code)).one_or_none():
        raise Invalid.one("file", HAS_DRAFT)
    return _add(actor, campaign, content, previous.number + 1, "campaign:begin")


def _add(actor: Actor, campaign: Campaign, content: Content, number: int, action: str) -> CampaignVersion:
    row = CampaignVersion(campaign=campaign, number=number, status="draft", author_id=actor.person_id, editors=[])
    _write(actor, row, content)
    db.session.add(row)
    db.session.flush()
    facts = {"version": number, "hash": row.content_hash}
    audit.record(actor, action, subject=("campaign", campaign.code), facts=facts)
    return row


def _write(actor: Actor, row: CampaignVersion, content: Content) -> None:
    row.content, row.content_hash, row.edited_at, row.source = content, content_hash(content), clock.now(), None
    ruleset = content["running"].get("ruleset") if isinstance(content.get("running"), dict) else None
    row.ruleset = ruleset[:40] if isinstance(ruleset, str) else ""
    row.editors = [*row.editors, *([] if actor.person_id in row.editors else [actor.person_id])]


def _content_in_force(code: str) -> Content:
    query = (
        select(CampaignVersion.content)
        .join(Campaign, Campaign.id == CampaignVersion.campaign_id)
        .where(Campaign.code == code, CampaignVersion.status == "in_force")
    )
    content = db.session.scalars(query).one_or_none()
    if content is None:
        raise Invalid.one("clone_of", N_("No campaign of this code is in force."))
    return content


def _storable(content: Content) -> Content:
    """The content as any database keeps it: texts in one form, whole numbers, nothing too deep. Else `Invalid`."""
    kept: Content = _kept(content, 0)
    return kept


def _kept(value: Any, depth: int) -> Any:
    if depth > DEEPEST_CONTENT or not isinstance(value, dict | list | str | int | NoneType):
        raise Invalid.one("", N_("This cannot stand in a campaign."))
    if isinstance(value, dict):
        return {_kept(key, depth + 1): _kept(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_kept(inner, depth + 1) for inner in value]
    if isinstance(value, str):
        wrong = unstorable(value)
        if wrong is not None:
            raise Invalid.one("", UNSTORABLE, code=wrong)
        return normalize("NFC", value)
    return value


def _like(content: Content) -> Content:
    """What a new campaign takes over: all but the number and day of the paper, and the time for each stage."""
    running, dispatch = content["running"] | {"windows": None}, content["dispatch"] | {"number": None, "day": None}
    return content | {"running": running, "dispatch": dispatch}


def _of(code: str) -> Select[CampaignVersion]:
    joined = select(CampaignVersion).join(Campaign, Campaign.id == CampaignVersion.campaign_id)
    return joined.where(Campaign.code == code, CampaignVersion.status == "draft")


def _locked(code: str, revision: int) -> CampaignVersion:
    row = locked(_of(code))
    if row.revision != revision:
        raise Stale
    return row
