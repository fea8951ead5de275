"""`flask campaign`: check a campaign file, put one in force, write one out again."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from nomination.campaign_yaml import file_of
from nomination.campaigns import CampaignFileError, read_campaign
from nomination.extensions import db
from nomination.models import Account, Campaign, CampaignVersion, Person
from nomination.queries.actor import actor_for
from nomination.services.campaigns import launch
from nomination.services.transaction import Invalid
from workflow.dossier import Actor
from workflow.machine import Refused

campaign = AppGroup("campaign", help="Campaign files: check one, put one in force, write one out.")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def register(app: Flask) -> None:
    app.cli.add_command(campaign)


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


@campaign.command("export")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--version", "number", type=int, help="The version wanted; the one in force when it is not named.")
def export(code: str, file: Path, number: int | None) -> None:
    """Write a launched campaign to FILE: byte for byte the file it came from, when it came from one."""
    wanted = CampaignVersion.status == "in_force" if number is None else CampaignVersion.number == number
    query = select(CampaignVersion).join(Campaign, Campaign.id == CampaignVersion.campaign_id)
    query = query.where(Campaign.code == code, CampaignVersion.status != "draft", wanted)
    version = db.session.scalars(query).one_or_none()
    if version is None:
        raise click.ClickException(f"no launched version like that of a campaign {code}")
    file.write_bytes(file_of(version.content, version.source))
    click.echo(f"{file}: version {version.number} of {code} ({version.content_hash}).")


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
