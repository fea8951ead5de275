"""What is typed about the composition of the council: its paper, and lines of people with their seats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Optional

from nomination.forms.days import Day
from nomination.forms.kept import WithPaper
from nomination.forms.text import clean_line
from nomination.services.council import SEATS_MOST
from workflow.council import Post

WHO_FIELD = re.compile(r"seat-(0|[1-9][0-9]{0,2})-who")
WRITTEN = re.compile(r"(?P<name>.*?)\s*\((?P<username>[^()]{1,80})\)\s*")


class CouncilForm(WithPaper, FlaskForm):
    number = StringField(
        lazy_gettext("Number and symbol of the decision"), filters=[clean_line],
        description=lazy_gettext("As it stands on the paper."),
    )  # fmt: skip
    dated = Day(lazy_gettext("Day of the decision"), validators=[Optional()])
    valid_from = Day(
        lazy_gettext("In force from"), validators=[Optional()],
        description=lazy_gettext("Day/month/year. Usually the day of the decision."),
    )  # fmt: skip
    signer = StringField(
        lazy_gettext("Signed by"), filters=[clean_line], description=lazy_gettext("Post and name, as on the paper.")
    )


@dataclass(frozen=True)
class SeatLine:
    """One line of the form: the person as typed, and the seat."""

    who: str
    post: str

    @property
    def blank(self) -> bool:
        return not self.who

    @property
    def name(self) -> str:
        found = WRITTEN.fullmatch(self.who)
        return found["name"] if found else self.who

    @property
    def username(self) -> str:
        """What stands in brackets; a line without brackets may be an account name as a whole."""
        found = WRITTEN.fullmatch(self.who)
        return (found["username"] if found else self.who).strip().casefold()

    @property
    def exact(self) -> bool:
        """The account is named, so the name does not decide."""
        return WRITTEN.fullmatch(self.who) is not None


def typed_seats(typed: MultiDict[str, str]) -> list[SeatLine]:
    """The lines in their order, those without a word as well; more than can be recorded are not even read."""
    found = (WHO_FIELD.fullmatch(name) for name in typed)
    places = sorted({int(match[1]) for match in found if match})[: SEATS_MOST + 1]
    return [SeatLine(clean_line(typed[f"seat-{n}-who"])[:300], _post(typed.get(f"seat-{n}-post"))) for n in places]


def _post(typed: str | None) -> str:
    return typed if typed in set(Post) else Post.MEMBER.value


def rearranged(lines: Sequence[SeatLine], act: str) -> list[SeatLine] | None:
    """The lines after a button that adds or takes away one; None when the button does something else."""
    verb, _, which = act.partition("-")
    if verb == "add":
        return [*lines, SeatLine("", Post.MEMBER.value)]
    if verb == "remove" and which.isdecimal():
        return [line for n, line in enumerate(lines) if str(n) != which]
    return None
