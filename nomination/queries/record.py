"""Entries of the record as people read them: who acted, and for whom."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from nomination.extensions import db
from nomination.models import Audit, Person


@dataclass(frozen=True)
class Seen:
    """`principal`: for whom, when what let him act was delegated."""

    entry: Audit
    name: str | None
    principal: str | None


def seen(*where: ColumnElement[bool], most: int) -> list[Seen]:
    """The newest first, in one query."""
    acting, principal = aliased(Person), aliased(Person)
    query = (
        select(Audit, acting.full_name, principal.full_name)
        .outerjoin(acting, acting.id == Audit.actor_id)
        .outerjoin(principal, principal.id == Audit.on_behalf_id)
        .where(*where)
        .order_by(Audit.id.desc())
        .limit(most)
    )
    return [Seen(*row) for row in db.session.execute(query)]


def of_subject(kind: str, code: str, *actions: str, most: int = 20) -> list[Seen]:
    """What was done with one thing."""
    return seen(Audit.subject_kind == kind, Audit.subject_id == code, Audit.action.in_(actions), most=most)
