"""The audit chain: one entry an act, each sealed by the hash of the one before. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base


class Audit(Base):
    """`id` counts without gaps. `hash` seals the canonical fields and `previous`. No ballot is ever in `facts`."""

    __tablename__ = "audit"
    __table_args__ = (
        CheckConstraint("id > 0", name="counts_up"),
        Index("ix_audit_subject", "subject_kind", "subject_id", "id"),
        Index("ix_audit_actor", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The one row that names the newest entry. Locking it puts the acts of everybody into one order."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))
