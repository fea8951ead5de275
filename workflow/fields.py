"""Reads plain content (mappings, lists, texts, numbers) field by field and gathers every problem, not just one."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from workflow.words import N_

T = TypeVar("T")

CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_EXPECTED = N_("expected a day such as “2031-12-15”")
CODE_EXPECTED = N_("expected a code: small letters a to z first, then digits, _ or -, at most 40 characters")


@dataclass(frozen=True)
class Problem:
    """What was expected at `path` (such as `criteria[2].parameters.threshold`), for a person who mends a file."""

    path: str
    expected: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.path or '(whole file)'}: {self.expected % self.params}"


class ParameterError(ValueError):
    """Content that cannot be read, with all its problems. `path` and `expected` are those of the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def path(self) -> str:
        return self.problems[0].path

    @property
    def expected(self) -> str:
        return self.problems[0].expected


class Fields:
    """One mapping under reading. A method that meets a problem notes it and answers a harmless stand-in.

    `close()` notes the keys that nobody asked for, so that a misspelt key never passes in silence.
    """

    def __init__(
        self, content: object, path: str, problems: list[Problem], order: dict[str, list[str]] | None = None
    ) -> None:
        self.path, self.problems = path, problems
        self.order: dict[str, list[str]] = {} if order is None else order
        self._asked: set[str] = set()
        self._whole = isinstance(content, Mapping)
        self._content: Mapping[object, object] = content if isinstance(content, Mapping) else {}
        if not self._whole:
            self.note("", N_("expected a group of named fields"))

    def note(self, key: str, expected: str, **params: object) -> None:
        """Put a problem with the field `key` (or with the whole group, for an empty key) on the list."""
        self.problems.append(Problem(self.at(key), expected, params))

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if key and self.path else self.path or key

    def close(self) -> None:
        for key in self._content:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.note(str(key), N_("unknown field; the known fields here are: %(known)s"), known=known)

    def has(self, key: str) -> bool:
        """Whether the field is there with a value; an empty field (null) counts as absent."""
        self._ask(key)
        return self._content.get(key) is not None

    def _ask(self, key: str) -> None:
        """Remember that somebody knows the field, and in which order fields are asked for: so they are written too."""
        if key not in self._asked:
            self._asked.add(key)
            self.order.setdefault(self.path, []).append(key)

    def raw(self, key: str) -> object:
        """The value as it stands, or None with a problem noted when it is missing."""
        if not self.has(key) and self._whole:
            self.note(key, N_("missing; a value is required"))
        return self._content.get(key)

    def plain(self, key: str) -> object:
        """The value as it stands where nothing (null) is a value too; only the field itself must be there."""
        if key not in self._content:
            return self.raw(key)
        self._ask(key)
        return self._content[key]

    def text(self, key: str, default: str | None = None, *, longest: int = 20_000) -> str:
        """A text that is not blank. With a default, the field may be absent."""
        if default is not None and not self.has(key):
            return default
        return self._as_text(self.raw(key), key, longest)

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def _as_text(self, value: object, key: str, longest: int = 20_000) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(key, N_("expected a text that is not blank"))
            return ""
        if len(value) > longest:
            self.note(key, N_("expected a text of at most %(longest)s characters"), longest=longest)
        return unicodedata.normalize("NFC", value.strip())

    def code(self, key: str) -> str:
        """A short name for programs."""
        code = self.text(key)
        if code and not CODE.fullmatch(code):
            self.note(key, CODE_EXPECTED)
        return code

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if value is not None and (type(value) is not int or not low <= value <= high):
            self.note(key, N_("expected a whole number from %(low)s to %(high)s"), low=low, high=high)
        return value if type(value) is int and low <= value <= high else low

    def optional_whole(self, key: str, *, low: int, high: int) -> int | None:
        return self.whole(key, low=low, high=high) if self.has(key) else None

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and not self.has(key):
            return default
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, N_("expected true or false"))
        return value is True

    def day(self, key: str) -> date | None:
        """A calendar day as text, or None when the field is absent."""
        written = self.optional_text(key)
        if not written:
            return None
        try:
            if DAY.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            pass  # shaped like a day, but no calendar has it
        self.note(key, DAY_EXPECTED)
        return None

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        choices = list(allowed)
        return self._as_choice(self.raw(key), key, choices)

    def several_of(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of distinct choices; when it is absent, all of them."""
        choices = list(allowed)
        if not self.has(key):
            return tuple(choices)
        values = self._list(key)
        chosen = tuple(self._as_choice(value, f"{key}[{n}]", choices) for n, value in enumerate(values))
        if len(set(chosen)) != len(chosen):
            self.note(key, N_("expected each choice at most once"))
        return chosen

    def _as_choice(self, value: object, key: str, choices: list[str]) -> str:
        if value is not None and (not isinstance(value, str) or value not in choices):
            self.note(key, N_("expected one of: %(choices)s"), choices=", ".join(choices))
        return value if isinstance(value, str) and value in choices else choices[0]

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        if optional and not self.has(key):
            return ()
        return tuple(self._as_text(value, f"{key}[{n}]") for n, value in enumerate(self._list(key)))

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of distinct codes."""
        codes = self.texts(key)
        for n, code in enumerate(codes):
            if code and not CODE.fullmatch(code):
                self.note(f"{key}[{n}]", CODE_EXPECTED)
        if len(set(codes)) != len(codes):
            self.note(key, N_("expected each choice at most once"))
        return codes

    def part(self, key: str) -> "Fields":
        """A group of fields inside this one. The caller closes it."""
        value = self.raw(key)
        return Fields({} if value is None else value, self.at(key), self.problems, self.order)._silent(value is None)

    def parts(self, key: str, read: Callable[["Fields"], T], *, distinct: tuple[str, ...] = ()) -> tuple[T, ...]:
        """A list of groups, each read and closed; no two may share the value of a field named in `distinct`."""
        entries = [
            Fields(value, self.at(f"{key}[{n}]"), self.problems, self.order) for n, value in enumerate(self._list(key))
        ]
        for name in distinct:
            _note_repeats(entries, name)
        return tuple(read_closed(entry, read) for entry in entries)

    def _silent(self, absent: bool) -> "Fields":
        """Of a group that is missing altogether, the absence is the only problem worth telling."""
        self._whole = self._whole and not absent
        return self

    def _list(self, key: str) -> list[object]:
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or not value:
            self.note(key, N_("expected a list with at least one entry"))
            return []
        return value


def _note_repeats(entries: Iterable[Fields], name: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        value = entry._content.get(name)
        if value is not None and repr(value) in seen:
            entry.note(name, N_("“%(value)s” is used twice"), value=value)
        seen.add(repr(value))


def read_closed(fields: Fields, read: Callable[[Fields], T]) -> T:
    """Read a group and note the keys that were left over."""
    result = read(fields)
    fields.close()
    return result


def read_whole(content: object, read: Callable[[Fields], T]) -> T:
    """Read `content` with `read`, or raise `ParameterError` with every problem."""
    problems: list[Problem] = []
    result = read_closed(Fields(content, "", problems), read)
    if problems:
        raise ParameterError(problems)
    return result


def asked_order(content: object, read: Callable[[Fields], T]) -> dict[str, list[str]]:
    """For the path of each group, the fields that its reader knows, in the order in which it asks for them."""
    fields = Fields(content, "", [])
    read(fields)
    return fields.order
