"""Tables from outside as rows of text: pasted, CSV or XLSX. Told by content, bounded before anything is unpacked."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import load_workbook

from nomination.filetypes import BROKEN, EMPTY, XLSX, Unacceptable, media_type
from workflow.sheet import COLUMNS_MAX, ROWS_MAX
from workflow.words import N_

LARGEST = 2 * 1024 * 1024
UNPACKED_MAX = 4 * 1024 * 1024
READ_WHOLE_MAX = 2 * 1024 * 1024
"""For a part that the library reads to its end, such as the shared texts; the tables themselves are read row by row."""
ROW_BY_ROW = ("xl/worksheets/", "xl/media/")
SHEETS_MAX = 20
PASTED_MAX = 200_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Rows = list[list[str]]

TOO_LARGE = N_(
    "The file is larger than %(limit)s MB. A table of monthly figures is much smaller; check which file it is."
)
PASTED_TOO_LONG = N_("What was pasted is longer than %(limit)s characters. Copy only the rows of the table.")
OLD_OR_LOCKED = N_("This is an old .xls file, or one protected by a password. Save it as .xlsx without a password.")
UNKNOWN = N_("Only XLSX and CSV files are read here; this is neither.")
NOT_UNICODE = N_("The letters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx.")
MISNAMED = N_("The name ends in .xlsx, but the content is not a sheet. Save it again from the spreadsheet.")
TOO_MUCH = N_(
    "The file holds far more than a table of monthly figures. Put the table into a file of its own, or paste its rows."
)
NO_TABLE = N_("No sheet of this file holds anything.")


def rows_of_text(pasted: str) -> Rows:
    """What was copied from a spreadsheet; also typed rows with semicolons, commas or spaces. Raises `Unacceptable`."""
    if len(pasted) > PASTED_MAX:
        raise Unacceptable(PASTED_TOO_LONG, limit=PASTED_MAX)
    text = pasted.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    between = _between(text)
    if between:
        return _parted(text, between)
    return [line.split() for line in text.split("\n")]


def rows_of_file(stream: IO[bytes], name: str, *, most: int = ROWS_MAX) -> Rows:
    """The first table of an .xlsx or the rows of a .csv, at most one row more than `most`. Raises `Unacceptable`."""
    size = stream.seek(0, 2)
    if not size:
        raise Unacceptable(EMPTY)
    if size > LARGEST:
        raise Unacceptable(TOO_LARGE, limit=LARGEST // 1024 // 1024)
    stream.seek(0)
    head = stream.read(8)
    if head == OLD_OFFICE:
        raise Unacceptable(OLD_OR_LOCKED)
    if head.startswith(b"PK"):
        return _of_workbook(stream, name, most)
    if name.casefold().endswith(".xlsx"):
        raise Unacceptable(MISNAMED)
    if not name.casefold().endswith((".csv", ".txt", ".tsv")):
        raise Unacceptable(UNKNOWN)
    stream.seek(0)
    return _of_csv(stream.read(), most)


def _of_csv(content: bytes, most: int) -> Rows:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unacceptable(NOT_UNICODE) from error
    if "\0" in text:
        raise Unacceptable(UNKNOWN)
    return _parted(text.replace("\r\n", "\n").replace("\r", "\n"), _between(text) or ",", most)


def _between(text: str) -> str | None:
    """What parts the cells: a tab, else a semicolon or a comma when it stands in most of the rows."""
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines() if line.strip()]
    return next((sign for sign in ";," if 2 * sum(sign in line for line in lines) > len(lines)), None)


def _parted(text: str, between: str, most: int = ROWS_MAX) -> Rows:
    """One row more than is looked at, so that whoever reads them can say that there were more."""
    try:
        rows = csv.reader(io.StringIO(text), delimiter=between)
        return [row[:COLUMNS_MAX] for row, _ in zip(rows, range(most + 1), strict=False)]
    except csv.Error as error:
        raise Unacceptable(BROKEN) from error


def _of_workbook(stream: IO[bytes], name: str, most: int) -> Rows:
    if media_type(stream, name) != XLSX:
        raise Unacceptable(UNKNOWN)
    _refuse_large_parts(stream)
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            return (
                next(
                    (rows for sheet in book.worksheets[:SHEETS_MAX] if any(map(any, rows := _of_sheet(sheet, most)))),
                    None,
                )
                or _none()
            )
        finally:
            book.close()
    except Unacceptable:
        raise
    except Exception as error:  # whatever a broken file makes the library raise is one sentence here
        raise Unacceptable(BROKEN) from error


def _none() -> Rows:
    raise Unacceptable(NO_TABLE)


def _refuse_large_parts(stream: IO[bytes]) -> None:
    """What a sheet unpacks to is read by counting, not by what its table of contents says; no document types inside."""
    left = UNPACKED_MAX
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in archive.infolist():
                most = left if entry.filename.startswith(ROW_BY_ROW) else min(left, READ_WHOLE_MAX)
                with archive.open(entry) as part:
                    left -= _measured(part, most)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError, zlib.error) as error:
        raise Unacceptable(BROKEN) from error


def _measured(part: IO[bytes], most: int) -> int:
    length, begins = 0, b""
    while piece := part.read(1 << 16):
        begins = begins or piece
        length += len(piece)
        if length > most:
            raise Unacceptable(TOO_MUCH)
    if b"<!DOCTYPE" in begins or b"<!ENTITY" in begins:
        raise Unacceptable(BROKEN)
    return length


def _of_sheet(sheet: Any, most: int) -> Rows:
    """The cells as texts, within bounds that the sheet itself has no say in."""
    sheet.reset_dimensions()
    rows: Iterator[Any] = sheet.iter_rows(max_row=most + 1, max_col=COLUMNS_MAX)
    texts = [[_as_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    return texts


def _as_text(cell: Any) -> str:
    """A cell as people see it: a whole number without its point, a percentage with its sign, a date by its day."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, "%" in (cell.number_format or ""))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace("\n", " ")


def _number(value: float, percent: bool) -> str:
    exact = Decimal(repr(value)) * (100 if percent else 1)
    shown = f"{exact.normalize():f}".replace(".", ",")
    return f"{shown} %" if percent else shown
