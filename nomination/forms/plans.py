"""What a unit types about its own response to a campaign: the paper, and lines of contents and criteria of its own."""

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from nomination.forms.days import Day
from nomination.forms.kept import WithPaper
from nomination.forms.text import clean_line, clean_text, whole_version
from nomination.models import UnitPlan
from nomination.services.evidence import Kept
from nomination.services.plans import LINES_MOST, Plan
from workflow.response import LineKind, PlanLine

NEEDED = InputRequired(lazy_gettext("This is needed."))
KIND_FIELD = re.compile(r"line-(0|[1-9][0-9]{0,2})-kind")
READ_MOST = 2 * LINES_MOST
"""Lines that are read at all; the service refuses fewer, with a sentence."""


class PlanForm(WithPaper, FlaskForm):
    title = StringField(
        lazy_gettext("Title of the plan"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("As it stands on the unit's own paper."),
    )  # fmt: skip
    paper = StringField(
        lazy_gettext("Launching paper"), filters=[clean_line], validators=[NEEDED],
        description=lazy_gettext("Number, symbol and summary line of the paper by which the unit launched it."),
    )  # fmt: skip
    launched_on = Day(
        lazy_gettext("Launched on"), validators=[NEEDED],
        description=lazy_gettext("Day of the paper: day/month/year."),
    )  # fmt: skip
    summary = TextAreaField(
        lazy_gettext("What the unit undertakes"), filters=[clean_text], validators=[NEEDED],
        description=lazy_gettext("Contents, own criteria and urgent key tasks that the plan is tied to."),
    )  # fmt: skip
    version = HiddenField()

    @classmethod
    def of(cls, row: UnitPlan | None, launch: Kept | None, person_id: int) -> "PlanForm":
        """The form as the plan stands now."""
        form = cls(obj=row)
        form.carry(launch, person_id)
        return form

    def plan(self, lines: Iterable[PlanLine], launch: Kept | None) -> Plan:
        """What was typed, once it has passed validation."""
        assert self.launched_on.data is not None
        texts = (self.title.data or "", self.paper.data or "", self.launched_on.data, self.summary.data or "")
        return Plan(*texts, tuple(lines), launch)

    def began_from(self) -> int | None:
        """The version that was on the page; None when the unit had recorded nothing yet."""
        return whole_version(self.version.data)


def typed_lines(typed: MultiDict[str, str]) -> list[PlanLine]:
    """The lines on the page in their order, as they stand there."""
    found = (KIND_FIELD.fullmatch(name) for name in typed)
    places = sorted({int(match[1]) for match in found if match})[:READ_MOST]
    return [
        PlanLine(
            LineKind(typed[f"line-{n}-kind"]), clean_text(typed.get(f"line-{n}-text")),
            frozenset(typed.getlist(f"line-{n}-ties")),
        )
        for n in places if typed[f"line-{n}-kind"] in set(LineKind)
    ]  # fmt: skip


def rearranged(lines: list[PlanLine], act: str) -> list[PlanLine] | None:
    """The lines after a button that adds or takes away one; None when the button does something else."""
    verb, _, which = act.partition("-")
    if verb == "add" and which in set(LineKind):
        return sorted([*lines, PlanLine(LineKind(which), "")], key=lambda line: list(LineKind).index(line.kind))
    if verb == "remove" and which.isdecimal():
        return [line for n, line in enumerate(lines) if str(n) != which]
    return None
