"""The ballot in a real browser: a hundred lines on a phone by the keyboard alone; no mark is lost, and none is left."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from nomination.extensions import db
from tests import world as w
from tests import world_rounds as rounds
from tests.browser.stage import DESKTOP, PHONE, STICKING_OUT, Stage
from tests.support.browser import check_accessible
from tests.support.server import serving
from tests.world_ballots import stretched

pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]

LINES = 100
SMALL = """() => [...document.querySelectorAll(".ballot__choice, .ballot__bar .button")]
  .map(one => one.getBoundingClientRect()).filter(box => box.height && box.height < 44).length"""
COVERED = """() => { const box = document.activeElement.closest(".ballot__line").getBoundingClientRect();
  return box.bottom > document.querySelector(".ballot__bar").getBoundingClientRect().top || box.top < 0; }"""


@pytest.fixture
def booth(own_app: Flask, browsing: BrowserContext) -> Iterator[tuple[Stage, str]]:
    own_app.config["BOX_SCRYPT_N"] = 2
    with own_app.app_context():
        world = w.build()
        voting = rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))
        stretched(voting, LINES)
        where, names = f"/rounds/{voting.code}/ballot", {key: person.full_name for key, person in world.people.items()}
        db.session.remove()
    url, instance = own_app.config["SQLALCHEMY_DATABASE_URI"], Path(own_app.config["INSTANCE"])
    with serving(url, instance, SECRET_KEY="only for tests") as address:
        yield Stage(address, browsing, names), where


def marked(page: Page) -> int:
    return page.locator(".ballot__line input:checked").count()


def test_a_hundred_lines_on_a_phone_by_the_keyboard_alone(booth: tuple[Stage, str]) -> None:
    look, where = booth
    page, asked = look.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    with look.as_("beta_head"):
        page.set_viewport_size(PHONE)
        look.go(where)
        fits_a_phone(page)
        mark_by_keys(page)
        open_beside(page)
        receipt = review_and_go_back(page)
        assert page.url == look.address + where
        change_the_first_line(page)
        expect(page.locator("#receipt")).to_have_text(receipt)
        cut_off(page, "**/ballot", "[data-cast]")
        sign_in_again(look, where)
        page.keyboard.press("Enter")
        expect(look.main()).to_contain_text("Phiếu của Ông/Bà đã ở trong hòm phiếu")
        page.go_back()
        expect(look.main()).to_contain_text("Phiếu của Ông/Bà đã ở trong hòm phiếu")
        assert page.locator("input[type=radio], #receipt").count() == 0
        look.said.clear()  # of the lines that were cut
        page.set_viewport_size(DESKTOP)
    assert [url for url in asked if "slip" in url or receipt in url] == []


def cut_off(page: Page, address: str, form: str) -> None:
    """The answer never comes: the voter is told so, keeps his marks, and presses the same button once more."""
    page.route(address, lambda route: route.abort())
    page.locator(f"{form} [type=submit]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ballot-told")).to_contain_text("Đường truyền bị ngắt")
    assert marked(page) == LINES
    page.unroute(address)
    page.locator(f"{form} [type=submit]").focus()


def sign_in_again(look: Stage, where: str) -> None:
    """Signed out before casting: nothing is lost, and after a sign-in in another tab the same button casts."""
    button = look.page.locator("[data-cast] [type=submit]")
    look.context.clear_cookies()
    for words in ("Phiên đăng nhập đã hết. Các dấu đã chọn vẫn còn", "Ông/Bà đã đăng nhập lại"):
        button.press("Enter")
        expect(look.page.locator("#ballot-told")).to_contain_text(words)
        assert marked(look.page) == LINES
        sign_in(look.context, look.address + where, "beta_head")
    button.focus()


def sign_in(context: BrowserContext, address: str, name: str) -> Page:
    page = context.new_page()
    page.goto(address)
    if page.locator("#username").count():
        page.fill("#username", name)
        page.fill("#password", w.PASSWORD)
        page.locator("form:has(#username) button[type=submit]").click()
        page.wait_for_url(address)
    return page


def change_the_first_line(page: Page) -> None:
    page.keyboard.press("Enter")
    page.locator("[data-ballot-change]").first.click()
    expect(page.locator("#slip-1-2")).to_be_focused()
    page.keyboard.press("3")
    page.locator("form[data-ballot] [type=submit]").focus()
    page.keyboard.press("Enter")


def fits_a_phone(page: Page) -> None:
    assert (page.evaluate(STICKING_OUT), page.evaluate(SMALL)) == ([], 0)


def mark_by_keys(page: Page) -> None:
    """A figure marks a line and goes on; the first line without a mark is found, and not hidden by the bar below."""
    press, left = page.keyboard.press, page.locator("[data-ballot-left]")
    expect(left).to_have_text("Còn 100/100 dòng chưa chọn")
    page.locator("#slip-1-1").focus()
    press("2")
    expect(page.locator("#slip-2-1")).to_be_focused()
    press("ArrowRight")
    assert page.locator("#slip-2-2").is_checked()
    page.locator("[data-ballot-first]").focus()
    press("Enter")
    expect(page.locator("#slip-3-1")).to_be_focused()
    assert page.evaluate(COVERED) is False
    page.locator("[data-ballot-agree]").focus()
    press("Enter")
    expect(left).to_have_text("Đã chọn đủ mọi dòng.")
    assert [page.locator(f"#slip-{n}-2").is_checked() for n in (1, 2, 3)] == [True, True, False]


def review_and_go_back(page: Page) -> str:
    """After a line that was cut. The button of the browser leads back to every mark."""
    cut_off(page, "**/ballot/review", "form[data-ballot]")
    page.keyboard.press("Enter")
    expect(page.locator("#review-title")).to_be_focused()
    check_accessible(page)
    fits_a_phone(page)
    receipt = page.locator("#receipt").inner_text()
    page.locator("a.skip").press("Enter")
    expect(page.locator("#receipt")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("form[data-ballot]")).to_be_visible()
    assert marked(page) == LINES
    return receipt


def open_beside(page: Page) -> None:
    """What a nomination rests on, in a dialog: marked there, turned over, closed; the ballot keeps what was marked."""
    page.locator("#line-3 .ballot__facts").focus()
    page.keyboard.press("Enter")
    viewer = page.locator("#ballot-viewer")
    expect(viewer.locator("#line-title")).to_contain_text("3. Trần Văn Số 3")
    check_accessible(page)
    page.keyboard.press("3")
    expect(viewer.locator("[data-mark='3']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("#line-title")).to_contain_text("4. Trần Văn Số 4")
    expect(viewer.locator("[data-mark='1']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#slip-4-1")).to_be_focused()
    assert page.locator("#slip-3-3").is_checked() and marked(page) == LINES


def test_without_javascript_only_the_exceptions_are_marked(booth: tuple[Stage, str]) -> None:
    look, where = booth
    browser = look.context.browser
    assert browser is not None
    plain = browser.new_context(viewport=PHONE)
    plain.route("**/*.js", lambda route: route.abort())  # none of our scripts arrives; axe still does
    page = sign_in(plain, f"{look.address}{where}", "delta_head")
    page.locator("label[for=slip-7-2]").click()
    with plain.expect_page() as opened:
        page.locator("#line-7 .ballot__facts").click()
    expect(opened.value.locator("h1")).to_have_text("7. Trần Văn Số 7")
    check_accessible(opened.value)
    opened.value.close()
    page.get_by_role("button", name="Đồng ý các dòng chưa chọn và xem lại phiếu").click()
    piles = page.locator(".ballot__read")
    expect(piles.nth(2).locator("li")).to_have_count(LINES - 2)  # the whole page is there
    assert [piles.nth(n).locator("li").count() for n in range(3)] == [1, 0, LINES - 2]
    check_accessible(page)
    fits_a_phone(page)
    receipt = page.locator("#receipt").inner_text()
    page.get_by_role("button", name=re.compile(r"^Sửa\s?: 7\.")).click()
    page.locator("label[for=slip-7-3]").click()
    page.get_by_role("button", name="Xem lại phiếu trước khi gửi").click()
    expect(page.locator("#receipt")).to_have_text(receipt)
    assert [piles.nth(n).locator("li").count() for n in range(3)] == [0, 1, LINES - 2]
    page.get_by_role("button", name="Bỏ phiếu vào hòm").click()
    expect(page.locator("main")).to_contain_text("Phiếu của Ông/Bà đã ở trong hòm phiếu")
    plain.close()
