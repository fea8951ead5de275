"""What an officer proposes to the head of the department, and the department's own notes. The unit sees neither."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key, one_of
from workflow.proposing import PROPOSED
from workflow.vocabulary import Trigger

OPEN = {f"{engine}_where": text("closed_at IS NULL") for engine in ("sqlite", "postgresql")}


class Proposal(Base):
    """A step that the officer proposes with his words. Open until the head decides, or a newer one takes its place."""

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("trigger", tuple(trigger.value for trigger in PROPOSED)),
        CheckConstraint("trim(words) <> ''", name="worded"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        one_of("outcome", ("followed", "decided_otherwise", "replaced", "lapsed")),
        Index("ix_proposal_open", "nomination_id", unique=True, **OPEN),
        Index("ix_proposal_nomination", "nomination_id", "id"),
    )

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    trigger: Mapped[str] = mapped_column(String(40))
    words: Mapped[str]
    given: Mapped[dict[str, Any]] = mapped_column(comment="what the step asks: citation, day, parts with their reasons")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(30))
    closed_at: Mapped[datetime | None]

    @property
    def step(self) -> Trigger:
        return Trigger(self.trigger)


class VettingNote(Base):
    """A note of the department on a nomination. Only ever added."""

    __tablename__ = "vetting_note"
    __table_args__ = (
        CheckConstraint("trim(text) <> ''", name="says_something"),
        Index("ix_vetting_note_nomination", "nomination_id", "id"),
    )

    id: Mapped[Key]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
