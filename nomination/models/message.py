"""Messages owed. A row is written with the act that owes it, and names an audience; whoever that is, is looked up when
the message is sent, so that no row says who has not voted."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key, one_of

AUDIENCES = ("person", "unit", "roll", "not_voted", "tellers")
UNSENT = {f"{engine}_where": text("sent_at IS NULL AND failed_at IS NULL") for engine in ("sqlite", "postgresql")}


class Message(Base):
    """One message owed to everybody of an audience. `dedupe_key` makes it owed once, and names every copy of it.

    `lease_until`: a worker has it in hand; when he does not finish until then, another one takes it up.
    """

    __tablename__ = "message"
    __table_args__ = (
        one_of("audience", AUDIENCES),
        CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name="sent_or_failed"),
        Index("ix_message_due", "due_at", "id", **UNSENT),
    )

    id: Mapped[Key]
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    template: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(20))
    audience_id: Mapped[int] = mapped_column(comment="person, unit or round, as the audience says")
    params: Mapped[dict[str, Any]]
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    copies: Mapped[int] = mapped_column(default=0, comment="addresses it went to")
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="", comment="kind of the last failure, without any address")
