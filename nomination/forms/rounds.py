"""The form of a new round. What is right is decided by the service; here text becomes values and moments."""

from datetime import UTC, datetime, timedelta

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from nomination import clock
from nomination.clock import VIETNAM
from nomination.forms.days import Moment
from nomination.hypermedia import sentence
from nomination.services.rounds import Draft
from nomination.services.transaction import Invalid


class Ticks(SelectMultipleField):
    """Several of a list, as checkboxes. Whether a choice still stands is for the service to say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    validate_choice = False


class RoundForm(FlaskForm):
    title = StringField(lazy_gettext("Title of the round"))
    nominations = Ticks(lazy_gettext("Nominations put to the vote"), validate_choice=False)
    opens_at = Moment(lazy_gettext("Voting begins"))
    closes_at = Moment(lazy_gettext("Voting ends"))
    tellers = Ticks(lazy_gettext("Tellers"), coerce=int, validate_choice=False)
    repeat_reason = TextAreaField(lazy_gettext("Why a nomination is put to the vote again"))

    def suggest(self) -> None:
        """A window of three days that ends at five in the afternoon, in Vietnam."""
        local = clock.now().astimezone(VIETNAM).replace(second=0, microsecond=0, tzinfo=None)
        self.opens_at.data = local
        self.closes_at.data = (local + timedelta(days=3)).replace(hour=17, minute=0)

    def draft(self) -> Draft | None:
        """What was filled in, or None when it cannot be read; then the fields say why."""
        unread = [field for field in (self.opens_at, self.closes_at) if not _within_reach(field.data)]
        if not self.validate() or unread:
            for field in unread:
                field.errors = (_typed(field) and field.errors) or [gettext("Give the day and the hour.")]
            return None
        return Draft(
            title=self.title.data or "",
            nominations=tuple(self.nominations.data or ()),
            opens_at=_moment(self.opens_at.data),
            closes_at=_moment(self.closes_at.data),
            tellers=tuple(self.tellers.data or ()),
            repeat_reason=self.repeat_reason.data or "",
        )

    def tell(self, error: Invalid) -> None:
        """Put each problem at its field."""
        for where, told in error.problems.items():
            sentences = [sentence(*one) for one in told]
            if where in self:
                self[where].errors = [*self[where].errors, *sentences]
            else:
                self.form_errors.extend(sentences)


def _within_reach(local: datetime | None) -> bool:
    """A moment that exists in every time zone: at both ends of the calendar it does not."""
    return local is not None and datetime.min.year < local.year < datetime.max.year


def _typed(field: Moment) -> bool:
    return bool("".join(field.raw_data or []).strip())


def _moment(local: datetime | None) -> datetime:
    assert local is not None
    return local.replace(tzinfo=VIETNAM).astimezone(UTC)
