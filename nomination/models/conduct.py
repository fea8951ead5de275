"""The department's registers of discipline and incidents: what speaks against a nominee, since when, by which paper."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key


class ConductEntry(Base):
    """One entry of a register. It speaks against nominations of its unit (and of the units below, when it says so)
    while it is open and its dates cover the day; with a name, only against nominees of that name.

    `register` is a code that campaigns name in their criteria, such as `discipline`; `kind` blank means both kinds.
    """

    __tablename__ = "conduct_entry"
    __table_args__ = (
        CheckConstraint("kind = '' OR kind IN ('individual', 'collective')", name="kind_known"),
        CheckConstraint("counts_to IS NULL OR counts_to >= counts_from", name="dates_in_order"),
        CheckConstraint("trim(paper) <> ''", name="rests_on_paper"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        CheckConstraint("closed_by_id IS NULL OR closed_by_id <> recorded_by_id", name="two_people"),
        CheckConstraint("closed_at IS NULL OR trim(close_reason) <> ''", name="closed_with_reason"),
        Index("ix_conduct_entry_register", "register", "id"),
        Index("ix_conduct_entry_unit", "unit_id", "id"),
        Index("ix_conduct_entry_key", "subject_key", "id"),
        Index("ix_conduct_entry_open", "unit_id", "register", sqlite_where=text("closed_at IS NULL"),
              postgresql_where=text("closed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Key]
    register: Mapped[str] = mapped_column(String(40))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    with_below: Mapped[bool] = mapped_column(default=False, comment="also against nominations of the units below")
    kind: Mapped[str] = mapped_column(String(20), default="")
    subject_name: Mapped[str] = mapped_column(
        default="", comment="the person or division concerned; blank for the unit"
    )
    subject_key: Mapped[str] = mapped_column(default="", comment="the name by its looser key")
    summary: Mapped[str]
    paper: Mapped[str]
    counts_from: Mapped[date]
    counts_to: Mapped[date | None] = mapped_column(comment="the last day on which it counts")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ConductClearance(Base):
    """An officer's finding that an entry is about somebody else, or not about this nomination, with the reason."""

    __tablename__ = "conduct_clearance"
    __table_args__ = (CheckConstraint("trim(reason) <> ''", name="reasoned"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("conduct_entry.id"), primary_key=True, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str]
