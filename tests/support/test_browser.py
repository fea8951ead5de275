"""The browser starts, and axe works in a page whose policy forbids every script that is not a file of ours."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.browser import check_accessible

POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><title>Hồ sơ</title></head><body><main><h1>Hồ sơ</h1>{}</main></body></html>'
)

pytestmark = pytest.mark.browser


def show(browser: Browser, main: str) -> Page:
    def answer(route: Route) -> None:
        route.fulfill(body=PAGE.format(main), headers=POLICY | {"Content-Type": "text/html; charset=utf-8"})

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto("http://page.invalid/")
    return page


def test_a_good_page_passes(browser: Browser) -> None:
    page = show(browser, "<p>Đạt</p>")
    check_accessible(page)
    page.close()


def test_a_fault_is_told_with_its_place(browser: Browser) -> None:
    page = show(browser, '<input id="name">')
    with pytest.raises(AssertionError, match=r"(?s)label \(critical\): .*#name: Fix any of the following"):
        check_accessible(page)
    page.close()
