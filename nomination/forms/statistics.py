"""What the department states about a campaign for the yearly count."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from nomination.forms.days import Day
from workflow.statistics import SCOPES


class ReachForm(FlaskForm):
    scope = RadioField(lazy_gettext("Scope"), validate_choice=False)
    starts_on = Day(lazy_gettext("First day"), validators=[Optional()])
    ends_on = Day(lazy_gettext("Last day"), validators=[Optional()])

    @classmethod
    def offering(cls, **given: object) -> "ReachForm":
        form = cls(**given)
        form.scope.choices = [(code, gettext(label)) for code, label in SCOPES.items()]
        return form
