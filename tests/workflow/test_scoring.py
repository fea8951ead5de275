"""Score sheets: what may be sent, the mean of the others, the spread, the ranking and what breaks a tie."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from workflow.scoring import (
    POINT,
    Group,
    Method,
    Ranked,
    Review,
    Score,
    Sheet,
    against,
    carried,
    ranking,
)

REVIEW = Review(
    Method.SCORE_THEN_VOTE,
    (Group("tasks", "Nhiệm vụ", 60, ("c3",)), Group("renewal", "Đổi mới", 40, ("c2", "c4"))),
    bonus_most=5, minus_most=10, least=90, ties=("fewer_minus", "group:renewal"), source="Hướng dẫn của Bộ",
)  # fmt: skip


def sheet(unit: int, tasks: float, renewal: float, bonus: float = 0, minus: float = 0) -> Sheet:
    marks = {"tasks": round(tasks * POINT), "renewal": round(renewal * POINT)}
    reasons = ("Sáng kiến" if bonus else "", "Nộp muộn" if minus else "")
    return Sheet(unit, marks, round(bonus * POINT), round(minus * POINT), *reasons)


def told(given: Sheet) -> list[tuple[str, str | None]]:
    return [(reason.message % reason.params, reason.mend) for reason in against(given, REVIEW)]


def test_a_whole_sheet_has_nothing_against_it() -> None:
    assert told(sheet(1, 60, 40, 5, 10)) == []
    assert told(sheet(1, 0, 0)) == []


def test_every_fault_of_a_sheet_is_told_at_its_field() -> None:
    given = Sheet(1, {"tasks": 60 * POINT + 1}, bonus=6 * POINT, minus=1)
    assert told(given) == [
        ("“Nhiệm vụ” has from 0 to 60 points.", "group:tasks"),
        ("Give points for “Đổi mới”.", "group:renewal"),
        ("From 0 to 5 points.", "bonus"),
        ("Say what these points are for.", "minus_reason"),
    ]
    assert told(Sheet(1, {"tasks": -1, "renewal": 0})) == [("“Nhiệm vụ” has from 0 to 60 points.", "group:tasks")]


def test_the_own_sheet_is_shown_and_never_counted() -> None:
    score = Score("A-1", sheet(1, 60, 40), (sheet(2, 50, 30), sheet(3, 55.5, 30, 1, 2)))
    assert (score.mean, score.low, score.high, score.spread) == (Fraction(8225), 8000, 8450, 450)
    assert score.of_group("renewal") == 3000
    assert Score("A-2", sheet(1, 60, 40)).mean is None


def test_the_mean_is_exact_and_so_is_the_limit() -> None:
    """Of three sheets with 269.99 points together the mean prints as 90.00 and does not reach 90."""
    almost = Score("A-1", None, (sheet(2, 60, 30), sheet(3, 60, 30), sheet(4, 60, 29.99)))
    assert almost.mean == Fraction(26999, 3) and not carried(almost, REVIEW)
    assert carried(Score("A-2", None, (sheet(2, 60, 30),)), REVIEW)
    assert not carried(Score("A-3"), Review())
    assert carried(Score("A-4", None, (sheet(2, 0, 0),)), Review())


def test_ties_are_broken_by_named_rules_in_their_order_and_what_is_left_shares_a_place() -> None:
    scores = [
        Score("D", None, (sheet(9, 50, 30),)),
        Score("A", None, (sheet(9, 51, 35, 0, 1),)),
        Score("B", None, (sheet(9, 50, 35),)),
        Score("C", None, (sheet(9, 49, 36),)),
        Score("E", None, (sheet(9, 50, 30),)),
        Score("F", sheet(6, 60, 40)),
    ]
    assert ranking(scores, REVIEW.ties) == [
        Ranked("C", 1, by="group:renewal"),
        Ranked("B", 2, by="group:renewal"),
        Ranked("A", 3, by="fewer_minus"),
        Ranked("D", 4, shared=True),
        Ranked("E", 4, shared=True),
    ]
    assert [(one.code, one.place) for one in ranking(scores)] == [("A", 1), ("B", 1), ("C", 1), ("D", 4), ("E", 4)]


def test_a_tie_rule_has_words() -> None:
    assert REVIEW.tie_title("group:renewal") == ("higher score in the group “%(group)s”", {"group": "Đổi mới"})
    assert REVIEW.tie_title("fewer_minus") == ("fewer minus points", {})
    assert REVIEW.most == 100


@given(st.lists(st.lists(st.integers(0, 400), min_size=1, max_size=5), min_size=1, max_size=7), st.booleans())
def test_the_ranking_is_that_of_a_second_way_of_counting(totals: list[list[int]], small: bool) -> None:
    """Compared in pairs by cross-multiplied sums: nobody stands above one whom he does not beat."""
    ties = ("smaller_spread",) if small else ()
    scores = [
        Score(f"N-{n}", None, tuple(Sheet(unit, {"tasks": points}) for unit, points in enumerate(given)))
        for n, given in enumerate(totals)
    ]
    places = {one.code: one.place for one in ranking(scores, ties)}

    def beats(mine: list[int], his: list[int]) -> bool:
        left, right = sum(mine) * len(his), sum(his) * len(mine)
        if left != right or not small:
            return left > right
        return max(mine) - min(mine) < max(his) - min(his)

    for n, mine in enumerate(totals):
        assert places[f"N-{n}"] == 1 + sum(beats(other, mine) for other in totals)
