"""Is the catalogue complete? Run as a program by `bin/i18n check`, with the extracted words and the catalogue."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def problems(wanted: Catalog, given: Catalog) -> Iterator[str]:
    """A line for every word that is missing, unfinished, wrong or no longer used."""
    for message in wanted:
        if message.id:
            yield from _problems_of(message, given)
    used = {message.id for message in wanted}
    yield from (f"not used any more: {message.id!r}" for message in given if message.id not in used)
    yield from (f"obsolete: {identity!r}" for identity in given.obsolete)


def _problems_of(wanted: Message, given: Catalog) -> Iterator[str]:
    place = ", ".join(f"{file}:{line}" for file, line in wanted.locations[:2])
    message = given.get(wanted.id, wanted.context)
    if message is None or not _texts(message):
        yield f"{place}: no translation of {wanted.id!r}"
        return
    if message.fuzzy:
        yield f"{place}: fuzzy translation of {wanted.id!r}"
    errors = [f"{place}: {wanted.id!r}: {error}" for error in message.check(given)]
    yield from errors
    if not errors and _placeholders(message.id) != _placeholders(message.string):
        yield f"{place}: other placeholders than {wanted.id!r}"


def _texts(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(texts) and all(texts)


def _placeholders(texts: object) -> set[str]:
    """The names inside %(...)s. A plural may name its number in one form only, so all forms are taken together."""
    joined = texts if isinstance(texts, str) else " ".join(str(text) for text in texts)  # type: ignore[attr-defined]
    return set(re.findall(r"%\((\w+)\)", joined))


def main(template: str, catalogue: str) -> int:
    if not Path(catalogue).exists():
        print(f"{catalogue} is missing", file=sys.stderr)
        return 1
    found = list(problems(read(Path(template)), read(Path(catalogue), "vi")))
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
