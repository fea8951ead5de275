"""`flask box compact`: frees what closing a ballot box left behind in the database files. To be run once a night."""

from click import ClickException
from flask import Flask
from flask.cli import AppGroup

from nomination.services.compacting import compact

box = AppGroup("box", help="The ballot box.")


def register(app: Flask) -> None:
    app.cli.add_command(box)


@box.command("compact")
def compact_box() -> None:
    """Rewrite the tables of ballots and rolls, so that their files keep no earlier order. Safe while people vote."""
    if not compact():
        raise ClickException("The tables are busy, for example with a backup. Run it again later.")
