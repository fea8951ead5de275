"""What is typed about the other ways of a round: attendance, figures, opinions in writing, leave, a longer window."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, TextAreaField

from nomination.clock import VIETNAM
from nomination.forms.days import Moment
from nomination.forms.kept import WithPaper
from nomination.forms.rounds import within_reach
from nomination.forms.text import clean_line, clean_text
from nomination.services.paper_rounds import Came
from workflow.ballot import Choice
from workflow.paper_count import NAMES

MARKS = {"yes": True, "no": False}


class ScanForm(WithPaper, FlaskForm):
    """A scan and nothing else; the figures stand beside it in the request."""


class OpinionForm(WithPaper, FlaskForm):
    member = SelectField(lazy_gettext("Member who wrote"), validate_choice=False)

    def number(self) -> int | None:
        return _whole(self.member.data)


class LeaveForm(WithPaper, FlaskForm):
    given_by = SelectField(
        lazy_gettext("Who gave leave"), validate_choice=False,
        description=lazy_gettext("The chair, or the first vice chair."),
    )  # fmt: skip
    paper = StringField(
        lazy_gettext("Paper"), filters=[clean_line],
        description=lazy_gettext("Number, date and summary of the paper by which leave was given."),
    )  # fmt: skip

    def person(self) -> int | None:
        return _whole(self.given_by.data)


class ExtensionForm(FlaskForm):
    until = Moment(lazy_gettext("New end of voting"))
    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean_text])

    def moment(self) -> datetime | None:
        local = self.until.data
        return local.replace(tzinfo=VIETNAM).astimezone(UTC) if within_reach(local) else None  # type: ignore[union-attr]


def typed_attendance(typed: MultiDict[str, str], numbers: list[int]) -> dict[int, Came]:
    return {n: Came(MARKS.get(typed.get(f"present-{n}", "")), clean_line(typed.get(f"reason-{n}"))) for n in numbers}


def typed_reasons(typed: MultiDict[str, str], numbers: list[int]) -> dict[int, str]:
    return {n: clean_line(typed.get(f"reason-{n}")) for n in numbers}


def typed_figures(typed: MultiDict[str, str], numbers: list[int]) -> dict[int, dict[str, int | None]]:
    return {n: {name: _whole(typed.get(f"{name}-{n}")) for name in NAMES} for n in numbers}


def typed_choices(typed: Mapping[str, str], numbers: list[int]) -> dict[int, Choice]:
    found = {n: typed.get(f"choice-{n}") for n in numbers}
    return {n: Choice(word) for n, word in found.items() if word in set(Choice)}


def _whole(typed: str | None) -> int | None:
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
