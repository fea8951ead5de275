"""The form of a new round. What is right is decided by the service; here text becomes values and moments."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from nomination import clock
from nomination.clock import VIETNAM
from nomination.forms.days import Moment
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.queries.rounds import Found
from nomination.services.round_drafts import Draft
from nomination.services.transaction import Invalid
from workflow.ballot import Method


class Ticks(SelectMultipleField):
    """Several of a list, as checkboxes. Whether a choice still stands is for the service to say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    validate_choice = False


class RoundForm(FlaskForm):
    title = StringField(lazy_gettext("Title of the round"), filters=[clean_line])
    agenda = TextAreaField(lazy_gettext("Agenda"), filters=[clean_text])
    nominations = Ticks(lazy_gettext("Nominations put to the vote"), validate_choice=False)
    opens_at = Moment(lazy_gettext("Voting begins"))
    closes_at = Moment(lazy_gettext("Voting ends"))
    tellers = Ticks(lazy_gettext("Tellers"), coerce=int, validate_choice=False)
    method = RadioField(lazy_gettext("How the round is held"), validate_choice=False, default=Method.ELECTRONIC.value)
    repeat_reason = TextAreaField(lazy_gettext("Why a nomination is put to the vote again"), filters=[clean_text])
    version = HiddenField()

    def suggest(self, method: str, nominations: Iterable[str]) -> None:
        """A window of three days that ends at five in the afternoon, in Vietnam; what a repetition starts from."""
        if method in set(Method):
            self.method.data = method
        self.nominations.data = list(nominations)
        local = _local(clock.now())
        self.opens_at.data = local
        self.closes_at.data = (local + timedelta(days=3)).replace(hour=17, minute=0)

    def recall(self, found: Found) -> None:
        """The round as it was prepared."""
        vote = found.vote
        self.method.data = vote.method
        self.title.data, self.agenda.data, self.repeat_reason.data = vote.title, vote.agenda, vote.repeat_reason
        self.opens_at.data, self.closes_at.data = _local(vote.opens_at), _local(vote.closes_at)
        self.nominations.data = [line.nomination.code for line in found.lines]
        self.tellers.data = [teller.person_id for teller in found.tellers]
        self.version.data = str(vote.version)

    def places(self) -> dict[str, str]:
        """The typed place on the ballot of each nomination, by its code."""
        typed = {code: request.form.get(f"place-{code}", "")[:9].strip() for code, _ in self.nominations.choices}
        return typed if self.is_submitted() else self._listed()

    def _listed(self) -> dict[str, str]:
        """Those of the round first, in their order, then the others as they are listed."""
        codes = [code for code, _ in self.nominations.choices]
        chosen = [code for code in self.nominations.data or () if code in codes]
        order = chosen + [code for code in codes if code not in chosen]
        return {code: str(n) for n, code in enumerate(order, start=1)}

    def draft(self) -> Draft | None:
        """What was filled in, or None when it cannot be read; then the fields say why."""
        unread = [field for field in (self.opens_at, self.closes_at) if not within_reach(field.data)]
        order = self._order()
        if not self.validate() or unread or order is None:
            for field in unread:
                field.errors = (_typed(field) and field.errors) or [gettext("Give the day and the hour.")]
            if order is None:
                told = gettext("Give each chosen nomination its place on the ballot as a whole number.")
                self.nominations.errors = [*self.nominations.errors, told]
            return None
        return Draft(
            title=self.title.data or "",
            nominations=order,
            opens_at=_moment(self.opens_at.data),
            closes_at=_moment(self.closes_at.data),
            tellers=tuple(self.tellers.data or ()),
            repeat_reason=self.repeat_reason.data or "",
            agenda=self.agenda.data or "",
            method=self.method.data or Method.ELECTRONIC,
        )

    def _order(self) -> tuple[str, ...] | None:
        """The chosen nominations by their typed places, those without one last; None when a place is no number."""
        places = {code: self.places().get(code, "") for code in self.nominations.data or ()}
        if not all(place == "" or (place.isascii() and place.isdigit()) for place in places.values()):
            return None
        return tuple(sorted(places, key=lambda code: int(places[code] or 10**9)))

    def tell(self, error: Invalid) -> None:
        """Put each problem at its field."""
        for where, told in error.problems.items():
            sentences = [sentence(*one) for one in told]
            if where in self:
                self[where].errors = [*self[where].errors, *sentences]
            else:
                self.form_errors.extend(sentences)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM).replace(second=0, microsecond=0, tzinfo=None)


def within_reach(local: datetime | None) -> bool:
    """A moment that exists in every time zone: at both ends of the calendar it does not."""
    return local is not None and datetime.min.year < local.year < datetime.max.year


def _typed(field: Moment) -> bool:
    return bool("".join(field.raw_data or []).strip())


def _moment(local: datetime | None) -> datetime:
    assert local is not None
    return local.replace(tzinfo=VIETNAM).astimezone(UTC)
