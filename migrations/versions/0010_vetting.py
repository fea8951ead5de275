"""Receipt numbers, days off, opinions of other bodies, public consultation, proposals, internal notes."""

from collections import Counter
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from nomination.models import base

revision = "0010"
down_revision = "0009"

TABLES = (
    "vetting_note", "proposal", "opinion", "feedback", "consultation_line", "opinion_letter", "consultation",
    "calendar_day",
)  # fmt: skip
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def upgrade() -> None:
    _create_tables()
    _add_columns()
    _number_what_was_received()


def _number_what_was_received() -> None:
    """What the department received before it gave numbers gets them now, in order of receipt."""
    nomination = sa.table(
        "nomination", sa.column("id"), sa.column("campaign_id"), sa.column("received_at", base.UtcDateTime()),
        sa.column("receipt_year"), sa.column("receipt_number"),
    )  # fmt: skip
    received = sa.select(nomination).where(nomination.c.received_at.is_not(None))
    last: Counter[tuple[int, int]] = Counter()
    for row in op.get_bind().execute(received.order_by(nomination.c.received_at, nomination.c.id)).all():
        year = row.received_at.astimezone(VIETNAM).year
        last[row.campaign_id, year] += 1
        numbered = {"receipt_year": year, "receipt_number": last[row.campaign_id, year]}
        op.execute(nomination.update().where(nomination.c.id == row.id).values(**numbered))


def _add_columns() -> None:
    """By plain ALTER TABLE: a table made anew would lose its triggers on SQLite."""
    op.add_column('nomination', sa.Column('receipt_year', sa.Integer(), nullable=True))
    op.add_column('nomination', sa.Column('receipt_number', sa.Integer(), nullable=True))
    op.add_column('nomination', sa.Column('vetting_due_on', sa.Date(), server_default=sa.text("'9999-12-31'"), nullable=False))
    op.create_index('ix_nomination_deadline', 'nomination', ['state', 'vetting_due_on', 'id'], unique=False, sqlite_where=sa.text('pledged_hash IS NOT NULL'), postgresql_where=sa.text('pledged_hash IS NOT NULL'))
    op.create_index('ix_nomination_receipt', 'nomination', ['campaign_id', 'receipt_year', 'receipt_number'], unique=True)
    op.add_column('supplement_request', sa.Column('text_before', base.Json, nullable=True))
    op.add_column('supplement_request', sa.Column('text_after', base.Json, nullable=True))


def _create_tables() -> None:
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', base.Nfc(), nullable=False),
    sa.Column('ground', base.Nfc(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('off', 'worked')", name=op.f('ck_calendar_day_kind_known')),
    sa.CheckConstraint("trim(ground) <> ''", name=op.f('ck_calendar_day_grounded')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_calendar_day_recorded_by_id')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_day'))
    )
    op.create_table('consultation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('place', base.Nfc(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('working_days', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(place) <> ''", name=op.f('ck_consultation_place_named')),
    sa.CheckConstraint('closes_on >= opens_on', name=op.f('ck_consultation_closes_after_opening')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_consultation_campaign_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['person.id'], name=op.f('fk_consultation_opened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation'))
    )
    op.create_index('ix_consultation_campaign', 'consultation', ['campaign_id', 'id'], unique=False)
    op.create_table('opinion_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('body', base.Nfc(), nullable=False),
    sa.Column('paper', base.Nfc(), nullable=False),
    sa.Column('question', base.Nfc(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(body) <> ''", name=op.f('ck_opinion_letter_body_named')),
    sa.CheckConstraint('due_on >= asked_on', name=op.f('ck_opinion_letter_due_after_asked')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_opinion_letter_asked_by_id')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_opinion_letter_campaign_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opinion_letter'))
    )
    op.create_index('ix_opinion_letter_campaign', 'opinion_letter', ['campaign_id', 'id'], unique=False)
    op.create_table('consultation_line',
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_consultation_line_consultation_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_consultation_line_nomination_id')),
    sa.PrimaryKeyConstraint('consultation_id', 'nomination_id', name=op.f('pk_consultation_line'))
    )
    op.create_index('ix_consultation_line_nomination', 'consultation_line', ['nomination_id', 'consultation_id'], unique=False)
    op.create_table('feedback',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consultation_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('name', base.Nfc(), nullable=False),
    sa.Column('contact', base.Nfc(), nullable=False),
    sa.Column('text', base.Nfc(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(text) <> ''", name=op.f('ck_feedback_says_something')),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], name=op.f('fk_feedback_consultation_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_feedback_nomination_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_feedback_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback'))
    )
    op.create_index('ix_feedback_consultation', 'feedback', ['consultation_id', 'id'], unique=False)
    op.create_table('opinion',
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('answer', base.Nfc(), nullable=True),
    sa.Column('text', base.Nfc(), nullable=False),
    sa.Column('paper', base.Nfc(), nullable=False),
    sa.Column('paper_sha256', sa.String(length=64), nullable=True),
    sa.Column('paper_name', base.Nfc(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', base.UtcDateTime(), nullable=True),
    sa.CheckConstraint("answer IN ('agree', 'disagree', 'other', 'unanswered')", name=op.f('ck_opinion_answer_known')),
    sa.CheckConstraint("answer IS NULL OR answer = 'agree' OR trim(text) <> ''", name=op.f('ck_opinion_answer_explained')),
    sa.CheckConstraint('(answer IS NULL) = (answered_on IS NULL)', name=op.f('ck_opinion_answer_dated')),
    sa.CheckConstraint('(answer IS NULL) = (recorded_by_id IS NULL)', name=op.f('ck_opinion_answer_recorded')),
    sa.ForeignKeyConstraint(['letter_id'], ['opinion_letter.id'], name=op.f('fk_opinion_letter_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_opinion_nomination_id')),
    sa.ForeignKeyConstraint(['paper_sha256'], ['stored_file.sha256'], name=op.f('fk_opinion_paper_sha256')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_opinion_recorded_by_id')),
    sa.PrimaryKeyConstraint('letter_id', 'nomination_id', name=op.f('pk_opinion'))
    )
    op.create_index('ix_opinion_nomination', 'opinion', ['nomination_id', 'letter_id'], unique=False)
    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('trigger', sa.String(length=40), nullable=False),
    sa.Column('words', base.Nfc(), nullable=False),
    sa.Column('given', base.Json, nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', base.UtcDateTime(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.Column('closed_at', base.UtcDateTime(), nullable=True),
    sa.CheckConstraint("outcome IN ('followed', 'decided_otherwise', 'replaced', 'lapsed')", name=op.f('ck_proposal_outcome_known')),
    sa.CheckConstraint("trigger IN ('clear', 'return_for_supplement', 'decline')", name=op.f('ck_proposal_trigger_known')),
    sa.CheckConstraint("trim(words) <> ''", name=op.f('ck_proposal_worded')),
    sa.CheckConstraint('(closed_at IS NULL) = (outcome IS NULL)', name=op.f('ck_proposal_closed_with_outcome')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_proposal_nomination_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_proposal_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    op.create_index('ix_proposal_nomination', 'proposal', ['nomination_id', 'id'], unique=False)
    op.create_index('ix_proposal_open', 'proposal', ['nomination_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_table('vetting_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nomination_id', sa.Integer(), nullable=False),
    sa.Column('text', base.Nfc(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('at', base.UtcDateTime(), nullable=False),
    sa.CheckConstraint("trim(text) <> ''", name=op.f('ck_vetting_note_says_something')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_vetting_note_author_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_vetting_note_nomination_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vetting_note'))
    )
    op.create_index('ix_vetting_note_nomination', 'vetting_note', ['nomination_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index("ix_nomination_receipt", "nomination")
    op.drop_index("ix_nomination_deadline", "nomination")
    for table, column in (
        ("supplement_request", "text_after"), ("supplement_request", "text_before"), ("nomination", "vetting_due_on"),
        ("nomination", "receipt_number"), ("nomination", "receipt_year"),
    ):  # fmt: skip
        op.drop_column(table, column)
    for table in TABLES:
        op.drop_table(table)
