"""The web side: thin views, one blueprint a noun. No SQL and no rules here."""

from importlib import import_module

from flask import Flask

NOUNS = (
    "account",
    "ballots",
    "bonuses",
    "calendar",
    "campaign_drafts",
    "campaigns",
    "complaints",
    "conduct",
    "consultations",
    "council",
    "decisions",
    "desk",
    "evidence",
    "figures",
    "handovers",
    "histories",
    "initiatives",
    "leading",
    "nominations",
    "opinions",
    "papers",
    "past_awards",
    "places",
    "plans",
    "previews",
    "process",
    "proposals",
    "questions",
    "reading",
    "recoveries",
    "register",
    "reports",
    "responses",
    "rounds",
    "rulesets",
    "statistics",
    "stock",
    "scorings",
    "styleguide",
    "submissions",
    "supplements",
    "vetting",
)


def mount(app: Flask) -> None:
    for noun in NOUNS:
        app.register_blueprint(import_module(f"nomination.views.{noun}").blueprint)
