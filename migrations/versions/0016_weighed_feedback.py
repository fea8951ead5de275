"""A public list can be ended early and says where to write; feedback is weighed; every place in the queue is worked out."""

import sqlalchemy as sa
from alembic import op

from nomination.campaigns import campaign_from_content
from nomination.models import base
from nomination.queries.clocks import clocks_of
from workflow.campaign import Campaign

revision = "0016"
down_revision = "0015"

CHECKS = {
    "consultation": {
        "ended_by_somebody": "(ended_at IS NULL) = (ended_by_id IS NULL)",
        "end_explained": "(ended_at IS NULL) = (end_reason = '')",
    },
    "feedback": {
        "weight_known": "weight IN ('taken_up', 'not_taken_up')",
        "weighed_by_somebody": "(weight IS NULL) = (weighed_by_id IS NULL)",
        "weighed_once": "(weight IS NULL) = (weighed_at IS NULL)",
        "weighed_with_note": "(weight IS NULL) = (weigh_note = '')",
    },
}
PEOPLE = {"consultation": "ended_by_id", "feedback": "weighed_by_id"}
NO_CLOCK = sa.text("'9999-12-31'")


def upgrade() -> None:
    _add_columns()
    fill_places(op.get_bind())


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, base.Nfc(), server_default="", nullable=False, comment=comment)


def _add_columns() -> None:
    """SQLite makes both tables anew for their checks; neither has a trigger to lose."""
    added = {
        "consultation": [
            _text("write_to", "where feedback is sent: address, mail, telephone"),
            sa.Column("ended_at", base.UtcDateTime(), comment="ended before its term; it counts as not shown"),
            sa.Column("ended_by_id", sa.Integer()),
            _text("end_reason"),
        ],
        "feedback": [
            sa.Column("weight", sa.String(20)),
            _text("weigh_note", "why it was taken up or not, and what was done"),
            sa.Column("weighed_by_id", sa.Integer()),
            sa.Column("weighed_at", base.UtcDateTime()),
        ],
    }
    for table, columns in added.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.add_column(column)
            batch.create_foreign_key(op.f(f"fk_{table}_{PEOPLE[table]}"), "person", [PEOPLE[table]], ["id"])
            for name, said in CHECKS[table].items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(said))


def fill_places(bind: sa.Connection) -> None:
    """What was received before there were places stood behind everything else, until something happened to it."""
    nomination = sa.table(
        "nomination", sa.column("id"), sa.column("state"), sa.column("received_at", base.UtcDateTime()),
        sa.column("ruleset"), sa.column("vetting_due_on", sa.Date()), sa.column("campaign_version_id"),
    )  # fmt: skip
    received = sa.select(nomination.c.id, nomination.c.received_at, nomination.c.ruleset)
    received = received.add_columns(nomination.c.campaign_version_id).where(
        nomination.c.state == "department_vetting", nomination.c.received_at.is_not(None),
        nomination.c.vetting_due_on == NO_CLOCK,
    )  # fmt: skip
    rows = bind.execute(received).all()
    rules = {key: _rules(bind, key) for key in {row.campaign_version_id for row in rows}}
    clocks = clocks_of([(row, rules[row.campaign_version_id]) for row in rows], bind)
    for key, clock in clocks.items():
        if clock.due is not None:
            bind.execute(nomination.update().where(nomination.c.id == key).values(vetting_due_on=clock.due))


def _rules(bind: sa.Connection, version_id: int) -> Campaign:
    version = sa.table("campaign_version", sa.column("id"), sa.column("content", base.Json))
    return campaign_from_content(bind.scalars(sa.select(version.c.content).where(version.c.id == version_id)).one())


def downgrade() -> None:
    columns = {
        "feedback": ("weighed_at", "weighed_by_id", "weigh_note", "weight"),
        "consultation": ("end_reason", "ended_by_id", "ended_at", "write_to"),
    }
    for table, names in columns.items():
        with op.batch_alter_table(table) as batch:
            for name in CHECKS[table]:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.drop_constraint(op.f(f"fk_{table}_{PEOPLE[table]}"), type_="foreignkey")
            for name in names:
                batch.drop_column(name)
