"""A unit's own response to a campaign: its plan, its mid-term report, and its questions to the department."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key


class UnitPlan(Base):
    """`lines`: the unit's own contents and criteria, a list of {"kind": "content" or "criterion", "text", "ties"}.

    `ties` are numbers of the campaign's content areas and task groups, or codes of its criteria.
    """

    __tablename__ = "unit_plan"
    __table_args__ = (
        UniqueConstraint("campaign_id", "unit_id"),
        CheckConstraint("(launch_sha256 IS NULL) = (launch_name = '')", name="launch_named"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str]
    paper: Mapped[str] = mapped_column(comment="number and summary of the paper that launched it")
    launched_on: Mapped[date]
    summary: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(default=list)
    launch_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    launch_name: Mapped[str] = mapped_column(String(255), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MidtermReport(Base):
    """How far a unit has come in the middle of a campaign: figures, what was done, what stands in the way.

    `figures`: by criterion code, a list of months as in an answer; other figures under their own names.
    """

    __tablename__ = "midterm_report"
    __table_args__ = (
        UniqueConstraint("campaign_id", "unit_id"),
        CheckConstraint("(paper_sha256 IS NULL) = (paper_name = '')", name="paper_named"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    as_of: Mapped[date]
    figures: Mapped[dict[str, Any]]
    results: Mapped[str]
    difficulties: Mapped[str] = mapped_column(default="")
    paper_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    paper_name: Mapped[str] = mapped_column(String(255), default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Question(Base):
    """What a unit asks the department about a campaign; answered once, and to all addressees when it says so."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        CheckConstraint("NOT shared OR answered_at IS NOT NULL", name="shared_when_answered"),
        Index("ix_question_campaign", "campaign_id", "id"),
        Index("ix_question_unit", "unit_id", "campaign_id", "id"),
        Index("ix_question_open", "campaign_id", "answered_at", "id"),
        Index("ix_question_shared", "campaign_id", "shared", "id"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str]
    body: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    shared: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
