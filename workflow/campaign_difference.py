"""What one version of a campaign's content changes against another: places, kinds of change, both values. No words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One change. `path` is a place in the newer content; of what was taken out, and of nothing else, in the older one.

    A list whose entries stand in another order is MOVED, with the entries' own names in both orders.
    """

    path: str
    kind: ChangeKind
    before: object
    after: object


NAMES = ("code", "key", "number")
"""What tells the entries of a list apart, the first that they have."""
FOLLOWING = frozenset({"criteria.number"})
"""Fields that follow from the order of the list, and are no change of their own."""


def differences(before: object, after: object) -> list[Change]:
    """Every change, in the order of the newer content. A field that is absent says the same as one left empty."""
    return list(_value("", before, after))


def _value(path: str, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _group(path, before, after)
    elif _are_entries(before) and _are_entries(after):
        assert isinstance(before, list) and isinstance(after, list)
        yield from _entries(path, before, after)
    elif before != after:
        kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
        yield Change(path, kind, before, after)


def _group(path: str, before: dict[str, object], after: dict[str, object]) -> Iterator[Change]:
    listed = path.partition("[")[0]
    for key in [*after, *(key for key in before if key not in after)]:
        if f"{listed}.{key}" not in FOLLOWING:
            yield from _value(f"{path}.{key}" if path else str(key), before.get(key), after.get(key))


def _are_entries(value: object) -> bool:
    """A list of groups that have a name each, no two the same."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    names = [_name(one) for one in value]
    return "" not in names and len(set(names)) == len(names)


def _name(entry: dict[str, object]) -> str:
    if "body" in entry:  # places of a unit or cluster: each of its awards is an entry of its own
        return "/".join(str(entry.get(key)) for key in ("body", "code", "award"))
    return next((str(entry[key]) for key in NAMES if entry.get(key) is not None), "")


def _entries(path: str, before: list[dict[str, object]], after: list[dict[str, object]]) -> Iterator[Change]:
    old, new = {_name(one): one for one in before}, {_name(one): one for one in after}
    both = [name for name in new if name in old]
    if both != [name for name in old if name in new]:
        yield Change(path, ChangeKind.MOVED, _titles(before), _titles(after))
    for n, (name, entry) in enumerate(new.items()):
        if name in old:
            yield from _group(f"{path}[{n}]", old[name], entry)
        else:
            yield Change(f"{path}[{n}]", ChangeKind.ADDED, None, entry)
    for n, (name, entry) in enumerate(old.items()):
        if name not in new:
            yield Change(f"{path}[{n}]", ChangeKind.REMOVED, entry, None)


def _titles(entries: list[dict[str, object]]) -> list[str]:
    return [str(one.get("title") or one.get("name") or one.get("text") or _name(one)) for one in entries]
