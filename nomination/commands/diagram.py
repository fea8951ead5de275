"""`flask diagram`: the process as Mermaid text, for the README."""

import click
from flask import Flask

from workflow.diagram import mermaid


def register(app: Flask) -> None:
    @app.cli.command("diagram")
    def show() -> None:
        """Print the diagram of the process."""
        click.echo(mermaid(), nl=False)
