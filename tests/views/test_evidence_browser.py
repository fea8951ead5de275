"""Files in a real browser: chosen or dropped, each with its progress, looked at inside the page; typed text stays."""

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from nomination.extensions import db
from nomination.models import Evidence
from tests.support.browser import check_accessible
from tests.support.hostile import pdf_pages
from tests.views.test_draft_browser import Desk, desk  # noqa: F401
from tests.world_drafts import PDF, PNG

# One engine: what a browser does here asks nothing new of the database.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
DROP = """([zone, name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
  const event = (kind) => new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried });
  const place = document.querySelector(zone);
  place.dispatchEvent(event("dragover"));
  const over = place.closest("[data-attach]")?.hasAttribute("data-over") ?? false;
  return [over, place.dispatchEvent(event("drop"))];
}"""


def sent(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def names(desk: Desk) -> list[str]:  # noqa: F811
    with desk.app.app_context():
        query = db.select(Evidence.name).where(Evidence.removed_at.is_(None)).order_by(Evidence.id)
        return list(db.session.scalars(query))


def dropped(page: Page, zone: str, name: str, content: bytes) -> list[bool]:
    found: list[bool] = page.evaluate(DROP, [zone, name, base64.b64encode(content).decode()])
    return found


def test_several_files_one_fails_and_nothing_is_lost(desk: Desk) -> None:  # noqa: F811
    page = desk.open()
    area, rows = page.locator("[data-attach=attach-c2]"), page.locator("[data-attach=attach-c2] .upload")
    page.fill("#narrative-c2", "Đang viết")
    cut: list[bool] = []

    def once(route: Route) -> None:
        if not cut and "gãy.png".encode() in (route.request.post_data_buffer or b""):
            cut.append(True)
            route.abort()
        else:
            route.continue_()

    page.route("**/evidence", once)
    page.set_input_files("#files-c2", [sent("tốt.pdf", PDF), sent("virus.pdf", b"MZ"), sent("gãy.png", PNG)])
    expect(area.locator(".files")).to_contain_text("tốt.pdf")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(
        "Chỉ nhận tệp PDF, DOCX, XLSX, PNG và JPEG. Hãy xuất tệp này ra PDF rồi đính kèm."
    )
    expect(rows.nth(1)).to_contain_text("Mất kết nối, tệp chưa được đính kèm.")
    check_accessible(page)
    rows.nth(1).get_by_role("button", name="Thử lại").click()
    expect(area.locator(".files")).to_contain_text("gãy.png")
    expect(area).to_contain_text("Đã đính kèm 2 tệp")
    rows.get_by_role("button", name="Đóng").click()
    expect(rows).to_have_count(0)
    expect(page.locator("#narrative-c2")).to_have_value("Đang viết")
    assert names(desk) == ["tốt.pdf", "gãy.png"] and page.url.endswith("/edit")


def test_progress_is_shown_a_file_is_stopped_others_are_dropped(desk: Desk) -> None:  # noqa: F811
    page = desk.open()
    rows = page.locator("[data-attach=attach-c2] .upload")
    slow = desk.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    large = pdf_pages(1) + b"%" * 1_500_000 + b"\n%%EOF\n"
    page.set_input_files("#files-c2", [sent("lớn.pdf", large), sent("sau.png", PNG)])
    expect(rows.nth(0).locator(".upload__said")).to_have_text(re.compile(r"^[1-9]\d? %$"))
    expect(rows.nth(1)).to_contain_text("Đang chờ")
    assert 0 < float(str(rows.nth(0).locator("progress").evaluate("bar => bar.value"))) < 100
    rows.nth(0).get_by_role("button", name="Dừng").click()
    expect(page.locator("#evidence-c2 .files")).to_contain_text("sau.png")
    expect(rows).to_have_count(0)
    area = page.locator("[data-attach=attach-c2]")
    assert dropped(page, "#evidence-c2", "thả.pdf", PDF + b"\n") == [True, False]
    expect(area.locator(".files")).to_contain_text("thả.pdf")
    assert dropped(page, "h1", "lạc.pdf", PDF) == [False, False]
    assert dropped(page, "#evidence-c2", "ảnh.heic", b"x") == [True, False]
    expect(rows).to_contain_text("Hãy xuất tệp này ra PDF rồi đính kèm.")
    area.get_by_role("button", name=re.compile("Gỡ bỏ.*thả.pdf")).click()
    expect(area.locator(".files")).not_to_contain_text("thả.pdf")
    assert names(desk) == ["sau.png"]


def test_a_file_is_looked_at_inside_the_page(desk: Desk) -> None:  # noqa: F811
    page = desk.open()
    page.set_input_files("#files-c2", [sent("Báo cáo.pdf", pdf_pages(3))])
    page.get_by_role("link", name="Xem Báo cáo.pdf").click()
    viewer = page.get_by_role("dialog")
    expect(viewer).to_contain_text("Trang 1 trên 3")
    picture = viewer.locator("img")
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") == 1131
    check_accessible(page)
    viewer.get_by_role("link", name="Trang sau").click()
    expect(viewer).to_contain_text("Trang 2 trên 3")
    expect(viewer.get_by_role("link", name="Trang sau")).to_be_focused()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 800})
    check_accessible(page)
    page.get_by_role("link", name="Xem Báo cáo.pdf").click()
    viewer.get_by_role("button", name="Đóng").click()
    expect(page.get_by_role("link", name="Xem Báo cáo.pdf")).to_be_focused()
    browser = desk.context.browser
    assert browser is not None
    desk.context = browser.new_context(java_script_enabled=False)
    plain = desk.open()
    plain.get_by_role("link", name="Xem Báo cáo.pdf").click()
    expect(plain.locator("h1")).to_have_text("Báo cáo.pdf")
    desk.context.close()
