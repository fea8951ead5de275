"""Signing in and out through the browser: what is said, where it leads, what is left behind, how guessing is slowed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.extensions import limiter
from nomination.forms.account import local_path
from nomination.models import Account, LoginSession
from tests.support.client import CheckingClient
from tests.support.databases import Databases, application, dispose, rolled_back
from tests.support.query_counter import counting
from tests.world import PASSWORD, build
from tests.world_front import make_demonstration

RIGHT = {"username": "officer", "password": PASSWORD}


def test_the_right_password_leads_to_where_one_wanted_to_go(client: CheckingClient, session: Session) -> None:
    build()
    asked = client.get("/nominations?q=hoa", status=303)
    assert asked.location == "/sign-in?next=/nominations?q%3Dhoa"
    page = client.get(asked.location)
    wanted = re.findall(r'name="next" value="([^"]*)"', page.text)[-1]
    answered = client.post("/sign-in", data={**RIGHT, "next": wanted})
    assert answered.location == "/nominations?q=hoa"
    assert "Lê Minh An" in client.get("/").text


@pytest.mark.parametrize(
    "given", [{"username": "officer", "password": "sai"}, {"username": "khong-ai", "password": PASSWORD}]
)
def test_a_wrong_try_does_not_tell_which_was_wrong(
    client: CheckingClient, session: Session, given: dict[str, str]
) -> None:
    build()
    page = client.post("/sign-in", data=given, status=422)
    assert page.text.count("Tên đăng nhập hoặc mật khẩu không đúng.") == 1
    assert f'value="{given["username"]}"' in page.text
    assert given["password"] not in page.text


def test_what_is_missing_is_named(client: CheckingClient, session: Session) -> None:
    page = client.post("/sign-in", data={}, status=422)
    assert 'href="#username"' in page.text
    assert 'href="#password"' in page.text


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/nominations?q=a", "/nominations?q=a"),
        ("/", "/"),
        (None, "/"),
        ("", "/"),
        ("nominations", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/ /evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_one_is_only_led_back_into_this_site(wanted: str | None, expected: str) -> None:
    assert local_path(wanted) == expected


def test_a_foreign_address_is_not_followed(client: CheckingClient, session: Session) -> None:
    build()
    assert client.post("/sign-in", data={**RIGHT, "next": "//evil.example/"}).location == "/"


def test_signing_in_gives_a_new_cookie(client: CheckingClient, session: Session) -> None:
    build()
    client.get("/sign-in")
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    client.post("/sign-in", data=RIGHT)
    with client.session_transaction() as kept:
        assert "planted" not in kept


def test_signing_out_ends_the_session_and_a_copied_cookie(client: CheckingClient, session: Session) -> None:
    build()
    client.post("/sign-in", data=RIGHT)
    with client.session_transaction() as kept:
        copied = dict(kept)
    answered = client.post("/sign-out")
    assert (answered.location, answered.headers["Clear-Site-Data"]) == ("/sign-in", '"cache", "storage"')
    with client.session_transaction() as kept:
        kept.update(copied)
    client.get("/", status=303)
    assert session.query(LoginSession).one().ended_at is not None


def test_the_sign_in_page_sends_on_whoever_is_signed_in(client: CheckingClient, session: Session) -> None:
    build()
    client.post("/sign-in", data=RIGHT)
    assert client.get("/sign-in?next=/campaigns", status=303).location == "/campaigns"


def test_the_language_is_kept_for_the_browser_and_for_the_account(client: CheckingClient, session: Session) -> None:
    build()
    assert client.post("/language", data={"language": "en", "next": "/sign-in"}).location == "/sign-in"
    assert '<html lang="en">' in client.get("/sign-in").text
    client.post("/sign-in", data=RIGHT)
    assert '<html lang="en">' in client.get("/").text
    client.post("/language", data={"language": "en", "next": "//evil.example"})
    assert session.query(Account).filter_by(username="officer").one().locale == "en"
    client.post("/language", data={"language": "fr"}, status=422)


def test_without_a_demonstration_no_account_is_shown(client: CheckingClient, session: Session) -> None:
    build()
    client.application.config["DEMO_PASSWORD"] = PASSWORD
    assert PASSWORD not in client.get("/sign-in").text


def test_the_demonstration_offers_one_account_for_each_role(
    client: CheckingClient, session: Session, sql: Engine
) -> None:
    build()
    make_demonstration()
    client.application.config["DEMO_PASSWORD"] = PASSWORD
    with counting(sql) as sent:
        page = client.get("/sign-in")
    assert len(sent) == 5
    names = re.findall(r'name="username" value="([^"]+)"', page.text)
    assert names == [
        "alpha_officer", "alpha_head", "beta_head", "eta_head", "officer", "department_head", "council_1", "secretary",
        "minister", "clerk", "auditor", "administrator",
    ]  # fmt: skip
    client.post("/sign-in", data={"username": names[0], "password": PASSWORD})


def test_production_shows_no_account(client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    make_demonstration()
    monkeypatch.setitem(client.application.config, "PRODUCTION", True)
    monkeypatch.setitem(client.application.config, "DEMO_PASSWORD", PASSWORD)
    assert "alpha_officer" not in client.get("/sign-in").text


@pytest.fixture
def limited(databases: Databases, engine: str, tmp_path: Path) -> Iterator[CheckingClient]:
    """A client of an application that counts attempts."""
    app = application(databases.copy(engine), tmp_path / "instance", RATELIMIT_ENABLED=True)
    limiter.reset()
    with rolled_back(app):
        build()
        yield CheckingClient(app, app.response_class)
    limiter.enabled = False
    dispose(app)


def attempt(client: CheckingClient, *, address: str, status: int, password: str = "sai", name: str = "officer") -> None:
    client.post(
        "/sign-in", data={"username": name, "password": password}, status=status,
        environ_overrides={"REMOTE_ADDR": address},
    )  # fmt: skip


def test_an_address_gets_ten_wrong_tries_a_minute(limited: CheckingClient) -> None:
    for n in range(10):
        attempt(limited, address="10.0.0.1", name=f"nobody-{n}", status=422)
    attempt(limited, address="10.0.0.1", name="nobody", status=429)
    attempt(limited, address="10.0.0.2", name="nobody", status=422)


def test_right_sign_ins_are_not_counted(limited: CheckingClient) -> None:
    """A whole office behind one address signs in on the same morning."""
    for _ in range(12):
        attempt(limited, address="10.0.0.1", password=PASSWORD, status=303)
        limited.sign_out()


def test_strangers_are_slowed_by_name_and_lock_nobody_out(limited: CheckingClient) -> None:
    """Five wrong tries from anywhere use up the strangers' allowance; the person's own browser is not concerned."""
    own = CheckingClient(limited.application, limited.application.response_class)
    attempt(own, address="10.0.1.1", password=PASSWORD, status=303)
    own.sign_out()
    for n in range(5):
        attempt(limited, address=f"10.0.0.{n}", status=422)
    attempt(limited, address="10.0.0.99", password=PASSWORD, status=429)
    attempt(limited, address="10.0.0.99", name="minister", password=PASSWORD, status=303)
    attempt(own, address="10.0.1.1", password=PASSWORD, status=303)
