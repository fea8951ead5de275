"""The dossier in a real browser: diagram, ways and matrix for everybody, by keyboard and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from nomination.extensions import db
from tests import world as w
from tests.browser.stage import Stage
from tests.support.server import serving
from tests.world_steps import assessed, endorsed

pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]


@pytest.fixture
def stage(own_app: Flask, browsing: BrowserContext) -> Iterator[tuple[Stage, str, str]]:
    """A draft that lacks most, and a nomination being vetted."""
    with own_app.app_context():
        world = w.build()
        lacking = w.draft(world, complete=False).code
        judged = assessed(world, endorsed(world, w.draft(world, "beta", "Lê Văn Nam"))).code
        names = {key: person.full_name for key, person in world.people.items()}
        db.session.remove()
    url, instance = own_app.config["SQLALCHEMY_DATABASE_URI"], Path(own_app.config["INSTANCE"])
    with serving(url, instance, SECRET_KEY="only for tests") as address:
        yield Stage(address, browsing, names), lacking, judged


def test_a_closed_way_is_explained_and_mended_by_keyboard(stage: tuple[Stage, str, str]) -> None:
    look, lacking, judged = stage
    with look.as_("alpha_head"):
        look.go(f"/nominations/{lacking}")
        badge = look.page.locator(".process--across .badge--closed").first
        badge.focus()
        look.page.keyboard.press("Enter")
        number = (badge.get_attribute("href") or "").removeprefix("#")
        way = look.page.locator(f"#{number}")
        expect(way).to_be_in_viewport()
        expect(way).to_contain_text("Tiêu chí 2: chưa có phần trình bày.")
        look.look_on_a_phone()
        look.page.set_viewport_size({"width": 390, "height": 844})
        expect(look.page.locator(".process--down")).to_be_visible()
        expect(look.page.locator(".process--across")).to_be_hidden()
        look.page.set_viewport_size({"width": 1280, "height": 900})
        look.follow(way.get_by_role("link", name="Tiêu chí 2").first, to=f"/nominations/{lacking}/edit")
    with look.as_("department_head"):
        look.go(f"/nominations/{judged}")
        look.page.locator(".story summary").first.click()
        expect(look.page.locator(".story").first).to_contain_text("Phần mềm kiểm tra khi đó: đạt")
        look.look()
        look.look_on_a_phone()
        look.go(f"/nominations/{judged}/vetting")
        look.look_on_a_phone()
