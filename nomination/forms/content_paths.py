"""Places in plain content, as problems name them: `criteria[2].parameters.threshold`. Nothing is changed in place."""

import re
from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Step = str | int
STEP = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]")


def steps(path: str) -> list[Step]:
    return [int(place) if place else name for name, place in STEP.findall(path)]


def below(base: str, name: str) -> str:
    return f"{base}.{name}" if base and name else base or name


def element_id(path: str) -> str:
    """The id of the input for a path."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


def value_at(content: object, path: str) -> Any:
    """What stands there, or None."""
    for step in steps(path):
        if isinstance(step, str):
            content = content.get(step) if isinstance(content, dict) else None
        else:
            content = content[step] if isinstance(content, list) and step < len(content) else None
    return content


def rows_at(content: object, path: str) -> list[Any]:
    """The list that stands there; anything else is no list."""
    found = value_at(content, path)
    return found if isinstance(found, list) else []


def with_value(content: Content, path: str, value: Any) -> Content:
    """The content with `value` there. Nothing is not written where nothing was; a group that is none is made one."""
    changed = _put(content, steps(path), value)
    assert isinstance(changed, dict)
    return changed


def _put(content: object, way: list[Step], value: Any) -> Any:
    if not way:
        return value
    step, rest = way[0], way[1:]
    if isinstance(step, int):
        rows = list(content) if isinstance(content, list) else []
        return [_put(one, rest, value) if n == step else one for n, one in enumerate(rows)]
    group = content if isinstance(content, dict) else {}
    if value is None and step not in group:
        return content
    return {**group, step: _put(group.get(step), rest, value)}


def with_rows(content: Content, path: str, change: Callable[[list[Any]], list[Any]]) -> Content:
    return with_value(content, path, change(list(rows_at(content, path))))


def rearranged(rows: list[Any], act: str, place: int) -> list[Any]:
    """The rows after `add` (an empty one at the end), `remove`, `up` or `down` of the one at `place`, from 0 up."""
    if act == "add":
        return [*rows, {}]
    if not 0 <= place < len(rows):
        return rows
    if act == "remove":
        return rows[:place] + rows[place + 1 :]
    other = place + {"up": -1, "down": 1}.get(act, 0)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return rows
