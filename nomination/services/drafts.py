"""Writing a nomination: begin one, and save what was typed part by part so that nobody's text is ever lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.classes import CLASSES
from nomination.dossiers import Loaded, campaign_of, load
from nomination.extensions import db
from nomination.facts import affirmed_entry
from nomination.material import nominee_seal
from nomination.models import Campaign, CampaignVersion, ClusterMembership, CriterionAnswer, Nomination, Unit
from nomination.names import fold, match_key
from nomination.queries.campaigns import version_in_force
from nomination.services import audit
from nomination.services.contents import (
    CHOOSE,
    LINE_MAX,
    TITLES,
    Content,
    TypedPart,
    content_of,
    read_part,
    seal_of,
)
from nomination.services.initiatives import keep_uses
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from nomination.services.wording import NEEDED, Told, line_problem, name_problem, one_line
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor, Dossier, NomineeKind, Reason
from workflow.drafting import MATCH_NOTE, NOMINEE, UNIT, WRITERS, may_affirm, refuse_part, refuse_writing
from workflow.guards import on_behalf
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

ONLY_HEAD = N_("Only the head of the unit affirms statements, or takes an affirmation back.")


@dataclass(frozen=True)
class Nominee:
    """Who is proposed, and for which award."""

    kind: str
    award: str
    name: str
    title: str = ""
    post: str = ""
    place: str = ""
    class_code: str = ""


@dataclass(frozen=True)
class PartOutcome:
    """What became of one part. `seal` is what the page must hold from now on.

    `newer` is what somebody else wrote meanwhile; with `conflict` the typed text stands against it and was not written.
    """

    seal: str | None
    content: Content
    problems: Mapping[str, Told] = field(default_factory=dict)
    newer: Content | None = None
    conflict: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Saved:
    """What a save did, part by part, and the hash of the rules that the nomination follows."""

    version: int
    parts: Mapping[str, PartOutcome]
    rules: str

    @property
    def conflict(self) -> bool:
        return any(outcome.conflict for outcome in self.parts.values())

    @property
    def faulty(self) -> bool:
        return any(outcome.problems for outcome in self.parts.values())


def create_nomination(actor: Actor, campaign_code: str, unit_id: int, nominee: Nominee) -> str:
    """Begin a draft for the actor's own unit and answer its code. Raises `Missing`, `NotYours`, `Invalid`."""
    grants = [grant for grant in actor.grants if grant.role in UNIT and grant.unit_id == unit_id]
    if not grants:
        roles = tuple(Word(role.label) for role in UNIT)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": roles})])
    with writing():
        campaign = locked(select(Campaign).where(Campaign.code == campaign_code))
        version = version_in_force(campaign.id)
        if version is None:
            raise Missing
        cleaned = _accepted(campaign_of(version), nominee)
        nomination = _begin(actor, campaign, version, db.session.get_one(Unit, unit_id), cleaned)
        facts = {"kind": cleaned.kind, "award": cleaned.award, "unit": unit_id, "rules": version.content_hash}
        audit.record(
            actor, "nomination:create", subject=("nomination", nomination.code), facts=facts,
            on_behalf=actor.on_behalf(grants),
        )  # fmt: skip
        return nomination.code


def _accepted(rules: Rules, nominee: Nominee) -> Nominee:
    """The nominee in its stored form, or `Invalid` with every problem at its field."""
    if nominee.kind not in set(NomineeKind):
        raise Invalid.one("kind", CHOOSE)
    kind = NomineeKind(nominee.kind)
    individual = kind is NomineeKind.INDIVIDUAL
    cleaned = Nominee(
        kind, nominee.award, one_line(nominee.name), nominee.title if individual else "", one_line(nominee.post),
        one_line(nominee.place), nominee.class_code,
    )  # fmt: skip
    found = {
        "award": None if cleaned.award in {one.code for one in rules.awards_for(kind)} else (CHOOSE, {}),
        "title": (NEEDED, {}) if individual and cleaned.title not in TITLES else None,
        "name": name_problem(cleaned.name, kind),
        "post": line_problem(cleaned.post, LINE_MAX),
        "place": line_problem(cleaned.place, LINE_MAX),
        "class_code": None if cleaned.class_code in CLASSES[kind] else (NEEDED, {}),
    }
    problems = {name: [problem] for name, problem in found.items() if problem is not None}
    if problems:
        raise Invalid(problems)
    return cleaned


def _begin(actor: Actor, campaign: Campaign, version: CampaignVersion, unit: Unit, nominee: Nominee) -> Nomination:
    """The draft, with an empty answer to every criterion that applies. The caller holds the campaign's lock."""
    code = f"{campaign.code}-{campaign.next_number:04d}"
    campaign.next_number += 1
    nomination = Nomination(
        code=code, campaign_id=campaign.id, campaign_version_id=version.id, unit_id=unit.id,
        cluster_id=_cluster(unit, campaign.year), kind=str(nominee.kind), award=nominee.award,
        nominee_title=nominee.title, nominee_post=nominee.post, nominee_place=nominee.place,
        class_code=nominee.class_code, state_since=clock.now(), author_id=actor.person_id,
        **_named(nominee.name, unit, code),
    )  # fmt: skip
    kind = NomineeKind(nominee.kind)
    applicable = [criterion for criterion in campaign_of(version).criteria if kind in criterion.applies_to]
    blank: dict[str, list[Any]] = {"figures": [], "affirmed": [], "initiatives": []}
    nomination.answers = [CriterionAnswer(criterion=one.code, **blank) for one in applicable]
    db.session.add(nomination)
    db.session.flush()
    return nomination


def _named(name: str, unit: Unit, code: str) -> dict[str, str]:
    """A name with all that is derived from it."""
    return {
        "nominee_name": name, "nominee_fold": fold(name), "nominee_key": match_key(name),
        "search": fold(f"{name} {unit.name} {code}"),
    }  # fmt: skip


def _cluster(unit: Unit, year: int) -> int | None:
    """The cluster whose member the unit is in the year of the campaign."""
    query = select(ClusterMembership.cluster_id).where(
        ClusterMembership.unit_id == unit.id, ClusterMembership.year == year, ClusterMembership.left_on.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def save_draft(
    actor: Actor, where: ColumnElement[bool], typed: Mapping[str, TypedPart], *, version: int | None = None
) -> Saved:
    """Write every part that was changed on the page, and that nobody else changed since the page showed it.

    A part in conflict stays as the other person left it; its `newer` content goes back to stand beside what was typed.
    Raises `Missing`, `WrongState`, `NotYours`, `Refused` (a part that may not be changed), or `Stale` when a part comes
    without its seal from a page of another version.
    """
    with writing():
        nomination = locked(select(Nomination).where(where))
        loaded = load(Nomination.id == nomination.id)
        if loaded is None:
            raise Missing
        refuse_writing(loaded.dossier, actor)
        known = {part: one for part, one in typed.items() if part in _parts(loaded)}
        _expect_seals(nomination, known.values(), version)
        outcomes = {part: _outcome(loaded, actor, part, one) for part, one in known.items()}
        changed = [part for part, outcome in outcomes.items() if outcome.changed]
        for part in changed:
            refuse_part(loaded.dossier, part)
            _write(loaded, actor, part, outcomes[part].content)
        if changed:
            _record(actor, loaded, {part: outcomes[part].seal or "" for part in changed})
        return Saved(nomination.version, outcomes, loaded.rules_hash)


def _parts(loaded: Loaded) -> set[str]:
    return {NOMINEE, MATCH_NOTE, *(criterion.code for criterion in loaded.dossier.applicable())}


def _expect_seals(nomination: Nomination, typed: Iterable[TypedPart], version: int | None) -> None:
    """A page says of every part what it showed; one that does not must at least be of the newest version."""
    if any(part.seal is None for part in typed) and version != nomination.version:
        raise Stale


def _outcome(loaded: Loaded, actor: Actor, part: str, typed: TypedPart) -> PartOutcome:
    """Three texts meet: what the page showed (known by its seal), what was typed, and what is stored now."""
    stored, read = content_of(loaded, part), read_part(loaded, part, typed)
    current, wanted = seal_of(stored), seal_of(read.content)
    if wanted == current:
        return PartOutcome(current, stored, read.problems)
    if typed.ticked is not None and not may_affirm(loaded.dossier, actor):
        return PartOutcome(current, stored, {"affirmed": (ONLY_HEAD, {})})
    if typed.seal in (None, current) or typed.over == current:
        return PartOutcome(wanted, read.content, read.problems, changed=True)
    if wanted == typed.seal:
        return PartOutcome(typed.seal, stored, newer=stored)
    return PartOutcome(typed.seal, stored, read.problems, newer=stored, conflict=True)


def _write(loaded: Loaded, actor: Actor, part: str, content: Content) -> None:
    nomination = loaded.row
    if part in (NOMINEE, MATCH_NOTE):
        for name, value in content.items():
            setattr(nomination, name, value)
        if part == NOMINEE:
            for name, value in _named(nomination.nominee_name, loaded.unit, nomination.code).items():
                setattr(nomination, name, value)
        return
    answer = db.session.get_one(CriterionAnswer, (nomination.id, part))
    answer.narrative, answer.figures = content["narrative"], content["figures"]
    answer.affirmed = _affirmed(loaded, actor, answer, content["affirmed"])
    if answer.initiatives != content["initiatives"]:
        answer.initiatives = content["initiatives"]
        keep_uses(nomination.id, part, content["initiatives"])


def _affirmed(loaded: Loaded, actor: Actor, answer: CriterionAnswer, keys: list[str]) -> list[dict[str, Any]]:
    """What stood affirmed keeps its name and time; what is new gets these; what lapsed stays until it is renewed."""
    facts = loaded.dossier.answers[answer.criterion]
    kept = {one["key"]: one for one in map(affirmed_entry, answer.affirmed)}
    fresh = {
        "by": actor.person_id, "for": affirmed_for(loaded.dossier, actor), "name": actor.name,
        "at": clock.now().isoformat(), "nominee": nominee_seal(loaded.row),
    }  # fmt: skip
    standing = [kept[key] if key in facts.affirmed else {"key": key, **fresh} for key in keys]
    return standing + [kept[key] for key in sorted(facts.lapsed - set(keys))]


def affirmed_for(dossier: Dossier, actor: Actor) -> int | None:
    """In whose place the head's word was given, when his role was delegated."""
    heads = {one.acts_for for one in actor.grants if one.role is Role.UNIT_HEAD and one.unit_id == dossier.unit_id}
    return None if not heads or None in heads else min(one for one in heads if one)


def _record(actor: Actor, loaded: Loaded, seals: dict[str, str]) -> None:
    """The audit keeps which parts changed and the seal of each, not the text. The version counts on for every page."""
    audit.record(
        actor, "nomination:write", subject=("nomination", loaded.row.code), facts={"parts": seals},
        on_behalf=principal(loaded.dossier, actor),
    )  # fmt: skip
    touch(loaded.row)


def touch(nomination: Nomination) -> None:
    """What belongs to a nomination changed, so its version counts on although its own row did not change."""
    flag_modified(nomination, "state_since")
    db.session.flush()


def principal(dossier: Dossier, actor: Actor) -> int | None:
    """For whom the actor writes, when every role that lets him write was delegated to him."""
    return on_behalf(dossier, actor, WRITERS.get(dossier.state, ()))
