"""`flask demo`: fills an empty database with fictional people and nominations; `--show` says how to sign in."""

from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Account


def register(app: Flask) -> None:
    app.cli.add_command(demo)


@click.command("demo")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day; the same day gives the same.")
@click.option("--show", is_flag=True, help="Build nothing; print the accounts of the demonstration that is here.")
@with_appcontext
def demo(today: datetime | None, show: bool) -> None:
    """Fill an EMPTY database with a demonstration, and print one account for each role."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("Không tạo dữ liệu dùng thử trong môi trường chính thức. / Never in production.")
    if not show:
        _build(today)
    elif db.session.scalars(select(Account.id).where(Account.demo).limit(1)).first() is None:
        raise click.ClickException("Cơ sở dữ liệu này không có dữ liệu dùng thử. / There is no demonstration here.")
    _show()


def _build(today: datetime | None) -> None:
    """The demonstration is imported here only: the product itself does not know it."""
    from demo.build import NotEmpty, build

    click.echo("Đang tạo dữ liệu dùng thử, khoảng một phút... / Building the demonstration, about a minute...")
    try:
        built = build(today.date() if today else clock.today())
    except NotEmpty as found:
        message = f"Cơ sở dữ liệu đã có dữ liệu khác ({found}). / The database holds something else."
        raise click.ClickException(message) from None
    click.echo(f"{built.units} đơn vị, {built.people} người, {built.nominations} đề nghị khen thưởng.\n")


def _show() -> None:
    from demo.show import lines

    for line in lines():
        click.echo(line)
