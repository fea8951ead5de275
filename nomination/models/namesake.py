"""Whether two records of one name are of one person or collective: what an officer found, and why. Never automatic."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base


class NamesakeFinding(Base):
    """`one` and `other` name records: a nomination's code, or `past:<id>`; the smaller stands first.

    A later finding replaces an earlier one; the audit keeps both.
    """

    __tablename__ = "namesake_finding"
    __table_args__ = (
        CheckConstraint("one < other", name="in_order"),
        CheckConstraint("trim(reason) <> ''", name="reasoned"),
    )

    one: Mapped[str] = mapped_column(String(60), primary_key=True)
    other: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    same: Mapped[bool]
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
