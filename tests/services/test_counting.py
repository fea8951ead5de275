"""The count, end to end: shares in whole numbers, quorum, places, holds, a box that was touched, and what others learn."""

import pytest

from tests import world_rounds as rounds
from tests.world import World, build
from workflow.ballot import Choice
from workflow.vocabulary import State


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def test_a_carried_nomination_goes_on_and_the_figures_are_kept(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting, lambda n: Choice.NO if n == 0 else Choice.YES)
    rounds.counted(voting)
    question = voting.found.lines[0].question
    assert (question.eligible, question.yes, question.no, question.abstain, question.invalid) == (6, 5, 1, 0, 0)
    assert question.outcome == "carried"
    assert nomination.state == State.DEPARTMENT_VETTING
