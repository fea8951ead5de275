"""A scoring is closed at the instant at which a round is prepared: each of the two rounds has a code of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.models import Round
from nomination.services import rounds as preparing
from nomination.services.scorings import close
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.hunt.races import at_once, slowly
from tests.services.test_scorings import HEADS, by_sheets, opened, send, sheet
from tests.world import World, build


@pytest.fixture
def world(own_app: Flask) -> Iterator[World]:
    with own_app.app_context():
        yield build(review=by_sheets())
        db.session.remove()


def test_a_scoring_and_a_council_take_the_codes_of_their_rounds_in_turn(
    own_app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_council = ways.before_council(world, 5)
    (mine,) = rounds.waiting(world, "beta")
    code, campaign = opened(world, mine), world.campaign.code
    for unit in HEADS:
        send(world, code, unit, mine, sheet(50, 40))
    draft = rounds.a_draft(world, [before_council], rounds.COUNCIL_TELLERS)
    made = db.session.query(Round).count()
    leader, secretary = world.people["eta_head"].id, world.people["secretary"].id
    db.session.rollback()
    reached = slowly(monkeypatch, preparing, "next_code")

    def closing(actor: object) -> None:
        reached.wait(10)
        close(actor, code)  # type: ignore[arg-type]

    told = at_once(
        own_app, (secretary, lambda actor: preparing.prepare(actor, campaign, "council", draft)), (leader, closing)
    )
    assert told == ["done", "done"]
    codes = [one for (one,) in db.session.query(Round.code).order_by(Round.id)]
    assert codes[made:] == [f"{campaign}-P{made + 1:02d}", f"{campaign}-P{made + 2:02d}"]
