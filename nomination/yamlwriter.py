"""Plain content to YAML text that `nomination.strictyaml` reads back as exactly the same content.

One content gives one text: long texts folded, quotes only where a reader could take the text for something else.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from yaml.resolver import Resolver

from nomination.strictyaml import CONSTANTS

WIDTH = 120
STEP = "  "
OF_DIGITS = re.compile(r"[-+]?[0-9][0-9.,:_/eE-]*")
INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
SHORT_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_RESOLVER = Resolver()

Ordered = Callable[[str, Mapping[str, Any]], list[str]]
"""The keys of the group at a path, in the order in which they are written."""


def yaml_text(content: Mapping[str, Any], ordered: Ordered) -> str:
    """The whole file. Groups and lists of the first level stand apart from what is around them."""
    lines: list[str] = []
    apart = False
    for key in ordered("", content):
        value = content[key]
        nested = isinstance(value, dict | list) and bool(value) and not _flow(value)
        if lines and (nested or apart):
            lines.append("")
        lines += _entry(key, value, "", key, ordered)
        apart = nested
    return "\n".join(lines or ["{}"]) + "\n"


def _entry(key: str, value: Any, indent: str, path: str, ordered: Ordered) -> Iterator[str]:
    """`key: value` at `indent`, with all that stands under it."""
    head = f"{indent}{_inline(key)}:"
    if isinstance(value, dict) and value:
        yield head
        yield from _group(value, indent + STEP, path, ordered)
    elif isinstance(value, list) and value and not _flow(value):
        yield head
        yield from _list(value, indent + STEP, path, ordered)
    else:
        yield from _scalar(head, value, indent + STEP)


def _group(value: Mapping[str, Any], indent: str, path: str, ordered: Ordered) -> Iterator[str]:
    for key in ordered(path, value):
        yield from _entry(key, value[key], indent, f"{path}.{key}" if path else key, ordered)


def _list(values: list[Any], indent: str, path: str, ordered: Ordered) -> Iterator[str]:
    for n, value in enumerate(values):
        if isinstance(value, dict) and value:
            first, *others = _group(value, indent + STEP, f"{path}[{n}]", ordered)
            yield f"{indent}- {first[len(indent + STEP) :]}"
            yield from others
        elif isinstance(value, list) and value and not _flow(value):
            yield f"{indent}-"
            yield from _list(value, indent + STEP, f"{path}[{n}]", ordered)
        else:
            yield from _scalar(f"{indent}-", value, indent + STEP)


def _flow(value: Any) -> bool:
    """A short list of codes reads best on one line."""
    if not isinstance(value, list) or not all(isinstance(one, str) and SHORT_CODE.fullmatch(one) for one in value):
        return False
    return all(_plain(one) for one in value) and len(value) <= 8


def _scalar(head: str, value: Any, indent: str) -> Iterator[str]:
    """A value that is no group: behind its head, or folded under it when the line would be too long."""
    if isinstance(value, str) and _foldable(value) and ("\n" in value or len(f"{head} {_inline(value)}") > WIDTH):
        yield f"{head} >-"
        yield from _folded(value, indent)
    else:
        yield f"{head} {_inline(value)}"


def _inline(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    if isinstance(value, dict):
        return "{}"
    return str(value) if _plain(value) else _quoted(value)


def _plain(text: str) -> bool:
    """Whether the bare text reads as itself, here and for any other reader of YAML."""
    if not text or text != text.strip() or text[0] in INDICATORS or text.startswith("...") or not _visible(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or "\n" in text or "\t" in text:
        return False
    if text in CONSTANTS or OF_DIGITS.fullmatch(text):
        return False
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False))) == "tag:yaml.org,2002:str"


def _visible(text: str) -> bool:
    """No control characters, no separators of lines but our own, no marks of direction or order of bytes."""
    return all(letter == "\n" or unicodedata.category(letter) not in _HIDDEN for letter in text)


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def _quoted(text: str) -> str:
    """In double quotes. After an escape a mark that joins the letter before it is escaped too, for it would join the
    letter of the escape."""
    written, escaped = [], False
    for letter in text:
        if letter in ESCAPES:
            written.append(ESCAPES[letter])
        elif unicodedata.category(letter) in _HIDDEN or (escaped and unicodedata.combining(letter)):
            code = ord(letter)
            written.append(f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}")
        else:
            written.append(letter)
            escaped = False
            continue
        escaped = True
    return f'"{"".join(written)}"'


def _foldable(text: str) -> bool:
    """Whether a folded block gives this text back: every line of it begins and ends with a word, or is empty."""
    lines = text.split("\n")
    edges = all(line == line.strip() for line in lines)
    return edges and bool(lines[0]) and bool(lines[-1]) and "\t" not in text and _visible(text)


def _folded(text: str, indent: str) -> Iterator[str]:
    """A line break of the text is an empty line more; a break between two words is a space."""
    for n, line in enumerate(text.split("\n")):
        if n:
            yield ""
        if line:
            yield from (f"{indent}{piece}" for piece in _wrapped(line, WIDTH - len(indent)))


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Cut at single spaces only: where there are more, all of them belong to the text."""
    piece = ""
    for word in re.split(r"(?<! ) (?! )", line):
        if piece and len(piece) + 1 + len(word) > width:
            yield piece
            piece = word
        else:
            piece = f"{piece} {word}" if piece else word
    yield piece
