"""Full-text indexes over the folded `search` columns: FTS5 on SQLite, a GIN index of tsvectors on PostgreSQL."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("nomination", "register_entry")


def upgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            _sqlite(table)
        else:
            op.execute(f"CREATE INDEX ix_{table}_search ON {table} USING gin (to_tsvector('simple', search))")


def _sqlite(table: str) -> None:
    """An external-content table kept by triggers, so that nothing can be written past the index."""
    fts = f"{table}_search"
    drop = f"INSERT INTO {fts}({fts}, rowid, search) VALUES ('delete', OLD.id, OLD.search);"
    add = f"INSERT INTO {fts}(rowid, search) VALUES (NEW.id, NEW.search);"
    op.execute(f"CREATE VIRTUAL TABLE {fts} USING fts5(search, content='{table}', content_rowid='id', prefix='1 2 3 4 5 6')")
    op.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {fts}_added AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {fts}_removed AFTER DELETE ON {table} BEGIN {drop} END")
    op.execute(f"CREATE TRIGGER {fts}_changed AFTER UPDATE OF search ON {table} BEGIN {drop} {add} END")


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for when in ("added", "removed", "changed"):
                op.execute(f"DROP TRIGGER {table}_search_{when}")
            op.execute(f"DROP TABLE {table}_search")
        else:
            op.execute(f"DROP INDEX ix_{table}_search")
