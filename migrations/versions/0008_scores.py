"""Score sheets of a cluster's review."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "scoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        *(_to(name, table) for name, table in SCORING_KEYS),
        sa.Column("status", base.Nfc(), nullable=False),
        sa.Column("opened_at", base.UtcDateTime(), nullable=False),
        _to("opened_by_id", "person"),
        sa.Column("until", base.UtcDateTime(), nullable=False),
        sa.Column("expected", base.Json, nullable=False),
        sa.Column("closed_at", base.UtcDateTime(), nullable=True),
        _to("closed_by_id", "person", nullable=True),
        sa.Column("reason", base.Nfc(), nullable=False),
        _to("round_id", "round", nullable=True),
        sa.CheckConstraint("status IN ('open', 'closed', 'cancelled')", name=op.f("ck_scoring_status_known")),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_scoring_closed_when")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_scoring_closed_by_somebody")),
        *(_foreign("scoring", name, table) for name, table in (*SCORING_KEYS, *SCORING_PEOPLE, ("round_id", "round"))),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring")),
        sa.UniqueConstraint("code", name=op.f("uq_scoring_code")),
    )
    op.create_index("ix_scoring_cluster", "scoring", ["cluster_id", "campaign_id", "id"])
    op.create_table(
        "scoring_line",
        _to("scoring_id", "scoring"),
        _to("nomination_id", "nomination"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("material_hash", base.Nfc(), nullable=False),
        _foreign("scoring_line", "scoring_id", "scoring"),
        _foreign("scoring_line", "nomination_id", "nomination"),
        sa.PrimaryKeyConstraint("scoring_id", "nomination_id", name=op.f("pk_scoring_line")),
        sa.UniqueConstraint("scoring_id", "n", name=op.f("uq_scoring_line_scoring_id_n")),
    )
    op.create_index("ix_scoring_line_nomination", "scoring_line", ["nomination_id"])
    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_to(name, table) for name, table in SHEET_KEYS),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("marks", base.Json, nullable=False),
        sa.Column("bonus", sa.Integer(), nullable=False),
        sa.Column("minus", sa.Integer(), nullable=False),
        sa.Column("bonus_reason", base.Nfc(), nullable=False),
        sa.Column("minus_reason", base.Nfc(), nullable=False),
        _to("written_by_id", "person"),
        sa.Column("written_at", base.UtcDateTime(), nullable=False),
        sa.Column("sent_at", base.UtcDateTime(), nullable=True),
        _to("sent_by_id", "person", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("bonus >= 0 AND minus >= 0", name=op.f("ck_score_sheet_extras_positive")),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name=op.f("ck_score_sheet_sent_by_somebody")),
        *(_foreign("score_sheet", name, table) for name, table in (*SHEET_KEYS, *SHEET_PEOPLE)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint(
            "scoring_id", "nomination_id", "unit_id", name=op.f("uq_score_sheet_scoring_id_nomination_id_unit_id")
        ),
    )
    op.add_column("round_question", sa.Column("score", sa.Integer(), nullable=True))
    op.add_column("round_question", sa.Column("score_carried", sa.Boolean(), nullable=True))


SCORING_KEYS = (("campaign_id", "campaign"), ("campaign_version_id", "campaign_version"), ("cluster_id", "cluster"))
SCORING_PEOPLE = (("opened_by_id", "person"), ("closed_by_id", "person"))
SHEET_KEYS = (("scoring_id", "scoring"), ("nomination_id", "nomination"), ("unit_id", "unit"))
SHEET_PEOPLE = (("written_by_id", "person"), ("sent_by_id", "person"))


def _to(name: str, _table: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _foreign(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}"))


def downgrade() -> None:
    op.drop_column("round_question", "score_carried")
    op.drop_column("round_question", "score")
    op.drop_table("score_sheet")
    op.drop_index("ix_scoring_line_nomination", "scoring_line")
    op.drop_table("scoring_line")
    op.drop_index("ix_scoring_cluster", "scoring")
    op.drop_table("scoring")
