"""Public consultation (công khai lấy ý kiến): a list shown for some working days, and what people wrote about it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key


class Consultation(Base):
    """A list that is shown from one day to the end of another."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        CheckConstraint("trim(place) <> ''", name="place_named"),
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

    lines: Mapped[list["ConsultationLine"]] = relationship(order_by="ConsultationLine.nomination_id")
    feedback: Mapped[list["Feedback"]] = relationship(order_by="Feedback.id")


class ConsultationLine(Base):
    """A nomination on the list."""

    __tablename__ = "consultation_line"
    __table_args__ = (Index("ix_consultation_line_nomination", "nomination_id", "consultation_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)


class Feedback(Base):
    """What somebody wrote. Without his name and a way to reach him it is kept, but it is not valid."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("trim(text) <> ''", name="says_something"),
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

    @property
    def valid(self) -> bool:
        return bool(self.name.strip() and self.contact.strip())
