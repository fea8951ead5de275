"""Places: what is left, and which allotment is exceeded by how many."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.quota import Balance, Excess, Proposal, Quota, excesses, remaining

HOLDERS, AWARDS = ["north", "south"], ["flag", "certificate"]


@pytest.mark.parametrize(("places", "taken", "left"), [(3, 1, 2), (3, 3, 0), (3, 5, 0), (0, 0, 0), (None, 9, None)])
def test_remaining_places(places: int | None, taken: int, left: int | None) -> None:
    assert remaining(Quota("north", "flag", places), taken) == left


def test_the_full_quota_is_not_exceeded_and_one_more_is() -> None:
    quota, flag = Quota("north", "flag", 2), Proposal("north", "flag")
    assert excesses([quota], [flag] * 2) == []
    assert excesses([quota], [flag] * 3) == [Excess("north", "flag", places=2, proposed=3)]
    assert excesses([quota], [flag] * 3)[0].over == 1


def test_a_quota_without_award_counts_all_awards_together() -> None:
    both = [Proposal("north", "flag"), Proposal("north", "certificate"), Proposal("south", "flag")]
    assert excesses([Quota("north", None, 1)], both) == [Excess("north", None, places=1, proposed=2)]


def test_no_places_differs_from_no_limit() -> None:
    flag = [Proposal("north", "flag")]
    assert excesses([Quota("north", "flag", None)], flag) == []
    assert excesses([Quota("north", "flag", 0)], flag) == [Excess("north", "flag", places=0, proposed=1)]


@pytest.mark.parametrize("places", [-1, 1.5, True, "2"])
def test_places_are_whole_numbers(places: int) -> None:
    with pytest.raises(ValueError, match="places are a whole number from 0 up"):
        Quota("north", "flag", places)


quotas = st.builds(Quota, st.sampled_from(HOLDERS), st.sampled_from([None, *AWARDS]), st.none() | st.integers(0, 4))
proposals = st.builds(Proposal, st.sampled_from(HOLDERS), st.sampled_from(AWARDS))


@given(st.lists(quotas, max_size=6), st.lists(proposals, max_size=12))
def test_excess_agrees_with_taking_places_one_by_one(allotted: Sequence[Quota], made: Sequence[Proposal]) -> None:
    """The second implementation: every proposal takes a place from each quota that speaks of it, until none is left."""
    over = []
    for quota in allotted:
        free = quota.places
        turned_away = 0
        for proposal in made:
            if free is None or proposal.holder != quota.holder or (quota.award and quota.award != proposal.award):
                continue
            free, turned_away = (free - 1, turned_away) if free else (0, turned_away + 1)
        over += [turned_away] if turned_away else []
    assert [excess.over for excess in excesses(allotted, made)] == over


def test_extra_places_go_on_top_of_a_limit_only() -> None:
    extra = {"flag": 2, "certificate": 5}
    assert Quota("north", "flag", 1).with_extra(extra) == Quota("north", "flag", 3)
    assert Quota("north", None, 1).with_extra(extra) == Quota("north", None, 8)
    assert Quota("north", "flag", None).with_extra(extra) == Quota("north", "flag", None)
    assert Quota("north", "flag", 0).with_extra({}) == Quota("north", "flag", 0)


@pytest.mark.parametrize(
    ("direct", "leaders", "asked", "short"), [(3, 3, 1, 0), (2, 3, 1, 1), (0, 0, 1, 0), (0, 3, None, 0), (5, 3, 2, 1)]
)
def test_direct_workers_that_are_missing(direct: int, leaders: int, asked: int | None, short: int) -> None:
    assert Balance(direct, leaders, asked).short == short
