"""The commands of an administrator: `flask demo`, `flask check`, `flask diagram`."""

from flask import Flask


def register(app: Flask) -> None:
    """Commands are added by the files that know them."""
