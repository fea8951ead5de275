"""Handing over (ghi nhận trao tặng), and what is taken back after a revocation: one record for an award."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, one_of
from workflow.handover import TAKEN_BACK


class Handover(Base):
    """When, where and to whom the objects of an award were handed, and that the unit confirms it."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("trim(place) <> ''", name="somewhere"),
        CheckConstraint("trim(received_by) <> ''", name="to_somebody"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id"), primary_key=True)
    handed_on: Mapped[date]
    place: Mapped[str]
    received_by: Mapped[str]
    objects: Mapped[list[Any]] = mapped_column(comment="codes of what was handed over")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]


class Recovery(Base):
    """Money or objects of a revoked award that came back, by which paper."""

    __tablename__ = "recovery"
    __table_args__ = (one_of("what", tuple(TAKEN_BACK)), CheckConstraint("trim(paper) <> ''", name="rests_on_paper"))

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    recovered_on: Mapped[date]
    paper: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
