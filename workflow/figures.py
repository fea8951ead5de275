"""How a typed figure is read: a count of tasks, or a sentence that says what to enter instead. Nothing is guessed."""

import re
from dataclasses import dataclass

from workflow.kind import Sentence
from workflow.words import N_

COLUMNS = ("due", "on_time", "overdue")
COLUMN_LABELS = {"due": N_("Tasks due"), "on_time": N_("On time"), "overdue": N_("Overdue")}
LARGEST = 1_000_000
SHOWN = 40

NOT_WHOLE = N_("“%(typed)s” is not a whole number. Enter how many tasks, in digits only; enter 0 when there was none.")
BELOW_ZERO = N_("“%(typed)s” is below 0. Enter 0 when there was none.")
TOO_LARGE = N_("“%(typed)s” is too large; at most %(limit)s.")
RATE = N_("“%(typed)s” is a rate. Enter how many tasks; the rate is worked out from them.")
DECIMALS = N_("“%(typed)s” is not a whole number. Enter how many tasks, not a rate; the rate is worked out from them.")
SEPARATED = N_(
    "“%(typed)s”: the sign between the digits may part thousands or decimals. For %(plain)s tasks enter %(plain)s."
)
WORDS = N_("“%(typed)s” holds words. Enter only the number of tasks, in digits.")
DAY = N_("“%(typed)s” is a date. Enter how many tasks; in a sheet, format the cell as a number first.")
FAULT = N_("“%(typed)s” is an error of the sheet. Mend the formula or enter the number of tasks.")
DASH = N_(
    "“%(typed)s” says nothing certain. Enter 0 when there was none; leave the cell blank when it is not known yet."
)

FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)}
WRONG = (
    (re.compile(r"[-−–][ ]?[0-9]+([.,][0-9]+)?"), BELOW_ZERO),
    (re.compile(r"[-−–—./]+"), DASH),
    (re.compile(r"[-−–]?[0-9]+([.,][0-9]+)?\s*(%|phần trăm)", re.IGNORECASE), RATE),
    (re.compile(r"[0-9]{1,3}([., ’'][0-9]{3})+"), SEPARATED),
    (re.compile(r"[0-9]+[.,][0-9]+"), DECIMALS),
    (re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}"), DAY),
    (re.compile(r"#[A-Z0-9/]+[!?]?"), FAULT),
    (re.compile(r"[0-9]+\s*[a-zA-ZÀ-ỹĐđ][^\d]*"), WORDS),
)


@dataclass(frozen=True)
class Figure:
    """What a cell holds: a number, nothing yet, or a problem."""

    number: int | None = None
    problem: Sentence | None = None


def read_figure(typed: str) -> Figure:
    """A whole number from 0 up, or nothing yet. Full-width digits are digits; everything else is told, not guessed."""
    text = " ".join(typed.translate(FULL_WIDTH).split())
    if not text:
        return Figure()
    if re.fullmatch(r"[0-9]+", text):
        return _counted(text)
    message = next((told for shape, told in WRONG if shape.fullmatch(text)), NOT_WHOLE)
    plain = {"plain": re.sub("[^0-9]", "", text)} if message is SEPARATED else {}
    return Figure(problem=(message, {"typed": text[:SHOWN], **plain}))


def _counted(digits: str) -> Figure:
    significant = digits.lstrip("0") or "0"
    if len(significant) > len(str(LARGEST)) or int(significant) > LARGEST:
        return Figure(problem=(TOO_LARGE, {"typed": digits[:SHOWN], "limit": LARGEST}))
    return Figure(int(significant))
