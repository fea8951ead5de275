"""Bring the database to the newest migration, fill an empty one with the demonstration, and say how to sign in."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from sqlalchemy import select

from nomination import create_app
from nomination.extensions import db
from nomination.models import Account


def main() -> None:
    """One process for all of it, so that a later start is quick."""
    app = create_app()
    with app.app_context():
        upgrade()
        demo = db.session.scalars(select(Account.demo).order_by(Account.demo).limit(1)).first()
        db.session.remove()
    if demo is False or app.config["PRODUCTION"]:
        print(f"Serving at {app.config['PUBLIC_URL']}", flush=True)
    else:
        command(app, *(["demo"] if demo is None else ["demo", "--show"]))


def command(app: Flask, *words: str) -> None:
    """A command of `flask`, in this process."""
    app.cli.main(list(words), "flask", obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
