"""Bring the database to the newest migration, fill an empty one with the demonstration, say how to sign in, and serve.

All in one process, because loading the application is what takes the time. The workers are forked from it, so no
connection to the database may be open by then.
"""

import atexit
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from nomination import create_app
from nomination.extensions import db
from nomination.models import Account


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the application that is loaded already. Few processes: SQLite has one writer at a time."""

    def __init__(self, app: Flask) -> None:
        self.application = app
        super().__init__()

    def load_config(self) -> None:
        settings = {"worker_class": "gthread", "workers": 2, "threads": 8, "loglevel": "warning"}
        for name, value in settings.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"127.0.0.1:{os.environ['PORT']}")

    def load(self) -> Flask:
        return self.application


def main() -> None:
    app = create_app()
    prepare(app)
    with app.app_context():
        db.engine.dispose()
    if app.config["MAIL_URL"]:
        send_mail()
    Server(app).run()


def send_mail() -> None:
    """A worker in a process of its own, which ends with this one."""
    root, flask = Path(__file__).resolve().parent.parent, [sys.executable, "-m", "flask", "--app", "wsgi"]
    worker = subprocess.Popen([*flask, "mail", "work"], cwd=root)
    atexit.register(worker.terminate)


def prepare(app: Flask) -> None:
    """The demonstration goes only into an empty database, and never into production."""
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
