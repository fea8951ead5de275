"""Criteria as data: registers of conduct, units' responses, earlier awards, places, drafts of campaigns."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from nomination.models import base
from nomination.names import match_key

revision = "0005"
down_revision = "0004"

VERSION_RULES = ("content", "content_hash", "ruleset", "source")
OF_CRITERIA = ("criterion_answer", "criterion_verdict", "evidence")
TABLES = (
    "match_finding", "initiative_use", "conduct_clearance", "past_award", "question", "past_decision", "midterm_report",
    "extra_places", "conduct_entry",
)  # fmt: skip


def upgrade() -> None:
    _create_tables()
    _add_columns()
    _keep_versions(VERSION_RULES)
    op.create_index("ix_nomination_key", "nomination", ["nominee_key", "kind"])
    _rewrite("nomination", ["id"], "nominee_name", "nominee_key", match_key)
    _rewrite("criterion_answer", ["nomination_id", "criterion"], "affirmed", "affirmed", _with_people)


def _add_columns() -> None:
    """By plain ALTER TABLE: a table made anew would lose its triggers on SQLite."""
    empty_list = sa.text("'[]'")
    op.add_column("campaign_version", sa.Column("source", sa.LargeBinary(), nullable=True))
    op.add_column("campaign_version", sa.Column("editors", base.Json, nullable=False, server_default=empty_list))
    op.add_column("campaign_version", sa.Column("edited_at", base.UtcDateTime(), nullable=True))
    op.add_column("campaign_version", sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("criterion_answer", sa.Column("initiatives", base.Json, nullable=False, server_default=empty_list))
    op.add_column("nomination", sa.Column("nominee_key", base.Nfc(), nullable=False, server_default=""))
    op.add_column("unit_plan", sa.Column("lines", base.Json, nullable=False, server_default=empty_list))
    op.execute(
        "ALTER TABLE unit_plan ADD COLUMN launch_sha256 VARCHAR(64) "
        "CONSTRAINT fk_unit_plan_launch_sha256 REFERENCES stored_file (sha256)"
    )
    op.execute(
        "ALTER TABLE unit_plan ADD COLUMN launch_name VARCHAR(255) DEFAULT '' NOT NULL "
        "CONSTRAINT ck_unit_plan_launch_named CHECK ((launch_sha256 IS NULL) = (launch_name = ''))"
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite holds texts of any length in them
        for table in OF_CRITERIA:
            op.alter_column(table, "criterion", type_=sa.String(40))


def _with_people(affirmed: Any) -> str:
    """A statement affirmed before names were kept counts on, by nobody we could name."""
    listed = json.loads(affirmed) if isinstance(affirmed, str) else affirmed
    blank = {"by": None, "name": "", "at": None, "nominee": None}
    return json.dumps([one if isinstance(one, dict) else {"key": one} | blank for one in listed], ensure_ascii=False)


def _rewrite(table: str, keys: list[str], source: str, target: str, made: Callable[[Any], str]) -> None:
    """Fill `target` of every row with what `made` says of `source`."""
    connection = op.get_bind()
    where = " AND ".join(f"{key} = :{key}" for key in keys)
    as_json = target == "affirmed" and connection.dialect.name == "postgresql"
    value = "CAST(:made AS jsonb)" if as_json else ":made"
    update = sa.text(f"UPDATE {table} SET {target} = {value} WHERE {where}")
    for row in connection.execute(sa.text(f"SELECT {', '.join(keys)}, {source} AS found FROM {table}")).mappings().all():
        connection.execute(update, {key: row[key] for key in keys} | {"made": made(row["found"])})


def _keep_versions(columns: tuple[str, ...]) -> None:
    """A launched version never changes: neither its rules nor the file they were read from."""
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        op.execute("DROP TRIGGER version_kept")
        op.execute(
            f"CREATE TRIGGER version_kept BEFORE UPDATE ON campaign_version WHEN OLD.status <> 'draft' AND ({changed}) "
            "BEGIN SELECT RAISE(ABORT, 'a launched version never changes'); END"
        )
        return
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    op.execute(
        "CREATE OR REPLACE FUNCTION version_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.status <> 'draft' AND ({changed}) "
        "THEN RAISE EXCEPTION 'a launched version never changes'; END IF; RETURN NEW; END $$"
    )


def _create_tables() -> None:
    op.create_table('conduct_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('register', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('with_below', sa.Boolean(), nullable=False, comment='also against nominations of the units below'),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_name', base.Nfc(), nullable=False, comment='the person or division concerned; blank for the unit'),
    sa.Column('subject_key', base.Nfc(), nullable=False, comment='the name by its looser key'),
    sa.Column('summary', base.Nfc(), nullable=False),
    sa.Column('paper', base.Nfc(), nullable=False),
    sa.Column('counts_from', sa.Date(), nullable=False),
    sa.Column('counts_to', sa.Date(), nullable=True, comment='the last day on which it counts'),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', base.UtcDateTime(), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_at', base.UtcDateTime(), nullable=True),
    sa.Column('close_reason', base.Nfc(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("closed_at IS NULL OR trim(close_reason) <> ''", name=op.f('ck_conduct_entry_closed_with_reason')),
    sa.CheckConstraint("kind = '' OR kind IN ('individual', 'collective')", name=op.f('ck_conduct_entry_kind_known')),
    sa.CheckConstraint("trim(paper) <> ''", name=op.f('ck_conduct_entry_rests_on_paper')),
    sa.CheckConstraint('(closed_at IS NULL) = (closed_by_id IS NULL)', name=op.f('ck_conduct_entry_closed_by_somebody')),
    sa.CheckConstraint('closed_by_id IS NULL OR closed_by_id <> recorded_by_id', name=op.f('ck_conduct_entry_two_people')),
    sa.CheckConstraint('counts_to IS NULL OR counts_to >= counts_from', name=op.f('ck_conduct_entry_dates_in_order')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_conduct_entry_closed_by_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_conduct_entry_recorded_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_conduct_entry_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conduct_entry'))
    )
    with op.batch_alter_table('conduct_entry', schema=None) as batch_op:
        batch_op.create_index('ix_conduct_entry_key', ['subject_key', 'id'], unique=False)
        batch_op.create_index('ix_conduct_entry_open', ['unit_id', 'register'], unique=False, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.create_index('ix_conduct_entry_register', ['register', 'id'], unique=False)
        batch_op.create_index('ix_conduct_entry_unit', ['unit_id', 'id'], unique=False)

    op.create_table('extra_places',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('cluster_id', sa.Integer(), nullable=True),
    sa.Column('award', sa.String(length=40), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('reason', base.Nfc(), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=False),
    sa.Column('granted_at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(reason) <> ''", name=op.f('ck_extra_places_reasoned')),
    sa.CheckConstraint('(unit_id IS NULL) <> (cluster_id IS NULL)', name=op.f('ck_extra_places_one_holder')),
    sa.CheckConstraint('places > 0', name=op.f('ck_extra_places_some_places')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_extra_places_campaign_id')),
    sa.ForeignKeyConstraint(['cluster_id'], ['cluster.id'], name=op.f('fk_extra_places_cluster_id')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['person.id'], name=op.f('fk_extra_places_granted_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_extra_places_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extra_places'))
    )
    with op.batch_alter_table('extra_places', schema=None) as batch_op:
        batch_op.create_index('ix_extra_places_campaign', ['campaign_id', 'unit_id', 'cluster_id'], unique=False)

    op.create_table('midterm_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('figures', base.Json, nullable=False),
    sa.Column('results', base.Nfc(), nullable=False),
    sa.Column('difficulties', base.Nfc(), nullable=False),
    sa.Column('paper_sha256', sa.String(length=64), nullable=True),
    sa.Column('paper_name', sa.String(length=255), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', base.UtcDateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(paper_sha256 IS NULL) = (paper_name = '')", name=op.f('ck_midterm_report_paper_named')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_midterm_report_campaign_id')),
    sa.ForeignKeyConstraint(['paper_sha256'], ['stored_file.sha256'], name=op.f('fk_midterm_report_paper_sha256')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_midterm_report_recorded_by_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_midterm_report_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_midterm_report')),
    sa.UniqueConstraint('campaign_id', 'unit_id', name=op.f('uq_midterm_report_campaign_id_unit_id'))
    )
    with op.batch_alter_table('midterm_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_midterm_report_unit_id'), ['unit_id'], unique=False)

    op.create_table('past_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('issuer', base.Nfc(), nullable=False),
    sa.Column('title', base.Nfc(), nullable=False),
    sa.Column('imported_by_id', sa.Integer(), nullable=False),
    sa.Column('imported_at', base.UtcDateTime(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=True, comment='the sheet it was read from'),
    sa.ForeignKeyConstraint(['imported_by_id'], ['person.id'], name=op.f('fk_past_decision_imported_by_id')),
    sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name=op.f('fk_past_decision_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_decision')),
    sa.UniqueConstraint('number', 'dated', name=op.f('uq_past_decision_number_dated'))
    )
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('subject', base.Nfc(), nullable=False),
    sa.Column('body', base.Nfc(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', base.UtcDateTime(), nullable=False),
    sa.Column('answer', base.Nfc(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', base.UtcDateTime(), nullable=True),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f('ck_question_answered_in_words')),
    sa.CheckConstraint('(answered_at IS NULL) = (answered_by_id IS NULL)', name=op.f('ck_question_answered_by_somebody')),
    sa.CheckConstraint('NOT shared OR answered_at IS NOT NULL', name=op.f('ck_question_shared_when_answered')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_question_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_question_asked_by_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_question_campaign_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_question_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index('ix_question_campaign', ['campaign_id', 'id'], unique=False)
        batch_op.create_index('ix_question_open', ['campaign_id', 'answered_at', 'id'], unique=False)
        batch_op.create_index('ix_question_shared', ['campaign_id', 'shared', 'id'], unique=False)
        batch_op.create_index('ix_question_unit', ['unit_id', 'campaign_id', 'id'], unique=False)

    op.create_table('past_award',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', base.Nfc(), nullable=False),
    sa.Column('name_key', base.Nfc(), nullable=False, comment='the name by its looser key'),
    sa.Column('unit_name', base.Nfc(), nullable=False, comment='as the paper names it'),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('form', sa.String(length=40), nullable=False, comment='form of commendation as rule sets name it'),
    sa.Column('award_name', base.Nfc(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True, comment='of the achievement, when the paper says it'),
    sa.Column('achievement', base.Nfc(), nullable=False),
    sa.CheckConstraint("kind IN ('individual', 'collective')", name=op.f('ck_past_award_kind_known')),
    sa.CheckConstraint("trim(name) <> ''", name=op.f('ck_past_award_named')),
    sa.ForeignKeyConstraint(['decision_id'], ['past_decision.id'], name=op.f('fk_past_award_decision_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_past_award_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_award')),
    sa.UniqueConstraint('decision_id', 'ordinal', name=op.f('uq_past_award_decision_id_ordinal'))
    )
    with op.batch_alter_table('past_award', schema=None) as batch_op:
        batch_op.create_index('ix_past_award_key', ['name_key', 'kind'], unique=False)
        batch_op.create_index('ix_past_award_unit', ['unit_id'], unique=False)

    op.create_table('conduct_clearance',
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.Column('reason', base.Nfc(), nullable=False),
    sa.CheckConstraint("trim(reason) <> ''", name=op.f('ck_conduct_clearance_reasoned')),
    sa.ForeignKeyConstraint(['entry_id'], ['conduct_entry.id'], name=op.f('fk_conduct_clearance_entry_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_conduct_clearance_nomination_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conduct_clearance_person_id')),
    sa.PrimaryKeyConstraint('nomination_id', 'entry_id', name=op.f('pk_conduct_clearance'))
    )
    with op.batch_alter_table('conduct_clearance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conduct_clearance_entry_id'), ['entry_id'], unique=False)

    op.create_table('initiative_use',
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=40), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('title', base.Nfc(), nullable=False),
    sa.Column('title_key', base.Nfc(), nullable=False),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_initiative_use_nomination_id')),
    sa.PrimaryKeyConstraint('nomination_id', 'criterion', 'n', name=op.f('pk_initiative_use'))
    )
    with op.batch_alter_table('initiative_use', schema=None) as batch_op:
        batch_op.create_index('ix_initiative_use_key', ['title_key', 'nomination_id'], unique=False)

    op.create_table('match_finding',
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('other', sa.String(length=60), nullable=False),
    sa.Column('verdict', sa.String(length=30), nullable=False),
    sa.Column('reason', base.Nfc(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(reason) <> ''", name=op.f('ck_match_finding_reasoned')),
    sa.CheckConstraint("verdict IN ('another_nominee', 'another_achievement', 'same_achievement')", name=op.f('ck_match_finding_verdict_known')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_match_finding_nomination_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_match_finding_person_id')),
    sa.PrimaryKeyConstraint('nomination_id', 'other', name=op.f('pk_match_finding'))
    )


def downgrade() -> None:
    _keep_versions(VERSION_RULES[:-1])
    op.drop_index("ix_nomination_key", "nomination")
    for table, column in (
        ("unit_plan", "launch_name"), ("unit_plan", "launch_sha256"), ("unit_plan", "lines"), ("nomination", "nominee_key"),
        ("criterion_answer", "initiatives"), ("campaign_version", "revision"), ("campaign_version", "edited_at"),
        ("campaign_version", "editors"), ("campaign_version", "source"),
    ):  # fmt: skip
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
