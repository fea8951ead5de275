"""Public consultation (công khai lấy ý kiến): a list shown for some working days, and what people wrote about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, and_, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from workflow.consulting import Standing, Weight, standing


class Consultation(Base):
    """A list that is shown from one day to the end of another, unless it is ended before, with a reason."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        CheckConstraint("trim(place) <> ''", name="place_named"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="end_explained"),
        Index("ix_consultation_campaign", "campaign_id", "id"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    place: Mapped[str] = mapped_column(comment="where the list is shown")
    opens_on: Mapped[date]
    closes_on: Mapped[date] = mapped_column(comment="the last day, to its end")
    working_days: Mapped[int]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    write_to: Mapped[str] = mapped_column(default="", comment="where feedback is sent: address, mail, telephone")
    ended_at: Mapped[datetime | None] = mapped_column(comment="ended before its term; it counts as not shown")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str] = mapped_column(default="")

    lines: Mapped[list["ConsultationLine"]] = relationship(order_by="ConsultationLine.nomination_id")
    feedback: Mapped[list["Feedback"]] = relationship(order_by="Feedback.id")

    def standing(self, today: date) -> Standing:
        return standing(self.opens_on, self.closes_on, ended=self.ended_at is not None, today=today)


class ConsultationLine(Base):
    """A nomination on the list."""

    __tablename__ = "consultation_line"
    __table_args__ = (Index("ix_consultation_line_nomination", "nomination_id", "consultation_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)


class Feedback(Base):
    """What somebody wrote. Without his name and a way to reach him it is kept, but it is not valid.

    `weight`: whether it was taken up, as an officer found, with his note."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("trim(text) <> ''", name="says_something"),
        one_of("weight", Weight),
        CheckConstraint("(weight IS NULL) = (weighed_by_id IS NULL)", name="weighed_by_somebody"),
        CheckConstraint("(weight IS NULL) = (weighed_at IS NULL)", name="weighed_once"),
        CheckConstraint("(weight IS NULL) = (weigh_note = '')", name="weighed_with_note"),
        Index("ix_feedback_consultation", "consultation_id", "id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), comment="none: about the whole list")
    received_on: Mapped[date]
    name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="", comment="address, telephone or mail")
    text: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    weight: Mapped[str | None] = mapped_column(String(20))
    weigh_note: Mapped[str] = mapped_column(default="", comment="why it was taken up or not, and what was done")
    weighed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    weighed_at: Mapped[datetime | None]

    @property
    def valid(self) -> bool:
        return bool(self.name.strip() and self.contact.strip())


def waits_for_weight() -> ColumnElement[bool]:
    """Valid feedback that nobody has weighed."""
    said = and_(func.trim(Feedback.name) != "", func.trim(Feedback.contact) != "")
    return and_(Feedback.weight.is_(None), said)
