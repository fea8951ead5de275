"""The other ways of a round: paper, written opinions, extension, repetition, destruction of slips and keys."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0007"
down_revision = "0006"

TABLES = (
    "destruction", "paper_meeting", "paper_figures", "round_extension", "round_leave", "tie_vote", "written_opinion",
)  # fmt: skip


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _create_tables()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[object]]]:
    """By plain ALTER TABLE: a table made anew would lose its triggers on SQLite."""
    return [
        ("round", _kept("method", sa.String(20), "electronic", "electronic, paper or written")),
        ("round_question", sa.Column("attended", sa.Integer(), nullable=True,
                                     comment="on paper: members present who had a ballot for it")),
        ("round_question", _kept("written", sa.Integer(), sa.text("0"),
                                 "of the totals, opinions in writing of members who were absent")),
        ("round_voter", _kept("written", sa.Boolean(), sa.false(), "by an opinion in writing")),
        ("round_voter", _kept("absence", base.Nfc(), "", "why he took no part")),
    ]  # fmt: skip


def _kept(name: str, kind: sa.types.TypeEngine[object], default: object, comment: str) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False, server_default=default, comment=comment)  # type: ignore[arg-type]


def _create_tables() -> None:
    op.create_table(
        "destruction",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(), nullable=True),
        sa.Column("slips", sa.Integer(), nullable=True),
        sa.Column("keys", sa.Integer(), nullable=True),
        sa.Column("listed", base.Json, nullable=False),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_destruction_confirmed_when")
        ),
        sa.CheckConstraint("(confirmed_by_id IS NULL) = (slips IS NULL)", name=op.f("ck_destruction_slips_told")),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id",
            name=op.f("ck_destruction_confirmed_by_another"),
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_destruction_asked_by_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_destruction_confirmed_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_destruction_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_destruction")),
    )
    op.create_table(
        "paper_meeting",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("attendance_by_id", sa.Integer(), nullable=False),
        sa.Column("attendance_at", base.UtcDateTime(), nullable=False),
        sa.Column("figures_by_id", sa.Integer(), nullable=True),
        sa.Column("figures_at", base.UtcDateTime(), nullable=True),
        sa.Column("scan_sha256", sa.String(length=64), nullable=True),
        sa.Column("scan_name", sa.String(length=255), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_paper_meeting_confirmed_when")
        ),
        sa.CheckConstraint("(figures_by_id IS NULL) = (figures_at IS NULL)", name=op.f("ck_paper_meeting_figures_when")),
        sa.CheckConstraint(
            "(figures_by_id IS NULL) = (scan_sha256 IS NULL)", name=op.f("ck_paper_meeting_figures_with_scan")
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> figures_by_id", name=op.f("ck_paper_meeting_confirmed_by_another")
        ),
        sa.ForeignKeyConstraint(["attendance_by_id"], ["person.id"], name=op.f("fk_paper_meeting_attendance_by_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_paper_meeting_confirmed_by_id")),
        sa.ForeignKeyConstraint(["figures_by_id"], ["person.id"], name=op.f("fk_paper_meeting_figures_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_paper_meeting_round_id")),
        sa.ForeignKeyConstraint(["scan_sha256"], ["stored_file.sha256"], name=op.f("fk_paper_meeting_scan_sha256")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_paper_meeting")),
    )
    op.create_table(
        "paper_figures",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("valid", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.CheckConstraint("returned >= 0 AND returned <= issued", name=op.f("ck_paper_figures_returned_of_issued")),
        sa.CheckConstraint(
            "valid >= 0 AND invalid >= 0 AND valid + invalid = returned",
            name=op.f("ck_paper_figures_valid_of_returned"),
        ),
        sa.CheckConstraint(
            "yes >= 0 AND no >= 0 AND blank >= 0 AND yes + no + blank = valid",
            name=op.f("ck_paper_figures_choices_of_valid"),
        ),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_paper_figures_nomination_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_paper_figures_round_id")),
        sa.PrimaryKeyConstraint("round_id", "nomination_id", name=op.f("pk_paper_figures")),
    )
    op.create_table(
        "round_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ends_before", base.UtcDateTime(), nullable=False),
        sa.Column("ends_after", base.UtcDateTime(), nullable=False),
        sa.Column("reason", base.Nfc(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", base.UtcDateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", base.UtcDateTime(), nullable=True),
        sa.Column("consented", sa.Boolean(), nullable=True),
        sa.Column("answer", base.Nfc(), nullable=False, comment="why it was refused"),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_round_extension_reasoned")),
        sa.CheckConstraint(
            "(answered_by_id IS NULL) = (answered_at IS NULL)", name=op.f("ck_round_extension_answered_when")
        ),
        sa.CheckConstraint(
            "(answered_by_id IS NULL) = (consented IS NULL)", name=op.f("ck_round_extension_answered_how")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR answered_at < ends_before", name=op.f("ck_round_extension_answered_in_time")
        ),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> asked_by_id",
            name=op.f("ck_round_extension_answered_by_another"),
        ),
        sa.CheckConstraint("ends_after > ends_before", name=op.f("ck_round_extension_longer")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_round_extension_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_round_extension_asked_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_extension_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_extension")),
    )
    op.create_index("ix_round_extension_round", "round_extension", ["round_id", "id"])

    op.create_table(
        "round_leave",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("paper", base.Nfc(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_round_leave_given_by_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_round_leave_recorded_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_leave_round_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_round_leave_sha256")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_leave")),
    )
    op.create_table(
        "tie_vote",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("reason", base.Nfc(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_tie_vote_reasoned")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_tie_vote_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tie_vote_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_tie_vote_round_id")),
        sa.PrimaryKeyConstraint("round_id", "nomination_id", name=op.f("pk_tie_vote")),
    )
    op.create_table(
        "written_opinion",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", base.UtcDateTime(), nullable=False),
        sa.CheckConstraint("choice IN ('yes', 'no', 'abstain')", name=op.f("ck_written_opinion_choice_known")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_written_opinion_entered_by_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_written_opinion_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_written_opinion_person_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_written_opinion_round_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_written_opinion_sha256")),
        sa.PrimaryKeyConstraint("round_id", "person_id", "nomination_id", name=op.f("pk_written_opinion")),
    )
    op.create_index("ix_written_opinion_nomination", "written_opinion", ["nomination_id"])
