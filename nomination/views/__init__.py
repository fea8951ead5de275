"""The web side: thin views, one blueprint a noun. No SQL and no rules here."""

from importlib import import_module

from flask import Flask

NOUNS = (
    "account", "desk", "campaigns", "places", "plans", "nominations", "evidence", "previews", "figures", "submissions",
    "rounds", "ballots", "vetting", "decisions", "register", "rulesets", "process", "styleguide",
    "reports", "responses",
)  # fmt: skip


def mount(app: Flask) -> None:
    for noun in NOUNS:
        app.register_blueprint(import_module(f"nomination.views.{noun}").blueprint)
