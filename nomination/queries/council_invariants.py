"""What must hold of the council in every database: whoever sits on it is whom the newest paper in force names."""

from collections.abc import Callable, Iterator

from sqlalchemy import String, and_, cast, exists, or_, select

from nomination.extensions import db
from nomination.models import Audit, CouncilDecision, CouncilSeat, RoleAssignment
from workflow.council import Post
from workflow.vocabulary import Role


def seats_are_held_as_the_paper_says() -> Iterator[str]:
    """The seats of the newest confirmed composition are open assignments from its first day, and no others are."""
    newest = select(CouncilDecision).where(CouncilDecision.began_on.is_not(None)).order_by(CouncilDecision.id.desc())
    row = db.session.scalars(newest.limit(1)).first()
    if row is None:
        return
    seats = select(CouncilSeat.person_id, CouncilSeat.post).where(CouncilSeat.decision_id == row.id)
    held = select(RoleAssignment.person_id, RoleAssignment.council_post).where(
        RoleAssignment.role.in_([Role.COUNCIL_MEMBER.value, Role.COUNCIL_SECRETARY.value]),
        RoleAssignment.acts_for_id.is_(None), RoleAssignment.valid_to.is_(None),
        RoleAssignment.valid_from == row.began_on,
    )  # fmt: skip
    named = {tuple(one) for one in db.session.execute(seats)}
    for person_id, _post in named ^ {tuple(one) for one in db.session.execute(held)}:
        yield f"composition {row.id}, person {person_id}"


def seats_and_roles_agree() -> Iterator[str]:
    """An assignment with a seat has the role of that seat, and the chair's seat chairs."""
    chairs = RoleAssignment.council_post == Post.CHAIRMAN.value
    votes = RoleAssignment.council_post != Post.SECRETARY.value
    differs = or_(RoleAssignment.chair != chairs, (RoleAssignment.role == Role.COUNCIL_MEMBER.value) != votes)
    yield from map(str, db.session.scalars(select(RoleAssignment.id).where(RoleAssignment.council_post != "", differs)))


def compositions_are_on_record() -> Iterator[str]:
    """Each was entered by the person whom it names, and confirmed likewise."""
    for action, person, told in (
        ("council:enter", CouncilDecision.entered_by_id, CouncilDecision.id.is_not(None)),
        ("council:confirm", CouncilDecision.confirmed_by_id, CouncilDecision.confirmed_at.is_not(None)),
    ):
        same = and_(
            Audit.subject_kind == "council", Audit.subject_id == cast(CouncilDecision.id, String),
            Audit.action == action, Audit.actor_id == person,
        )  # fmt: skip
        query = select(CouncilDecision.id).where(told, ~exists().where(same)).order_by(CouncilDecision.id)
        yield from (f"{action} {one}" for one in db.session.scalars(query))


COUNCIL_INVARIANTS: dict[str, Callable[[], Iterator[str]]] = {
    "the council sits as its newest paper says": seats_are_held_as_the_paper_says,
    "a seat on the council has its role": seats_and_roles_agree,
    "a composition of the council is on record": compositions_are_on_record,
}
