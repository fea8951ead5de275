"""What every administrative paper consists of (Decree 30/2020, annex I), whichever form it is printed in.

Nothing here knows a paper by name, a database or a file: a paper is put together of these parts, and `pdf` and `docx`
print the same parts. What a person typed is text in them and never becomes anything else.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Style(StrEnum):
    """How a paragraph stands on the page."""

    BODY = "body"
    GROUND = "ground"
    HEADING = "heading"
    CENTRE = "centre"
    NOTE = "note"
    PLAIN = "plain"
    DOTTED = "dotted"


@dataclass(frozen=True)
class Head:
    """Who sends the paper: the body above it, where there is one, and the sender itself."""

    parent: str
    sender: str


@dataclass(frozen=True)
class Paragraph:
    """`lead`: the words at its beginning that are printed bold, such as “Điều 1.”. A dotted one ends in a line of dots
    to write on."""

    text: str
    lead: str = ""
    style: Style = Style.BODY
    block: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Column:
    """`width`: its share of the line. `figures`: what stands in it is centred."""

    title: str
    width: int
    figures: bool = False


@dataclass(frozen=True)
class Row:
    """`strong`: a sum below what it sums up."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Band:
    """A line across the whole table that names the rows below it."""

    title: str


@dataclass(frozen=True)
class Table:
    """Its header stands on every page that it reaches. `parts`: rows with the band above them, or without one."""

    columns: tuple[Column, ...]
    parts: tuple[tuple[Band | None, tuple[Row, ...]], ...]
    block: str = field(default="table", init=False)


Block = Paragraph | Table


@dataclass(frozen=True)
class Signature:
    """`posts`: the lines above, such as “KT. BỘ TRƯỞNG” and “THỨ TRƯỞNG”; `note` below them; room; the name.

    `place`: a word by which the room is found again on the printed page, for the picture of a digital signature.
    """

    posts: tuple[str, ...]
    name: str = ""
    note: str = ""
    place: str = ""


@dataclass(frozen=True)
class Annex:
    """Pages of its own numbering behind the paper."""

    title: str
    about: str
    attached: str
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Official:
    """`number` and `place_and_date` are whole lines with room left for what is not known.

    `about` stands under the kind; a letter without a kind has its subject under the number instead. `dated` only tells
    the file its day: the same content makes the same bytes. `later`: the place of issue when number and day are written
    into the finished PDF; both lines then have only their first words and room that is known, “number” and “day”.
    """

    title: str
    head: Head
    number: str
    place_and_date: str
    kind: str = ""
    about: str = ""
    form: str = ""
    to: tuple[str, ...] = ()
    authority: str = ""
    grounds: tuple[str, ...] = ()
    resolution: str = ""
    body: tuple[Block, ...] = ()
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    later: str = ""
    foot: str = ""
    dated: date | None = None
