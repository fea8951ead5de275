"""A decision in a real browser: any nomination beside the list, on a phone too; citations counted as one types."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from nomination.extensions import db
from tests import world as w
from tests.browser.stage import DESKTOP, PHONE, Stage
from tests.support.browser import check_accessible
from tests.support.server import serving
from tests.world_decisions import frozen, prepared, waiting

# What the page does in a browser is the same on every database.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]
LIMIT = 200


@pytest.fixture
def desk(own_app: Flask, browsing: BrowserContext) -> Iterator[tuple[Stage, str, str]]:
    """A frozen decision of three lines, and a draft of one."""
    with own_app.app_context():
        world = w.build()
        made = frozen(world, *(waiting(world, "alpha", f"Lê Thị {name}") for name in ("An", "Bình", "Chi")))
        draft = prepared(world, waiting(world, "beta", "Đỗ Văn Nháp"))
        places = f"/decisions/{made.code}", f"/decisions/{draft.code}"
        assert draft.lines[0].citation and world.award().citation_max == LIMIT
        names = {key: person.full_name for key, person in world.people.items()}
        db.session.remove()
    url, instance = own_app.config["SQLALCHEMY_DATABASE_URI"], Path(own_app.config["INSTANCE"])
    with serving(url, instance, SECRET_KEY="only for tests") as address:
        yield Stage(address, browsing, names), *places


def test_the_minister_reads_any_nomination_without_leaving_the_screen(desk: tuple[Stage, str, str]) -> None:
    look, where, _ = desk
    page = look.page
    with look.as_("minister") as name:
        look.go(where)
        page.get_by_label("Họ và tên đầy đủ").fill(name)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            page.locator("#decisions-lines th a").first.click()
            beside = page.get_by_role("dialog")
            expect(beside.locator("#line-title")).to_contain_text("Lê Thị An")
            check_accessible(page)
            beside.get_by_role("link", name="Hồ sơ tiếp theo").click()
            expect(beside.locator("#line-title")).to_contain_text("Lê Thị Bình")
            expect(beside.get_by_role("link", name="Hồ sơ tiếp theo")).to_be_focused()
            page.keyboard.press("Enter")
            expect(beside.locator("#line-title")).to_contain_text("Lê Thị Chi")
            expect(beside.get_by_role("button", name="Đóng")).to_be_focused()
            page.keyboard.press("Escape")
            expect(page.locator("#decisions-lines th a").first).to_be_focused()
            assert page.url == look.address + where
        assert page.get_by_label("Họ và tên đầy đủ").input_value() == name
        look.look_on_a_phone()
        assert look.said == []


def test_a_citation_is_counted_while_one_types(desk: tuple[Stage, str, str]) -> None:
    look, _, where = desk
    page = look.page
    with look.as_("officer"):
        look.go(where)
        area = page.locator("textarea[name^=citation-]")
        count = page.locator(".count")
        area.fill("Đã   có\nthành tích")
        expect(count).to_contain_text(f"16/{LIMIT} ký tự")
        area.fill("ạ" * (LIMIT + 3))
        expect(count.locator("[role=status]")).to_have_text(f"{LIMIT + 3}/{LIMIT} ký tự, thừa 3 ký tự")
        expect(count).to_have_attribute("data-too-long", "")
        check_accessible(page)
        look.act("Lưu danh sách", shows="bằng chỉ ghi được tối đa")
        expect(page.locator(".count > span").first).to_have_text(f"{LIMIT + 3}/{LIMIT} ký tự, thừa 3 ký tự")
        area.fill("Một câu ngắn.")
        look.act("Lưu danh sách", shows="Đã lưu danh sách")
        expect(page.locator(".count > span").first).to_have_text(f"13/{LIMIT} ký tự")
