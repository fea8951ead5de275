"""Initiatives as they are typed into a draft, read field by field; and where each is kept to be found again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from nomination import clock
from nomination.extensions import db
from nomination.models import InitiativeUse
from nomination.names import match_key
from nomination.services.wording import NEEDED, Told, line_problem, one_line
from workflow.calendar import read_day
from workflow.initiatives import Initiative, Scope
from workflow.words import N_

FIELDS = ("title", "scope", "paper", "issuer", "recognised_on")
LONGEST = {"title": 300, "paper": 300, "issuer": 200}
MOST = 20
OLDEST = 1945
"""There is no emulation movement before it, so an earlier year is a slip of the hand."""

NO_TITLE = N_("Without a title this initiative is not kept. Write its title, or press “Remove”.")
NO_PAPER = N_("Enter the paper that recognises it: number and summary.")
NO_DAY = N_("Enter a day that exists, such as 31/01 of a year.")
AHEAD = N_("The date lies in the future.")
TOO_MANY = N_("At most %(most)s initiatives can be named here.")


def stored_as(one: Initiative) -> dict[str, Any]:
    """One initiative in the form in which an answer holds it."""
    day = one.recognised_on.isoformat() if one.recognised_on else None
    return {
        "title": one.title, "scope": str(one.scope), "paper": one.paper, "issuer": one.issuer, "recognised_on": day,
    }  # fmt: skip


def field_of(row: int, field: str) -> str:
    """The name of one field of one row, for its input and for what is wrong with it."""
    return f"initiative-{row}-{field}"


def read_initiatives(
    typed: Mapping[int, Mapping[str, str]], stored: list[dict[str, Any]], now: datetime
) -> tuple[list[dict[str, Any]], dict[str, Told]]:
    """What would be stored, and what is wrong by field. Rows without a title are left out.

    A good field is kept beside a bad one; of a bad one, what was stored for the initiative of this title stays.
    """
    known, today = {one["title"]: one for one in stored}, now.astimezone(clock.VIETNAM).date()
    read: list[dict[str, Any]] = []
    problems: dict[str, Told] = {}
    for row, texts in sorted(typed.items()):
        line = {name: one_line(texts.get(name, "")) for name in FIELDS}
        if not any(line[name] for name in FIELDS if name != "scope"):
            continue
        wrong = _problems(line, today) if len(read) < MOST else {"title": (TOO_MANY, {"most": MOST})}
        problems |= {field_of(row, name): told for name, told in wrong.items()}
        if line["title"] and "title" not in wrong:
            read.append(_kept(line, set(wrong), known.get(line["title"])))
    return read, problems


def _problems(line: Mapping[str, str], today: date) -> dict[str, Told]:
    found = {name: line_problem(line[name], longest) for name, longest in LONGEST.items()}
    if not line["title"]:
        found["title"] = (NO_TITLE, {})
    if line["title"] and not line["paper"]:
        found["paper"] = (NO_PAPER, {})
    found["scope"] = None if line["scope"] in set(Scope) else (NEEDED, {})
    found["recognised_on"] = _day_problem(line["recognised_on"], today)
    return {name: told for name, told in found.items() if told is not None}


def _day_problem(typed: str, today: date) -> Told | None:
    if not typed:
        return None
    day = read_day(typed)
    if day is None or day.year < OLDEST:
        return NO_DAY, {}
    return (AHEAD, {}) if day > today else None


def _kept(line: Mapping[str, str], wrong: set[str], known: Mapping[str, Any] | None) -> dict[str, Any]:
    day = read_day(line["recognised_on"])
    wanted = {**line, "recognised_on": day.isoformat() if day else None}
    before = known or stored_as(Initiative(line["title"]))
    stays = wrong if line["paper"] else wrong - {"paper"}  # a paper that was cleared is cleared
    return {name: before[name] if name in stays else wanted[name] for name in FIELDS}


def keep_uses(nomination_id: int, criterion: str, initiatives: list[dict[str, Any]]) -> None:
    """The titles of an answer, written anew so that the same initiative is found wherever it is told."""
    here = (InitiativeUse.nomination_id == nomination_id, InitiativeUse.criterion == criterion)
    db.session.execute(delete(InitiativeUse).where(*here))
    db.session.add_all(
        InitiativeUse(
            nomination_id=nomination_id, criterion=criterion, n=n, title=one["title"],
            title_key=match_key(one["title"]),
        )
        for n, one in enumerate(initiatives, 1)
    )  # fmt: skip
