"""Words in a folded `search` column, by each database's own full-text index. Only letters and digits are asked."""

from sqlalchemy import ColumnElement, bindparam, func, text

from nomination.extensions import db
from nomination.models import Nomination, RegisterEntry
from nomination.names import fold

MOST_WORDS = 8


def matching(model: type[Nomination] | type[RegisterEntry], typed: str) -> ColumnElement[bool] | None:
    """Rows whose search text holds every typed word, the last one as a beginning. None when nothing was typed."""
    words = fold(typed).split()[:MOST_WORDS]
    if not words:
        return None
    table = model.__tablename__
    if db.engine.dialect.name == "sqlite":
        asked = " ".join(f'"{word}"' for word in words[:-1]) + f' "{words[-1]}"*'
        found = text(f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH :asked").bindparams(
            bindparam("asked", asked.strip(), unique=True)
        )
        return model.id.in_(found)
    asked = " & ".join([f"'{word}'" for word in words[:-1]] + [f"'{words[-1]}':*"])
    return func.to_tsvector(text("'simple'"), model.search).op("@@")(func.to_tsquery(text("'simple'"), asked))
