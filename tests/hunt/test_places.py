"""Places of a cluster: however its rounds follow one another, no more go forward than there are."""

import copy

from nomination import clock
from tests import world_rounds as rounds
from tests.world import build, campaign_content
from workflow.vocabulary import State


def test_a_round_prepared_first_and_counted_last_finds_the_places_gone(app, session) -> None:  # type: ignore[no-untyped-def]
    running = copy.deepcopy(campaign_content()["running"])
    for award in running["awards"]:
        award["cluster_places"] = 1
    world = build(awards=running["awards"])
    first, second = rounds.waiting(world, "alpha", "delta")
    early, late = rounds.opened(world, first), rounds.opened(world, second)
    for voting in (early, late):
        rounds.all_vote(voting)
    rounds.counted(late)
    with clock.at(early.row.closes_at):
        rounds.counted(early)
    assert (first.state, second.state) == (State.DECLINED, State.DEPARTMENT_VETTING)
