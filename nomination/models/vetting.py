"""What the department does with a nomination: verdicts, requests to complete, holds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Json, Key, one_of
from workflow.dossier import Verdict


class CriterionVerdict(Base):
    """A person's verdict on one criterion. A waiver needs its reason and ground, and another person's approval."""

    __tablename__ = "criterion_verdict"
    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("verdict <> 'waived' OR (waiver_reason <> '' AND waiver_ground <> '')", name="waiver_grounded"),
        CheckConstraint(
            "waiver_approver_id IS NULL OR (verdict = 'waived' AND waiver_approver_id <> assessor_id)",
            name="two_people",
        ),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    verdict: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[datetime]
    waiver_reason: Mapped[str] = mapped_column(default="")
    waiver_ground: Mapped[str] = mapped_column(default="")
    waiver_approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SupplementRequest(Base):
    """What the department asked the unit to complete: named parts with a reason each, and a due date."""

    __tablename__ = "supplement_request"
    __table_args__ = (Index("ix_supplement_request_nomination", "nomination_id"),)

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    parts: Mapped[dict[str, Any]] = mapped_column(comment="part -> reason")
    before: Mapped[dict[str, Any]] = mapped_column(comment="hash of every part when it was asked")
    text_before: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="named parts as they were when asked")
    text_after: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="the same parts as the unit sent them back")
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class HoldRecord(Base):
    """A stop pending verification: reason, paper, who set it; lifted by somebody else."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_somebody"),
        CheckConstraint("lifted_by_id IS NULL OR lifted_by_id <> set_by_id", name="two_people"),
        Index("ix_hold_nomination", "nomination_id"),
        Index(
            "ix_hold_open", "nomination_id", sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    reason: Mapped[str]
    paper: Mapped[str]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lift_reason: Mapped[str] = mapped_column(default="")
