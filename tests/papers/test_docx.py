"""The Word form: the same text as the PDF, typed words as typed, and nothing alive in it but the page number."""

import io
import re
import zipfile
from dataclasses import replace

from docx import Document

from nomination.papers.docx import official_docx
from nomination.papers.official import Official
from nomination.papers.pdf import official_pdf
from tests.papers.test_pdf import COLUMNS, DIGEST, paper
from tests.support.papers import HOSTILE, W, docx_words, pdf_words, solid, words


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


def test_what_was_typed_is_printed_as_typed_and_nothing_in_it_is_alive() -> None:
    made = official_docx(paper(*HOSTILE))
    found = docx_words(made)
    assert [one for one in HOSTILE if words(one) not in found] == []
    parts = parts_of(made)
    told = " ".join(parts.values())
    assert set(re.findall(r'w:instr="([^"]*)"', told)) == {"PAGE"}
    assert [word for word in ("instrText", "w:fldChar", "w:object", "TargetMode", "altChunk") if word in told] == []
    assert [name for name in parts if "vba" in name.lower() or name.endswith(".bin")] == []


def test_both_forms_say_the_same() -> None:
    shown = paper("Nguyễn Văn Thử", "Trần Thị Thử")
    both = [sorted(solid(found)) for found in (docx_words(official_docx(shown)), _body_of_pdf(shown))]
    assert both[0] == both[1]


def _body_of_pdf(shown: Official) -> str:
    return pdf_words(official_pdf(replace(shown, foot="")).content)


def test_header_rows_repeat_and_page_numbers_hide_on_first_pages() -> None:
    document = Document(io.BytesIO(official_docx(paper(*["Nguyễn Thị Thử"] * 30))))
    listed = next(table for table in document.tables if len(table.columns) == len(COLUMNS))
    assert [row._tr.find(f".//{W}tblHeader") is not None for row in listed.rows][:3] == [True, False, False]
    assert all(section.different_first_page_header_footer for section in document.sections)
    assert "PAGE" in document.sections[0].header._element.xml
    assert "PAGE" not in document.sections[0].first_page_header._element.xml
    assert [
        one.paragraphs[0].text for one in (document.sections[0].footer, document.sections[0].first_page_footer)
    ] == [
        DIGEST,
        DIGEST,
    ]
    assert document.sections[1]._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_letters_are_composed_and_control_characters_left_out() -> None:
    assert "Nguyễn Văn" in docx_words(official_docx(paper("Nguye\u0302\u0303n\x00\x0b Va\u0306n\x1b")))


def test_the_same_content_makes_the_same_bytes() -> None:
    assert official_docx(paper("Nguyễn Văn Thử")) == official_docx(paper("Nguyễn Văn Thử"))
