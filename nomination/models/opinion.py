"""Opinions asked of other bodies (hiệp y): one letter about one or several nominations, an answer for each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from workflow.opinions import Answer


class OpinionLetter(Base):
    """A letter that asks one body by a day."""

    __tablename__ = "opinion_letter"
    __table_args__ = (
        CheckConstraint("trim(body) <> ''", name="body_named"),
        CheckConstraint("due_on >= asked_on", name="due_after_asked"),
        Index("ix_opinion_letter_campaign", "campaign_id", "id"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    body: Mapped[str] = mapped_column(comment="the body that is asked, as the letter names it")
    paper: Mapped[str] = mapped_column(default="", comment="number and day of the letter")
    question: Mapped[str] = mapped_column(comment="what is asked")
    asked_on: Mapped[date]
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]

    opinions: Mapped[list["Opinion"]] = relationship(order_by="Opinion.nomination_id")


class Opinion(Base):
    """What the body says of one nomination. `unanswered` is written by the head of the department, with a reason."""

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (recorded_by_id IS NULL)", name="answer_recorded"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer_dated"),
        CheckConstraint("answer IS NULL OR answer = 'agree' OR trim(text) <> ''", name="answer_explained"),
        one_of("answer", Answer),
        Index("ix_opinion_nomination", "nomination_id", "letter_id"),
    )

    letter_id: Mapped[int] = mapped_column(ForeignKey("opinion_letter.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    answer: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="", comment="what it says; the reason when it stays unanswered")
    paper: Mapped[str] = mapped_column(default="", comment="number and day of the answer")
    paper_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    paper_name: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime | None]
