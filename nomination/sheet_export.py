"""Tables that leave as .xlsx: a title, notes, headings, rows of text and whole numbers. No text becomes a formula."""

import io
from collections.abc import Sequence

import xlsxwriter
from flask import Response, make_response

from nomination.sheet_template import OPTIONS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | None
WIDEST, NARROWEST = 48, 9


def table_sheet(
    *,
    title: str,
    notes: Sequence[str],
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    bold: Sequence[int] = (),
) -> bytes:
    """`bold`: the rows that are sums, counted from 0."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"})
        plain = {"border": 1, "valign": "top", "text_wrap": True}
        formats = {
            (number, strong): book.add_format(plain | {"bold": strong} | ({"num_format": "#,##0"} if number else {}))
            for number in (False, True)
            for strong in (False, True)
        }
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        for n, note in enumerate(notes, start=1):
            sheet.write_string(n, 0, note, book.add_format({"italic": True}))
        top = len(notes) + 2
        for column, heading in enumerate(headings):
            sheet.write_string(top, column, heading, head)
            longest = max((len(str(row[column] or "")) for row in rows), default=0)
            sheet.set_column(column, column, min(WIDEST, max(NARROWEST, longest + 2, len(heading) // 2)))
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                is_number = isinstance(cell, int)
                chosen = formats[is_number, n in bold]
                if is_number:
                    sheet.write_number(top + 1 + n, column, cell, chosen)
                else:
                    sheet.write_string(top + 1 + n, column, cell or "", chosen)
        sheet.freeze_panes(top + 1, 0)
    return held.getvalue()


def sent(content: bytes, name: str) -> Response:
    """As a download. `name` is ASCII, without its ending."""
    response = make_response(content)
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
