"""Nominations that lie before one's cluster, to read one after another, to compare, and to speak about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.dossiers import Loaded, load, load_all
from nomination.extensions import db
from nomination.models import Campaign, Contribution, Nomination, ReadingNote, Round, RoundQuestion, Unit
from nomination.queries.pages import keys_of
from nomination.queries.roll import NO_RECUSAL
from nomination.queries.rounds import CLUSTER
from nomination.queries.visible import before_cluster_of
from nomination.rulesets import rules_of
from nomination.services.round_facts import LIVE
from nomination.services.transaction import Missing
from workflow.discussion import against_speaking, own_case
from workflow.dossier import Actor, Criterion, Finding, Reason


@dataclass(frozen=True)
class Place:
    """One nomination in the order in which the cluster reads, with one's own note on it. `round`: the live one."""

    id: int
    code: str
    name: str
    award: str
    round: str | None
    round_title: str | None
    note: str


@dataclass(frozen=True)
class Reading:
    """One nomination in front of a member: its content, his note, the discussion as far as he may read it."""

    loaded: Loaded
    actor: Actor
    sequence: tuple[Place, ...]
    contributions: tuple[Contribution, ...]

    @property
    def at(self) -> int:
        return next(n for n, place in enumerate(self.sequence) if place.id == self.loaded.row.id)

    @property
    def place(self) -> Place:
        return self.sequence[self.at]

    @property
    def before(self) -> Place | None:
        return self.sequence[self.at - 1] if self.at else None

    @property
    def after(self) -> Place | None:
        return self.sequence[self.at + 1] if self.at + 1 < len(self.sequence) else None

    @property
    def comparable(self) -> tuple[Place, ...]:
        """The other nominations for the same award."""
        return tuple(
            one for one in self.sequence if one.award == self.loaded.row.award and one.id != self.loaded.row.id
        )

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        return self.loaded.dossier.findings()

    @property
    def aside(self) -> bool:
        """He does not vote on it: what others say of it is not for him."""
        return stands_aside_by_rule(self.loaded) and own_case(self.loaded.dossier, self.actor)

    @property
    def against_speaking(self) -> list[Reason]:
        return against_speaking(self.loaded.dossier, self.actor, recusal=stands_aside_by_rule(self.loaded))


def stands_aside_by_rule(loaded: Loaded) -> bool:
    return rules_of(loaded.campaign).text(f"{CLUSTER}.recusal", clock.today()) != NO_RECUSAL


def reading_of(actor: Actor, code: str) -> Reading:
    """Raises `Missing` unless the nomination lies before a cluster of the reader."""
    loaded = load(and_(Nomination.code == code, _mine(actor)))
    if loaded is None:
        raise Missing
    sequence = _sequence(actor, loaded)
    found = Reading(loaded, actor, sequence, ())
    return found if found.aside else Reading(loaded, actor, sequence, _contributions(loaded.row.id))


def _mine(actor: Actor) -> ColumnElement[bool]:
    return or_(false(), *before_cluster_of(actor))


def _live() -> Any:
    """The live round of a nomination before its cluster, if one holds it."""
    return (
        select(func.max(Round.id))
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.body == CLUSTER, Round.status.in_(LIVE))
        .correlate(Nomination)
        .scalar_subquery()
    )


def _sequence(actor: Actor, loaded: Loaded) -> tuple[Place, ...]:
    """Those of the same round in the order of its ballot; or those of the cluster that no live round holds."""
    note = and_(ReadingNote.nomination_id == Nomination.id, ReadingNote.person_id == actor.person_id)
    line = and_(RoundQuestion.nomination_id == Nomination.id, RoundQuestion.round_id == Round.id)
    rows = db.session.execute(
        select(
            Nomination.id, Nomination.code, Nomination.nominee_name, Nomination.award, Round.code.label("round"),
            Round.title, func.coalesce(ReadingNote.text, "").label("note"),
        )
        .select_from(Nomination)
        .outerjoin(Round, Round.id == _live())
        .outerjoin(RoundQuestion, line)
        .outerjoin(ReadingNote, note)
        .where(Nomination.campaign_id == loaded.row.campaign_id, Nomination.cluster_id == loaded.row.cluster_id)
        .where(Nomination.state == loaded.row.state)
        .order_by(RoundQuestion.n, Nomination.award, Nomination.unit_id, Nomination.id)
    ).all()  # fmt: skip
    mine = next(row.round for row in rows if row.id == loaded.row.id)
    return tuple(Place(*row) for row in rows if row.round == mine)


def _contributions(nomination_id: int) -> tuple[Contribution, ...]:
    query = (
        select(Contribution)
        .options(joinedload(Contribution.person, innerjoin=True), joinedload(Contribution.unit, innerjoin=True))
        .where(Contribution.nomination_id == nomination_id)
        .order_by(Contribution.id)
    )
    return tuple(db.session.scalars(query))


@dataclass(frozen=True)
class Pair:
    """Two nominations for one award, side by side."""

    first: Loaded
    second: Loaded
    findings: tuple[Mapping[str, Finding], Mapping[str, Finding]]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Those that both answer: under another version of the campaign one may have been asked something else."""
        return tuple(one for one in self.first.dossier.applicable() if one.code in self.findings[1])


def pair_of(actor: Actor, first: str, second: str) -> Pair:
    """Raises `Missing` unless both lie before a cluster of the reader, are two, and are for one award."""
    found = {one.row.code: one for one in load_all(and_(Nomination.code.in_([first, second]), _mine(actor)))}
    if (
        len(found) != 2
        or len({(one.row.campaign_id, one.row.cluster_id, one.row.award) for one in found.values()}) != 1
    ):
        raise Missing
    left, right = found[first], found[second]
    return Pair(left, right, (left.dossier.findings(), right.dossier.findings()))


@dataclass(frozen=True)
class ToRead:
    """A line of the list: what lies before the cluster, in which round, and whether one has a note on it."""

    row: Nomination
    unit: Unit
    year: int
    round: Round | None
    noted: bool


def to_read(actor: Actor, after: int | None = None) -> tuple[tuple[ToRead, ...], int | None]:
    """The newest first, by keyset, with the place from which the list goes on."""
    page = keys_of(Nomination.id, [[part] for part in before_cluster_of(actor)], after=after)
    note = and_(ReadingNote.nomination_id == Nomination.id, ReadingNote.person_id == actor.person_id)
    query = (
        select(Nomination, Unit, Campaign.year, Round, ReadingNote.person_id.is_not(None))
        .select_from(Nomination)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .options(joinedload(Nomination.campaign_version))
        .outerjoin(Round, Round.id == _live())
        .outerjoin(ReadingNote, note)
        .where(Nomination.id.in_(page.rows))
        .order_by(Nomination.id.desc())
    )
    return tuple(ToRead(*row) for row in db.session.execute(query)), page.older


@dataclass(frozen=True)
class OwnNote:
    code: str
    name: str
    note: ReadingNote


NOTES_SHOWN = 100


def own_notes(actor: Actor) -> tuple[OwnNote, ...]:
    """The reader's own notes, also on nominations that have gone on since: he alone takes them away."""
    query = (
        select(Nomination.code, Nomination.nominee_name, ReadingNote)
        .join(ReadingNote, ReadingNote.nomination_id == Nomination.id)
        .where(ReadingNote.person_id == actor.person_id)
        .order_by(ReadingNote.written_at.desc(), Nomination.id.desc())
        .limit(NOTES_SHOWN)
    )
    return tuple(OwnNote(*row) for row in db.session.execute(query))
