"""`flask demo` on a database that is not its own, and where it has no business."""

from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import func, select

from demo.build import build
from nomination import clock, create_app
from nomination.extensions import db
from nomination.models import Account, Audit, Person
from nomination.services.transaction import Invalid
from tests.support.databases import Databases, application, dispose
from tests.world import build as build_world


def test_another_database_is_left_alone(app: Flask, session: Session) -> None:
    build_world()
    people = session.scalar(select(func.count()).select_from(Person))
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "The database holds something else." in answer.output
    assert session.scalar(select(func.count()).select_from(Person)) == people


def test_there_is_nothing_to_show_in_an_empty_database(app: Flask, session: Session) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "--show"])
    assert answer.exit_code == 1
    assert "There is no demonstration here." in answer.output


@pytest.mark.engine("sqlite")  # the refusal comes before the database is asked
def test_production_gets_no_demonstration(databases: Databases, tmp_path: Path) -> None:
    made = application(databases.copy("sqlite"), tmp_path / "instance", PRODUCTION=True)
    answer = made.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "Never in production." in answer.output
    with made.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    dispose(made)


@pytest.mark.engine("sqlite")  # the app that fails to start cannot be asked to close its connections
def test_production_does_not_start_with_demonstration_accounts(own_app: Flask, tmp_path: Path) -> None:
    with own_app.app_context():
        db.session.add(Person(full_name="Lê Thử", sort_key="thu le", fictional=True))
        db.session.flush()
        person = db.session.scalars(select(Person)).one()
        db.session.add(Account(person_id=person.id, username="thu", password_hash="x", demo=True))
        db.session.commit()
        url = own_app.config["DATABASE_URL"]
    with pytest.raises(RuntimeError, match="demonstration accounts"):
        create_app({"DATABASE_URL": url, "INSTANCE": tmp_path, "SECRET_KEY": "x", "PRODUCTION": True})


def test_nothing_is_left_when_an_act_fails(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first letter of a unit is refused: units, people and campaign go with it."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise Invalid.one("minutes", "refused")

    monkeypatch.setattr("demo.responses.record_plan", refuse)
    with own_app.app_context():
        with pytest.raises(Invalid):
            build(clock.today())
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
        assert db.session.scalar(select(func.count()).select_from(Audit)) == 0
