"""People, their accounts and sessions, and the roles they hold from a day to a day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from workflow.vocabulary import Role

UNIT_SCOPED = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
DERIVED = (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER, Role.TELLER)


class Person(Base):
    """Somebody who acts. `sort_key` orders by given name; `fictional` marks the people of the demonstration."""

    __tablename__ = "person"

    id: Mapped[Key]
    full_name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    post: Mapped[str] = mapped_column(default="")
    fictional: Mapped[bool] = mapped_column(default=False)

    account: Mapped["Account | None"] = relationship(back_populates="person")


class Account(Base):
    """How a person signs in. `epoch` counts up to end every session at once."""

    __tablename__ = "account"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    epoch: Mapped[int] = mapped_column(default=0)
    email: Mapped[str] = mapped_column(String(254), default="", comment="blank: this person gets no mail")

    person: Mapped[Person] = relationship(back_populates="account")


class LoginSession(Base):
    """One signed-in browser. Only the hash of its token is stored, so a stolen copy of the table opens nothing."""

    __tablename__ = "login_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    epoch: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class RoleAssignment(Base):
    """A person holds a role, with its scope, from a day until before another, resting on a paper.

    Cluster member and leader follow from heading a member or leading unit, teller from a round: none is assigned.
    """

    __tablename__ = "role_assignment"
    __table_args__ = (
        one_of("role", tuple(role for role in Role if role not in DERIVED)),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
        CheckConstraint(
            f"(role IN ('{Role.UNIT_OFFICER}', '{Role.UNIT_HEAD}')) = (unit_id IS NOT NULL)", name="unit_scope"
        ),
        CheckConstraint("acts_for_id IS NULL OR acts_for_id <> person_id", name="not_own_delegate"),
        CheckConstraint("acts_for_id IS NULL OR valid_to IS NOT NULL", name="delegation_ends"),
        Index("ix_role_assignment_person", "person_id"),
        Index("ix_role_assignment_unit_role", "unit_id", "role"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    acts_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="whoever delegated the role")
    chair: Mapped[bool] = mapped_column(default=False, comment="chairs the council")
    council_post: Mapped[str] = mapped_column(default="", server_default="", comment="seat on the council")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ground: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
