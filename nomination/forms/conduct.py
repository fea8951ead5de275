"""What the department types in its registers: a new entry, a reason to close it, whom it is not about."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.text import clean_line, clean_text
from nomination.hypermedia import sentence
from nomination.models import Unit
from nomination.queries.conduct import units_named
from nomination.services.conduct import Recording
from nomination.services.transaction import Invalid
from workflow.dossier import NomineeKind
from workflow.words import N_

MOST_NAMED = 5
SEVERAL = N_("Several units match: %(units)s. Type the whole name, or choose it from the list.")
UNKNOWN = N_("There is no unit of this name. Type a part of its name, or choose it from the list.")


class EntryForm(FlaskForm):
    """A new entry. What must be there is the service's to say; here only what cannot be read."""

    register = RadioField(lazy_gettext("Kind of register"), validate_choice=False)
    unit = StringField(
        lazy_gettext("Unit"), filters=[clean_line],
        description=lazy_gettext("Type a part of the name, with or without diacritics, and choose from the list."),
    )  # fmt: skip
    with_below = BooleanField(lazy_gettext("Also counts for the units below this one"))
    kind = RadioField(lazy_gettext("Counts against"), validate_choice=False, default="")
    subject_name = StringField(
        lazy_gettext("Name of the person or collective"), filters=[clean_line],
        description=lazy_gettext("Leave it blank when the entry concerns the unit as a whole."),
    )  # fmt: skip
    summary = TextAreaField(
        lazy_gettext("What happened, in short"), filters=[clean_text],
        description=lazy_gettext("Read by the department and the auditor only."),
    )  # fmt: skip
    paper = StringField(
        lazy_gettext("Paper that this rests on"), filters=[clean_line],
        description=lazy_gettext("Number, symbol, day and issuer of the paper."),
    )  # fmt: skip
    counts_from = Day(lazy_gettext("Counts from"), validators=[Optional()])
    counts_to = Day(
        lazy_gettext("Last day on which it counts"), validators=[Optional()],
        description=lazy_gettext("Day/month/year. Leave it blank when it counts until it is closed."),
    )  # fmt: skip

    @classmethod
    def offering(cls, registers: Iterable[tuple[str, str]]) -> "EntryForm":
        form = cls()
        form.register.choices = list(registers)
        form.kind.choices = [
            ("", gettext("Individuals and collectives")),
            (NomineeKind.INDIVIDUAL.value, gettext("Individuals only")),
            (NomineeKind.COLLECTIVE.value, gettext("Collectives only")),
        ]
        return form

    def recording(self, units: list[Unit]) -> Recording:
        """What was typed. A unit that is not one of `units` is noted at its field, for the service refuses it too."""
        named = units_named(self.unit.data or "", units)
        return Recording(
            register=self.register.data or "", unit_id=named[0].id if len(named) == 1 else None,
            summary=self.summary.data or "", paper=self.paper.data or "", counts_from=self.counts_from.data,
            counts_to=self.counts_to.data, with_below=bool(self.with_below.data), kind=self.kind.data or "",
            subject_name=self.subject_name.data or "",
        )  # fmt: skip

    def tell(self, error: Invalid, units: list[Unit]) -> None:
        """Each problem at its field, beside what could not be read there."""
        for name, told in error.problems.items():
            if not self[name].errors:
                self[name].errors = [sentence(*one) for one in told]
        if "unit" in error.problems and self.unit.data:
            named = units_named(self.unit.data, units)
            shown = "; ".join(unit.name for unit in named[:MOST_NAMED]) + ("…" if len(named) > MOST_NAMED else "")
            self.unit.errors = [sentence(SEVERAL, {"units": shown}) if named else sentence(UNKNOWN)]


class CloseForm(FlaskForm):
    reason = TextAreaField(
        lazy_gettext("Reason for closing"), filters=[clean_text],
        description=lazy_gettext("For example the paper that ended the matter; or that it was recorded by mistake."),
    )  # fmt: skip


class ClearanceForm(FlaskForm):
    code = StringField(
        lazy_gettext("Code of the nomination"), filters=[clean_line],
        description=lazy_gettext("As it stands on the nomination; a unit that still drafts it can tell it to you."),
    )  # fmt: skip
    reason = TextAreaField(
        lazy_gettext("Why the entry is not about this nominee"), filters=[clean_text], id="clearance-reason",
        description=lazy_gettext("For example: another person of the same name; day of birth or post compared."),
    )  # fmt: skip


def tell(form: FlaskForm, error: Invalid) -> None:
    for name, told in error.problems.items():
        form[name].errors = [sentence(*one) for one in told]
