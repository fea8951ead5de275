"""The vetting officers of the department, and how much each of them has in hand."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, cast, func, literal, null, or_, select, union_all

from nomination import clock
from nomination.extensions import db
from nomination.models import Nomination, Person, RoleAssignment
from nomination.queries.visible import visible_to
from workflow.dossier import Actor
from workflow.vocabulary import Role, State


@dataclass(frozen=True)
class Load:
    """What one officer has in hand: how many, and how many of them beyond their day. `officer_id` None: nobody has it.

    `serving`: he is an officer today, so more can be given to him.
    """

    officer_id: int | None
    name: str
    number: int
    overdue: int
    serving: bool


def holding_now() -> ColumnElement[bool]:
    """A role assignment that makes somebody a vetting officer today."""
    today = clock.today()
    return and_(
        RoleAssignment.role == Role.DEPARTMENT_OFFICER, RoleAssignment.valid_from <= today,
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today),
    )  # fmt: skip


def loads(actor: Actor) -> list[Load]:
    """Every officer, and whoever else has something in hand; first what nobody has. One query."""
    in_hand = and_(
        Nomination.state == State.DEPARTMENT_VETTING.value, Nomination.pledged_hash.is_not(None), visible_to(actor)
    )
    late = func.count(Nomination.id).filter(Nomination.vetting_due_on < clock.today())
    serving = select(RoleAssignment.id).where(RoleAssignment.person_id == Person.id, holding_now()).exists()
    theirs = (
        select(Person.id, Person.full_name, Person.sort_key, func.count(Nomination.id), late, serving)
        .outerjoin(Nomination, and_(Nomination.officer_id == Person.id, in_hand))
        .where(or_(serving, Nomination.id.is_not(None)))
        .group_by(Person.id, Person.full_name, Person.sort_key)
    )
    nobody = select(
        cast(null(), Integer), literal(""), literal(""), func.count(Nomination.id), late, literal(False)
    ).where(Nomination.officer_id.is_(None), in_hand)
    rows = db.session.execute(union_all(theirs, nobody)).all()
    found = [
        Load(key, name, number, overdue, bool(now))
        for key, name, _, number, overdue, now in sorted(rows, key=lambda row: (row[0] is not None, row[2]))
    ]
    return [load for load in found if load.officer_id is not None or load.number]
