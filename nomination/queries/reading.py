"""Nominations that lie before one's cluster or the council, to read in turn, to compare, and to speak about."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.dossiers import Loaded, load, load_all
from nomination.extensions import db
from nomination.models import (
    Campaign,
    Contribution,
    CriterionVerdict,
    Nomination,
    ReadingNote,
    Round,
    RoundQuestion,
    Unit,
)
from nomination.queries.pages import keys_of
from nomination.queries.roll import NO_RECUSAL
from nomination.queries.rounds import CLUSTER, COUNCIL
from nomination.queries.vetting_summaries import Summary, summaries
from nomination.queries.visible import before_body_of
from nomination.rulesets import rules_of
from nomination.services.round_facts import LIVE
from nomination.services.transaction import Missing
from workflow.discussion import against_speaking, own_case, speaks_as
from workflow.dossier import Actor, Criterion, Finding, Reason
from workflow.vocabulary import State


@dataclass(frozen=True)
class Place:
    """One nomination in the order in which the body reads, with one's own note on it. `round`: the live one."""

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
    summary: Summary | None = None
    """What the department found: the council reads it, a cluster does not."""

    @property
    def body(self) -> str:
        return body_of(self.loaded)

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

    def verdict_on(self, criterion: str) -> CriterionVerdict | None:
        """The department's, as the council reads it."""
        return self.loaded.verdicts.get(criterion) if self.summary else None

    @property
    def aside(self) -> bool:
        """He does not vote on it: what others say of it is not for him."""
        return stands_aside_by_rule(self.loaded) and own_case(self.loaded.dossier, self.actor)

    @property
    def speaks(self) -> bool:
        """His word is asked here; whoever only keeps the minutes reads."""
        return speaks_as(self.loaded.dossier, self.actor) is not None

    @property
    def against_speaking(self) -> list[Reason]:
        return against_speaking(self.loaded.dossier, self.actor, recusal=stands_aside_by_rule(self.loaded))


def body_of(loaded: Loaded) -> str:
    """Before which body it lies."""
    return COUNCIL if loaded.dossier.state is State.COUNCIL_REVIEW else CLUSTER


def stands_aside_by_rule(loaded: Loaded) -> bool:
    return rules_of(loaded.campaign).text(f"{body_of(loaded)}.recusal", clock.today()) != NO_RECUSAL


def reading_of(actor: Actor, code: str) -> Reading:
    """Raises `Missing` unless the nomination lies before a body of the reader."""
    loaded = load(and_(Nomination.code == code, _mine(actor)))
    if loaded is None:
        raise Missing
    sequence = _sequence(actor, loaded)
    summary = summaries([loaded.row.id])[loaded.row.id] if body_of(loaded) == COUNCIL else None
    found = Reading(loaded, actor, sequence, (), summary)
    return found if found.aside else replace(found, contributions=_contributions(loaded))


def _mine(actor: Actor) -> ColumnElement[bool]:
    return or_(false(), *before_body_of(actor))


def _live() -> Any:
    """The live round of a nomination before its body, if one holds it."""
    body = case((Nomination.state == State.COUNCIL_REVIEW.value, COUNCIL), else_=CLUSTER)
    return (
        select(func.max(Round.id))
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.body == body, Round.status.in_(LIVE))
        .correlate(Nomination)
        .scalar_subquery()
    )


def _sequence(actor: Actor, loaded: Loaded) -> tuple[Place, ...]:
    """Those of the same round in the order of its ballot; or those of the body that no live round holds."""
    of_cluster = [] if body_of(loaded) == COUNCIL else [Nomination.cluster_id == loaded.row.cluster_id]
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
        .where(Nomination.campaign_id == loaded.row.campaign_id, *of_cluster, Nomination.state == loaded.row.state)
        .order_by(RoundQuestion.n, Nomination.award, Nomination.unit_id, Nomination.id)
    ).all()  # fmt: skip
    mine = next(row.round for row in rows if row.id == loaded.row.id)
    return tuple(Place(*row) for row in rows if row.round == mine)


def _contributions(loaded: Loaded) -> tuple[Contribution, ...]:
    """What was said in this body: the council does not hear the cluster, nor the cluster the council."""
    query = (
        select(Contribution)
        .options(joinedload(Contribution.person, innerjoin=True), joinedload(Contribution.unit))
        .where(Contribution.nomination_id == loaded.row.id, Contribution.body == body_of(loaded))
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
    """Raises `Missing` unless both lie before one body of the reader, are two, and are for one award."""
    found = {one.row.code: one for one in load_all(and_(Nomination.code.in_([first, second]), _mine(actor)))}
    if len(found) != 2 or len({_compared(one) for one in found.values()}) != 1:
        raise Missing
    left, right = found[first], found[second]
    return Pair(left, right, (left.dossier.findings(), right.dossier.findings()))


def _compared(loaded: Loaded) -> tuple[object, ...]:
    """What two must have in common to stand side by side."""
    cluster = loaded.row.cluster_id if body_of(loaded) == CLUSTER else None
    return body_of(loaded), loaded.row.campaign_id, cluster, loaded.row.award


@dataclass(frozen=True)
class ToRead:
    """A line of the list: what lies before the body, in which round, and whether one has a note on it."""

    row: Nomination
    unit: Unit
    year: int
    round: Round | None
    noted: bool


def to_read(actor: Actor, after: int | None = None) -> tuple[tuple[ToRead, ...], int | None]:
    """The newest first, by keyset, with the place from which the list goes on."""
    page = keys_of(Nomination.id, [[part] for part in before_body_of(actor)], after=after)
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
