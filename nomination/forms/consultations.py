"""What is typed about a public consultation: where the list is shown and how long, and what people wrote."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from nomination import clock
from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text, whole_version
from nomination.models import Feedback
from nomination.queries.consultations import ConsultationPage
from nomination.services.consultations import Said, Showing
from workflow.consulting import Weight


class ShowingForm(FlaskForm):
    place = StringField(
        lazy_gettext("Where the list is shown"), filters=[clean_line],
        description=lazy_gettext("Such as the portal or the notice board of the agency."),
    )  # fmt: skip
    write_to = StringField(
        lazy_gettext("Where feedback is sent"), filters=[clean_line],
        description=lazy_gettext("Postal address, mail or telephone, as the public reads it."),
    )  # fmt: skip
    opens_on = Day(lazy_gettext("Shown from"), validators=[Optional()])
    working_days = StringField(
        lazy_gettext("Working days"), filters=[clean_line],
        description=lazy_gettext("Counted from the day after; the last day is worked out."),
    )  # fmt: skip

    @classmethod
    def blank(cls, usual: int | None) -> "ShowingForm":
        form = cls(formdata=None)
        form.opens_on.data, form.working_days.data = clock.today(), str(usual or "")
        return form

    def showing(self) -> Showing:
        return Showing(
            self.place.data or "", self.opens_on.data, whole_version(self.working_days.data), self.write_to.data or ""
        )


class FeedbackForm(FlaskForm):
    about = SelectField(lazy_gettext("About"), validate_choice=False)
    received_on = Day(lazy_gettext("Received on"), validators=[Optional()])
    name = StringField(lazy_gettext("Full name of the writer"), filters=[clean_line])
    contact = StringField(
        lazy_gettext("Address, telephone or mail of the writer"), filters=[clean_line],
        description=lazy_gettext("Without name and contact it is kept, but marked as not valid."),
    )  # fmt: skip
    text = TextAreaField(lazy_gettext("What was written"), filters=[clean_text])

    @classmethod
    def offering(cls, page: ConsultationPage, *, sent: bool) -> "FeedbackForm":
        form = cls() if sent else cls(formdata=None)
        listed = [(one.nomination.code, one.nomination.nominee_name) for one in page.lines]
        form.about.choices = [("", gettext("The whole list")), *listed]
        if not sent:
            form.received_on.data = clock.today()
        return form

    def said(self) -> Said:
        return Said(
            self.text.data or "", self.received_on.data, self.about.data or "", self.name.data or "",
            self.contact.data or "",
        )  # fmt: skip


class EndForm(FlaskForm):
    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean_text])


class WeighForm(FlaskForm):
    """One on the page for each feedback, so its fields are told apart by the key of that."""

    weight = RadioField(lazy_gettext("Is it taken up?"), validate_choice=False)
    note = TextAreaField(
        lazy_gettext("Note"), filters=[clean_text],
        description=lazy_gettext("What was found, and what follows from it."),
    )  # fmt: skip

    @classmethod
    def of(cls, feedback: Feedback, *, sent: bool = False) -> "WeighForm":
        form = cls(prefix=f"f{feedback.id}") if sent else cls(prefix=f"f{feedback.id}", formdata=None)
        form.weight.choices = [(str(weight), gettext(weight.label)) for weight in Weight]
        if not sent:
            form.weight.data, form.note.data = feedback.weight or "", feedback.weigh_note
        return form
