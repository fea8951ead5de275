"""The register: imported decisions stand in it, in the order of their days; bonus money, handing over, findings about
namesakes, complaints, and what the yearly count of campaigns asks."""

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0013"
down_revision = "0012"

FTS = "register_entry_search"
ORDERED = ("campaign", "campaign_id"), ("year", "year"), ("unit", "unit_id"), ("award", "award")
REVOKED = {f"{engine}_where": sa.text("revoked_at IS NOT NULL") for engine in ("sqlite", "postgresql")}
CHECKS = {
    "kind_known": "kind IN ('individual', 'collective')",
    "own_or_past": "(nomination_id IS NULL) <> (past_award_id IS NULL)",
    "own": "nomination_id IS NULL OR (campaign_id IS NOT NULL AND decision_id IS NOT NULL)",
}
BEFORE = {"revoked_by_decision": "revoked_at IS NULL OR revoked_by_decision_id IS NOT NULL"}
OPEN = ("campaign_id", "decision_id", "nomination_id", "unit_id")
FILLED = ("position", "kind", "name_key", "class_code", "method", "decision_number", "decision_dated")


def upgrade() -> None:
    _past_decisions()
    _register_columns()
    _fill()
    _register_rebuilt()
    _bonus()
    _handover()
    _others()


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _past_decisions() -> None:
    op.add_column("past_decision", sa.Column("signer", base.Nfc(), nullable=False, server_default="",
                                             comment="post and name, as the paper has them"))  # fmt: skip
    op.add_column("past_decision", sa.Column("method", sa.String(20), nullable=False, server_default="",
                                             comment="as in the register; blank: not known"))  # fmt: skip
    op.add_column("past_decision", sa.Column("published_by_id", sa.Integer(), nullable=True,
                                             comment="who put it in the register"))  # fmt: skip
    op.add_column("past_decision", sa.Column("published_at", base.UtcDateTime(), nullable=True))
    op.add_column("past_award", sa.Column("class_code", sa.String(40), nullable=False, server_default="",
                                          comment="class for the yearly statistics"))  # fmt: skip
    with op.batch_alter_table("past_decision") as batch:
        batch.create_foreign_key("fk_past_decision_published_by_id", "person", ["published_by_id"], ["id"])


def _register_columns() -> None:
    for column in (
        sa.Column("position", sa.BigInteger(), comment="by day of the decision; see queries"),
        sa.Column("past_award_id", sa.Integer()),
        sa.Column("kind", sa.String(20)),
        sa.Column("name_key", base.Nfc(), comment="the name by its looser key"),
        sa.Column("class_code", sa.String(40), comment="for the yearly statistics; never public"),
        sa.Column("method", sa.String(20), comment="regular, thematic, sudden; blank: not known"),
        sa.Column("decision_number", base.Nfc()),
        sa.Column("decision_dated", sa.Date()),
    ):
        op.add_column("register_entry", column)


def _fill() -> None:
    """What was published here so far is of thematic campaigns. Its position is that of `nomination.register_rows`."""
    day = "CAST(julianday(d.dated) - 1721424.5 AS INTEGER)" if _on_sqlite() else "(d.dated - DATE '0001-01-01' + 1)"
    op.execute(
        f"UPDATE register_entry SET position = CAST({day} AS BIGINT) * 10000000000 + 2 * n.id + 1, kind = n.kind, "
        "name_key = n.nominee_key, class_code = n.class_code, method = 'thematic', decision_number = d.number, "
        "decision_dated = d.dated FROM nomination n, decision d "
        "WHERE n.id = register_entry.nomination_id AND d.id = register_entry.decision_id"
    )


def _register_rebuilt() -> None:
    """SQLite makes the table anew, so its full-text index goes before and comes again after."""
    if _on_sqlite():
        _drop_fts()
    kept = [sa.CheckConstraint(said, name=f"ck_register_entry_{name}") for name, said in BEFORE.items()]
    for name, _ in ORDERED:
        op.drop_index(f"ix_register_entry_{name}", "register_entry")
    with op.batch_alter_table("register_entry", table_args=kept) as batch:
        for name in FILLED:
            batch.alter_column(name, nullable=False)
        for name in OPEN:
            batch.alter_column(name, existing_type=sa.Integer(), nullable=True)
        batch.create_unique_constraint("uq_register_entry_position", ["position"])
        batch.create_unique_constraint("uq_register_entry_past_award_id", ["past_award_id"])
        batch.create_foreign_key("fk_register_entry_past_award_id", "past_award", ["past_award_id"], ["id"])
        for name, said in CHECKS.items():
            batch.create_check_constraint(f"ck_register_entry_{name}", sa.text(said))
    for name, column in ORDERED:
        op.create_index(f"ix_register_entry_{name}", "register_entry", [column, "position"])
    op.create_index("ix_register_entry_unit_year", "register_entry", ["unit_id", "year", "position"])
    op.create_index("ix_register_entry_key", "register_entry", ["name_key", "kind"])
    op.create_index("ix_register_entry_revoked", "register_entry", ["revoked_at", "position"], **REVOKED)
    if _on_sqlite():
        _create_fts("position")


def _drop_fts() -> None:
    for when in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER {FTS}_{when}")
    op.execute(f"DROP TABLE {FTS}")


def _create_fts(key: str) -> None:
    """Numbered by the order of the register, so that a page of common words is read in that order and no further."""
    drop = f"INSERT INTO {FTS}({FTS}, rowid, search) VALUES ('delete', OLD.{key}, OLD.search);"
    add = f"INSERT INTO {FTS}(rowid, search) VALUES (NEW.{key}, NEW.search);"
    op.execute(
        f"CREATE VIRTUAL TABLE {FTS} "
        f"USING fts5(search, content='register_entry', content_rowid='{key}', prefix='1 2 3 4 5 6')"
    )
    op.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {FTS}_added AFTER INSERT ON register_entry BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {FTS}_removed AFTER DELETE ON register_entry BEGIN {drop} END")
    op.execute(f"CREATE TRIGGER {FTS}_changed AFTER UPDATE OF search, {key} ON register_entry BEGIN {drop} {add} END")


def _person(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _said(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=f"ck_{table}_{name}")


def _bonus() -> None:
    op.create_table(
        "bonus_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paper", base.Nfc(), nullable=False),
        _person("recorded_by_id"),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        _said("bonus_payment", "rests_on_paper", "trim(paper) <> ''"),
        _to("bonus_payment", "decision_id", "decision"),
        _to("bonus_payment", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_bonus_payment"),
    )
    op.create_index("ix_bonus_payment_decision", "bonus_payment", ["decision_id", "id"])
    op.create_table(
        "bonus_line",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("coefficient", sa.String(20), nullable=False),
        sa.Column("base_salary", sa.Integer(), nullable=False),
        sa.Column("ruleset", sa.String(40), nullable=False),
        _said("bonus_line", "some_money", "amount > 0"),
        _to("bonus_line", "entry_id", "register_entry"),
        _to("bonus_line", "payment_id", "bonus_payment"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_bonus_line"),
    )
    op.create_index("ix_bonus_line_payment", "bonus_line", ["payment_id"])


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("place", base.Nfc(), nullable=False),
        sa.Column("received_by", base.Nfc(), nullable=False),
        sa.Column("objects", base.Json, nullable=False, comment="codes of what was handed over"),
        _person("recorded_by_id"),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        _person("confirmed_by_id", nullable=True),
        sa.Column("confirmed_at", base.UtcDateTime(), nullable=True),
        _said("handover", "somewhere", "trim(place) <> ''"),
        _said("handover", "to_somebody", "trim(received_by) <> ''"),
        _said("handover", "confirmed_by_somebody", "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"),
        _to("handover", "entry_id", "register_entry"),
        _to("handover", "recorded_by_id", "person"),
        _to("handover", "confirmed_by_id", "person"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_handover"),
    )
    op.create_table(
        "recovery",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("recovered_on", sa.Date(), nullable=False),
        sa.Column("paper", base.Nfc(), nullable=False),
        _person("recorded_by_id"),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        _said("recovery", "what_known", "what IN ('money', 'objects')"),
        _said("recovery", "rests_on_paper", "trim(paper) <> ''"),
        _to("recovery", "entry_id", "register_entry"),
        _to("recovery", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("entry_id", "what", name="pk_recovery"),
    )


def _others() -> None:
    op.create_table(
        "namesake_finding",
        sa.Column("one", sa.String(60), nullable=False),
        sa.Column("other", sa.String(60), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", base.Nfc(), nullable=False),
        _person("person_id"),
        sa.Column("at", base.UtcDateTime(), nullable=False),
        _said("namesake_finding", "in_order", "one < other"),
        _said("namesake_finding", "reasoned", "trim(reason) <> ''"),
        _to("namesake_finding", "person_id", "person"),
        sa.PrimaryKeyConstraint("one", "other", name="pk_namesake_finding"),
    )
    op.create_index("ix_namesake_finding_other", "namesake_finding", ["other"])
    op.create_table(
        "campaign_reach",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _person("recorded_by_id"),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        _said("campaign_reach", "scope_known", "scope IN ('national', 'ministry', 'cluster', 'agency')"),
        _said("campaign_reach", "dates_in_order", "ends_on >= starts_on"),
        _to("campaign_reach", "campaign_id", "campaign"),
        _to("campaign_reach", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_campaign_reach"),
    )
    _complaints()


def _complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sender", base.Nfc(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(60), nullable=False, comment="code of the award or the round, as written"),
        sa.Column("summary", base.Nfc(), nullable=False),
        sa.Column("paper", base.Nfc(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("complex_case", sa.Boolean(), nullable=False),
        sa.Column("outcome", base.Nfc(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _person("ended_by_id", nullable=True),
        _person("recorded_by_id"),
        sa.Column("recorded_at", base.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _said("complaint", "kind_known", "kind IN ('complaint', 'denunciation', 'other')"),
        _said("complaint", "from_somebody", "trim(sender) <> ''"),
        _said("complaint", "about_something", "trim(summary) <> ''"),
        _said("complaint", "accepted_after", "accepted_on IS NULL OR accepted_on >= received_on"),
        _said("complaint", "ended_with_outcome", "(ended_on IS NULL) = (outcome = '')"),
        _said("complaint", "ended_by_somebody", "(ended_on IS NULL) = (ended_by_id IS NULL)"),
        _to("complaint", "ended_by_id", "person"),
        _to("complaint", "recorded_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
    )
    op.create_index("ix_complaint_ended", "complaint", ["ended_on", "id"])


NEW = ("complaint", "campaign_reach", "namesake_finding", "recovery", "handover", "bonus_line", "bonus_payment")


def downgrade() -> None:
    """What only the new tables hold goes with them, imported entries of the register among it."""
    for table in NEW:
        op.drop_table(table)
    _register_as_before()
    op.drop_column("past_award", "class_code")
    with op.batch_alter_table("past_decision") as batch:
        batch.drop_constraint("fk_past_decision_published_by_id", type_="foreignkey")
        for name in ("published_at", "published_by_id", "method", "signer"):
            batch.drop_column(name)


def _register_as_before() -> None:
    op.execute("DELETE FROM register_entry WHERE past_award_id IS NOT NULL")
    if _on_sqlite():
        _drop_fts()
    for name in ("key", "unit_year", "revoked", *(name for name, _ in ORDERED)):
        op.drop_index(f"ix_register_entry_{name}", "register_entry")
    kept = [sa.CheckConstraint(said, name=f"ck_register_entry_{name}") for name, said in BEFORE.items()]
    with op.batch_alter_table("register_entry", table_args=kept) as batch:
        for name in CHECKS:
            batch.drop_constraint(f"ck_register_entry_{name}", type_="check")
        for name in ("position", "past_award_id"):
            batch.drop_constraint(f"uq_register_entry_{name}", type_="unique")
        batch.drop_constraint("fk_register_entry_past_award_id", type_="foreignkey")
        for name in OPEN:
            batch.alter_column(name, existing_type=sa.Integer(), nullable=False)
        for name in ("past_award_id", *FILLED):
            batch.drop_column(name)
    for name, column in ORDERED:
        op.create_index(f"ix_register_entry_{name}", "register_entry", [column, "id"])
    if _on_sqlite():
        _create_fts("id")
