"""A draft in a real browser: it saves as one types, survives a server that is away, and never touches what is typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from nomination.extensions import db
from nomination.models import CriterionAnswer
from tests import world as w
from tests.support.browser import check_accessible
from tests.support.server import serving

# What the page does in a browser is the same on every database.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]

SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d$")


@dataclass
class Desk:
    """A server with one draft, and a browser signed in as its officer."""

    app: Flask
    address: str
    code: str
    nomination_id: int
    context: BrowserContext
    world: w.World

    def open(self, who: str = "alpha_officer") -> Page:
        page = self.context.new_page()
        page.goto(f"{self.address}/nominations/{self.code}/edit")
        if "sign-in" in page.url:
            self.sign_in(page, who)
        return page

    def sign_in(self, page: Page, who: str) -> None:
        page.fill("#username", who)
        page.fill("#password", w.PASSWORD)
        page.locator("form:has(#username) button[type=submit]").click()
        page.wait_for_url(lambda url: "sign-in" not in url)

    def stored(self, criterion: str) -> CriterionAnswer:
        with self.app.app_context():
            return db.session.get_one(CriterionAnswer, (self.nomination_id, criterion))


@pytest.fixture
def desk(own_app: Flask, browsing: BrowserContext) -> Iterator[Desk]:
    with own_app.app_context():
        world = w.build()
        nomination = w.draft(world, complete=False)
        nomination.class_code = "direct_worker"
        db.session.commit()
        code, key = nomination.code, nomination.id
    url = own_app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with serving(url, Path(own_app.config["INSTANCE"]), SECRET_KEY="only for tests") as address:
        yield Desk(own_app, address, code, key, browsing, world)


def test_it_saves_as_one_types_and_leaves_the_cursor_alone(desk: Desk) -> None:
    page = desk.open()
    check_accessible(page)
    area = page.locator("#narrative-c2")
    area.press_sequentially("Giải pháp mới")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)
    expect(area).to_be_focused()
    area.press_sequentially(" đã áp dụng toàn đơn vị")
    page.wait_for_timeout(1500)
    expect(area).to_have_value("Giải pháp mới đã áp dụng toàn đơn vị")
    assert desk.stored("c2").narrative == "Giải pháp mới đã áp dụng toàn đơn vị"
    expect(page.locator("#finding-c2")).to_contain_text("36")
    page.set_viewport_size({"width": 390, "height": 800})
    check_accessible(page)


def test_a_bad_figure_is_marked_and_the_rest_is_saved(desk: Desk) -> None:
    page = desk.open()
    page.fill("#cell-c3-2020-01-due", "20")
    page.fill("#cell-c3-2020-01-on_time", "91,5")
    said = page.locator("#said-c3-2020-01")
    expect(said).to_contain_text("“91,5” không phải là số nguyên")
    expect(page.locator("#cell-c3-2020-01-on_time")).to_have_attribute("aria-invalid", "true")
    page.fill("#cell-c3-2020-01-on_time", "19")
    expect(said).to_have_text("95 %")
    expect(page.locator("#cell-c3-2020-01-on_time")).not_to_have_attribute("aria-invalid", "true")
    page.wait_for_timeout(300)
    assert desk.stored("c3").figures == [{"month": "2020-01", "due": 20, "on_time": 19, "overdue": None}]


def test_a_server_that_is_away_costs_no_text(desk: Desk) -> None:
    page = desk.open()
    page.route("**/draft", lambda route: route.abort())
    page.fill("#narrative-c2", "Viết khi mất mạng")
    expect(page.locator("[data-draft-status]")).to_contain_text("Chưa lưu được, sẽ thử lại")
    page.unroute("**/draft")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED, timeout=8000)
    assert desk.stored("c2").narrative == "Viết khi mất mạng"


def test_two_people_see_each_others_text(desk: Desk) -> None:
    mine, theirs = desk.open(), desk.open()
    theirs.fill("#narrative-c2", "Chữ của người khác")
    expect(theirs.locator("[data-draft-status]")).to_have_text(SAVED)
    mine.fill("#narrative-c2", "Chữ của tôi")
    expect(mine.locator("#newer-c2")).to_contain_text("Chữ của người khác")
    expect(mine.locator("#narrative-c2")).to_have_value("Chữ của tôi")
    assert desk.stored("c2").narrative == "Chữ của người khác"
    mine.locator("#newer-c2 input[type=checkbox]").check()
    expect(mine.locator("#newer-c2")).to_be_empty()
    mine.wait_for_timeout(200)
    assert desk.stored("c2").narrative == "Chữ của tôi"


def test_without_javascript_the_same_is_done_by_the_button(desk: Desk) -> None:
    browser = desk.context.browser
    assert browser is not None
    desk.context = browser.new_context(java_script_enabled=False)
    page = desk.open()
    page.fill("#narrative-c2", "Không có JavaScript")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.locator("#flashes")).to_contain_text("Đã lưu bản nháp.")
    assert desk.stored("c2").narrative == "Không có JavaScript"
    desk.context.close()


def test_the_list_filters_in_place(desk: Desk) -> None:
    page = desk.open()
    page.goto(f"{desk.address}/nominations")
    check_accessible(page)
    page.fill("#filter-q", "khong co ai")
    expect(page.locator("#nominations-results")).to_contain_text("Không có hồ sơ nào phù hợp")
    assert "q=khong+co+ai" in page.url
    page.fill("#filter-q", "nguyen thi hoa")
    expect(page.locator("#nominations-results")).to_contain_text("Nguyễn Thị Hoa")
    page.set_viewport_size({"width": 390, "height": 800})
    check_accessible(page)


def test_a_new_nomination_from_the_list(desk: Desk) -> None:
    page = desk.open()
    page.goto(f"{desk.address}/nominations")
    page.get_by_role("link", name="Lập đề nghị khen thưởng").click()
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check_accessible(page)
    page.locator("input[name=award_for][value^=individual]").check()
    page.fill("#name", "Đỗ Văn Đức")
    page.select_option("#title", "Ông")
    page.select_option("#class_code", "direct_worker")
    page.get_by_role("button", name="Lập hồ sơ").click()
    page.wait_for_url("**/edit")
    expect(page.locator("h1")).to_have_text("Đỗ Văn Đức")
