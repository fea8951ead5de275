"""`flask files collect`: frees the store of what nothing refers to. To be run once a night."""

import click
from flask import Flask
from flask.cli import AppGroup

from nomination.services.collecting import collect

files = AppGroup("files", help="The file store.")


def register(app: Flask) -> None:
    app.cli.add_command(files)


@files.command("collect")
def collect_files() -> None:
    """Remove what no row refers to and is older than a day. Safe while people upload."""
    click.echo(f"Removed from the store: {collect()}.")
