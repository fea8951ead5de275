"""Tables from outside: pasted text, CSV and XLSX as spreadsheets write them, and files that lie, break or burst."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from nomination.filetypes import BROKEN, EMPTY, MACROS, Unacceptable
from nomination.sheet_template import figures_sheet
from nomination.sheets import (
    LARGEST,
    MISNAMED,
    NO_TABLE,
    NOT_UNICODE,
    OLD_OR_LOCKED,
    PASTED_MAX,
    PASTED_TOO_LONG,
    TOO_LARGE,
    TOO_MUCH,
    UNKNOWN,
    rows_of_file,
    rows_of_text,
)
from tests.world_drafts import PDF, office
from workflow.sheet import COLUMNS_MAX, ROWS_MAX

ROWS = [["Tháng", "Đến hạn"], ["01/2031", "20"]]


def workbook(*cells: tuple[int, int, Any], blank_first: bool = False) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        if blank_first:
            book.add_worksheet()
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.0%"})
        month = book.add_format({"num_format": "mm/yyyy"})
        for row, column, value in cells:
            if isinstance(value, tuple):
                sheet.write_formula(row, column, value[0], None, value[1])
            else:
                sheet.write(
                    row, column, value, month if isinstance(value, date) else percent if value == 0.915 else None
                )
    return held.getvalue()


def read(content: bytes, name: str = "so-lieu.xlsx") -> list[list[str]]:
    rows = rows_of_file(io.BytesIO(content), name)
    return [[text for text in row if text] for row in rows]


@pytest.mark.parametrize(
    "pasted",
    [
        "Tháng\tĐến hạn\r\n01/2031\t20\r\n",
        "Tháng;Đến hạn\n01/2031;20",
        "Tháng,Đến hạn\n01/2031,20",
        "\nTháng\tĐến hạn\r01/2031\t20",
    ],
)
def test_a_block_copied_from_a_spreadsheet(pasted: str) -> None:
    assert [row for row in rows_of_text(pasted) if row] == ROWS


def test_rows_typed_with_spaces_and_cells_with_line_breaks() -> None:
    assert rows_of_text("01/2031 20 19  0") == [["01/2031", "20", "19", "0"]]
    assert rows_of_text('"Đến\nhạn"\t20') == [["Đến\nhạn", "20"]]
    with pytest.raises(Unacceptable) as refused:
        rows_of_text("1\t" * PASTED_MAX)
    assert refused.value.message == PASTED_TOO_LONG


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Tháng,Đến hạn\n01/2031,20", "utf-8"),
        ("Tháng;Đến hạn\r\n01/2031;20", "utf-8-sig"),
        ("Tháng\tĐến hạn\n01/2031\t20", "utf-16"),
    ],
)
def test_a_csv_as_spreadsheets_save_it(content: str, encoding: str) -> None:
    assert read(content.encode(encoding), "so-lieu.CSV") == ROWS


def test_a_workbook_as_people_see_it() -> None:
    cells = [
        (0, 0, "Tháng"), (1, 0, date(2031, 1, 1)), (1, 1, 20), (1, 2, 0.915), (2, 0, 91.5), (2, 1, True),
        (3, 0, ("=1+1", 2)), (3, 1, ("=1/0", "#DIV/0!")), (3, 2, "Số\nliệu"),
    ]  # fmt: skip
    for content in (workbook(*cells), workbook(*cells, blank_first=True)):
        assert read(content) == [
            ["Tháng"], ["01/01/2031", "20", "91,5 %"], ["91,5", "TRUE"], ["2", "#DIV/0!", "Số liệu"],
        ]  # fmt: skip


def test_a_sheet_has_no_say_in_how_much_is_read() -> None:
    far = workbook((0, 0, "x"), (1_048_575, 16_383, "y"))
    assert rows_of_file(io.BytesIO(far), "a.xlsx") == [["x", *[""] * (COLUMNS_MAX - 1)]]
    long = workbook(*((n, 0, n) for n in range(ROWS_MAX + 50)))
    assert len(rows_of_file(io.BytesIO(long), "a.xlsx")) == ROWS_MAX + 1


BOOK = workbook((0, 0, "x"))


def altered(change: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != change:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(change, content)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % b"".join(
    b"<si><t>%d</t></si>" % (n * 7919 % 99991) for n in range(150_000)
)
BURSTING = b"".join(bytes([n % 251]) * 90 for n in range(300_000))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"", EMPTY),
        ("a.xlsx", b"PK\x03\x04" + b"0" * LARGEST, TOO_LARGE),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100, OLD_OR_LOCKED),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100, OLD_OR_LOCKED),
        ("a.xlsx", b"01/2031;20", MISNAMED),
        ("a.pdf", PDF, UNKNOWN),
        ("a.docx", office("word/document.xml"), UNKNOWN),
        ("a.xlsm", office("xl/workbook.xml", "xl/vbaProject.bin"), MACROS),
        ("a.xlsx", office("xl/workbook.xml"), BROKEN),
        ("a.xlsx", BOOK[: len(BOOK) // 2], BROKEN),
        ("a.xlsx", altered(SHEET, b"<worksheet"), BROKEN),
        ("a.xlsx", altered(SHEET, ENTITIES), BROKEN),
        ("a.xlsx", altered("xl/media/a.bin", BURSTING), TOO_MUCH),
        ("a.xlsx", altered("xl/sharedStrings.xml", TEXTS), TOO_MUCH),
        ("a.xlsx", workbook(), NO_TABLE),
        ("a.csv", "Tháng;Đến hạn".encode("cp1258", "replace") + b"\xff\xfe\xf4", NOT_UNICODE),
        ("a.csv", b"a;b\0c;d", UNKNOWN),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_table_is_told_in_words(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        rows_of_file(io.BytesIO(content), name)
    assert refused.value.message == message


def test_the_sheet_to_fill_in_can_be_read_back() -> None:
    content = figures_sheet(
        title="=HYPERLINK(1)", note="Ghi số nguyên.", refused="Cần số nguyên",
        headings=["Tháng", "Đến hạn", "Đúng hạn"],
        lines=[("01/2031", [20, None]), ("02/2031", [None, None])],
    )  # fmt: skip
    assert read(content) == [
        ["=HYPERLINK(1)"], ["Ghi số nguyên."], [], ["Tháng", "Đến hạn", "Đúng hạn"], ["01/2031", "20"], ["02/2031"],
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read(SHEET)
