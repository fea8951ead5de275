"""The application: an awards campaign of a ministry, from nomination to a signed and published decision."""

from pathlib import Path
from typing import Any

from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Config, extensions, blueprints, errors, commands, in that order, and nothing else."""
    from nomination import access, cli, config, errors, pages, views
    from nomination.extensions import db, migrate
    from nomination.web import prepare_extensions, secure

    root = Path(__file__).resolve().parent.parent
    settings = config.settings(overrides)
    app = Flask(
        __name__, static_folder=str(root / "static"), template_folder=str(root / "templates"),
        instance_path=str(settings["INSTANCE"]),
    )  # fmt: skip
    app.config.update(settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(root / "migrations"))
    prepare_extensions(app)
    pages.prepare(app)
    access.enforce(app)
    views.mount(app)
    errors.register(app)
    secure(app)
    cli.register(app)
    return app
