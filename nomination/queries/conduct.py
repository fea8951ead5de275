"""The registers of discipline and incidents as the department reads them: the list, an entry, whom it touches now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import aliased, defer

from nomination import clock
from nomination.conduct_rows import against, entry_facts, registers_of, touchable
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Audit,
    CampaignVersion,
    ConductClearance,
    ConductEntry,
    Nomination,
    Person,
    Unit,
)
from nomination.names import fold, match_key
from nomination.queries.pages import Page, page_of
from nomination.queries.search import MOST_WORDS
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.conduct import READING, REGISTERS
from workflow.dossier import Actor, NomineeKind
from workflow.words import N_

MOST_TOUCHED = 100
STATUSES = ("open", "closed")
ACTS = {
    "conduct:record": N_("Entry recorded"),
    "conduct:close": N_("Entry closed"),
}


@dataclass(frozen=True)
class Asked:
    """What the reader looks for; blank is no limit."""

    register: str = ""
    status: str = ""
    unit: str = ""
    words: str = ""
    after: int | None = None
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.register or self.status or self.unit or self.words)


@dataclass(frozen=True)
class Touched:
    """An open nomination that the entry concerns. `clearance`: it was found not to be about this one, by `by`.

    `seen` is false for one that still lies with its unit: the department knows it only by the code it was told.
    """

    nomination: Nomination
    unit: Unit
    council_required: bool
    seen: bool = True
    clearance: ConductClearance | None = None
    by: str = ""


@dataclass(frozen=True)
class Told:
    """One act on the entry itself."""

    at: datetime
    label: str
    actor: str | None


@dataclass(frozen=True)
class EntryPage:
    """`blocked`: nominations that the entry stops now; `cleared`: those it was found not to be about."""

    row: ConductEntry
    unit: Unit
    recorded_by: str
    closed_by: str | None
    blocked: list[Touched]
    cleared: list[Touched]
    history: list[Told]
    more: bool = False

    @property
    def counts_now(self) -> bool:
        return entry_facts(self.row).counts_on(clock.today())


def known_registers() -> list[str]:
    """Those of the product, and every other that a launched campaign names in a criterion."""
    query = select(CampaignVersion).where(CampaignVersion.status != "draft").options(defer(CampaignVersion.content))
    named = {
        register
        for version in db.session.scalars(query)
        for kind in NomineeKind
        for register in registers_of(campaign_of(version), kind)
    }
    return [*REGISTERS, *sorted(named - set(REGISTERS))]


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """The registers are for the department and the auditor, whole or not at all."""
    return true() if actor.roles() & set(READING) else false()


def all_units() -> list[Unit]:
    """Also those that are no more: what happened there follows to their successors."""
    return list(db.session.scalars(select(Unit).order_by(Unit.name, Unit.id)))


def units_named(typed: str, units: list[Unit]) -> list[Unit]:
    """The units that `typed` may mean: exactly one of that name or code, else all that hold its words."""
    wanted = fold(typed)
    exact = [unit for unit in units if wanted in (fold(unit.name), fold(unit.short_name), fold(unit.code))]
    if exact or not wanted:
        return exact
    return [unit for unit in units if all(f" {word}" in f" {fold(unit.name)}" for word in wanted.split())]


def entries(actor: Actor, asked: Asked, units: list[Unit]) -> Page[tuple[ConductEntry, Unit]]:
    """One page of the registers, the newest entry first."""
    query = select(ConductEntry, Unit).join(Unit, Unit.id == ConductEntry.unit_id)
    narrowed = [readable_by(actor), *_narrowed(asked, units)]
    return page_of(query.where(*narrowed), ConductEntry.id, after=asked.after, before=asked.before)


def _narrowed(asked: Asked, units: list[Unit]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.register:
        found.append(ConductEntry.register == asked.register)
    if asked.status in STATUSES:
        is_open = ConductEntry.closed_at.is_(None)
        found.append(is_open if asked.status == "open" else ~is_open)
    if asked.unit:
        found.append(ConductEntry.unit_id.in_([unit.id for unit in units if unit.code == asked.unit]))
    if fold(asked.words):
        found.append(_holding(asked.words, units))
    return found


def _holding(typed: str, units: list[Unit]) -> ColumnElement[bool]:
    """In the name, with or without marks; or in the unit's; or as typed (or in capitals) in the paper."""
    framed = " " + ConductEntry.subject_key
    words = match_key(typed).split()[:MOST_WORDS]
    name = and_(*(framed.contains(f" {word}", autoescape=True) for word in words))
    of_units = ConductEntry.unit_id.in_([unit.id for unit in units_named(typed, units)])
    papers = [ConductEntry.paper.contains(one, autoescape=True) for one in (typed, typed.upper())]
    return or_(name, of_units, *papers)


def entry_page(actor: Actor, entry_id: int) -> EntryPage:
    """Raises `Missing` when there is no such entry, or it is not for this reader."""
    recorder, closer = aliased(Person), aliased(Person)
    query = (
        select(ConductEntry, Unit, recorder.full_name, closer.full_name)
        .join(Unit, Unit.id == ConductEntry.unit_id)
        .join(recorder, recorder.id == ConductEntry.recorded_by_id)
        .outerjoin(closer, closer.id == ConductEntry.closed_by_id)
        .where(ConductEntry.id == entry_id, readable_by(actor))
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    row, unit, recorded_by, closed_by = found
    blocked, more = _blocked(actor, row)
    return EntryPage(row, unit, recorded_by, closed_by, blocked, _cleared(actor, row), _history(entry_id), more)


def _blocked(actor: Actor, entry: ConductEntry) -> tuple[list[Touched], bool]:
    """Nominations that the reader may see; drafts are their unit's own."""
    if entry.closed_at is not None:
        return [], False
    query = (
        select(Nomination, Unit, CampaignVersion)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .options(defer(CampaignVersion.content))
        .where(visible_to(actor), touchable(entry))
        .order_by(Nomination.id)
        .limit(MOST_TOUCHED + 1)
    )
    lines = db.session.execute(query).all()
    held = against([(row, campaign_of(version)) for row, _, version in lines], clock.today())
    blocked = [
        Touched(row, unit, campaign_of(version).award(row.award).council_required)
        for row, unit, version in lines[:MOST_TOUCHED]
        if any(one.id == entry.id for one in held[row.id].speaking)
    ]
    return blocked, len(lines) > MOST_TOUCHED


def _cleared(actor: Actor, entry: ConductEntry) -> list[Touched]:
    query: Any = (
        select(ConductClearance, Nomination, Unit, CampaignVersion, Person.full_name, visible_to(actor).label("seen"))
        .join(Nomination, Nomination.id == ConductClearance.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .join(Person, Person.id == ConductClearance.person_id)
        .options(defer(CampaignVersion.content))
        .where(ConductClearance.entry_id == entry.id)
        .order_by(Nomination.id)
        .limit(MOST_TOUCHED)
    )
    return [
        Touched(row, unit, campaign_of(version).award(row.award).council_required, bool(visible), clearance, by)
        for clearance, row, unit, version, by, visible in db.session.execute(query)
    ]


def _history(entry_id: int) -> list[Told]:
    query = (
        select(Audit.at, Audit.action, Person.full_name)
        .outerjoin(Person, Person.id == Audit.actor_id)
        .where(Audit.subject_kind == "conduct", Audit.subject_id == str(entry_id), Audit.action.in_(ACTS))
        .order_by(Audit.id.desc())
    )
    return [Told(at, ACTS[action], name) for at, action, name in db.session.execute(query)]
