"""The log of complaints about awards and rounds: received, dealt with, ended. For the department only."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key, one_of
from workflow.complaint import KINDS


class Complaint(Base):
    """One paper that came in. Deadlines are reckoned from `received_on` by the rules, never stored."""

    __tablename__ = "complaint"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        CheckConstraint("trim(sender) <> ''", name="from_somebody"),
        CheckConstraint("trim(summary) <> ''", name="about_something"),
        CheckConstraint("accepted_on IS NULL OR accepted_on >= received_on", name="accepted_after"),
        CheckConstraint("(ended_on IS NULL) = (outcome = '')", name="ended_with_outcome"),
        CheckConstraint("(ended_on IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index("ix_complaint_ended", "ended_on", "id"),
    )

    id: Mapped[Key]
    received_on: Mapped[date]
    sender: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(60), default="", comment="code of the award or the round, as written")
    summary: Mapped[str]
    paper: Mapped[str] = mapped_column(default="")
    accepted_on: Mapped[date | None]
    complex_case: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
