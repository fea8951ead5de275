"""Certificates: long words wrap, get smaller and never leave their frame; the code leads to the register."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from nomination.papers.certificate import STANDARD, Certificate, Frame, StockPrint
from nomination.papers.certificate_docx import certificate_docx
from nomination.papers.certificate_pdf import certificate_pdf, stock_pdf
from tests.support.papers import HOSTILE, docx_words, pdf_words, solid, words

MM = 72 / 25.4
HEIGHT = 210 * MM
QR = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h3v3z"/></svg>'


def certificate(name: str = "Ông Nguyễn Văn Thử", citation: str = "Đã có thành tích xuất sắc") -> Certificate:
    return Certificate(
        code="SV-1", awarder="Bộ trưởng Bộ Thử", award="Bằng khen của Bộ trưởng cho cá nhân", name=name,
        unit="Cục Thử nghiệm", citation=citation, number="15/QĐ-T", dated=date(2021, 2, 5), ordinal=12,
        issued_at="Hà Nội", signed_as=("KT. Bộ trưởng", "Thứ trưởng"), signer="Lê Văn Ký", qr=QR,
        address="https://thidua.example/register/SV-1",
    )  # fmt: skip


def letters(content: bytes) -> list[tuple[float, float, float, float]]:
    """The box of every letter of the first page: left, bottom, right, top in points."""
    page = pypdfium2.PdfDocument(io.BytesIO(content))[0].get_textpage()
    boxes = [page.get_charbox(n) for n in range(page.count_chars())]
    return [box for box in boxes if box[2] > box[0]]


@pytest.mark.parametrize("name", ["Trung tâm Quy hoạch và Điều tra " * 12, "x" * 120, "Ông Nguyễn Văn Thử"])
def test_words_never_leave_their_frame(name: str) -> None:
    frame = Frame(48.5, 92, 150, 16, 26)
    boxes = letters(stock_pdf(StockPrint((certificate(name),), (("name", frame),))))
    assert len(boxes) >= min(len(solid(name)), 100)
    assert min(box[0] for box in boxes) >= frame.left * MM - 1
    assert max(box[2] for box in boxes) <= (frame.left + frame.width) * MM + 1
    assert max(box[3] for box in boxes) <= HEIGHT - frame.top * MM + 1
    assert min(box[1] for box in boxes) >= HEIGHT - (frame.top + frame.height) * MM - 1


def test_the_blank_gets_the_words_alone_and_a_sheet_for_each() -> None:
    frames = tuple((field, replace(frame, size=0) if field == "signer" else frame) for field, frame in STANDARD.items())
    made = stock_pdf(StockPrint((certificate(), certificate("Phòng Thử")), frames))
    found = pdf_words(made)
    assert len(pypdfium2.PdfDocument(io.BytesIO(made))) == 2
    assert "Ông Nguyễn Văn Thử" in found and "Phòng Thử" in found and "Số sổ vàng: 12" in found
    assert [word for word in ("CỘNG HÒA", "BẰNG KHEN", "Lê Văn Ký") if word in found] == []


def test_our_own_sheet_is_marked_as_a_preview_and_prints_what_was_typed() -> None:
    for typed in HOSTILE:
        it = certificate(typed, typed)
        for found in (pdf_words(certificate_pdf(it)), docx_words(certificate_docx(it))):
            assert solid(found).count(solid(typed)) == 2
            assert "Bản xem trước" in found and "KT. BỘ TRƯỞNG THỨ TRƯỞNG" in words(found)


def test_the_form_is_called_by_its_own_name() -> None:
    kinds = {
        "Bằng khen của Bộ trưởng cho cá nhân": "Bằng khen",
        "Cờ thi đua của Bộ": "Cờ thi đua",
        "Giấy khen": "Giấy khen",
    }
    assert {award: replace(certificate(), award=award).kind for award in kinds} == kinds
