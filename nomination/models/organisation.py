"""Units as a dated tree, and the blocks and clusters in which they compare themselves year by year."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of

CLUSTER_KINDS = ("khoi", "cum")
POSTS = ("leader", "deputy")


class Unit(Base):
    """A body that nominates or is nominated. `valid_to` is the first day it no longer exists."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
    )

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[str]
    head_block: Mapped[str] = mapped_column(
        comment="parent body in the head of its papers; blank for the ministry itself"
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")


class UnitSuccession(Base):
    """Which unit carries on the work of another: merged, split or renamed on a day."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        one_of("kind", ("merge", "split", "rename")),
        CheckConstraint("predecessor_id <> successor_id", name="two_units"),
    )

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    kind: Mapped[str]
    took_effect: Mapped[date]


class Cluster(Base):
    """A block (khối) of the ministry's units or a cluster (cụm) of provincial departments."""

    __tablename__ = "cluster"
    __table_args__ = (one_of("kind", CLUSTER_KINDS),)

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    name: Mapped[str]
    kind: Mapped[str]
    rank: Mapped[int] = mapped_column(comment="order in lists: blocks first, then clusters, by numeral")


class ClusterMembership(Base):
    """A unit is a member of one cluster at a time in a year; it may join or leave within it."""

    __tablename__ = "cluster_membership"
    __table_args__ = (
        UniqueConstraint("cluster_id", "unit_id", "year"),
        Index(
            "uq_cluster_membership_one_current", "unit_id", "year", unique=True,
            sqlite_where=text("left_on IS NULL"), postgresql_where=text("left_on IS NULL"),
        ),
        CheckConstraint("left_on IS NULL OR left_on > joined_on", name="dates_in_order"),
    )  # fmt: skip

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class ClusterLeadership(Base):
    """The unit that leads, or stands in as deputy, in a year, and the paper that says so."""

    __tablename__ = "cluster_leadership"
    __table_args__ = (
        one_of("post", POSTS),
        UniqueConstraint("cluster_id", "year", "post"),
        Index("ix_cluster_leadership_unit_year", "unit_id", "year"),
    )

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    post: Mapped[str]
    ground: Mapped[str] = mapped_column(default="", comment="the decision that assigns the leadership")


class LeadDelegation(Base):
    """The leading of a cluster, given by its leader to the head of the deputy's unit from a day until before another.

    Never the vote: that stays with each member. `ended_at`: given back, or taken back, before its last day.
    """

    __tablename__ = "lead_delegation"
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="dates_in_order"),
        CheckConstraint("from_person_id <> to_person_id", name="two_people"),
        CheckConstraint("trim(ground) <> ''", name="rests_on_paper"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index("ix_lead_delegation_cluster", "cluster_id", "year", "id"),
        Index("ix_lead_delegation_person", "to_person_id"),
    )

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id"))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="the deputy's unit")
    from_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    ground: Mapped[str] = mapped_column(comment="number and date of the paper that says so")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
