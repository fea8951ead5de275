"""What the fixtures promise: commits are undone, a count counts, a request that forgets to commit is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Response
from flask_login import current_user
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, delete, func, select

from nomination.access import public
from nomination.extensions import db
from nomination.models import Account, Person
from tests.support.client import CheckingClient
from tests.support.databases import UNSAVED, Databases, application, dispose, note_unsaved, rolled_back
from tests.support.query_counter import counting


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


@pytest.mark.parametrize("_again", [1, 2])
def test_what_a_test_commits_is_undone(session: Session, _again: int) -> None:
    assert people(session) == 0
    session.add(someone())
    session.commit()
    session.rollback()
    assert people(session) == 1


def test_only_questions_are_counted(session: Session, sql: Engine) -> None:
    with counting(sql) as sent:
        people(session)
        session.commit()
        people(session)
    assert [statement.split()[0] for statement in sent] == ["SELECT", "SELECT"]


@pytest.mark.parametrize("how", ["new", "flushed", "bulk", "committed"])
def test_what_is_left_uncommitted_is_noted(client: CheckingClient, session: Session, how: str) -> None:
    if how == "bulk":
        session.execute(delete(Person))
    else:
        session.add(someone())
    if how == "flushed":
        session.flush()
    if how == "committed":
        session.commit()
    noted = client.application.extensions[UNSAVED]
    note_unsaved(client.application)
    assert len(noted) == (0 if how == "committed" else 1)
    noted.clear()


@pytest.fixture
def doors(databases: Databases, engine: str, tmp_path: Path) -> Iterator[CheckingClient]:
    """A client of an application that has a few routes only for these tests."""
    app = application(databases.copy(engine), tmp_path / "instance")
    for view in (forget, keep, whoami):
        app.add_url_rule(f"/-/{view.__name__}", view_func=public(view), methods=["GET", "POST"])
    with rolled_back(app):
        yield CheckingClient(app, app.response_class)
    dispose(app)


def forget() -> Response:
    db.session.add(someone())
    db.session.flush()
    return Response("forgotten", mimetype="text/plain")


def keep() -> tuple[str, int]:
    db.session.add(someone())
    db.session.commit()
    return "kept", 422


def whoami() -> Response:
    return Response(current_user.person.full_name if current_user.is_authenticated else "nobody", mimetype="text/plain")


def someone() -> Person:
    return Person(full_name="Đỗ Thị Hoà", sort_key="hoa do thi")


def test_a_request_that_forgets_to_commit_is_found(doors: CheckingClient) -> None:
    with pytest.raises(AssertionError, match="GET /-/forget: the request changed something and did not commit it"):
        doors.get("/-/forget")


def test_a_post_carries_a_token_and_states_its_status(doors: CheckingClient) -> None:
    with pytest.raises(AssertionError, match="a partial has one root element"):
        doors.post("/-/keep", hx=True, status=422)
    assert people(db.session()) == 1
    with pytest.raises(AssertionError, match="status 422, not 303: kept"):
        doors.post("/-/keep")


def test_a_signed_in_client_is_known_and_forgotten(doors: CheckingClient) -> None:
    assert doors.get("/-/whoami").text == "nobody"
    account = Account(person=someone(), username="hoa", password_hash="-")
    db.session.add(account)
    doors.sign_in(account)
    assert doors.get("/-/whoami").text == "Đỗ Thị Hoà"
    doors.sign_out()
    assert doors.get("/-/whoami").text == "nobody"
