"""The pieces of a Word file: runs, paragraphs, lines, tables. Text goes in as text nodes, never as markup."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import ImageFont

from nomination.papers.typography import clean

FONT = "Times New Roman"
FACES = Path(__file__).parent / "fonts"
TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

PER_POINT = 20


def element(tag: str, *children: Any, **attributes: object) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    for child in children:
        made.append(child)
    return made


def run(text: str, *, size: float = 13, bold: bool = False, italic: bool = False) -> Any:
    """Words in one face. A line break in the text is a line break on the page."""
    looks = [element("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT)]
    looks += [element("w:b")] if bold else []
    looks += [element("w:i")] if italic else []
    looks += [element("w:sz", val=int(size * 2)), element("w:szCs", val=int(size * 2))]
    made = element("w:r", element("w:rPr", *looks))
    for n, line in enumerate(clean(text).split("\n")):
        if n:
            made.append(element("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        made.append(words)
    return made


def page_field() -> Any:
    """The number of the page: the only field that a paper of ours holds."""
    return element("w:fldSimple", run("1", size=13), instr="PAGE")


def paragraph(
    *runs: Any, align: str = "left", indent: float = 0, before: float = 0, after: float = 0, keep: bool = False
) -> Any:
    """`indent` of the first line in millimetres, room before and after in points. `keep`: with what follows."""
    said = [element("w:keepNext")] if keep else []
    said.append(element("w:spacing", before=int(before * PER_POINT), after=int(after * PER_POINT)))
    said += [element("w:ind", firstLine=int(indent * TWIPS))] if indent else []
    said.append(element("w:jc", val=align))
    return element("w:p", element("w:pPr", *said), *runs)


def dotted(*runs: Any) -> Any:
    """A paragraph that ends in a line of dots, up to the right margin."""
    end = element("w:tab", val="right", leader="dot", pos=int(165 * TWIPS))
    looks = element(
        "w:pPr", element("w:tabs", end), element("w:spacing", before=0, after=6 * PER_POINT),
        element("w:ind", firstLine=int(12.7 * TWIPS)),
    )  # fmt: skip
    return element("w:p", looks, *runs, element("w:r", element("w:tab")))


def rule(length: float, room: float) -> Any:
    """A line of `length` in the middle of `room`, both in millimetres."""
    side = max(0, int((room - length) / 2 * TWIPS))
    return element(
        "w:p",
        element(
            "w:pPr",
            element("w:pBdr", element("w:top", val="single", sz=6, space=1, color="000000")),
            element("w:spacing", before=20, after=0, line=60, lineRule="exact"),
            element("w:ind", left=side, right=side),
        ),
    )  # fmt: skip


def width_of(text: str, size: float, face: str = "Bold") -> float:
    """Millimetres that a line takes: our fonts measure as Times New Roman does."""
    return float(_face(face).getlength(text)) / 100 * size * 25.4 / 72


@cache
def _face(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACES / f"LiberationSerif-{name}.ttf"), 100)


def table(widths: Sequence[float], rows: Iterable[Any], *, ruled: bool) -> Any:
    """`widths` in millimetres. They stand at the grid and at each cell: some programs read only one of them."""
    kind, side = ("single", 70) if ruled else ("nil", 0)
    sides = [element(f"w:{where}", val=kind, sz=4, space=0, color="000000") for where in BORDERS]
    grid = [element("w:gridCol", w=int(width * TWIPS)) for width in widths]
    looks = element(
        "w:tblPr",
        element("w:tblW", w=int(sum(widths) * TWIPS), type="dxa"),
        element("w:jc", val="center"),
        element("w:tblBorders", *sides),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", element("w:left", w=side, type="dxa"), element("w:right", w=side, type="dxa")),
    )
    return element("w:tbl", looks, element("w:tblGrid", *grid), *rows)


BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def row(*cells: Any, header: bool = False) -> Any:
    """A row is never torn apart; a header row stands again on every page."""
    said = [element("w:cantSplit")] + ([element("w:tblHeader")] if header else [])
    return element("w:tr", element("w:trPr", *said), *cells)


def cell(width: float, *content: Any, span: int = 1) -> Any:
    said = [element("w:tcW", w=int(width * TWIPS), type="dxa")]
    said += [element("w:gridSpan", val=span)] if span > 1 else []
    return element("w:tc", element("w:tcPr", *said), *(content or (paragraph(),)))
