"""Reading and discussing before a round: notes, contributions, the agenda and the check before opening."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0006"
down_revision = "0005"

TABLES = ("lead_delegation", "contribution", "reading_note", "rehearsal", "round_paper")
OF_ROUND = "definition_hash", "public_key", "rule", "definition"


def upgrade() -> None:
    op.add_column(
        "round",
        sa.Column("agenda", base.Nfc(), nullable=False, server_default="", comment="the order of the meeting, as typed"),
    )
    _of_rounds()
    _of_readers()
    _of_leaders()
    _keep_round((*OF_ROUND, "agenda"))
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _of_rounds() -> None:
    op.create_table(
        "round_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", base.Nfc(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", base.UtcDateTime(), nullable=False),
        sa.Column("removed_at", base.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_round_paper_added_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_paper_round_id")),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_round_paper_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_paper")),
    )
    op.create_index("ix_round_paper_round", "round_paper", ["round_id", "id"])
    op.create_index("ix_round_paper_file", "round_paper", ["sha256"])
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=False),
        sa.Column("done_at", base.UtcDateTime(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.CheckConstraint("slips > 0", name=op.f("ck_rehearsal_some_slips")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_rehearsal_done_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rehearsal_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
    )
    op.create_index("ix_rehearsal_round", "rehearsal", ["round_id", "id"])


def _of_readers() -> None:
    op.create_table(
        "reading_note",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("text", base.Nfc(), nullable=False),
        sa.Column("written_at", base.UtcDateTime(), nullable=False),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_reading_note_says_something")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_reading_note_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_note_person_id")),
        sa.PrimaryKeyConstraint("person_id", "nomination_id", name=op.f("pk_reading_note")),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", base.Nfc(), nullable=False),
        sa.Column("material_hash", sa.String(length=64), nullable=False),
        sa.Column("written_at", base.UtcDateTime(), nullable=False),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_contribution_says_something")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_contribution_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contribution_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contribution_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index("ix_contribution_nomination", "contribution", ["nomination_id", "id"])


def _of_leaders() -> None:
    op.create_table(
        "lead_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False, comment="the deputy's unit"),
        sa.Column("from_person_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("ground", base.Nfc(), nullable=False, comment="number and date of the paper that says so"),
        sa.Column("made_at", base.UtcDateTime(), nullable=False),
        sa.Column("ended_at", base.UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_lead_delegation_dates_in_order")),
        sa.CheckConstraint("from_person_id <> to_person_id", name=op.f("ck_lead_delegation_two_people")),
        sa.CheckConstraint("trim(ground) <> ''", name=op.f("ck_lead_delegation_rests_on_paper")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_lead_delegation_ended_by_somebody")
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_lead_delegation_cluster_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_lead_delegation_ended_by_id")),
        sa.ForeignKeyConstraint(["from_person_id"], ["person.id"], name=op.f("fk_lead_delegation_from_person_id")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_lead_delegation_to_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lead_delegation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_delegation")),
    )
    op.create_index("ix_lead_delegation_cluster", "lead_delegation", ["cluster_id", "year", "id"])
    op.create_index("ix_lead_delegation_person", "lead_delegation", ["to_person_id"])


def _keep_round(columns: tuple[str, ...]) -> None:
    """An opened round keeps what was frozen under its hash."""
    message = "an opened round keeps its rules"
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        op.execute("DROP TRIGGER round_kept")
        op.execute(
            "CREATE TRIGGER round_kept BEFORE UPDATE ON round WHEN OLD.definition_hash IS NOT NULL "
            f"AND ({changed}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    op.execute(
        "CREATE OR REPLACE FUNCTION round_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.definition_hash IS NOT NULL AND ({changed}) "
        f"THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$"
    )


def _sqlite() -> list[str]:
    frozen = "(SELECT definition_hash FROM round WHERE id = {row}.round_id) IS NOT NULL"
    return [
        *(
            f"CREATE TRIGGER contribution_kept_{act.lower()} BEFORE {act} ON contribution "
            "BEGIN SELECT RAISE(ABORT, 'contribution is only ever added to'); END"
            for act in ("UPDATE", "DELETE")
        ),
        *(
            f"CREATE TRIGGER round_paper_kept_{act.lower()} BEFORE {act} ON round_paper "
            f"WHEN {frozen.format(row=row)} BEGIN SELECT RAISE(ABORT, 'an opened round keeps its papers'); END"
            for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE TRIGGER contribution_kept BEFORE UPDATE OR DELETE ON contribution "
        "FOR EACH ROW EXECUTE FUNCTION kept()",
        "CREATE FUNCTION round_paper_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT definition_hash FROM round WHERE id = COALESCE(NEW.round_id, OLD.round_id)) IS NOT NULL "
        "THEN RAISE EXCEPTION 'an opened round keeps its papers'; END IF; RETURN COALESCE(NEW, OLD); END $$",
        "CREATE TRIGGER round_paper_kept BEFORE INSERT OR UPDATE OR DELETE ON round_paper "
        "FOR EACH ROW EXECUTE FUNCTION round_paper_kept()",
    ]


def downgrade() -> None:
    _keep_round(OF_ROUND)
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION round_paper_kept()")
    op.drop_column("round", "agenda")
