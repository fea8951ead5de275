"""What is typed about a draft of a campaign as a whole: a new one, a file, and putting it in force."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from nomination.forms.submissions import WholeField
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.services.transaction import Invalid

NEEDED = InputRequired(lazy_gettext("This is needed."))


class Told(FlaskForm):
    def tell(self, refusal: Invalid) -> None:
        """Put each problem at its field, the others on top."""
        for where, told in refusal.problems.items():
            sentences = [sentence(*one) for one in told]
            if where in self:
                self[where].errors = [*self[where].errors, *sentences]
            else:
                self.form_errors.extend(sentences)


class NewCampaignForm(Told):
    title = StringField(lazy_gettext("Title"), filters=[clean_line], validators=[NEEDED])
    year = WholeField(lazy_gettext("Year"), validators=[NEEDED])
    code = StringField(
        lazy_gettext("Short code"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("Small letters a to z, digits and -, such as words of the title. It never changes."),
    )  # fmt: skip
    clone_of = SelectField(
        lazy_gettext("Begin like"), validate_choice=False,
        description=lazy_gettext("Texts, criteria and awards are copied; you then change what differs."),
    )  # fmt: skip


class CampaignFileForm(Told):
    file = FileField(
        lazy_gettext("Campaign file (YAML)"),
        description=lazy_gettext("A file that was downloaded here, or written by hand in the same way."),
    )  # fmt: skip


class RevisionForm(Told):
    """An act on the draft as it stood on the page."""

    revision = HiddenField()

    def began_from(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class LaunchForm(RevisionForm):
    reason = TextAreaField(
        lazy_gettext("Why there is a new version"), filters=[clean_text], render_kw={"rows": 3},
        description=lazy_gettext("Everybody reads it beside the version."),
    )  # fmt: skip
    confirmation = StringField(lazy_gettext("Your full name"), filters=[clean_line], render_kw={"autocomplete": "off"})
