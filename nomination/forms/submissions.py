"""The unit's submission letter as it is typed: which nominations, which meeting, whose name."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text
from nomination.services.submissions import Meeting

LONGEST = Length(max=300, message=_("At most 300 characters."))


class WholeField(IntegerField):
    """A whole number, with a refusal in the reader's own language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip() for typed in valuelist])
        except ValueError:
            self.typed = valuelist[0] if valuelist else ""
            raise ValueError(_("Enter a whole number.")) from None


class SubmissionForm(FlaskForm):
    """What must be there is the service's to say, in one go with everything else; here only what cannot be read."""

    paper_number = StringField(
        _("Number of the letter"), filters=[clean_line], validators=[LONGEST],
        description=_("Leave it blank until the unit's clerk has given one."),
    )  # fmt: skip
    met_on = Day(_("Day of the meeting"), validators=[Optional()])
    chair = StringField(_("Chair of the meeting"), filters=[clean_line], validators=[LONGEST])
    members = WholeField(_("Members in all"), validators=[Optional(), NumberRange(max=100_000)])
    present = WholeField(_("Present"), validators=[Optional(), NumberRange(max=100_000)])
    conclusion = TextAreaField(_("What the meeting concluded"), filters=[clean_text], validators=[Length(max=4000)])
    minutes = FileField(_("Minutes of the meeting"), description=_("PDF, Word, Excel, PNG or JPEG, up to 25 MB."))
    kept = HiddenField()
    confirmation = StringField(_("Type your full name to confirm"), filters=[clean_line], validators=[LONGEST])

    def meeting(self) -> Meeting:
        return Meeting(
            met_on=self.met_on.data, chair=self.chair.data, members=self.members.data, present=self.present.data,
            conclusion=self.conclusion.data, paper_number=self.paper_number.data,
        )  # fmt: skip


def versions_of(typed: Any) -> dict[str, int | None]:
    """The chosen codes with the version that each had on the page."""
    return {code: typed.get(f"version-{code}", type=int) for code in typed.getlist("chosen")}
