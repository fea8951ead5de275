"""Days and moments, typed as people here write them; what a browser sends by itself (ISO) is read as well."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import DateField, DateTimeField
from wtforms.widgets import TextInput

from workflow.calendar import DAYS

MOMENTS = [
    "%H:%M, %d/%m/%Y", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y, %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S",
]  # fmt: skip


class Day(DateField):
    """A day, with a refusal in the reader's own language.

    A text input: a browser's own date input follows the language of its machine, often month before day.
    """

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **given: Any) -> None:
        given.setdefault("description", lazy_gettext("Day/month/year."))
        super().__init__(label, validators, format=DAYS, **given)
        self.render_kw = {"placeholder": lazy_gettext("dd/mm/yyyy"), "autocomplete": "off"}

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip() for typed in valuelist])
        except ValueError:
            raise ValueError(lazy_gettext("Enter a day that exists, such as 31/01 of a year.")) from None


class Moment(DateTimeField):
    """An hour of a day, shown as everywhere else: 17:00, 05/09 of a year."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **given: Any) -> None:
        super().__init__(label, validators, format=MOMENTS, **given)
        self.render_kw = {"placeholder": lazy_gettext("hh:mm, dd/mm/yyyy"), "autocomplete": "off"}

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip() for typed in valuelist])
        except ValueError:
            message = lazy_gettext("Enter an hour and a day that exist, such as 17:00, 31/01 of a year.")
            raise ValueError(message) from None
