"""Letters that ask other bodies for their opinion: the list, one of them with every answer, and the files."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from nomination.extensions import db
from nomination.models import Campaign, Nomination, Opinion, OpinionLetter, Person, Unit
from nomination.queries.pages import Page, page_of
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.opinions import Answer
from workflow.vocabulary import State

SUGGESTED = (
    "Thanh tra Bộ",
    "Vụ Tổ chức cán bộ",
    "Văn phòng Bộ",
    "Vụ Kế hoạch - Tài chính",
    "Đảng ủy Bộ",
    "Công đoàn Bộ",
)
"""Bodies that are asked in a ministry. Any other may be typed; those that were asked before are offered as well."""


@dataclass(frozen=True)
class Line:
    """One nomination of a letter with the answer about it. `open`: the department may still record one."""

    nomination: Nomination
    unit: str
    opinion: Opinion
    by: str

    @property
    def answer(self) -> Answer | None:
        return Answer(self.opinion.answer) if self.opinion.answer else None

    @property
    def open(self) -> bool:
        return self.nomination.state == State.DEPARTMENT_VETTING.value


@dataclass(frozen=True)
class LetterPage:
    letter: OpinionLetter
    campaign: str
    asked_by: str
    lines: list[Line]


def letters(*, part: str, after: int | None, before: int | None) -> Page[Any]:
    """Letters, the newest first, each with how many nominations it asks about, how many answers are out, and a name.

    Only for the department and the auditor, whom the routes let in: they see every nomination a letter can be about.
    """
    number = select(func.count()).where(Opinion.letter_id == OpinionLetter.id).correlate(OpinionLetter)
    out = number.where(Opinion.answer.is_(None))
    named = (
        select(func.min(Nomination.nominee_name))
        .join(Opinion, Opinion.nomination_id == Nomination.id)
        .where(Opinion.letter_id == OpinionLetter.id)
        .correlate(OpinionLetter)
    )
    figures = {"number": number, "out": out, "named": named}
    columns = [one.scalar_subquery().label(name) for name, one in figures.items()]
    query = select(OpinionLetter, Campaign.title, *columns)
    query = query.join(Campaign, Campaign.id == OpinionLetter.campaign_id)
    if part == "out":
        query = query.where(
            select(Opinion.letter_id)
            .where(Opinion.letter_id == OpinionLetter.id, Opinion.answer.is_(None))
            .correlate(OpinionLetter)
            .exists()
        )
    return page_of(query, OpinionLetter.id, after=after, before=before)


def letter_page(actor: Actor, letter_id: int) -> LetterPage:
    """Raises `Missing`."""
    found = db.session.execute(
        select(OpinionLetter, Campaign.title, Person.full_name)
        .join(Campaign, Campaign.id == OpinionLetter.campaign_id)
        .join(Person, Person.id == OpinionLetter.asked_by_id)
        .where(OpinionLetter.id == letter_id)
    ).one_or_none()
    if found is None:
        raise Missing
    query = (
        select(Nomination, Unit.short_name, Opinion, Person.full_name)
        .join(Opinion, Opinion.nomination_id == Nomination.id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Person, Person.id == Opinion.recorded_by_id)
        .where(Opinion.letter_id == letter_id, visible_to(actor))
        .order_by(Nomination.id)
    )
    lines = [Line(nomination, unit, opinion, by or "") for nomination, unit, opinion, by in db.session.execute(query)]
    return LetterPage(found.OpinionLetter, found.title, found.full_name, lines)


def paper_of(actor: Actor, letter_id: int, code: str) -> Opinion:
    """The answer about one nomination, if a file came with it. Raises `Missing`."""
    query = (
        select(Opinion)
        .join(Nomination, Nomination.id == Opinion.nomination_id)
        .where(and_(Opinion.letter_id == letter_id, Nomination.code == code, visible_to(actor)))
    )
    opinion = db.session.scalars(query).one_or_none()
    if opinion is None or opinion.paper_sha256 is None:
        raise Missing
    return opinion


def askable(actor: Actor, codes: list[str]) -> list[tuple[Nomination, str]]:
    """The nominations that a new letter may be about: those named, else the reader's own, as many as a page holds."""
    named = Nomination.code.in_(codes) if codes else Nomination.officer_id == actor.person_id
    query = (
        select(Nomination, Unit.short_name)
        .join(Unit, Unit.id == Nomination.unit_id)
        .where(
            named, visible_to(actor), Nomination.state == State.DEPARTMENT_VETTING.value,
            Nomination.received_at.is_not(None), Nomination.pledged_hash.is_not(None),
        )
        .order_by(Nomination.vetting_due_on, Nomination.id)
        .limit(100)
    )  # fmt: skip
    return [(nomination, unit) for nomination, unit in db.session.execute(query)]


def bodies() -> list[str]:
    """Names to choose from: the usual ones, and those that were asked lately."""
    lately = select(OpinionLetter.body).order_by(OpinionLetter.id.desc()).limit(50)
    return list(dict.fromkeys([*SUGGESTED, *db.session.scalars(lately)]))
