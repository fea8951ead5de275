"""Messages owed, written with the act that owes them; an address for each account."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0009"
down_revision = "0008"

AUDIENCES = ("person", "unit", "roll", "not_voted", "tellers")
UNSENT = {f"{engine}_where": sa.text("sent_at IS NULL AND failed_at IS NULL") for engine in ("sqlite", "postgresql")}


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(120), nullable=False),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("params", base.Json, nullable=False),
        sa.Column("owed_at", base.UtcDateTime(), nullable=False),
        sa.Column("due_at", base.UtcDateTime(), nullable=False),
        sa.Column("lease_until", base.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", base.UtcDateTime(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("failed_at", base.UtcDateTime(), nullable=True),
        sa.Column("last_error", base.Nfc(), nullable=False),
        sa.CheckConstraint(f"audience IN {AUDIENCES}", name=op.f("ck_message_audience_known")),
        sa.CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name=op.f("ck_message_sent_or_failed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_message_dedupe_key")),
    )
    op.create_index("ix_message_due", "message", ["due_at", "id"], **UNSENT)
    op.add_column("account", sa.Column("email", sa.String(254), nullable=False, server_default=""))
    op.add_column("round", sa.Column("reminded_at", base.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("round", "reminded_at")
    op.drop_column("account", "email")
    op.drop_index("ix_message_due", "message")
    op.drop_table("message")
