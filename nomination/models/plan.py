"""A unit's own response to a campaign: its plan, and the paper that launched it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key


class UnitPlan(Base):
    __tablename__ = "unit_plan"
    __table_args__ = (UniqueConstraint("campaign_id", "unit_id"),)

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str]
    paper: Mapped[str] = mapped_column(comment="number and summary of the paper that launched it")
    launched_on: Mapped[date]
    summary: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
