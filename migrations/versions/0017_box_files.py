"""The tables of the box on PostgreSQL: no cleaning and no sampling at times of its own.

Whatever samples a table keeps some of its values in the catalogue: which slips lay there at that moment, and slips that
were destroyed since. And a cleaning under way keeps the table from being written anew when a box closes.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

TABLES = ("slip", "round_voter", "key_wrapping")
SECRET = (("slip", "id", "bytea"), ("slip", "sealed", "bytea"), ("key_wrapping", "sealed", "bytea"))


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    for table, column, kind in SECRET:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}")  # forgets what was sampled before


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
    for table, column, _kind in SECRET:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
