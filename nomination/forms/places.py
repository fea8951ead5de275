"""What the head of the department types when he gives places on top."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField

from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.queries.places import Standing
from nomination.services.places import Extra
from nomination.services.transaction import Invalid
from workflow.campaign import Award


class ExtraPlacesForm(FlaskForm):
    holder = SelectField(lazy_gettext("Unit, block or cluster"), validate_choice=False)
    award = SelectField(lazy_gettext("Award"), validate_choice=False)
    places = StringField(lazy_gettext("Places on top"), filters=[clean_line])
    reason = TextAreaField(
        lazy_gettext("Reason"), filters=[clean_text],
        description=lazy_gettext("Why more than the campaign allots. It stays on record with your name."),
    )  # fmt: skip

    @classmethod
    def offering(cls, standings: Iterable[Standing], awards: Iterable[Award]) -> "ExtraPlacesForm":
        """Only holders that something limits can be given more."""
        form = cls()
        limited = [(f"{one.body}:{one.code}", one.name) for one in standings if one.meters]
        form.holder.choices = [("", gettext("Choose")), *limited]
        form.award.choices = [("", gettext("Choose")), *((award.code, award.name) for award in awards)]
        return form

    def extra(self) -> Extra:
        body, _, code = (self.holder.data or "").partition(":")
        typed = self.places.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
        return Extra(body, code, self.award.data or "", number, self.reason.data or "")

    def tell(self, error: Invalid) -> None:
        for name, told in error.problems.items():
            self[name].errors = [sentence(*one) for one in told]
