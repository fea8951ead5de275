"""What people really type into a cell of figures, and the sentence that tells them what to enter instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.figures import LARGEST, Figure, read_figure


def told(typed: str) -> str:
    figure = read_figure(typed)
    assert figure.number is None and figure.problem is not None
    message, params = figure.problem
    return message % params


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None), ("   ", None), ("\u00a0", None), ("0", 0), ("00", 0), ("20", 20), (" 20 ", 20), ("\u00a020\t", 20),
        ("007", 7), ("１２", 12), ("1000000", LARGEST), ("0001000000", LARGEST),
    ],
)  # fmt: skip
def test_a_count_or_nothing_yet(typed: str, number: int | None) -> None:
    assert read_figure(typed) == Figure(number)


A_RATE = "is a rate. Enter how many tasks; the rate is worked out from them."
NOT_A_RATE = "is not a whole number. Enter how many tasks, not a rate; the rate is worked out from them."
NOT_WHOLE = "is not a whole number. Enter how many tasks, in digits only; enter 0 when there was none."
DASH = "says nothing certain. Enter 0 when there was none; leave the cell blank when it is not known yet."
DATE = "is a date. Enter how many tasks; in a sheet, format the cell as a number first."
FAULT = "is an error of the sheet. Mend the formula or enter the number of tasks."
WORDS = "holds words. Enter only the number of tasks, in digits."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("91,5", f"“91,5” {NOT_A_RATE}"), ("91.5", f"“91.5” {NOT_A_RATE}"), ("20,0", f"“20,0” {NOT_A_RATE}"),
        ("91.5 %", f"“91.5 %” {A_RATE}"), ("95%", f"“95%” {A_RATE}"), ("95 phần trăm", f"“95 phần trăm” {A_RATE}"),
        ("abc", f"“abc” {NOT_WHOLE}"), ("18/20", f"“18/20” {NOT_WHOLE}"), ("1²", f"“1²” {NOT_WHOLE}"),
        ("=1+1", f"“=1+1” {NOT_WHOLE}"), ("1e3", f"“1e3” {NOT_WHOLE}"), ("٣", f"“٣” {NOT_WHOLE}"),
        ("-3", "“-3” is below 0. Enter 0 when there was none."),
        ("−3", "“−3” is below 0. Enter 0 when there was none."),
        ("-2,5", "“-2,5” is below 0. Enter 0 when there was none."),
        ("-", f"“-” {DASH}"), ("–", f"“–” {DASH}"),
        ("12 tháng", f"“12 tháng” {WORDS}"), ("12nv", f"“12nv” {WORDS}"),
        ("01/02/2020", f"“01/02/2020” {DATE}"), ("2020-02-01", f"“2020-02-01” {DATE}"),
        ("#DIV/0!", f"“#DIV/0!” {FAULT}"), ("#N/A", f"“#N/A” {FAULT}"),
        ("1000001", "“1000001” is too large; at most 1000000."),
        ("9" * 5000, f"“{'9' * 40}” is too large; at most 1000000."),
        ("x" * 5000, f"“{'x' * 40}” {NOT_WHOLE}"),
    ],
)  # fmt: skip
def test_what_is_no_count_says_what_to_enter(typed: str, sentence: str) -> None:
    assert told(typed) == sentence


@pytest.mark.parametrize("typed", ["1.234", "1,234", "1 234", "1\u00a0234"])
def test_a_sign_between_digits_is_not_guessed_at(typed: str) -> None:
    shown = " ".join(typed.split())
    assert told(typed) == (
        f"“{shown}”: the sign between the digits may part thousands or decimals. For 1234 tasks enter 1234."
    )


@given(st.text(max_size=60))
def test_any_text_is_a_figure_nothing_or_told(typed: str) -> None:
    figure = read_figure(typed)
    assert figure.number is None or (0 <= figure.number <= LARGEST and figure.problem is None)
    if figure.problem:
        message, params = figure.problem
        assert message % params
