"""Fixtures of all tests. Only a fixture that needs the application imports it: the rules are tested without it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.support.postgres import postgres_server

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy.session import Session
    from playwright.sync_api import Browser, BrowserContext
    from sqlalchemy import Engine

    from tests.support.client import CheckingClient
    from tests.support.databases import Databases

SERVER = pytest.StashKey[str | None]()
CLEANUP = pytest.StashKey[ExitStack]()

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    choices = ["sqlite", "postgresql", "both"]
    parser.addoption("--engine", choices=choices, default="sqlite", help="the database to test on (default: sqlite)")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL server for the whole run: the first process starts it and tells the others where it is."""
    config.stash[CLEANUP] = ExitStack()
    if hasattr(config, "workerinput"):
        config.stash[SERVER] = config.workerinput["postgres"]
    elif config.option.engine == "sqlite" or config.option.collectonly:
        config.stash[SERVER] = None
    else:
        config.stash[SERVER] = config.stash[CLEANUP].enter_context(postgres_server())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["postgres"] = node.config.stash[SERVER]


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[CLEANUP].close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey in a browser is long and cannot be divided: it begins first, so that no process ends alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that needs a database runs on each engine asked for; one that does not runs once."""
    if "engine" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.option.engine
    engines = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
    only = metafunc.definition.get_closest_marker("engine")
    metafunc.parametrize("engine", [name for name in engines if only is None or name in only.args], scope="session")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Databases"]:
    from tests.support.databases import Databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = Databases(tmp_path_factory.mktemp("databases"), worker, request.config.stash[SERVER])
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(databases: "Databases", engine: str) -> "Flask":
    """The application on a migrated, empty database."""
    return databases.app(engine)


@pytest.fixture
def session(app: "Flask") -> Iterator["Session"]:
    """`db.session` inside an app context. Commits are real to the code and undone after the test."""
    from nomination.extensions import db
    from tests.support.databases import rolled_back

    with rolled_back(app):
        yield db.session()


@pytest.fixture
def sql(session: "Session") -> "Engine":
    """What `counting` listens to."""
    from nomination.extensions import db

    return db.engine


@pytest.fixture
def client(app: "Flask", session: "Session") -> "CheckingClient":
    """A browser without a screen. What it does and what `session` does is one story, undone after the test."""
    from tests.support.client import CheckingClient

    return CheckingClient(app, app.response_class)


@pytest.fixture
def own_app(databases: "Databases", engine: str, tmp_path: Path) -> Iterator["Flask"]:
    """The application on a database of its own, where commits are real: for threads and races."""
    from tests.support.databases import application, dispose

    made = application(databases.copy(engine), tmp_path / "instance")
    yield made
    dispose(made)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key of the minister and the seal, made for tests."""
    from nomination import clock
    from nomination.signing.specimen import make_specimens
    from tests.support.signing import PASSWORD

    folder = tmp_path_factory.mktemp("keys")
    make_specimens(folder, password=PASSWORD, now=clock.now())
    return folder


@pytest.fixture
def digital(app: "Flask", keys: Path) -> Iterator["Flask"]:
    """The application that signs with `keys`."""
    from tests.support import signing

    with signing.digital(app, keys):
        yield app


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from tests.support.browser import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def browsing(browser: "Browser") -> Iterator["BrowserContext"]:
    """A browser that nobody has used yet, in Vietnamese."""
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    yield context
    context.close()
