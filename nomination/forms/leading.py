"""The form with which a leader delegates the leading of his cluster."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from nomination.forms.days import Day
from nomination.forms.text import clean_line

NEEDED = InputRequired(lazy_gettext("This is needed."))


class LeadingForm(FlaskForm):
    cluster = HiddenField()
    year = HiddenField()
    first = Day(lazy_gettext("First day"), validators=[NEEDED])
    last = Day(lazy_gettext("Last day"), validators=[NEEDED])
    ground = StringField(
        lazy_gettext("Paper on which it rests"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("Number, date and kind of the paper, as it stands in the record."),
    )  # fmt: skip
