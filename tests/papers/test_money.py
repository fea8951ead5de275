"""Sums in figures and in words, as an accountant reads them."""

import pytest

from nomination.papers.money import figures, in_words

SAID = {
    0: "Không đồng",
    5: "Năm đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    105: "Một trăm linh năm đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    710_000: "Bảy trăm mười nghìn đồng",
    1_000_000: "Một triệu đồng",
    1_490_000: "Một triệu bốn trăm chín mươi nghìn đồng",
    12_005_000: "Mười hai triệu không trăm linh năm nghìn đồng",
    1_000_000_001: "Một tỷ không trăm linh một đồng",
    2_340_010_000: "Hai tỷ ba trăm bốn mươi triệu không trăm mười nghìn đồng",
    5_000_000_000_000: "Năm nghìn tỷ đồng",
}


@pytest.mark.parametrize(("amount", "words"), SAID.items())
def test_a_sum_in_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


def test_no_two_sums_are_said_alike() -> None:
    sums = [*range(2000), *range(0, 3_000_000, 997), *range(10**9, 10**9 + 500)]
    assert len({in_words(one) for one in sums}) == len(set(sums))


def test_figures_have_dots() -> None:
    assert [figures(one) for one in (0, 999, 1_490_000)] == ["0", "999", "1.490.000"]
