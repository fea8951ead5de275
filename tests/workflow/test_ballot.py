"""The arithmetic of a round, told twice: in the words of the rules, and by a second way of counting."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.ballot import (
    Audience,
    Band,
    Base,
    Choice,
    Rule,
    Share,
    Tally,
    Turnout,
    disclosure,
    passed,
    quorum_met,
    secret_enough,
    votes_needed,
)
from workflow.ranking import Contender, Ranking, rank_with_quota

TWO_THIRDS = Share(2, 3)
NINETY = Share.percent(90)
RULE = Rule(quorum=TWO_THIRDS, threshold=NINETY)


def tally(yes: int, no: int = 0, abstain: int = 0, *, eligible: int | None = None, invalid: int = 0) -> Tally:
    voted = yes + no + abstain + invalid
    return Tally(eligible=voted if eligible is None else eligible, voted=voted, yes=yes, no=no, abstain=abstain)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    denominator = draw(st.integers(2, 1000))
    strict = draw(st.booleans())
    return Share(draw(st.integers(1, denominator - 1 if strict else denominator)), denominator, strict)


@st.composite
def tallies(draw: st.DrawFn, most: int = 40) -> Tally:
    yes, no, abstain, invalid, away = (draw(st.integers(0, most)) for _ in range(5))
    return tally(yes, no, abstain, invalid=invalid, eligible=yes + no + abstain + invalid + away)


def reached(share: Share, part: int, whole: int) -> bool:
    """The second implementation: real fractions, compared as a reader of the rule would."""
    if whole == 0:
        return False
    have, need = Fraction(part, whole), Fraction(share.numerator, share.denominator)
    return have > need or (have == need and not share.strict)


@pytest.mark.parametrize(
    ("members", "present", "eighty", "ninety"),
    [
        (9, 6, 8, 9),
        (11, 8, 9, 10),
        (13, 9, 11, 12),
        (15, 10, 12, 14),
        (17, 12, 14, 16),
        (19, 13, 16, 18),
        (21, 14, 17, 19),
        (25, 17, 20, 23),
    ],
)
def test_minimum_votes_table(members: int, present: int, eighty: int, ninety: int) -> None:
    needed = [votes_needed(members, share) for share in (TWO_THIRDS, Share.percent(80), NINETY)]
    assert needed == [present, eighty, ninety]


def test_26_of_29_prints_as_90_percent_and_fails() -> None:
    assert round(26 * 100 / 29) == 90
    assert not passed(tally(26, 3), RULE)


def test_15_of_17_fails_and_16_of_17_passes() -> None:
    assert [passed(tally(yes, 17 - yes), RULE) for yes in (15, 16)] == [False, True]


@pytest.mark.parametrize(("strict", "outcome"), [(False, True), (True, False)])
def test_exactly_90_percent_passes_from_90_up_and_fails_above_90(strict: bool, outcome: bool) -> None:
    rule = Rule(TWO_THIRDS, Share.percent(90, strict=strict))
    assert passed(tally(9, 1), rule) is outcome


def test_members_who_stay_away_count_against_when_the_base_is_all_members() -> None:
    assert not passed(tally(12, eligible=17), RULE)


@pytest.mark.parametrize(
    ("base", "outcome"), [(Base.ELIGIBLE, False), (Base.PRESENT, False), (Base.VALID, True)], ids=str
)
def test_the_base_decides(base: Base, outcome: bool) -> None:
    """9 yes, 1 no, 1 invalid, 1 away: 9/12, 9/11 or 9/10."""
    assert passed(tally(9, 1, invalid=1, eligible=12), Rule(TWO_THIRDS, NINETY, base)) is outcome


@pytest.mark.parametrize("base", Base, ids=str)
def test_an_abstention_is_not_a_yes(base: Base) -> None:
    assert not passed(tally(8, 0, 2), Rule(TWO_THIRDS, NINETY, base))


@pytest.mark.parametrize("base", Base, ids=str)
def test_nobody_passes_when_nobody_votes(base: Base) -> None:
    assert not passed(Tally(0, 0, 0, 0, 0), Rule(TWO_THIRDS, NINETY, base))
    assert not quorum_met(Turnout(0, 0), RULE)


def test_two_thirds_of_17_is_12() -> None:
    assert [quorum_met(Turnout(17, voted), RULE) for voted in (11, 12)] == [False, True]


def test_an_invalid_slip_still_took_part_in_the_quorum() -> None:
    assert quorum_met(tally(5, invalid=1, eligible=9), RULE)


def test_fewer_than_the_minimum_hold_no_secret_ballot() -> None:
    assert [secret_enough(voters, 5) for voters in (4, 5)] == [False, True]


def test_figures_for_the_minutes_a_band_for_members_nothing_for_the_public() -> None:
    counted = tally(16, 1)
    assert [disclosure(counted, RULE, audience) for audience in Audience] == [counted, Band.PASSED, None]


def test_unanimous_and_one_dissenter_look_alike() -> None:
    assert disclosure(tally(17), RULE, Audience.MEMBERS) is disclosure(tally(16, 1), RULE, Audience.MEMBERS)
    assert disclosure(tally(0, 17), RULE, Audience.MEMBERS) is Band.NOT_PASSED


def test_words_on_the_ballot() -> None:
    assert [choice.label for choice in Choice] == ["Agree", "Do not agree", "No opinion"]
    assert [base.label for base in Base] == ["all members", "members who voted", "valid ballots"]
    assert [band.label for band in Band] == ["Required share reached", "Required share not reached"]


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ((17, 18, 18, 0, 0), "18 voted but only 17 may"),
        ((17, 16, 15, 1, 1), "17 valid slips but only 16 voted"),
        ((17, 16, -1, 1, 1), "yes is a whole number from 0 up, not -1"),
        ((17, 16, 15.5, 0, 0), "yes is a whole number from 0 up, not 15.5"),
        ((17, True, 0, 0, 0), "voted is a whole number from 0 up, not True"),
    ],
)
def test_impossible_tallies_are_refused(figures: tuple[int, int, int, int, int], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        Tally(*figures)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 100), "a share is more than nothing and at most the whole"),
        ((101, 100), "a share is more than nothing and at most the whole"),
        ((0, 0), "a share is more than nothing and at most the whole"),
        ((100, 100, True), "nothing is more than the whole"),
        ((0.9, 1), "numerator is a whole number from 0 up, not 0.9"),
    ],
)
def test_impossible_shares_are_refused(arguments: tuple[int, int], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        Share(*arguments)
    assert str(refused.value) == message


def test_nobody_can_vote_has_no_minimum() -> None:
    with pytest.raises(ValueError, match="nobody can vote"):
        votes_needed(0, NINETY)


@given(tallies(), shares(), st.sampled_from(Base))
def test_passed_agrees_with_fractions(counted: Tally, share: Share, base: Base) -> None:
    whole = {
        Base.ELIGIBLE: counted.eligible,
        Base.PRESENT: counted.yes + counted.no + counted.abstain + counted.invalid,
        Base.VALID: counted.yes + counted.no + counted.abstain,
    }[base]
    assert passed(counted, Rule(TWO_THIRDS, share, base)) is reached(share, counted.yes, whole)


@given(tallies(), shares())
def test_quorum_agrees_with_fractions(counted: Tally, share: Share) -> None:
    expected = reached(share, counted.voted, counted.eligible)
    assert quorum_met(counted.turnout, Rule(share, NINETY)) is expected
    assert quorum_met(counted, Rule(share, NINETY)) is expected


@given(st.integers(1, 300), shares())
def test_votes_needed_agrees_with_trying_every_number(members: int, share: Share) -> None:
    assert votes_needed(members, share) == next(n for n in range(members + 1) if reached(share, n, members))


def contender(code: str, yes: int, **merits: int) -> Contender:
    return Contender(code, tally(yes, 20 - yes), merits)


def test_threshold_first_then_places() -> None:
    result = rank_with_quota(
        [contender("a", 18), contender("b", 20), contender("c", 19), contender("d", 17)], RULE, places=2
    )
    assert result == Ranking(selected=("b", "c"), beyond_quota=("a",), below_threshold=("d",))


def test_free_places_do_not_lower_the_threshold() -> None:
    assert rank_with_quota([contender("a", 17)], RULE, places=5) == Ranking(below_threshold=("a",))


def test_no_quota_takes_all_over_the_threshold() -> None:
    result = rank_with_quota([contender("b", 18), contender("a", 20)], RULE, places=None)
    assert result == Ranking(selected=("a", "b"))


def test_a_tie_on_the_last_place_is_reported_not_broken() -> None:
    result = rank_with_quota([contender("a", 20), contender("b", 19), contender("c", 19)], RULE, places=2)
    assert result == Ranking(selected=("a",), tied=("b", "c"), places_open=1)


def test_a_tie_that_costs_nobody_a_place_is_left_alone() -> None:
    result = rank_with_quota([contender("a", 19), contender("b", 19), contender("c", 18)], RULE, places=2)
    assert result == Ranking(selected=("a", "b"), beyond_quota=("c",))


def test_tiebreaks_are_asked_in_their_order() -> None:
    tied = [contender("a", 19, direct_worker=0, score=99), contender("b", 19, direct_worker=1, score=10)]
    by_worker = rank_with_quota(tied, RULE, places=1, tiebreaks=["direct_worker", "score"])
    by_score = rank_with_quota(tied, RULE, places=1, tiebreaks=["score", "direct_worker"])
    assert (by_worker.selected, by_score.selected) == (("b",), ("a",))


def test_a_tiebreak_not_yet_known_stops_the_ranking_and_is_named() -> None:
    """The chair's vote comes before the score: an unknown vote must not be skipped for a known score."""
    tied = [contender("a", 19, score=99), contender("b", 19, score=10), contender("c", 18, score=50)]
    result = rank_with_quota(tied, RULE, places=1, tiebreaks=["chair_vote", "score"])
    assert result == Ranking(tied=("a", "b"), places_open=1, awaiting="chair_vote", beyond_quota=("c",))


def test_a_tiebreak_known_of_some_only_breaks_nothing() -> None:
    tied = [contender("a", 19, score=99), contender("b", 19)]
    result = rank_with_quota(tied, RULE, places=1, tiebreaks=["score"])
    assert result == Ranking(tied=("a", "b"), places_open=1, awaiting="score")


def test_one_nomination_cannot_stand_twice() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        rank_with_quota([contender("a", 19), contender("a", 18)], RULE, places=1)


@st.composite
def contests(draw: st.DrawFn) -> tuple[list[Contender], int, list[str]]:
    names = draw(st.permutations(["chair_vote", "score"]))[: draw(st.integers(0, 2))]
    figures = draw(st.lists(st.tuples(st.integers(16, 20), st.integers(0, 2), st.integers(0, 2)), max_size=6))
    standing = [
        contender(f"n{place}", yes, chair_vote=chair, score=score) for place, (yes, chair, score) in enumerate(figures)
    ]
    return standing, draw(st.integers(0, 7)), names


@given(contests())
def test_ranking_agrees_with_trying_every_choice(contest: tuple[list[Contender], int, list[str]]) -> None:
    """Selected are those in every fair choice of winners; tied are those in some; beyond are those in none.

    A choice is fair when nobody left out stands above anybody chosen.
    """
    standing, places, names = contest
    over = [one for one in standing if Fraction(one.tally.yes, 20) >= Fraction(9, 10)]

    def standing_of(one: Contender) -> tuple[int, ...]:
        return (one.tally.yes, *(one.merits[name] for name in names))

    fair = [
        {one.code for one in chosen}
        for chosen in combinations(over, min(places, len(over)))
        if all(standing_of(out) <= standing_of(one) for one in chosen for out in over if out not in chosen)
    ]
    result = rank_with_quota(standing, RULE, places=places, tiebreaks=names)
    always, ever = set.intersection(*fair), set.union(*fair)
    assert (set(result.selected), set(result.tied)) == (always, ever - always)
    assert set(result.beyond_quota) == {one.code for one in over} - ever
    assert set(result.below_threshold) == {one.code for one in standing if one not in over}
    assert result.places_open == (min(places, len(over)) - len(always))
