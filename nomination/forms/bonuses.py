"""What is typed about a payment of bonus money: its day and its paper. The awards are ticked in the list."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line


class PaymentForm(FlaskForm):
    paid_on = Day(lazy_gettext("Day of the payment"), validators=[Optional()])
    paper = StringField(
        lazy_gettext("Paper of the payment"), filters=[clean_line],
        description=lazy_gettext("Number and day of the payment order or list."),
    )  # fmt: skip
