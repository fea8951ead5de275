"""What is typed about a handing over, and about what came back after a revocation."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nomination.forms.days import Day
from nomination.forms.text import clean_line
from nomination.services.handovers import Handing
from workflow.handover import OBJECTS


class HandoverForm(FlaskForm):
    extent = RadioField(lazy_gettext("For which awards"), validate_choice=False, default="ticked")
    handed_on = Day(lazy_gettext("Day of the handing over"), validators=[Optional()])
    place = StringField(lazy_gettext("Place"), filters=[clean_line])
    received_by = StringField(
        lazy_gettext("Received by"), filters=[clean_line],
        description=lazy_gettext("Name and post; for a whole unit whoever received it for the unit."),
    )  # fmt: skip
    objects = SelectMultipleField(
        lazy_gettext("What was handed over"), validate_choice=False, widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )  # fmt: skip

    @classmethod
    def offering(cls, *, all_open: str = "", **given: object) -> "HandoverForm":
        """`all_open`: words for all that the filter shows, when it is narrow enough to be meant whole."""
        form = cls(**given)
        ticked = ("ticked", gettext("The awards ticked in the list"))
        form.extent.choices = [ticked, ("all", all_open)] if all_open else [ticked]
        form.objects.choices = [(code, gettext(label)) for code, label in OBJECTS.items()]
        return form

    def handing(self) -> Handing:
        return Handing(
            self.handed_on.data, self.place.data or "", self.received_by.data or "", tuple(self.objects.data or ())
        )


class RecoveryForm(FlaskForm):
    recovered_on = Day(lazy_gettext("Day on which it came back"), validators=[Optional()])
    paper = StringField(
        lazy_gettext("Paper that this rests on"), filters=[clean_line],
        description=lazy_gettext("Number and day of the receipt or the minutes."),
    )  # fmt: skip
