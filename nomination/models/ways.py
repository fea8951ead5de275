"""The other ways of a round: a count on paper, opinions in writing, a longer window, a settled tie, and the end."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key, one_of

OPINIONS = ("yes", "no", "abstain")


class PaperMeeting(Base):
    """Who came to the meeting of a paper round, and what its signed counting minutes say.

    `figures_by_id` typed them, `confirmed_by_id` compared them with the scan; never the same person.
    """

    __tablename__ = "paper_meeting"
    __table_args__ = (
        CheckConstraint("(figures_by_id IS NULL) = (figures_at IS NULL)", name="figures_when"),
        CheckConstraint("(figures_by_id IS NULL) = (scan_sha256 IS NULL)", name="figures_with_scan"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_when"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> figures_by_id", name="confirmed_by_another"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    attendance_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    attendance_at: Mapped[datetime]
    figures_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    figures_at: Mapped[datetime | None]
    scan_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    scan_name: Mapped[str] = mapped_column(String(255), default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PaperFigures(Base):
    """What was counted on paper for one nomination, as it was typed."""

    __tablename__ = "paper_figures"
    __table_args__ = (
        CheckConstraint("returned >= 0 AND returned <= issued", name="returned_of_issued"),
        CheckConstraint("valid >= 0 AND invalid >= 0 AND valid + invalid = returned", name="valid_of_returned"),
        CheckConstraint("yes >= 0 AND no >= 0 AND blank >= 0 AND yes + no + blank = valid", name="choices_of_valid"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    issued: Mapped[int]
    returned: Mapped[int]
    valid: Mapped[int]
    invalid: Mapped[int]
    yes: Mapped[int]
    no: Mapped[int]
    blank: Mapped[int]


class WrittenOpinion(Base):
    """What a member who is absent wrote about one nomination: open, with his paper, and listed by name."""

    __tablename__ = "written_opinion"
    __table_args__ = (one_of("choice", OPINIONS), Index("ix_written_opinion_nomination", "nomination_id"))

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class Leave(Base):
    """Leave to ask the members in writing instead of meeting: who gave it, and the paper."""

    __tablename__ = "round_leave"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    paper: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    name: Mapped[str] = mapped_column(String(255))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class Extension(Base):
    """A longer window, asked and answered before the end. What the box was opened under stays as it was."""

    __tablename__ = "round_extension"
    __table_args__ = (
        Index("ix_round_extension_round", "round_id", "id"),
        CheckConstraint("ends_after > ends_before", name="longer"),
        CheckConstraint("trim(reason) <> ''", name="reasoned"),
        CheckConstraint("(answered_by_id IS NULL) = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint("(answered_by_id IS NULL) = (consented IS NULL)", name="answered_how"),
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="answered_by_another"),
        CheckConstraint("answered_at IS NULL OR answered_at < ends_before", name="answered_in_time"),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    ends_before: Mapped[datetime]
    ends_after: Mapped[datetime]
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    consented: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="", comment="why it was refused")


class TieVote(Base):
    """The chair's vote between nominations that were equal on the last place: an open act, after the tie was seen."""

    __tablename__ = "tie_vote"
    __table_args__ = (CheckConstraint("trim(reason) <> ''", name="reasoned"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    chosen: Mapped[bool]
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Destruction(Base):
    """The end of a box: slips and wrapped keys are gone. `listed` stays: [id, sha256, nomination]."""

    __tablename__ = "destruction"
    __table_args__ = (
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_when"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="confirmed_by_another"),
        CheckConstraint("(confirmed_by_id IS NULL) = (slips IS NULL)", name="slips_told"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    slips: Mapped[int | None]
    keys: Mapped[int | None]
    listed: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
