"""One browser on which people take turns. Every page they come to is looked at: by axe, and for errors of scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Locator, Page, expect

from tests.support.browser import check_accessible
from tests.support.page_checks import lasting
from tests.world import PASSWORD

PATIENCE = 60_000  # milliseconds: a busy machine decides no test
SLOW = "preloaded using link preload but not used"  # said of a busy machine, not of a page
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
STICKING_OUT = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth > width;
  const out = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width + 1);
  done(wide ? out.map(one => one.outerHTML.slice(0, 120)) : []);
})))"""


@dataclass
class Stage:
    """A server, a browser, and the names of the people by the keys of the small world."""

    address: str
    context: BrowserContext
    names: dict[str, str]
    page: Page = field(init=False)
    came: set[str] = field(default_factory=set)
    looked: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_viewport_size(DESKTOP)
        self.page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        self.page.on("framenavigated", self._note)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _note(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith(self.address):
            self.came.add(urlsplit(frame.url).path)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and SLOW not in message.text:
            self.said.append(f"{message.text} ({message.location.get('url')})")

    def path(self) -> str:
        return urlsplit(self.page.url).path

    @contextmanager
    def as_(self, who: str) -> Iterator[str]:
        """Sign in through the page, play the part, sign out by the button. Yields the person's full name."""
        self.go("/sign-in")
        self.page.fill("#username", who)
        self.page.fill("#password", PASSWORD)
        self.press("Đăng nhập", to="/")
        expect(self.page.locator("h1")).to_have_text("Bàn làm việc")
        yield self.names[who]
        self.press("Đăng xuất", to="/sign-in")

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def follow(self, link: str | Locator, *, to: str) -> None:
        """Go by a link that the reader sees, never by an address that only the test knows."""
        found = self.page.get_by_role("link", name=link, exact=True) if isinstance(link, str) else link
        found.first.click()
        self._arrive(to)

    def press(self, button: str | Locator, *, to: str) -> None:
        """Press a button that leads to another page, or to the same one anew."""
        self._button(button).click()
        self._arrive(to)

    def act(self, button: str | Locator, *, shows: str | re.Pattern[str]) -> None:
        """Press a button that changes a part of this page."""
        self._button(button).click()
        expect(self.main()).to_contain_text(shows)
        self.look()

    def _button(self, named: str | Locator) -> Locator:
        return self.page.get_by_role("button", name=named, exact=True) if isinstance(named, str) else named

    def _arrive(self, to: str) -> None:
        self.page.wait_for_url(re.compile(rf"^{re.escape(self.address)}{to}(\?.*)?(#.*)?$"))
        self.look()

    def main(self) -> Locator:
        return self.page.locator("main")

    def look(self) -> None:
        """What is owed on every page. A person who cannot see it, or a broken script, is found here."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator(".htmx-request")).to_have_count(0)  # what is on its way is paler
        shown = f"{self.page.viewport_size}{lasting(self.page.content())}"
        if shown not in self.judged:
            check_accessible(self.page)
            self.judged.add(shown)
        self.looked.add(self.path())
        assert self.said == [], f"{self.page.url}: {self.said}"

    def look_on_a_phone(self) -> None:
        self.page.set_viewport_size(PHONE)
        wide = self.page.evaluate(STICKING_OUT)
        assert wide == [], f"{self.page.url}: wider than a phone: {wide}"
        self.look()
        self.page.set_viewport_size(DESKTOP)

    def unseen(self) -> set[str]:
        """Pages that somebody came to and that were not looked at."""
        return self.came - self.looked
