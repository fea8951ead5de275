"""The stage of a journey: the small world behind a real server, and one browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext

from nomination.extensions import db
from tests import world as w
from tests.browser.stage import Stage
from tests.support.server import serving


@pytest.fixture
def stage(own_app: Flask, browsing: BrowserContext) -> Iterator[Stage]:
    with own_app.app_context():
        names = {key: person.full_name for key, person in w.build().people.items()}
        db.session.remove()
    url, instance = own_app.config["SQLALCHEMY_DATABASE_URI"], Path(own_app.config["INSTANCE"])
    with serving(url, instance, SECRET_KEY="only for tests") as address:
        yield Stage(address, browsing, names)
