"""What a unit types about its own response to a campaign."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text
from nomination.services.plans import Plan

NEEDED = InputRequired(lazy_gettext("This is needed."))


class PlanForm(FlaskForm):
    title = StringField(
        lazy_gettext("Title of the plan"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("As it stands on the unit's own paper."),
    )  # fmt: skip
    paper = StringField(
        lazy_gettext("Launching paper"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("Number, symbol and summary line of the paper by which the unit launched it."),
    )  # fmt: skip
    launched_on = Day(
        lazy_gettext("Launched on"), validators=[NEEDED],
        description=lazy_gettext("Day of the paper: day/month/year."),
    )  # fmt: skip
    summary = TextAreaField(
        lazy_gettext("What the unit undertakes"), filters=[clean_text], validators=[NEEDED],
        description=lazy_gettext("Contents, own criteria and urgent key tasks that the plan is tied to."),
    )  # fmt: skip
    version = HiddenField()

    def plan(self) -> Plan:
        """What was typed, once it has passed validation."""
        assert self.launched_on.data is not None
        return Plan(self.title.data or "", self.paper.data or "", self.launched_on.data, self.summary.data or "")

    def began_from(self) -> int | None:
        """The version that was on the page; None when the unit had recorded nothing yet."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
