"""The payment list of a decision is a paper as well."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BEFORE = (
    "letter", "unit_minutes", "notice", "report", "review_minutes", "counting_minutes", "department_letter",
    "decision", "certificate", "stock_print",
)  # fmt: skip
KIND, NEW = "ck_paper_kind_known", "payment_list"


def upgrade() -> None:
    _known((*BEFORE, NEW))


def downgrade() -> None:
    """Copies of payment lists are no longer named; their files are collected, and can be made anew."""
    op.execute(f"DELETE FROM paper WHERE kind = '{NEW}'")
    _known(BEFORE)


def _known(kinds: tuple[str, ...]) -> None:
    """No trigger and no other table hangs on this one, so SQLite may make it anew."""
    with op.batch_alter_table("paper") as batch:
        batch.drop_constraint(op.f(KIND), type_="check")
        batch.create_check_constraint(op.f(KIND), sa.text(f"kind IN ({', '.join(repr(kind) for kind in kinds)})"))
