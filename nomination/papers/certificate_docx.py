"""A certificate as a Word file to edit: one sheet on its side, centred, marked as a preview like the PDF."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from nomination.papers.certificate import Certificate
from nomination.papers.docx import COUNTRY, MOTTO, undated
from nomination.papers.docx_parts import FONT, cell, paragraph, row, rule, run, table, width_of
from nomination.papers.typography import clean

PREVIEW = "Bản xem trước, không có giá trị thay cho bằng in trên phôi của cơ quan khen thưởng."
WIDTH, HALF = 237, 118


def certificate_docx(it: Certificate) -> bytes:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(18)
    section.left_margin = section.right_margin = Mm(30)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = FONT, Pt(14)
    facts = document.core_properties
    facts.title, facts.author, facts.comments, facts.last_modified_by = clean(it.title)[:255], "", "", ""
    body = document.element.body
    for part in _sheet(it):
        body.insert(len(body) - 1, part)
    packed = io.BytesIO()
    document.save(packed)
    return undated(packed)


def _sheet(it: Certificate) -> list[Any]:
    words = it.words()
    left = [paragraph(run(words["decision"])), paragraph(run(words["ordinal"])),
            paragraph(run(f"Kiểm tra tại sổ khen thưởng: {it.address}", size=9), before=6)]  # fmt: skip
    right = [paragraph(run(words["day"], italic=True), align="center")]
    right += [paragraph(run(post.upper(), bold=True), align="center") for post in it.signed_as]
    right += [paragraph(run("")) for _ in range(4)] + [paragraph(run(it.signer, size=15, bold=True), align="center")]
    return [
        _line(COUNTRY, 15, bold=True),
        _line(MOTTO, 15, bold=True),
        rule(width_of(MOTTO, 15), WIDTH),
        _line(it.awarder.upper(), 18, bold=True, before=12),
        _line("TẶNG", 14, before=4),
        _line(it.kind.upper(), 44, bold=True),
        _line(it.name, 26, bold=True, before=6),
        _line(it.unit, 17, before=4),
        _line(it.citation, 17, before=6),
        paragraph(run("", size=10)),
        table((HALF, HALF), [row(cell(HALF, *left), cell(HALF, *right))], ruled=False),
        _line(PREVIEW, 8),
    ]


def _line(text: str, size: float, *, bold: bool = False, before: float = 0) -> Any:
    return paragraph(run(text, size=size, bold=bold), align="center", before=before)
