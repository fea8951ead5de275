"""Tables of figures as people copy them, with and without headings and months, and what goes wrong in them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.measure import Comparison, Measure
from workflow.months import months_meant
from workflow.sheet import NOTHING, ROWS_MAX, SheetRead, read_sheet

QUARTER = Measure("2031-01", "2031-03", Fraction(90), Comparison.ABOVE)
YEAR = Measure("2031-01", "2031-12", Fraction(90), Comparison.ABOVE)
TURN = Measure("2031-07", "2032-08", Fraction(90), Comparison.ABOVE)
HEAD = ["Tháng", "Nhiệm vụ đến hạn", "Đúng hạn", "Quá hạn"]
ROWS = [["01/2031", "20", "19", "0"], ["02/2031", "30", "30", "0"], ["03/2031", "0", "0", "0"]]
ALL = {
    ("2031-01", "due"): "20", ("2031-01", "on_time"): "19", ("2031-01", "overdue"): "0",
    ("2031-02", "due"): "30", ("2031-02", "on_time"): "30", ("2031-02", "overdue"): "0",
    ("2031-03", "due"): "0", ("2031-03", "on_time"): "0", ("2031-03", "overdue"): "0",
}  # fmt: skip


def told(read: SheetRead) -> list[tuple[int, int, str]]:
    return [(one.row, one.column, one.message % one.params) for one in read.problems]


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, *ROWS],
        ROWS,
        [row[1:] for row in ROWS],
        [HEAD[1:], *[row[1:] for row in ROWS]],
        [["Kết quả thực hiện nhiệm vụ"], [], HEAD, [], *reversed(ROWS)],
        [["STT", *HEAD, "Tỷ lệ đúng hạn", "Ghi chú"], *[["1", *row, "95 %", "x"] for row in ROWS]],
        [["Quá hạn", "Tháng", "Số nhiệm vụ đến hạn", "Số hoàn thành đúng hạn"], *[[r[3], *r[:3]] for r in ROWS]],
        [["Month", "Tasks due", "On time", "Overdue"], *ROWS, ["Total", "50", "49", "0"]],
        [HEAD, *ROWS, ["Tổng cộng", "50", "49", "0"], ["Người lập biểu"]],
        [[f"Tháng {n}", *row[1:]] for n, row in enumerate(ROWS, 1)],
        [[str(n), *row[1:], "", ""] for n, row in enumerate(ROWS, 1)],
        [[f"01/0{n}/2031", *row[1:]] for n, row in enumerate(ROWS, 1)],
    ],
)
def test_the_same_figures_however_the_table_stands(rows: list[list[str]]) -> None:
    read = read_sheet(rows, QUARTER)
    assert (dict(read.cells), told(read)) == (ALL, [])


@pytest.mark.parametrize(
    "written",
    [
        "01/2031", "1/2031", "1-2031", "1.2031", "01 / 2031", "2031-01", "2031/1", "2031-01-01", "01/01/2031",
        "31/01/2031",
        "Tháng 1", "tháng 01/2031", "Tháng 1 năm 2031", "T1", "t01/2031", "Thg 1", "Thg1-31", "Jan-31", "January 2031",
        "1", "01", "Month 1",
    ],
)  # fmt: skip
def test_a_month_as_people_write_it(written: str) -> None:
    assert months_meant(written, YEAR.months()) == ["2031-01"]


@pytest.mark.parametrize(
    "written", ["", "0", "13", "13/2031", "00/2031", "Tháng", "Quý 1", "1/1", "1/31/2031", "2031", "-1", "1.5.9"]
)
def test_what_is_no_month(written: str) -> None:
    assert months_meant(written, YEAR.months()) == []


def test_a_bad_cell_is_kept_as_typed_and_told_where_it_stands() -> None:
    rows = [HEAD, ["01/2031", "20", "95 %", "-1"], ["02/2031", "", "30", "x"]]
    read = read_sheet(rows, QUARTER)
    assert read.cells == {
        ("2031-01", "due"): "20", ("2031-01", "on_time"): "95 %", ("2031-01", "overdue"): "-1",
        ("2031-02", "on_time"): "30", ("2031-02", "overdue"): "x",
    }  # fmt: skip
    assert told(read) == [
        (2, 3, "“95 %” is a rate. Enter how many tasks; the rate is worked out from them."),
        (2, 4, "“-1” is below 0. Enter 0 when there was none."),
        (3, 4, "“x” is not a whole number. Enter how many tasks, in digits only; enter 0 when there was none."),
    ]
    assert [one.cell for one in read.problems] == [
        ("2031-01", "on_time"), ("2031-01", "overdue"), ("2031-02", "overdue"),
    ]  # fmt: skip


def test_a_thirteenth_month_a_month_outside_a_month_twice() -> None:
    year = [[f"{n:02d}/2031", "10", "10", "0"] for n in range(1, 13)]
    thirteen = read_sheet([*year, ["01/2032", "10", "10", "0"]], YEAR)
    assert len(thirteen.cells) == 36
    assert told(thirteen) == [(13, 1, "01/2032 lies outside the period from 01/2031 to 12/2031.")]
    in_order = read_sheet([row[1:] for row in [*year, year[0]]], YEAR)
    assert len(in_order.cells) == 36
    assert told(in_order) == [(13, 0, "There are more rows than months: the period has 12, from 01/2031 to 12/2031.")]
    twice = read_sheet([HEAD, *ROWS, ["Tháng 2", "1", "1", "0"]], QUARTER)
    assert {month for month, _ in twice.cells} == {"2031-01", "2031-03"}
    assert told(twice) == [(5, 0, "02/2031 stands in rows 3, 5; none of them was taken.")]


def test_a_month_that_says_too_little_or_nothing() -> None:
    read = read_sheet(
        [HEAD, ["8", "1", "1", "0"], ["Quý 4", "1", "1", "0"], ["", "1", "1", "0"], ["T9", "2", "2", "0"]], TURN
    )
    assert {month for month, _ in read.cells} == {"2031-09"}
    assert told(read) == [
        (2, 1, "“8” may be 08/2031, 08/2032. Write it with its year."),
        (3, 1, "“Quý 4” is no month. Write it like 07/2031."),
        (4, 1, "The month of this row is missing."),
    ]


NARROW = "Give tasks due, done on time and overdue, and before them the month if you wish."
WIDE = "Give the month, tasks due, done on time and overdue; or put a row of headings above."


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["", " "]], [(0, 0, NOTHING)]),
        ([["20", "19"], ["20", "19"]], [(1, 0, f"There are only 2 columns. {NARROW}")]),
        ([["01/2031", "20", "19"]], [(1, 0, f"There are only 3 columns. {NARROW}")]),
        ([["1", "20", "19"], ["2", "20", "19"], ["3", "5", "5"]], [(1, 0, f"There are only 3 columns. {NARROW}")]),
        ([["01/2031", "20", "19", "0", "95"]], [(1, 0, f"There are 5 columns. {WIDE}")]),
        ([HEAD[:3], ["01/2031", "", ""]], [(1, 0, "The column “Overdue” is missing.")]),
        (
            [[*HEAD, "Quá hạn trong năm", "Đơn vị"], ["01/2031"]],
            [
                (1, 4, "The column “Quá hạn” stands here twice."),
                (1, 5, "The column “Quá hạn trong năm” stands here twice."),
                (1, 6, "The column “Đơn vị” is not known, so it was not read."),
            ],
        ),
        ([HEAD, ["01/2031", "", "", "", "7"]], [(1, 5, "There are figures under no heading, so they were not read.")]),
    ],
)  # fmt: skip
def test_columns_missing_or_too_many(rows: list[list[str]], expected: list[tuple[int, int, str]]) -> None:
    read = read_sheet(rows, QUARTER)
    assert (dict(read.cells), told(read)) == ({}, expected)


def test_a_very_long_table_is_cut_and_says_so() -> None:
    read = read_sheet([HEAD, *ROWS, *[["x"]] * ROWS_MAX], QUARTER)
    assert read.cells == ALL
    assert told(read) == [(ROWS_MAX, 0, f"Only the first {ROWS_MAX} rows were looked at.")]


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=20))
def test_any_table_is_read_or_told(rows: list[list[str]]) -> None:
    read = read_sheet(rows, QUARTER)
    assert all(month in QUARTER.months() for month, _ in read.cells)
    assert all(one.message % one.params for one in read.problems)
