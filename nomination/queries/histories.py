"""Everything under one name: nominations of all campaigns with their outcome, awards here and before, and what was
found about who is who. For the department and the auditor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased, defer

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Decision,
    MatchFinding,
    NamesakeFinding,
    Nomination,
    PastAward,
    PastDecision,
    Person,
    RegisterEntry,
    Unit,
    UnitSuccession,
)
from nomination.names import match_key
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor, NomineeKind
from workflow.matches import MatchVerdict
from workflow.namesakes import Finding, contradicting, others_of, same_as
from workflow.vocabulary import Role, State

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READING = (*RECORDING, Role.AUDITOR)
PAST = "past:"
MOST = 200


@dataclass(frozen=True)
class Record:
    """One nomination, or one award of an earlier decision. `ref` names it: a code, or `past:<id>`."""

    ref: str
    kind: str
    name: str
    key: str
    unit_id: int | None
    unit: str
    year: int
    title: str
    award: str
    state: State | None = None
    number: str = ""
    dated: date | None = None
    revoked_by: Decision | None = None
    entry: str | None = None
    past_decision: int | None = None


@dataclass(frozen=True)
class Found:
    """A finding with who made it, when and why."""

    finding: Finding
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class History:
    """`same`: of the person or collective of `anchor`, latest first; `open`: nobody has looked; `different`: others."""

    anchor: Record
    same: list[Record]
    open: list[Record]
    different: list[Record]
    findings: list[Found]
    contradicting: list[Finding]
    related: frozenset[int]

    def near(self, record: Record) -> str:
        """How near the unit of a record is to those of the group: same, related by succession, or other."""
        units = {one.unit_id for one in self.same}
        if record.unit_id is not None and record.unit_id in units:
            return "same"
        return "related" if record.unit_id in self.related else "other"


def readable_by(actor: Actor) -> bool:
    return bool(actor.roles() & set(READING))


def records_named(actor: Actor, typed: str) -> list[Record]:
    """Everything under a whole name in any spelling, persons and collectives alike."""
    key = match_key(typed)
    return _records(actor, [key], None) if key and readable_by(actor) else []


def history(actor: Actor, ref: str) -> History:
    """Raises `Missing` when there is no such record, or it is not for this reader."""
    anchor = _anchor(actor, ref)
    related = _related(anchor)
    records = _records(actor, _keys(anchor, related), anchor.kind)
    findings = _findings(records)
    facts = [one.finding for one in findings]
    group = same_as(anchor.ref, facts)
    different = others_of(group, facts)
    return History(
        anchor=anchor,
        same=[one for one in records if one.ref in group],
        open=[one for one in records if one.ref not in group | different],
        different=[one for one in records if one.ref in different],
        findings=findings,
        contradicting=contradicting(group, facts),
        related=frozenset(related),
    )


def _anchor(actor: Actor, ref: str) -> Record:
    kind, _, number = ref.partition(":")
    if not readable_by(actor):
        raise Missing
    if kind == "past" and number.isascii() and number.isdigit() and len(number) < 10:
        found = _past(PastAward.id == int(number))
    else:
        found = _nominations(actor, Nomination.code == ref)
    if not found:
        raise Missing
    return found[0]


def _related(anchor: Record) -> dict[int, str]:
    """Units that this one carries on, or that carry it on, by any number of steps; each with its name."""
    if anchor.unit_id is None:
        return {}
    before, after = aliased(Unit), aliased(Unit)
    query = (
        select(before.id, before.name, after.id, after.name)
        .select_from(UnitSuccession)
        .join(before, before.id == UnitSuccession.predecessor_id)
        .join(after, after.id == UnitSuccession.successor_id)
    )
    links = [((one, name), (other, its)) for one, name, other, its in db.session.execute(query)]
    known, open_ends = {anchor.unit_id: anchor.unit}, [anchor.unit_id]
    while open_ends:
        here = open_ends.pop()
        further = dict(b if a[0] == here else a for a, b in links if here in (a[0], b[0]))
        open_ends += [key for key in further if key not in known]
        known = further | known
    return known


def _keys(anchor: Record, related: dict[int, str]) -> list[str]:
    """A unit that was renamed or merged stands under its other names too; a person or a division does not."""
    names = {match_key(name) for name in related.values()}
    own = anchor.kind == NomineeKind.COLLECTIVE and anchor.key in names
    return sorted({anchor.key} | (names if own else set()))


def _records(actor: Actor, keys: list[str], kind: str | None) -> list[Record]:
    named = [Nomination.nominee_key.in_(keys)], [PastAward.name_key.in_(keys)]
    if kind is not None:
        named[0].append(Nomination.kind == kind)
        named[1].append(PastAward.kind == kind)
    found = [*_nominations(actor, and_(*named[0])), *_past(and_(*named[1]))]
    return sorted(found, key=lambda one: (-one.year, one.ref))


def _nominations(actor: Actor, where: ColumnElement[bool]) -> list[Record]:
    revocation = aliased(Decision)
    query = (
        select(Nomination, Unit, Campaign, CampaignVersion, RegisterEntry, revocation)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .outerjoin(RegisterEntry, RegisterEntry.nomination_id == Nomination.id)
        .outerjoin(revocation, revocation.id == RegisterEntry.revoked_by_decision_id)
        .options(defer(CampaignVersion.content))
        .where(visible_to(actor), where)
        .order_by(Nomination.id.desc())
        .limit(MOST)
    )
    return [
        Record(
            row.code, row.kind, row.nominee_name, row.nominee_key, row.unit_id, unit.name, campaign.year,
            campaign.title, campaign_of(version).award(row.award).name, State(row.state),
            entry.decision_number if entry else "", entry.decision_dated if entry else None, revoked,
            entry.code if entry else None,
        )
        for row, unit, campaign, version, entry, revoked in db.session.execute(query)
    ]  # fmt: skip


def _past(where: ColumnElement[bool]) -> list[Record]:
    query = (
        select(PastAward, PastDecision, RegisterEntry.code)
        .join(PastDecision, PastDecision.id == PastAward.decision_id)
        .outerjoin(RegisterEntry, RegisterEntry.past_award_id == PastAward.id)
        .where(where)
        .order_by(PastAward.id.desc())
        .limit(MOST)
    )
    return [
        Record(
            f"{PAST}{row.id}", row.kind, row.name, row.name_key, row.unit_id, row.unit_name,
            row.year or decision.dated.year, decision.title, row.award_name, None, decision.number, decision.dated,
            None, code, decision.id,
        )
        for row, decision, code in db.session.execute(query)
    ]  # fmt: skip


def _findings(records: Iterable[Record]) -> list[Found]:
    """Findings about these records, those of vetting among them. What was found here later goes before."""
    refs = [one.ref for one in records]
    here = (
        select(
            literal(1).label("own"), NamesakeFinding.one, NamesakeFinding.other, NamesakeFinding.same,
            NamesakeFinding.reason, Person.full_name, NamesakeFinding.at,
        )
        .join(Person, Person.id == NamesakeFinding.person_id)
        .where(or_(NamesakeFinding.one.in_(refs), NamesakeFinding.other.in_(refs)))
    )  # fmt: skip
    vetting = (
        select(
            literal(0), Nomination.code, MatchFinding.other,
            MatchFinding.verdict != MatchVerdict.ANOTHER_NOMINEE.value, MatchFinding.reason, Person.full_name,
            MatchFinding.at,
        )
        .join(Nomination, Nomination.id == MatchFinding.nomination_id)
        .join(Person, Person.id == MatchFinding.person_id)
        .where(Nomination.code.in_(refs))
    )  # fmt: skip
    rows = db.session.execute(union_all(here, vetting).order_by("own")).all()
    found = {
        frozenset((one, other)): Found(Finding(one, other, bool(same)), reason, name, at)
        for _, one, other, same, reason, name, at in rows
    }
    return sorted(found.values(), key=lambda one: one.at, reverse=True)
