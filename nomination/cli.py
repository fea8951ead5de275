"""The commands of an administrator: `flask campaign check` and `flask campaign import`; others add their own."""

from importlib import import_module
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from nomination.campaigns import CampaignFileError, read_campaign
from nomination.extensions import db
from nomination.models import Account, Person
from nomination.queries.actor import actor_for
from nomination.services.campaigns import launch
from nomination.services.transaction import Invalid
from workflow.dossier import Actor
from workflow.machine import Refused

campaign = AppGroup("campaign", help="Campaign files: check one, put one in force.")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def register(app: Flask) -> None:
    """Each command is added by the file that knows it."""
    app.cli.add_command(campaign)
    for noun in ("check", "demo", "diagram", "files"):
        import_module(f"nomination.commands.{noun}").register(app)


@campaign.command("check")
@FILE
def check(file: Path) -> None:
    """Say what is wrong in FILE: file, line, and what was expected."""
    try:
        found = read_campaign(file.read_bytes(), str(file))
    except CampaignFileError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: {found.code}: {len(found.criteria)} criteria, {len(found.awards)} awards. No errors.")


@campaign.command("import")
@FILE
@click.option("--author", required=True, help="Username of whoever wrote it.")
@click.option("--approver", required=True, help="Username of the department head who puts it in force.")
@click.option("--reason", default="", help="Why there is a new version; needed when one is in force.")
def import_file(file: Path, author: str, approver: str, reason: str) -> None:
    """Put the campaign in FILE in force, whole or not at all."""
    try:
        version = launch(file.read_bytes(), str(file), author=_actor(author), approver=_actor(approver), reason=reason)
    except (CampaignFileError, Invalid, Refused) as error:
        raise click.ClickException(_sentences(error)) from None
    click.echo(f"{file}: version {version.number} is in force ({version.content_hash}).")


def _actor(username: str) -> Actor:
    query = select(Person).join(Account).where(Account.username == username.strip().casefold(), Account.active)
    person = db.session.scalars(query).one_or_none()
    if person is None:
        raise click.ClickException(f"no active account has the username {username}")
    return actor_for(person)


def _sentences(error: CampaignFileError | Invalid | Refused) -> str:
    """What stands against it, in the administrator's English."""
    if isinstance(error, Invalid):
        return "\n".join(message % params for told in error.problems.values() for message, params in told)
    if isinstance(error, Refused):
        return "\n".join(reason.message % dict(reason.params) for reason in error.reasons)
    return str(error)
