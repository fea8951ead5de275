"""What is typed in the log of complaints."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text
from nomination.services.complaints import Received
from workflow.complaint import KINDS


class ComplaintForm(FlaskForm):
    received_on = Day(lazy_gettext("Received on"), validators=[Optional()])
    sender = StringField(lazy_gettext("From whom"), filters=[clean_line])
    kind = RadioField(lazy_gettext("Kind of paper"), validate_choice=False)
    about = StringField(
        lazy_gettext("About which award or round"), filters=[clean_line],
        description=lazy_gettext("Its code, when the paper is about one."),
    )  # fmt: skip
    summary = TextAreaField(lazy_gettext("What it says, in short"), filters=[clean_text])
    paper = StringField(lazy_gettext("Number and day of the paper"), filters=[clean_line])

    @classmethod
    def offering(cls) -> "ComplaintForm":
        form = cls()
        form.kind.choices = [(code, gettext(label)) for code, label in KINDS.items()]
        return form

    def received(self) -> Received:
        return Received(
            self.received_on.data, self.sender.data or "", self.kind.data or "", self.about.data or "",
            self.summary.data or "", self.paper.data or "",
        )  # fmt: skip


class AcceptForm(FlaskForm):
    accepted_on = Day(lazy_gettext("Accepted on"), validators=[Optional()])
    complex_case = BooleanField(lazy_gettext("A complex case: 45 days instead of 30"))


class OutcomeForm(FlaskForm):
    outcome = TextAreaField(
        lazy_gettext("Outcome"), filters=[clean_text],
        description=lazy_gettext("What was found and answered, and by which paper."),
    )  # fmt: skip
