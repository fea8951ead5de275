"""What is typed about a decision: its subject, reasons, the signer's name, the registry's number and day."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField

from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text


class VersionedForm(FlaskForm):
    """An act on the decision as it stood on the page."""

    version = HiddenField()

    def began_from(self) -> int | None:
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class TitleForm(VersionedForm):
    title = StringField(
        lazy_gettext("Subject of the decision"), filters=[clean_line],
        description=lazy_gettext("The line under the word “decision” on the paper."),
    )  # fmt: skip


class ReasonForm(VersionedForm):
    """`nomination` is filled in when only one of them goes back."""

    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean_text], render_kw={"rows": 3})
    nomination = HiddenField()


class ConfirmForm(VersionedForm):
    """`digest` is that of the list on the signer's screen."""

    confirmation = StringField(lazy_gettext("Your full name"), filters=[clean_line], render_kw={"autocomplete": "off"})
    digest = HiddenField()


class FreezeForm(VersionedForm):
    """Whoever may sign is offered by the page."""

    signer = SelectField(
        lazy_gettext("Who signs"), coerce=int, validate_choice=False, choices=[],
        description=lazy_gettext("The paper names this person before it is signed."),
    )  # fmt: skip


class SignForm(ConfirmForm):
    """`secret` opens the key; it is used once and kept nowhere, so a refused form comes back without it."""

    secret = PasswordField(render_kw={"autocomplete": "off"})


class PaperForm(VersionedForm):
    scan = FileField(
        lazy_gettext("Scan of the signed paper"), description=lazy_gettext("PDF, PNG or JPEG, up to 25 MB, all pages.")
    )
    signed_on = Day(lazy_gettext("Day of the signature on the paper"))
    typed_digest = StringField(
        lazy_gettext("Digest printed on the paper"), filters=[clean_line], render_kw={"autocomplete": "off"},
        description=lazy_gettext("The four groups of five characters at the foot of every page, typed off the paper."),
    )  # fmt: skip


class IssueForm(VersionedForm):
    number = StringField(
        lazy_gettext("Number and symbol"), filters=[clean_line],
        description=lazy_gettext("As the registry book gives it. The product never makes a number up."),
    )  # fmt: skip
    dated = Day(lazy_gettext("Day of the decision"))
    scan = FileField(
        lazy_gettext("Scan of the signed paper"), description=lazy_gettext("PDF, PNG or JPEG, up to 25 MB, all pages.")
    )
    secret = PasswordField(render_kw={"autocomplete": "off"})


class CorrectionForm(FlaskForm):
    """The line as it should read; what is right is left as it stands."""

    title = StringField(lazy_gettext("Subject of the decision"), filters=[clean_line])
    name = StringField(lazy_gettext("Name"), filters=[clean_line])
    unit_name = StringField(lazy_gettext("Unit"), filters=[clean_line])
    citation = TextAreaField(lazy_gettext("Citation"), filters=[clean_text], render_kw={"rows": 3})
    paper = StringField(
        lazy_gettext("Paper it rests on"), filters=[clean_line],
        description=lazy_gettext("Number, date and issuer of the paper that shows the mistake."),
    )  # fmt: skip
    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean_text], render_kw={"rows": 4})


class RevocationForm(FlaskForm):
    title = StringField(lazy_gettext("Subject of the decision"), filters=[clean_line])
    paper = StringField(
        lazy_gettext("Paper it rests on"), filters=[clean_line],
        description=lazy_gettext("Number, date and issuer of the conclusion, decision or judgment."),
    )  # fmt: skip
    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean_text], render_kw={"rows": 4})
