"""Rule files written by people: a small, strict part of YAML, where every value knows the line it stands on.

Refused: anchors, aliases, tags, repeated keys, binary fractions, several documents, tabs, other encodings.
Dates stay text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from workflow.words import N_

LARGEST = 1_000_000
DEEPEST = 12
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
BROKEN = re.compile(r"[-+]?([0-9]*\.[0-9]+|[0-9]+\.[0-9]*|[0-9.]+[eE][-+]?[0-9]+|\.(inf|nan))")
UNSTORABLE = N_("expected no character that cannot be stored (%(code)s)")
CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong in a file: where, and what was expected there."""

    line: int | None
    path: str
    expected: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def render(self, source: str) -> str:
        place = f"{source}:{self.line}" if self.line else source
        return ": ".join(filter(None, (place, self.path, self.expected % self.params)))


class FileRefused(ValueError):
    """A rule file that cannot be used. `problems` holds all that could be found, in the order of the lines."""

    def __init__(self, source: str, problems: Iterable[FileProblem]) -> None:
        self.source = source
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(problem.render(source) for problem in self.problems))


@dataclass(frozen=True)
class Parsed:
    """The plain content of a file, and the line on which each path begins."""

    content: Any
    lines: Mapping[str, int]

    def line_of(self, path: str) -> int | None:
        """The line of `path`, or of the nearest group around it when the path itself is missing."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path)


def parse(text: str | bytes, source: str) -> Parsed:
    """Read a file, or raise `FileRefused` with every problem of form."""
    decoded = _decode(text, source)
    problems = _form_problems(decoded) or _event_problems(decoded)
    if problems:
        raise FileRefused(source, problems)
    walk = _Walk()
    content = walk.value(yaml.compose(decoded, Loader=yaml.SafeLoader), "")
    if walk.problems:
        raise FileRefused(source, walk.problems)
    return Parsed(content, walk.lines)


def _decode(text: str | bytes, source: str) -> str:
    if len(text) > LARGEST:
        raise FileRefused(source, [FileProblem(None, "", N_("expected at most %(most)s bytes"), {"most": LARGEST})])
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FileRefused(source, [FileProblem(line, "", N_("expected text in UTF-8"))]) from None
    return unicodedata.normalize("NFC", decoded)


def _form_problems(text: str) -> list[FileProblem]:
    if not text.strip():
        return [FileProblem(1, "", N_("the file is empty"))]
    return [
        FileProblem(number, "", N_("expected spaces at the beginning of the line, not a tab"))
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]


def _event_problems(text: str) -> list[FileProblem]:
    """Seen on the flat stream of events, before anything is built: aliases multiply, depth exhausts the stack."""
    problems, depth, documents = [], 0, 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            wrong = _wrong(event, depth, documents)
            if wrong:
                problems.append(FileProblem(event.start_mark.line + 1 if event.start_mark else None, "", wrong))
            if depth > DEEPEST:
                break
    except yaml.YAMLError as error:
        problems.append(_syntax(error))
    return problems


def _wrong(event: yaml.Event, depth: int, documents: int) -> str | None:
    if isinstance(event, yaml.DocumentStartEvent) and documents > 1:
        return N_("expected one document in the file")
    if getattr(event, "anchor", None) is not None:
        return N_("anchors and aliases (& and *) are not used here; write the value out")
    if getattr(event, "tag", None) is not None:
        return N_("tags (!) are not used here")
    if isinstance(event, yaml.CollectionStartEvent) and depth > DEEPEST:
        return N_("too many groups inside one another")
    return None


def _syntax(error: yaml.YAMLError) -> FileProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    return FileProblem(mark.line + 1 if mark else None, "", N_("expected valid YAML (%(why)s)"), {"why": why})


class _Walk:
    """Builds plain content from the nodes, noting where everything begins."""

    def __init__(self) -> None:
        self.problems: list[FileProblem] = []
        self.lines: dict[str, int] = {}

    def value(self, node: yaml.Node | None, path: str) -> Any:
        if node is None:
            self.problems.append(FileProblem(1, "", N_("the file is empty")))
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, f"{path}[{n}]") for n, one in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            inner, line = (f"{path}.{key}" if path else key), key_node.start_mark.line + 1
            if not key:
                self.problems.append(FileProblem(line, path, N_("expected the name of a field")))
            elif key in content:
                self.problems.append(FileProblem(line, inner, N_("this field is written twice")))
            else:
                self.lines[inner] = line
                content[key] = self.value(value_node, inner)
        return content

    def _scalar(self, node: yaml.Node, path: str) -> str | int | bool | None:
        if not isinstance(node, yaml.ScalarNode) or node.style is not None:
            return self._text(str(node.value), node)
        if node.value in CONSTANTS:
            return CONSTANTS[node.value]
        if BROKEN.fullmatch(node.value):
            message = N_("expected a whole number, or a decimal in quotes such as “97.5”")
            self.problems.append(FileProblem(node.start_mark.line + 1, path, message))
        return int(node.value) if WHOLE.fullmatch(node.value) else str(node.value)

    def _text(self, text: str, node: yaml.Node) -> str:
        """A text in its one form (NFC). In quotes any character can be written, also one that no database holds."""
        wrong = unstorable(text)
        if wrong is not None:
            self.problems.append(FileProblem(node.start_mark.line + 1, "", UNSTORABLE, {"code": wrong}))
        return unicodedata.normalize("NFC", text)


def unstorable(text: str) -> str | None:
    """The first character that no database holds as text, by its number; None when there is none."""
    return next((f"U+{ord(one):04X}" for one in text if one == "\0" or "\ud800" <= one <= "\udfff"), None)
