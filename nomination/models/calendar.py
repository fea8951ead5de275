"""Days on which people here do not work although it is a weekday, and weekend days worked in exchange."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, one_of
from workflow.calendar import DayKind


class CalendarDay(Base):
    """One day that is not what its weekday says, with the paper that says so."""

    __tablename__ = "calendar_day"
    __table_args__ = (one_of("kind", DayKind), CheckConstraint("trim(ground) <> ''", name="grounded"))

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    ground: Mapped[str] = mapped_column(comment="the paper that makes it so")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
