"""Compositions of the council in the small world, from papers that two people entered."""

from dataclasses import replace
from datetime import date

from nomination import clock
from nomination.models import CouncilDecision
from nomination.services.council import Composition, confirm_composition, enter_composition
from nomination.services.evidence import Kept
from tests.world import World
from workflow.council import Post, Seat

POSTS = (Post.CHAIRMAN, Post.FIRST_VICE_CHAIRMAN, Post.STANDING_VICE_CHAIRMAN, Post.MEMBER, Post.MEMBER)


def a_composition(world: World, *, first: date | None = None, scan: Kept | None = None) -> Composition:
    """The five who sit in the small world, with posts, and their secretary; from today on."""
    seats = [Seat(world.people[f"council_{n}"].id, post) for n, post in enumerate(POSTS, start=1)]
    today = clock.today()
    return Composition(
        "12/QĐ-THU", today, first or today, "Bộ trưởng Vũ Thế Em",
        (*seats, Seat(world.people["secretary"].id, Post.SECRETARY)), scan,
    )  # fmt: skip


def composed(world: World, *, first: date | None = None, seats: tuple[Seat, ...] | None = None) -> CouncilDecision:
    """Entered by the secretary, confirmed by the head of the department."""
    said = a_composition(world, first=first)
    row = enter_composition(world.actor("secretary"), replace(said, seats=seats) if seats else said)
    return confirm_composition(world.actor("department_head"), row.id)
