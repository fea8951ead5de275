"""Reading before the vote: private notes of a member, and what members say to one another of a nomination."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from nomination.models.organisation import Unit
from nomination.models.people import Person
from nomination.models.review import BODIES


class ReadingNote(Base):
    """What one member wrote for himself about one nomination. Only he ever reads it; he deletes it himself."""

    __tablename__ = "reading_note"
    __table_args__ = (CheckConstraint("trim(text) <> ''", name="says_something"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    text: Mapped[str]
    written_at: Mapped[datetime]


class Contribution(Base):
    """One member's words in the discussion of a nomination, signed by name and unit, in the council by name and post;
    only ever added to.

    `material_hash`: the content that he spoke of, for it may be changed and submitted anew afterwards.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("trim(text) <> ''", name="says_something"),
        one_of("body", BODIES),
        CheckConstraint("(body = 'cluster') = (unit_id IS NOT NULL)", name="cluster_unit"),
        Index("ix_contribution_nomination", "nomination_id", "id"),
    )

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(20), default="cluster", server_default="cluster", comment="among whom")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="the speaker's, in a cluster")
    post: Mapped[str] = mapped_column(default="", server_default="", comment="the speaker's seat, in the council")
    text: Mapped[str]
    material_hash: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()
