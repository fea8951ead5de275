"""Scoring in a cluster: which nominations are scored, the sheets that units write, and when it was closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of

SCORING_STATUSES = ("open", "closed", "cancelled")


class Scoring(Base):
    """Nominations of one cluster under scoring until a moment. The review rules are those of the campaign's version.

    `expected`: ids of the member units that score, as they were when it opened.
    """

    __tablename__ = "scoring"
    __table_args__ = (
        one_of("status", SCORING_STATUSES),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_when"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        Index("ix_scoring_cluster", "cluster_id", "campaign_id", "id"),
    )

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    campaign_version_id: Mapped[int] = mapped_column(ForeignKey("campaign_version.id"))
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    status: Mapped[str] = mapped_column(default="open")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]
    expected: Mapped[list[Any]]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="", comment="why it was cancelled, or closed before its end")
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), comment="what the sheets alone decided")

    lines: Mapped[list["ScoringLine"]] = relationship(cascade="all, delete-orphan", order_by="ScoringLine.n")


class ScoringLine(Base):
    """One nomination under scoring, with the content that is scored."""

    __tablename__ = "scoring_line"
    __table_args__ = (UniqueConstraint("scoring_id", "n"), Index("ix_scoring_line_nomination", "nomination_id"))

    scoring_id: Mapped[int] = mapped_column(ForeignKey("scoring.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    n: Mapped[int]
    material_hash: Mapped[str]


class ScoreSheet(Base):
    """What one unit gives to one nomination, in hundredths of a point. Its own nomination's sheet is the self-score."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        UniqueConstraint("scoring_id", "nomination_id", "unit_id"),
        CheckConstraint("bonus >= 0 AND minus >= 0", name="extras_positive"),
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_somebody"),
    )

    id: Mapped[Key]
    scoring_id: Mapped[int] = mapped_column(ForeignKey("scoring.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    own: Mapped[bool]
    marks: Mapped[dict[str, Any]]
    bonus: Mapped[int] = mapped_column(default=0)
    minus: Mapped[int] = mapped_column(default=0)
    bonus_reason: Mapped[str] = mapped_column(default="")
    minus_reason: Mapped[str] = mapped_column(default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
