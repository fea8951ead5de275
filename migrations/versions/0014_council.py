"""The composition of the council by its papers, and the discussion of its members."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0014"
down_revision = "0013"

POSTS = "'chairman', 'first_vice_chairman', 'standing_vice_chairman', 'vice_chairman', 'member', 'secretary'"
CONFIRMED = "(confirmed_at IS NULL) = (confirmed_by_id IS NULL) AND (confirmed_at IS NULL) = (began_on IS NULL)"
CHECKS = {
    "numbered": "trim(number) <> ''",
    "not_before_its_paper": "valid_from >= dated",
    "scan_named": "(sha256 IS NULL) = (file_name = '')",
    "confirmed_by_somebody": CONFIRMED,
    "two_people": "confirmed_by_id IS NULL OR confirmed_by_id <> entered_by_id",
    "refused_by_somebody": "(refused_at IS NULL) = (refused_by_id IS NULL)",
    "one_answer": "refused_at IS NULL OR confirmed_at IS NULL",
}
PEOPLE = ("entered_by_id", "confirmed_by_id", "refused_by_id")


def upgrade() -> None:
    _decisions()
    _seats()
    _discussion()


def _decisions() -> None:
    op.create_table(
        "council_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", base.Nfc(), nullable=False, comment="number and symbol, as on the paper"),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("signer", base.Nfc(), nullable=False, comment="post and name, as the paper has them"),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", base.Nfc(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", base.UtcDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("refused_at", base.UtcDateTime(), nullable=True),
        sa.Column("refusal", base.Nfc(), nullable=False),
        *(sa.CheckConstraint(told, name=op.f(f"ck_council_decision_{name}")) for name, told in CHECKS.items()),
        *(sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_council_decision_{one}")) for one in PEOPLE),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_council_decision_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_decision")),
    )
    op.create_index("ix_council_decision_began", "council_decision", ["began_on", "id"])


def _seats() -> None:
    op.create_table(
        "council_seat",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", base.Nfc(), nullable=False),
        sa.CheckConstraint(f"post IN ({POSTS})", name=op.f("ck_council_seat_post_known")),
        sa.ForeignKeyConstraint(["decision_id"], ["council_decision.id"], name=op.f("fk_council_seat_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_council_seat_person_id")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", "post", name=op.f("pk_council_seat")),
        sa.UniqueConstraint("decision_id", "n", name=op.f("uq_council_seat_decision_id_n")),
    )


def _discussion() -> None:
    """What a member of the council says belongs to no unit. The table is rebuilt on SQLite, and its triggers with it."""
    _free()
    with op.batch_alter_table("contribution") as batch:
        batch.add_column(sa.Column("body", sa.String(20), nullable=False, server_default="cluster", comment="among whom"))
        batch.add_column(sa.Column("post", base.Nfc(), nullable=False, server_default="", comment="the speaker's seat, in the council"))
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=True, comment="the speaker's, in a cluster")
        batch.create_check_constraint(op.f("ck_contribution_body_known"), "body IN ('cluster', 'council')")
        batch.create_check_constraint(op.f("ck_contribution_cluster_unit"), "(body = 'cluster') = (unit_id IS NOT NULL)")
    _keep()


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _free() -> None:
    if _on_sqlite():
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER contribution_kept_{act}")


def _keep() -> None:
    if _on_sqlite():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER contribution_kept_{act.lower()} BEFORE {act} ON contribution "
                "BEGIN SELECT RAISE(ABORT, 'contribution is only ever added to'); END"
            )


def downgrade() -> None:
    """What was said in the council is lost: before, there was no place for it."""
    _free()
    if not _on_sqlite():
        op.execute("ALTER TABLE contribution DISABLE TRIGGER contribution_kept")
    op.execute("DELETE FROM contribution WHERE body = 'council'")
    if not _on_sqlite():
        op.execute("ALTER TABLE contribution ENABLE TRIGGER contribution_kept")
    with op.batch_alter_table("contribution") as batch:
        batch.drop_constraint(op.f("ck_contribution_cluster_unit"), type_="check")
        batch.drop_constraint(op.f("ck_contribution_body_known"), type_="check")
        batch.alter_column("unit_id", existing_type=sa.Integer(), nullable=False, comment=None)
        batch.drop_column("post")
        batch.drop_column("body")
    _keep()
    op.drop_table("council_seat")
    op.drop_table("council_decision")
