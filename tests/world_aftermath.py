"""What comes after a decision in the small world: published awards, and the paper that their codes stand in."""

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Decision, Nomination, RegisterEntry
from nomination.names import fold
from nomination.services import freezing
from nomination.services.publishing import publish
from tests import world_decisions as decisions
from tests.world import World


def awards(world: World, *names: str, unit: str = "alpha", collective: bool = False) -> tuple[Decision, list[str]]:
    """A published decision with an award for each name; its codes in the order of the names."""
    made = decisions.published(
        world, *(decisions.waiting(world, unit, name, collective=collective) for name in names),
        number=f"{world.campaign.next_number}/QĐ-THU",
    )  # fmt: skip
    query = select(RegisterEntry).where(RegisterEntry.decision_id == made.id)
    by_name = {entry.name_fold: entry.code for entry in db.session.scalars(query)}
    return made, [by_name[fold(name)] for name in names]


def entry(code: str) -> RegisterEntry:
    return db.session.scalars(select(RegisterEntry).where(RegisterEntry.code == code)).one()


def revoke(world: World, code: str) -> Decision:
    """The award is taken back by a decision of its own, signed and published."""
    found = entry(code)
    nomination = db.session.get_one(Nomination, found.nomination_id)
    made = decisions.revocation(world, nomination)
    freezing.freeze(world.actor("department_head"), made.code)
    decisions.sign(world, made)
    decisions.issue(world.actor("clerk"), made.code, number="99/QĐ-HB", dated=clock.today())
    publish(world.actor("department_head"), made.code, decisions.by(world, "department_head"))
    return made
