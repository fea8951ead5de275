"""The entries of the registers that speak against nominations: loaded for any number of them in one query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, and_, bindparam, false, or_, select, true, union_all

from nomination import clock
from nomination.extensions import db
from nomination.models import ConductClearance, ConductEntry, Nomination, Unit, UnitSuccession
from workflow.campaign import Campaign as Rules
from workflow.conduct import Entry, Nominee, speaks_against
from workflow.criteria import Veto
from workflow.dossier import Criterion, NomineeKind, OpenRecord, Reason
from workflow.vocabulary import State
from workflow.words import N_

Named = tuple[Nomination, Rules]
OPEN = frozenset(state.value for state in State if state.is_open)


@dataclass(frozen=True)
class Against:
    """What the registers hold against one nomination: entries that speak, and those found to be about somebody else."""

    speaking: list[ConductEntry] = field(default_factory=list)
    cleared: list[tuple[ConductEntry, ConductClearance]] = field(default_factory=list)

    @property
    def facts(self) -> tuple[OpenRecord, ...]:
        return tuple(OpenRecord(entry.register, entry.paper, entry.id) for entry in self.speaking)

    def of(self, criterion: Criterion) -> "Against":
        """What concerns this criterion: entries of the registers that it looks into."""
        looked_into = criterion.kind.registers if isinstance(criterion.kind, Veto) else ()
        return Against(
            [entry for entry in self.speaking if entry.register in looked_into],
            [(entry, clearance) for entry, clearance in self.cleared if entry.register in looked_into],
        )


TOLD_INSIDE = N_("Criterion %(number)s: an entry in a register speaks against the nominee (%(papers)s).")


def told_inside(reasons: Iterable[Reason], held: Against, criteria: Iterable[Criterion]) -> list[Reason]:
    """The reasons as the department reads them: what everybody else reads as one neutral sentence names its papers
    and leads to the first entry."""
    named = {criterion.code: criterion for criterion in criteria}
    return [_told_inside(reason, held, named) for reason in reasons]


def _told_inside(reason: Reason, held: Against, named: Mapping[str, Criterion]) -> Reason:
    kind, _, code = (reason.mend or "").partition(":")
    if kind != "register" or code not in named:
        return reason
    speaking = held.of(named[code]).speaking
    if not speaking:
        return reason
    params = {"number": named[code].number, "papers": tuple(entry.paper for entry in speaking)}
    return Reason(reason.code, TOLD_INSIDE, params, f"conduct:{speaking[0].id}")


def registers_of(rules: Rules, kind: NomineeKind) -> set[str]:
    """The registers that the campaign's criteria for this kind of nominee look into."""
    found = (one.kind for one in rules.criteria if kind in one.applies_to)
    return {register for one in found if isinstance(one, Veto) for register in one.registers}


def entry_facts(row: ConductEntry) -> Entry:
    return Entry(
        row.id, row.register, row.paper, row.counts_from, row.counts_to, row.with_below,
        NomineeKind(row.kind) if row.kind else None, row.subject_key, closed=row.closed_at is not None,
        recorded_by=row.recorded_by_id,
    )  # fmt: skip


def against(named: Iterable[Named], day: date) -> dict[int, Against]:
    """By nomination id. Only open nominations whose criteria look into a register are asked about."""
    asked = [
        (nomination, registers)
        for nomination, rules in named
        if nomination.state in OPEN and (registers := registers_of(rules, NomineeKind(nomination.kind)))
    ]
    found: dict[int, Against] = defaultdict(Against)
    if not asked:
        return found
    given = {"units": {one.unit_id for one, _ in asked}, "ids": [one.id for one, _ in asked], "day": day}
    lines = db.session.execute(_lines(), given).all()
    cleared = {(one.nomination_id, one.entry_id): one for _, _, _, one in lines if one is not None}
    for nomination, registers in asked:
        nominee = Nominee(NomineeKind(nomination.kind), nomination.nominee_key)
        concerning = {
            entry.id: entry
            for unit_id, above, entry, _ in lines
            if unit_id == nomination.unit_id
            and entry.register in registers
            and speaks_against(entry_facts(entry), nominee, above=above, day=day)
        }
        for key in sorted(concerning):
            _note(found[nomination.id], concerning[key], cleared.get((nomination.id, key)))
    return found


def _note(found: Against, entry: ConductEntry, clearance: ConductClearance | None) -> None:
    if clearance is None:
        found.speaking.append(entry)
    else:
        found.cleared.append((entry, clearance))


@lru_cache(maxsize=1)
def _lines() -> Any:
    """Open entries of each nomination's unit, the units above it and those before it, with what was cleared of them.

    Narrowed by unit only, so that the index by unit is taken and not that by register; the rule decides. Put together
    once a process: every dossier asks it.
    """
    where = _lineage(bindparam("units", expanding=True), bindparam("day", type_=Date()))
    ids: Any = bindparam("ids", expanding=True)
    clearance = and_(ConductClearance.entry_id == ConductEntry.id, ConductClearance.nomination_id.in_(ids))
    return (
        select(where.c.start, where.c.above, ConductEntry, ConductClearance)
        .join(ConductEntry, ConductEntry.unit_id == where.c.unit_id)
        .outerjoin(ConductClearance, clearance)
        .where(ConductEntry.closed_at.is_(None), or_(ConductEntry.with_below, ~where.c.above))
    )


def _lineage(units: Any, day: Any) -> CTE:
    """Each unit with itself, those above it, and those whose work any of these carries on: what was held against a
    predecessor follows to its successor. From a predecessor it does not climb on: its superiors were others."""
    lineage = (
        select(Unit.id.label("start"), Unit.id.label("unit_id"), false().label("above"), false().label("before"))
        .where(Unit.id.in_(units))
        .cte("lineage", recursive=True)
    )
    edges = _edges(day)
    further = (
        select(
            lineage.c.start, edges.c.target, or_(lineage.c.above, edges.c.up), or_(lineage.c.before, ~edges.c.up)
        )
        .join(edges, edges.c.source == lineage.c.unit_id)
        .where(or_(~edges.c.up, ~lineage.c.before))
    )  # fmt: skip
    return lineage.union(further)


def _edges(day: Any) -> Any:
    """From a unit to the one above it, and to those it succeeded by that day."""
    above = select(Unit.id.label("source"), Unit.parent_id.label("target"), true().label("up")).where(
        Unit.parent_id.is_not(None)
    )
    before = select(UnitSuccession.successor_id, UnitSuccession.predecessor_id, false()).where(
        UnitSuccession.took_effect <= day
    )
    return union_all(above, before).subquery("edges")


def touchable(entry: ConductEntry) -> ColumnElement[bool]:
    """Open nominations that the entry may speak against, by unit and name. Wider than the rule: `against` decides."""
    below = select(Unit.id.label("unit_id")).where(Unit.id == entry.unit_id).cte("below", recursive=True)
    edges = _edges(clock.today())
    further = select(edges.c.source).join(below, edges.c.target == below.c.unit_id)
    if not entry.with_below:
        further = further.where(~edges.c.up)
    reached = below.union(further)
    found = [Nomination.unit_id.in_(select(reached.c.unit_id)), Nomination.state.in_(OPEN)]
    if entry.subject_key:
        found.append(Nomination.nominee_key == entry.subject_key)
    return and_(*found)
