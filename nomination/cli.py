"""The commands of an administrator, each added by the file that knows its noun."""

from importlib import import_module

from flask import Flask

NOUNS = ("box", "campaign", "check", "demo", "diagram", "files", "mail")


def register(app: Flask) -> None:
    for noun in NOUNS:
        import_module(f"nomination.commands.{noun}").register(app)
