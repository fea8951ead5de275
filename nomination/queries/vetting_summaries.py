"""What the department puts before the council about each nomination: opinions, consultation, the cluster's result as a
band, the officer's proposal and the decision of the head. Its own notes stay inside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, null, or_, select

from nomination.extensions import db
from nomination.models import (
    Consultation,
    ConsultationLine,
    Feedback,
    Opinion,
    OpinionLetter,
    Person,
    Proposal,
    Round,
    RoundQuestion,
    Transition,
)
from nomination.queries.rounds import CLUSTER
from nomination.services.round_facts import COUNTED
from workflow.ballot import Band
from workflow.consulting import Weight
from workflow.opinions import Answer
from workflow.vocabulary import Trigger

OPINION, SHOWN, PROPOSAL, DECISION, VOTE = "opinion", "shown", "proposal", "decision", "vote"
SET_ASIDE = ("replaced", "lapsed")
CARRIED, WITHIN, BEYOND = "carried", "within", "beyond"


@dataclass(frozen=True)
class Consulted:
    """A body that was asked, with its answer; None while it is out."""

    body: str
    asked_on: date
    due_on: date
    answer: Answer | None
    text: str


@dataclass(frozen=True)
class ShownToPublic:
    """A list on which the nomination was shown. `feedback`: how many wrote with their names about it or about the whole
    list, `taken_up` how much of that; `ended`: why it was ended before its term, and so counts as not shown."""

    place: str
    first: date
    last: date
    feedback: int
    taken_up: int
    ended: str


@dataclass(frozen=True)
class Spoken:
    """What somebody of the department proposed or decided, in his words."""

    step: Trigger
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Summary:
    """`cluster`: whether the required share was reached there, never by how much; None where no cluster voted."""

    opinions: tuple[Consulted, ...] = ()
    shown: tuple[ShownToPublic, ...] = ()
    proposal: Spoken | None = None
    decision: Spoken | None = None
    cluster: Band | None = None
    within_places: bool = True


def summaries(ids: Iterable[int]) -> Mapping[int, Summary]:
    """By nomination, in two queries whatever their number."""
    asked = list(ids)
    outside, said = _asked_of_others(asked), _said(asked)
    return {key: _summary(outside[key], said[key]) for key in asked}


def _summary(outside: list[Any], said: Mapping[str, Any]) -> Summary:
    opinions = tuple(
        Consulted(row.who, row.first, row.last, Answer(row.answer) if row.answer else None, row.text)
        for row in outside if row.kind == OPINION
    )  # fmt: skip
    shown = tuple(
        ShownToPublic(row.who, row.first, row.last, row.feedback, row.taken_up, row.text)
        for row in outside if row.kind == SHOWN
    )  # fmt: skip
    vote = said.get(VOTE)
    band = None if vote is None else Band.PASSED if vote.step == CARRIED else Band.NOT_PASSED
    within = vote is None or vote.words == WITHIN
    return Summary(opinions, shown, _spoken(said.get(PROPOSAL)), _spoken(said.get(DECISION)), band, within)


def _spoken(row: Any) -> Spoken | None:
    return None if row is None else Spoken(Trigger(row.step), row.words, row.by, row.at)


def _asked_of_others(ids: list[int]) -> dict[int, list[Any]]:
    """Letters to other bodies and lists shown to the public, in the order in which they went out."""
    opinions = (
        select(
            Opinion.nomination_id.label("about"), literal(OPINION).label("kind"), OpinionLetter.body.label("who"),
            OpinionLetter.asked_on.label("first"), OpinionLetter.due_on.label("last"), Opinion.answer.label("answer"),
            Opinion.text.label("text"), literal(0).label("feedback"), literal(0).label("taken_up"),
            OpinionLetter.id.label("n"),
        )
        .join(OpinionLetter, OpinionLetter.id == Opinion.letter_id)
        .where(Opinion.nomination_id.in_(ids))
    )  # fmt: skip
    shown = (
        select(
            ConsultationLine.nomination_id, literal(SHOWN), Consultation.place, Consultation.opens_on,
            Consultation.closes_on, cast(null(), String), Consultation.end_reason, _written(),
            _written(Feedback.weight == Weight.TAKEN_UP.value), Consultation.id,
        )
        .join(Consultation, Consultation.id == ConsultationLine.consultation_id)
        .where(ConsultationLine.nomination_id.in_(ids))
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(db.session.execute(opinions.union_all(shown)), key=lambda one: (one.kind, one.n)):
        found[row.about].append(row)
    return found


def _written(*where: ColumnElement[bool]) -> Any:
    """How many wrote with their names: without a name and a way to be reached a feedback is not valid."""
    return (
        select(func.count())
        .where(Feedback.consultation_id == Consultation.id)
        .where(or_(Feedback.nomination_id.is_(None), Feedback.nomination_id == ConsultationLine.nomination_id))
        .where(func.trim(Feedback.name) != "", func.trim(Feedback.contact) != "", *where)
        .correlate(Consultation, ConsultationLine)
        .scalar_subquery()
    )


def _said(ids: list[int]) -> dict[int, dict[str, Any]]:
    """By nomination and kind the last word: proposal, conclusion of the head, vote of the cluster."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    query = _proposed(ids).union_all(_concluded(ids), _voted(ids))
    for row in sorted(db.session.execute(query), key=lambda one: (one.kind, one.n)):
        found[row.about][row.kind] = row
    return found


def _proposed(ids: list[int]) -> Select[Any]:
    return (
        select(
            Proposal.nomination_id.label("about"), literal(PROPOSAL).label("kind"), Proposal.trigger.label("step"),
            Proposal.words.label("words"), Person.full_name.label("by"), Proposal.proposed_at.label("at"),
            Proposal.id.label("n"),
        )
        .join(Person, Person.id == Proposal.proposed_by_id)
        .where(Proposal.nomination_id.in_(ids), func.coalesce(Proposal.outcome, "").not_in(SET_ASIDE))
    )  # fmt: skip


def _concluded(ids: list[int]) -> Select[Any]:
    return (
        select(
            Transition.nomination_id, literal(DECISION), Transition.trigger, Transition.reason, Person.full_name,
            Transition.at, Transition.n,
        )
        .join(Person, Person.id == Transition.actor_id)
        .where(Transition.nomination_id.in_(ids), Transition.trigger == Trigger.CLEAR.value)
    )  # fmt: skip


def _voted(ids: list[int]) -> Select[Any]:
    """Whether the share was reached, and whether inside the places; no figure leaves the table."""
    places = case((RoundQuestion.within_places, WITHIN), else_=BEYOND)
    return (
        select(
            RoundQuestion.nomination_id, literal(VOTE), RoundQuestion.outcome, places, literal(""), Round.counted_at,
            Round.id,
        )
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id.in_(ids), Round.body == CLUSTER, Round.status == COUNTED)
    )  # fmt: skip
