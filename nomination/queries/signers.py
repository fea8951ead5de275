"""Who may be named on a decision as its signer: the minister, and whoever acts for him."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Person, RoleAssignment
from nomination.queries.actor import delegator_still_holds
from workflow.vocabulary import Role


@dataclass(frozen=True)
class SignerChoice:
    """`acts_for`: the person whose role it is, when it is not his own."""

    person_id: int
    name: str
    post: str
    acts_for: int | None


def signers() -> list[SignerChoice]:
    """Today's, the minister himself first."""
    today = clock.today()
    query = (
        select(Person.id, Person.full_name, Person.post, RoleAssignment.acts_for_id)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == Role.MINISTER, RoleAssignment.valid_from <= today)
        .where(or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to > today))
        .where(or_(RoleAssignment.acts_for_id.is_(None), delegator_still_holds(today)))
        .order_by(RoleAssignment.acts_for_id.is_not(None), RoleAssignment.id)
    )
    found = [SignerChoice(*row) for row in db.session.execute(query)]
    return list({one.person_id: one for one in reversed(found)}.values())[::-1]
