"""Corrections, the files of a decision, papers signed by hand, seats of the council, the chair who does not agree."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0011"
down_revision = "0010"

KINDS, BEFORE = "kind IN ('award', 'revocation', 'correction')", "kind IN ('award', 'revocation')"
SIGNED_ON = "the day on a paper that was signed by hand"
FILES = "kind IN ('frozen_pdf', 'frozen_docx', 'signed', 'issued', 'scan')"


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("ck_decision_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_decision_kind_known"), KINDS)
        batch.add_column(sa.Column("paper_signed_on", sa.Date(), nullable=True, comment=SIGNED_ON))
        batch.add_column(sa.Column("signer_id", sa.Integer(), nullable=True, comment="whom the frozen paper names"))
        batch.add_column(sa.Column("scan_by_id", sa.Integer(), nullable=True, comment="who entered the scanned paper"))
        batch.create_foreign_key(op.f("fk_decision_signer_id"), "person", ["signer_id"], ["id"])
        batch.create_foreign_key(op.f("fk_decision_scan_by_id"), "person", ["scan_by_id"], ["id"])
    op.create_table(
        "decision_file",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("kind", base.Nfc(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.CheckConstraint(FILES, name=op.f("ck_decision_file_kind_known")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_file_decision_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_decision_file_sha256")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_decision_file_made_by_id")),
        sa.PrimaryKeyConstraint("decision_id", "kind", name=op.f("pk_decision_file")),
    )
    op.add_column("decision_line", sa.Column("before", base.Json, nullable=True, comment="what a correction found in place of its own words"))
    op.add_column("role_assignment", sa.Column("council_post", base.Nfc(), server_default="", nullable=False, comment="seat on the council"))
    op.add_column("round", sa.Column("chair_refusal", base.Nfc(), server_default="", nullable=False, comment="why the chair does not agree; blank while he may still"))


def downgrade() -> None:
    op.drop_column("round", "chair_refusal")
    op.drop_column("role_assignment", "council_post")
    op.drop_column("decision_line", "before")
    op.drop_table("decision_file")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("fk_decision_scan_by_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_decision_signer_id"), type_="foreignkey")
        batch.drop_column("scan_by_id")
        batch.drop_column("signer_id")
        batch.drop_column("paper_signed_on")
        batch.drop_constraint(op.f("ck_decision_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_decision_kind_known"), BEFORE)
