"""`flask mail`: the worker that sends what is owed, how much waits, and addresses."""

import re

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from nomination import worker
from nomination.extensions import db
from nomination.models import Account
from nomination.queries.recipients import waiting
from nomination.services import outbox
from nomination.services.transaction import writing

mail = AppGroup("mail", help="Messages that are owed.")
ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,180}")


def register(app: Flask) -> None:
    app.cli.add_command(mail)


@mail.command("work")
def work() -> None:
    """Send what is owed, until the process that started this one ends."""
    if not current_app.config["MAIL_URL"]:
        raise click.ClickException("Say where mail goes first: MAIL_URL=smtp://user:password@host:587")
    worker.work(current_app._get_current_object())  # type: ignore[attr-defined]


@mail.command("status")
def status() -> None:
    """How many messages wait, and how many were laid aside."""
    found = waiting()
    click.echo(f"Waiting: {found.due}. Laid aside after {outbox.MOST_ATTEMPTS} attempts: {found.laid_aside}.")


@mail.command("retry")
def retry() -> None:
    """Take up again what was laid aside."""
    click.echo(f"Taken up again: {outbox.again()}.")


@mail.command("address")
@click.argument("username")
@click.argument("address")
def address(username: str, address: str) -> None:
    """Where an account's mail goes; '' for nowhere."""
    if address and not ADDRESS.fullmatch(address):
        raise click.ClickException("This is no mail address.")
    with writing():
        account = db.session.scalars(select(Account).where(Account.username == username)).one_or_none()
        if account is None:
            raise click.ClickException("There is no such account.")
        account.email = address
