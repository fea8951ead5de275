"""Figures in a real browser: a block pasted into a cell, a table to be read, a sheet sent; the chart follows."""

import io

import pytest
import xlsxwriter
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import check_accessible
from tests.views.test_draft_browser import SAVED, Desk, desk

# What the page does in a browser is the same on every database.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]
__all__ = ["desk"]

PASTE = """(cell, text) => {
  const held = new DataTransfer();
  held.setData("text", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
}"""


def paste(page: Page, cell: str, text: str) -> None:
    page.locator(cell).evaluate(PASTE, text)


def test_a_block_pasted_into_a_cell_fills_the_cells_from_there_on(desk: Desk) -> None:
    page = desk.open()
    paste(page, "#cell-c3-2020-02-due", "20\t19\t0\r\n30\t27\t1\r\n")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)
    expect(page.locator("#cell-c3-2020-03-on_time")).to_have_value("27")
    expect(page.locator("#chart-c3 .chart__below")).to_have_count(2)  # the month and its sign in the key
    check_accessible(page)
    assert desk.stored("c3").figures == [
        {"month": "2020-02", "due": 20, "on_time": 19, "overdue": 0},
        {"month": "2020-03", "due": 30, "on_time": 27, "overdue": 1},
    ]


def test_a_table_with_headings_is_read_by_the_server_and_typed_text_stays(desk: Desk) -> None:
    page = desk.open()
    page.set_viewport_size({"width": 390, "height": 800})
    page.fill("#narrative-c2", "Đang viết")
    paste(page, "#cell-c3-2020-01-due", "Tháng\tĐến hạn\tĐúng hạn\tQuá hạn\n5/2020\t20\t91,5\t0\n6/2020\t8\t8\t0")
    expect(page.locator("#figures-c3 [role=alert]")).to_contain_text("Dòng 2, cột 3: “91,5” không phải là số nguyên.")
    expect(page.locator("#cell-c3-2020-05-on_time")).to_have_value("91,5")
    expect(page.locator("#cell-c3-2020-05-on_time")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#narrative-c2")).to_have_value("Đang viết")
    check_accessible(page)
    page.fill("#cell-c3-2020-05-on_time", "19")
    expect(page.locator("#said-c3-2020-05")).to_have_text("95 %")
    expect(page.locator("#newer-c3")).to_be_empty()
    page.wait_for_timeout(300)
    assert desk.stored("c2").narrative == "Đang viết"
    assert desk.stored("c3").figures == [
        {"month": "2020-05", "due": 20, "on_time": 19, "overdue": 0},
        {"month": "2020-06", "due": 8, "on_time": 8, "overdue": 0},
    ]


def test_enter_in_a_cell_saves_the_draft_and_reads_no_table(desk: Desk) -> None:
    page = desk.open()
    page.fill("#cell-c3-2020-01-due", "20")
    page.press("#cell-c3-2020-01-due", "Enter")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)
    page.wait_for_timeout(500)
    expect(page.locator("#figures-c3 [role=alert]")).to_have_count(0)


def test_a_sheet_is_sent_and_read_in_place(desk: Desk) -> None:
    page = desk.open()
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        book.add_worksheet().write_row(0, 0, ["Tháng 1", 12, 12, 0])
    page.locator("#figures-c3 summary").click()
    page.fill("#pasted-c3", "chưa đọc")
    page.set_input_files("#sheet-c3", [{"name": "số liệu.xlsx", "mimeType": "", "buffer": held.getvalue()}])
    page.get_by_role("button", name="Đọc bảng tính").click()
    expect(page.locator("#figures-c3 [role=alert]")).to_contain_text("Đã đọc 3 số liệu của 1 tháng")
    expect(page.locator("#cell-c3-2020-01-due")).to_have_value("12")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)
    assert desk.stored("c3").figures == [{"month": "2020-01", "due": 12, "on_time": 12, "overdue": 0}]


def test_without_javascript_a_pasted_table_is_read_too(desk: Desk, browser: object) -> None:
    plain: BrowserContext = browser.new_context(locale="vi-VN", java_script_enabled=False)  # type: ignore[attr-defined]
    desk.context = plain
    page = desk.open()
    page.fill("#narrative-c2", "Viết không có JavaScript")
    page.locator("#figures-c3 summary").click()
    page.fill("#pasted-c3", "1\t20\t19\t0\n2\t20\tx\t0")
    page.get_by_role("button", name="Đọc nội dung đã dán").click()
    expect(page.locator("#figures-c3 [role=alert]")).to_contain_text("Dòng 2, cột 3: “x” không phải là số nguyên.")
    expect(page.locator("#narrative-c2")).to_have_value("Viết không có JavaScript")
    assert desk.stored("c2").narrative == "Viết không có JavaScript"
    assert [one["on_time"] for one in desk.stored("c3").figures] == [19, None]
    plain.close()
