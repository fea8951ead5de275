"""What a page of the editor does beyond taking what was typed: codes nobody had to think of, numbers in order, and what
stays when a criterion is checked in another way."""

import re
from typing import Any

from nomination.forms.campaign_kinds import parameters_of
from nomination.forms.content_paths import Content, rearranged, rows_at, value_at, with_rows, with_value
from nomination.names import fold

LONGEST = 40


def code_from(text: object, taken: set[str], *, joined: str) -> str:
    """A code made of the first words of a text; with a number behind it when it is taken."""
    words = re.sub(r"[^a-z0-9]+", joined, fold(text if isinstance(text, str) else "")).strip(joined)
    code = words.lstrip("0123456789" + joined)[: LONGEST - 4].rstrip(joined) or "muc"
    return next(one for one in (code, *(f"{code}{joined}{n}" for n in range(2, 1000))) if one not in taken)


def _codes(rows: list[Any], key: str) -> set[str]:
    return {str(row[key]) for row in rows if isinstance(row, dict) and row.get(key)}


def _named(rows: list[Any], key: str, source: str, joined: str) -> list[Any]:
    """Rows with a text and no code get one."""
    taken, named = _codes(rows, key), []
    for row in rows:
        if isinstance(row, dict) and row.get(source) and not row.get(key):
            row = {**row, key: code_from(row[source], taken, joined=joined)}
            taken.add(row[key])
        named.append(row)
    return named


def with_codes(content: Content) -> Content:
    """Every award, criterion, statement and group of the score sheet that has its words and no code gets one."""
    if rows_at(content, "running.awards"):
        content = with_rows(content, "running.awards", lambda rows: _named(rows, "code", "name", "-"))
    if rows_at(content, "running.review.groups"):
        content = with_rows(content, "running.review.groups", lambda rows: _named(rows, "code", "title", "-"))
    if rows_at(content, "criteria"):
        content = with_rows(content, "criteria", _criterion_codes)
    for n in range(len(rows_at(content, "criteria"))):
        path = f"criteria[{n}].parameters.statements"
        if rows_at(content, path):
            content = with_rows(content, path, lambda rows: _named(rows, "key", "text", "_"))
    return content


def _criterion_codes(rows: list[Any]) -> list[Any]:
    """c1, c2 and so on: the first that is free."""
    taken, named = _codes(rows, "code"), []
    for row in rows:
        if isinstance(row, dict) and row and not row.get("code"):
            row = {**row, "code": next(code for code in (f"c{n}" for n in range(1, 1000)) if code not in taken)}
            taken.add(row["code"])
        named.append(row)
    return named


def with_numbers(content: Content) -> Content:
    """Criteria numbered in their order, as the dispatch lists them."""
    return with_rows(
        content, "criteria",
        lambda rows: [{**row, "number": n} if isinstance(row, dict) else row for n, row in enumerate(rows, 1)],
    )  # fmt: skip


def with_kind(content: Content, place: int, before: object) -> Content:
    """After another kind was chosen, the parameters that both kinds have stay; the others have no meaning any more."""
    path = f"criteria[{place}]"
    kind, parameters = value_at(content, f"{path}.kind"), value_at(content, f"{path}.parameters")
    if (kind == before and parameters is not None) or not parameters_of(kind):
        return content
    known, given = {part.name for part in parameters_of(kind)}, parameters if isinstance(parameters, dict) else {}
    return with_value(content, f"{path}.parameters", {name: given[name] for name in given if name in known})


def with_entries(content: Content, path: str, act: str, place: int) -> Content:
    """A list after one of its entries was added, taken away or moved."""
    content = with_rows(content, path, lambda rows: rearranged(rows, act, place))
    return with_codes(with_numbers(content)) if path == "criteria" else content
