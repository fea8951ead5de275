"""What a person gives with a step on the dossier page: read as it was typed, shown again when the step is refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_text
from workflow.machine import Given
from workflow.vocabulary import Ask, Trigger

PART = "part-"
FIELD_OF = {
    Ask.REASON: "reason",
    Ask.CITATION: "citation",
    Ask.PAPER: "paper",
    Ask.DUE: "due_on",
    Ask.CONFIRMATION: "confirmation",
}
LONGEST = 2000


def _filled(value: Any) -> str:
    """What cannot be seen is no text, so that it cannot pass for a reason either."""
    return clean_text(str(value or ""))


class AdvanceForm(FlaskForm):
    """One step. Which fields are asked is the process's business, so none is required here."""

    class Meta:
        csrf = False

    trigger = HiddenField(filters=[_filled])
    version = IntegerField(validators=[Optional()])
    reason = TextAreaField(_("Reason"), validators=[Length(max=LONGEST)], filters=[_filled])
    citation = StringField(_("Rule that the decision rests on"), validators=[Length(max=300)], filters=[_filled])
    paper = StringField(_("Paper that this rests on"), validators=[Length(max=300)], filters=[_filled])
    due_on = Day(_("Due date"), validators=[Optional()])
    confirmation = StringField(_("Type your full name to confirm"), validators=[Length(max=200)], filters=[_filled])

    parts: Mapping[str, str] = {}

    @classmethod
    def sent(cls, typed: MultiDict[str, str]) -> "AdvanceForm":
        form = cls(typed)
        parts = {key[len(PART) :]: _filled(value)[:LONGEST] for key, value in typed.items() if key.startswith(PART)}
        form.parts = {key: value for key, value in parts.items() if value}
        return form

    @classmethod
    def empty(cls) -> "AdvanceForm":
        return cls(MultiDict())

    def given(self) -> Given:
        return Given(
            reason=self.reason.data, citation=self.citation.data, paper=self.paper.data, due_on=self.due_on.data,
            parts=self.parts, confirmation=self.confirmation.data,
        )  # fmt: skip

    def named(self, trigger: Trigger) -> "AdvanceForm":
        """The same form with ids of its own, for several stand on one page."""
        for field in self:
            field.id = f"{trigger}-{field.name}"
        return self

    def asked(self, asks: Iterable[Ask]) -> list[Any]:
        """The fields of what a step asks, in the order in which they are filled in."""
        return [self[FIELD_OF[ask]] for ask in Ask if ask in asks and ask in FIELD_OF]
