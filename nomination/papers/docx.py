"""A paper as a Word file to edit: the same parts as the PDF, in the same layout. It holds no macro and no template."""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as File
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm, Pt

from nomination.papers.docx_parts import (
    FONT,
    cell,
    dotted,
    element,
    page_field,
    paragraph,
    row,
    rule,
    run,
    table,
    width_of,
)
from nomination.papers.official import Annex, Band, Block, Official, Paragraph, Signature, Style, Table
from nomination.papers.pdf import UNDATED
from nomination.papers.typography import clean

TEXT_WIDTH, WIDE = 165, 247
LEFT, RIGHT = 75, 94
ROOM = 5
"""Empty lines between a post and the name below it."""

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a packed file can name: the same content makes the same bytes."""


def official_docx(paper: Official) -> bytes:
    document = Document()
    body = document.element.body
    _set_up(document, paper)
    for part in _front(paper):
        body.insert(len(body) - 1, part)
    for annex in paper.annexes:
        _sheet(document.add_section(WD_SECTION.NEW_PAGE), wide=annex.wide, numbered_anew=True)
        for part in _annex(annex):
            body.insert(len(body) - 1, part)
    packed = io.BytesIO()
    document.save(packed)
    return undated(packed)


def _set_up(document: File, paper: Official) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))
    facts = document.core_properties
    facts.title, facts.author, facts.comments = clean(paper.title)[:255], clean(paper.head.sender)[:255], ""
    facts.last_modified_by, facts.revision, facts.language = "", 1, "vi-VN"
    facts.created = facts.modified = datetime.combine(paper.dated or UNDATED, time(), UTC).replace(tzinfo=None)
    section = document.sections[0]
    _sheet(section, wide=False)
    _write(section.header, paragraph(page_field(), align="center"))
    for foot in (section.footer, section.first_page_footer):
        _write(foot, paragraph(run(paper.foot, size=9), align="center"))


def _sheet(section: Section, *, wide: bool, numbered_anew: bool = False) -> None:
    """A4 with the margins of the decree; the number of the first page is hidden."""
    sides = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15 if not wide else 20)
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True
    if numbered_anew:
        for old in section._sectPr.findall(element("w:pgNumType").tag):
            section._sectPr.remove(old)
        section._sectPr.append(element("w:pgNumType", start=1))


def _write(part: Any, made: Any) -> None:
    part.is_linked_to_previous = False
    for old in list(part._element):
        part._element.remove(old)
    part._element.append(made)


def _front(paper: Official) -> list[Any]:
    parts = [paragraph(run(paper.form, size=12, italic=True), align="right")] if paper.form else []
    parts.append(_head(paper))
    if paper.kind:
        parts += _title(paper.kind, paper.about, TEXT_WIDTH)
    parts += _addressees(paper)
    if paper.authority:
        parts.append(_centred(paper.authority.upper(), before=6, after=4))
    parts += [_paragraph(Paragraph(ground, style=Style.GROUND)) for ground in paper.grounds]
    if paper.resolution:
        parts.append(_centred(paper.resolution, before=8, after=6))
    parts += _blocks(paper.body, TEXT_WIDTH, joined=True)
    return parts + _ending(paper.signatures, paper.recipients, TEXT_WIDTH)


def _annex(annex: Annex) -> list[Any]:
    width = WIDE if annex.wide else TEXT_WIDTH
    parts = _title(annex.title, annex.about, width)
    if annex.attached:
        parts.append(paragraph(run(annex.attached, italic=True), align="center", after=8))
    parts += _blocks(annex.body, width)
    return parts + _ending(annex.signatures, (), width)


def _head(paper: Official) -> Any:
    sender, parent = clean(paper.head.sender).upper(), clean(paper.head.parent).upper()
    left = [paragraph(run(parent, size=12), align="center")] if parent else []
    left.append(paragraph(run(sender, size=12, bold=True), align="center"))
    left.append(rule(max(15, min(60, width_of(sender, 12)) * 0.4), LEFT))
    if paper.number:
        left.append(paragraph(run(paper.number, size=13), align="center", before=4))
    if not paper.kind and paper.about:
        left.append(paragraph(run(paper.about, size=12), align="center", before=6))
    right = [
        paragraph(run(COUNTRY, size=12, bold=True), align="center"),
        paragraph(run(MOTTO, size=13, bold=True), align="center"),
        rule(width_of(MOTTO, 13), RIGHT),
    ]
    if paper.place_and_date:
        right.append(paragraph(run(paper.place_and_date, size=13, italic=True), align="center", before=4))
    return table((LEFT, RIGHT), [row(cell(LEFT, *left), cell(RIGHT, *right))], ruled=False)


def _title(kind: str, about: str, room: float) -> list[Any]:
    parts = [paragraph(run(kind.upper(), size=14, bold=True), align="center", before=14)]
    if about:
        last = clean(about).split("\n")[-1]
        parts.append(paragraph(run(about, size=14, bold=True), align="center"))
        parts.append(rule(min(120, width_of(last, 14)) * 0.4, room))
    return [*parts, paragraph(run("", size=6))]


def _addressees(paper: Official) -> list[Any]:
    if len(paper.to) < 2:
        return [paragraph(run(f"Kính gửi: {one}"), align="center", before=6, after=8) for one in paper.to]
    named = [paragraph(run("Kính gửi:"), align="right")]
    listed = [paragraph(run(f"- {one}")) for one in paper.to]
    return [table((45, 120), [row(cell(45, *named), cell(120, *listed))], ruled=False), paragraph(run("", size=6))]


def _centred(text: str, *, before: float, after: float) -> Any:
    return paragraph(run(text, bold=True), align="center", before=before, after=after, keep=True)


def _blocks(body: tuple[Block, ...], width: float, *, joined: bool = False) -> list[Any]:
    """`joined`: the last paragraph stays on the page of what follows, as signatures never stand alone."""
    parts: list[Any] = []
    for n, block in enumerate(body, start=1):
        if isinstance(block, Table):
            parts += [_table(block, width), paragraph(run("", size=6))]
        else:
            parts.append(_paragraph(block, keep=joined and n == len(body)))
    return parts


def _paragraph(it: Paragraph, *, keep: bool = False) -> Any:
    if it.style == Style.DOTTED:
        runs = [run(f"{it.lead} ", bold=True)] if it.lead else []
        return dotted(*runs, run(it.text))
    italic = it.style in (Style.GROUND, Style.NOTE)
    bold = it.style in (Style.HEADING, Style.CENTRE)
    runs = [run(f"{it.lead} ", bold=True, italic=italic)] if it.lead else []
    runs.append(run(it.text, bold=bold, italic=italic))
    if it.style in (Style.CENTRE, Style.NOTE):
        return paragraph(*runs, align="center", after=6)
    indent = 0 if it.style == Style.PLAIN else 12.7
    return paragraph(*runs, align="both", indent=indent, after=6, keep=keep or it.style == Style.HEADING)


def _table(it: Table, width: float) -> Any:
    whole = sum(column.width for column in it.columns)
    widths = [width * column.width / whole for column in it.columns]
    heads = [
        cell(across, paragraph(run(column.title, size=12, bold=True), align="center", before=2, after=2))
        for column, across in zip(it.columns, widths, strict=True)
    ]
    aligned = ["center" if column.figures else "left" for column in it.columns]
    rows = [row(*heads, header=True)]
    for band, held in it.parts:
        rows += [_band(band, width, len(widths))] if band else []
        for one in held:
            told = zip(one.cells, widths, aligned, strict=True)
            rows.append(
                row(
                    *(
                        cell(across, paragraph(run(text, size=12, bold=one.strong), align=how, before=2, after=2))
                        for text, across, how in told
                    )
                )
            )
    return table(widths, rows, ruled=True)


def _band(band: Band, width: float, span: int) -> Any:
    return row(cell(width, paragraph(run(band.title, size=12, bold=True), before=2, after=2, keep=True), span=span))


def _ending(signatures: tuple[Signature, ...], recipients: tuple[str, ...], width: float) -> list[Any]:
    """Recipients on the left with one signature on the right; otherwise the signatures side by side, two in a line,
    or three of them in one."""
    if not signatures and not recipients:
        return []
    if recipients or len(signatures) == 1:
        rows = [[_recipients(recipients), _signature(signatures[0]) if signatures else []]]
    else:
        across = 3 if len(signatures) == 3 else 2
        shown = [_signature(one) for one in signatures] + [[]] * (-len(signatures) % across)
        rows = [shown[start : start + across] for start in range(0, len(shown), across)]
    share = width / len(rows[0])
    made = [row(*(cell(share, *one) for one in side)) for side in rows]
    widths = (share,) * len(rows[0])
    return [paragraph(run("", size=6), keep=True), table(widths, made, ruled=False), paragraph(run("", size=1))]


def _recipients(recipients: tuple[str, ...]) -> list[Any]:
    if not recipients:
        return []
    named = paragraph(run("Nơi nhận:", size=12, bold=True, italic=True))
    return [named, *(paragraph(run(f"- {one}", size=11)) for one in recipients)]


def _signature(it: Signature) -> list[Any]:
    parts = [paragraph(run(post.upper(), bold=True), align="center", keep=True) for post in it.posts]
    if it.note:
        parts.append(paragraph(run(it.note, size=13, italic=True), align="center", keep=True))
    parts += [paragraph(run("", size=12), keep=True) for _ in range(ROOM)]
    return [*parts, paragraph(run(it.name, bold=True), align="center")]


def undated(packed: io.BytesIO) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as found, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in found.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, found.read(name))
    return made.getvalue()
