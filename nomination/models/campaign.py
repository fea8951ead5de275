"""Campaigns and their versions. What a launched version says is data that never changes by a byte."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of

VERSION_STATUSES = ("draft", "in_force", "superseded")


class Campaign(Base):
    __tablename__ = "campaign"

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    title: Mapped[str]
    year: Mapped[int] = mapped_column(index=True)
    next_number: Mapped[int] = mapped_column(default=1, comment="ordinal of the next nomination's code")


class CampaignVersion(Base):
    """One wording of a campaign's rules, with the hash of its canonical content. One version is in force at a time."""

    __tablename__ = "campaign_version"
    __table_args__ = (
        one_of("status", VERSION_STATUSES),
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("(status = 'draft') = (launched_at IS NULL)", name="launched_when_in_force"),
        CheckConstraint("approver_id IS NULL OR author_id IS NULL OR approver_id <> author_id", name="two_people"),
        Index(
            "uq_campaign_version_in_force", "campaign_id", unique=True,
            sqlite_where=text("status = 'in_force'"), postgresql_where=text("status = 'in_force'"),
        ),
    )  # fmt: skip

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]
    status: Mapped[str]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    ruleset: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    launched_at: Mapped[datetime | None]
    source: Mapped[bytes | None] = mapped_column(LargeBinary, comment="the file it was read from, byte for byte")
    editors: Mapped[list[Any]] = mapped_column(default=list, comment="ids of everybody who wrote in the draft")
    edited_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    campaign: Mapped[Campaign] = relationship()


class ExtraPlaces(Base):
    """Places that the department gave one unit or one cluster for an award beyond the campaign's own, and why."""

    __tablename__ = "extra_places"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (cluster_id IS NULL)", name="one_holder"),
        CheckConstraint("places > 0", name="some_places"),
        CheckConstraint("trim(reason) <> ''", name="reasoned"),
        Index("ix_extra_places_campaign", "campaign_id", "unit_id", "cluster_id"),
    )

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    award: Mapped[str] = mapped_column(String(40))
    places: Mapped[int]
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
