"""Papers made from what is stored: both forms kept, by content."""

import sqlalchemy as sa
from alembic import op

from nomination.models.base import UtcDateTime

revision = "0012"
down_revision = "0011"

KINDS = "'letter', 'unit_minutes', 'notice', 'report', 'review_minutes', 'counting_minutes', 'department_letter', 'decision', 'certificate', 'stock_print'"


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_code", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False, comment="of all that the paper says"),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_paper_kind_known")),
        sa.CheckConstraint("subject_kind IN ('submission', 'nomination', 'round', 'decision', 'award')", name=op.f("ck_paper_subject_kind_known")),
        sa.CheckConstraint("form IN ('docx', 'pdf')", name=op.f("ck_paper_form_known")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_paper_content_hash_length")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_paper_made_by_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_paper_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("subject_kind", "subject_code", "kind", "form", "content_hash", name=op.f("uq_paper_subject_kind_subject_code_kind_form_content_hash")),
    )
    op.create_index("ix_paper_file", "paper", ["sha256"])
    op.create_table(
        "stock_frame",
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("left_tenths", sa.Integer(), nullable=False),
        sa.Column("top_tenths", sa.Integer(), nullable=False),
        sa.Column("width_tenths", sa.Integer(), nullable=False),
        sa.Column("height_tenths", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="points; 0 leaves the field out"),
        sa.CheckConstraint("field IN ('name', 'place', 'citation', 'decision', 'ordinal', 'day', 'signer', 'qr')", name=op.f("ck_stock_frame_field_known")),
        sa.CheckConstraint("left_tenths >= 0 AND width_tenths > 0 AND left_tenths + width_tenths <= 2970", name=op.f("ck_stock_frame_across")),
        sa.CheckConstraint("top_tenths >= 0 AND height_tenths > 0 AND top_tenths + height_tenths <= 2100", name=op.f("ck_stock_frame_down")),
        sa.CheckConstraint("size >= 0 AND size <= 72", name=op.f("ck_stock_frame_size_possible")),
        sa.PrimaryKeyConstraint("field", name=op.f("pk_stock_frame")),
    )


def downgrade() -> None:
    op.drop_table("stock_frame")
    op.drop_table("paper")
