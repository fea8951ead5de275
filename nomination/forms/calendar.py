"""What is typed into the table of days off: one day or a span, what it is, and the paper that says so."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line
from nomination.hypermedia import sentence
from nomination.services.transaction import Invalid
from workflow.calendar import DayKind

NEEDED = InputRequired(lazy_gettext("This is needed."))


class CalendarForm(FlaskForm):
    kind = RadioField(lazy_gettext("What the day is"), validators=[NEEDED])
    first = Day(lazy_gettext("Day, or the first of several"), validators=[NEEDED])
    last = Day(
        lazy_gettext("Last day, if several"), validators=[Optional()],
        description=lazy_gettext("Saturdays and Sundays in between need not be entered."),
    )  # fmt: skip
    ground = StringField(
        lazy_gettext("Ground"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("The notice or paper that says so: number, day, issuer."),
    )  # fmt: skip

    @classmethod
    def offering(cls) -> "CalendarForm":
        form = cls()
        form.kind.choices = [(str(kind), gettext(kind.label)) for kind in DayKind]
        return form

    def tell(self, error: Invalid) -> None:
        for name, told in error.problems.items():
            self[name].errors = [sentence(*one) for one in told]
