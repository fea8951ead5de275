"""`flask check`: every invariant of the database, on demand, after a restore, or at night."""

import click
from flask import Flask
from flask.cli import with_appcontext

from nomination.queries.invariants import INVARIANTS, broken


def register(app: Flask) -> None:
    app.cli.add_command(check)


@click.command("check")
@with_appcontext
def check() -> None:
    """Say which invariants do not hold; exit 1 if any."""
    found = broken()
    if found:
        raise click.ClickException("\n".join(found))
    click.echo(f"{len(INVARIANTS)} invariants hold.")
