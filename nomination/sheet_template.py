"""Sheets to fill in: monthly figures with their months there already, lists with their headings; a note says how."""

import io
from collections.abc import Sequence

import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEAD_ROW = 3


def figures_sheet(
    *, title: str, note: str, refused: str, headings: Sequence[str], lines: Sequence[tuple[str, Sequence[int | None]]]
) -> bytes:
    """An .xlsx: title, note, headings, then a row for each month with the figures known so far.

    `refused` is what the spreadsheet says of a cell that is no whole number.
    """
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"})
        as_text, number = (
            book.add_format({"num_format": "@", "border": 1}),
            book.add_format({"num_format": "0", "border": 1}),
        )
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        sheet.write_string(1, 0, note, book.add_format({"italic": True}))
        for column, heading in enumerate(headings):
            sheet.write_string(HEAD_ROW, column, heading, head)
        for row, (month, figures) in enumerate(lines, HEAD_ROW + 1):
            sheet.write_string(row, 0, month, as_text)
            for column, figure in enumerate(figures, 1):
                sheet.write(row, column, figure, number)
        whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": refused[:255]}
        sheet.data_validation(HEAD_ROW + 1, 1, HEAD_ROW + len(lines), len(headings) - 1, whole)
        sheet.set_column(0, len(headings) - 1, 20)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
    return held.getvalue()


def list_sheet(*, title: str, note: str, headings: Sequence[str]) -> bytes:
    """An .xlsx for a list: title, note, and headings over empty rows."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, OPTIONS) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"})
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        sheet.write_string(1, 0, note, book.add_format({"italic": True}))
        for column, heading in enumerate(headings):
            sheet.write_string(HEAD_ROW, column, heading, head)
        sheet.set_column(0, len(headings) - 1, 28)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
    return held.getvalue()
