"""The engine that sets a paper: what was typed is printed as typed, the layout is the decree's, bytes are stable."""

from datetime import date

import pytest

from nomination.papers import pdf
from nomination.papers.official import (
    Annex,
    Band,
    Column,
    Head,
    Official,
    Paragraph,
    Row,
    Signature,
    Table,
)
from nomination.papers.pdf import Unprintable, official_pdf
from tests.support.papers import HOSTILE, pdf_pages, solid, within

COLUMNS = (Column("TT", 1, figures=True), Column("Họ và tên", 4), Column("Thành tích", 5))
DIGEST = "Mã đối chiếu danh sách: AAAAA BBBBB CCCCC DDDDD"


def paper(*names: str) -> Official:
    rows = tuple(Row((str(n + 1), name, f"Dòng {n + 1}")) for n, name in enumerate(names))
    annex = Annex("Danh sách", "Về việc thử", "(Kèm theo)", (Table(COLUMNS, ((Band("Bằng khen"), rows),)),))
    return Official(
        title="Quyết định thử", head=Head("Bộ Thử", "Cục Thử nghiệm"), number="Số:        /QĐ-T",
        place_and_date="Hà Nội, ngày 05 tháng 02 năm 2021", kind="Quyết định", about="Về việc thử",
        authority="Bộ trưởng", grounds=("Căn cứ Luật;", "Theo đề nghị của Vụ."), resolution="QUYẾT ĐỊNH:",
        body=(Paragraph("Tặng bằng khen.", "Điều 1."),),
        signatures=(Signature(("KT. Bộ trưởng", "Thứ trưởng"), "Lê Văn Thử", place="signature"),),
        recipients=("Như Điều 1;", "Lưu: VT."), annexes=(annex,), foot=DIGEST, dated=date(2021, 2, 5),
    )  # fmt: skip


def test_what_was_typed_is_printed_as_typed() -> None:
    found = solid(" ".join(pdf_pages(official_pdf(paper(*HOSTILE)).content)))
    assert [one for one in HOSTILE if solid(one) not in found] == []


def test_a_long_list_has_its_header_band_and_digest_on_every_page_and_numbers_of_its_own() -> None:
    pages = pdf_pages(official_pdf(paper(*["Nguyễn Thị Thử"] * 300)).content)
    assert len(pages) == 9
    first, listed = pages[0], pages[1:]
    assert all("TT Họ và tên Thành tích Bằng khen" in page for page in listed)
    assert all(DIGEST in page for page in pages)
    assert [page.split()[0] for page in listed] == ["DANH", "2", "3", "4", "5", "6", "7", "8"]
    assert first.startswith("BỘ THỬ CỤC THỬ NGHIỆM")
    assert "Dòng 300" in pages[-1]


def test_the_parts_stand_in_the_order_of_the_decree() -> None:
    first = pdf_pages(official_pdf(paper("Nguyễn Văn Thử")).content)[0]
    parts = [
        "BỘ THỬ", "CỤC THỬ NGHIỆM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/QĐ-T",
        "Hà Nội, ngày 05 tháng 02 năm 2021", "QUYẾT ĐỊNH Về việc thử", "BỘ TRƯỞNG", "Căn cứ Luật;",
        "Theo đề nghị của Vụ.", "QUYẾT ĐỊNH:", "Điều 1. Tặng bằng khen.", "Nơi nhận:", "- Như Điều 1;", "- Lưu: VT.",
        "KT. BỘ TRƯỞNG THỨ TRƯỞNG", "Lê Văn Thử",
    ]  # fmt: skip
    places = [first.find(part) for part in parts]
    assert -1 not in places and places == sorted(places)


def test_the_room_for_a_signature_is_empty_and_known() -> None:
    made = official_pdf(paper("Nguyễn Văn Thử"))
    room = made.places["signature"]
    assert (room.page, room.right - room.left > 150, room.top - room.bottom > 60) == (1, True, True)
    assert within(made.content, 1, room.left, room.bottom, room.right, room.top) == ""
    above = within(made.content, 1, room.left - 30, room.top, room.right + 30, room.top + 40)
    below = within(made.content, 1, room.left - 30, room.bottom - 30, room.right + 30, room.bottom)
    assert ("THỨ TRƯỞNG" in above, below) == (True, "Lê Văn Thử")


def test_the_same_content_makes_the_same_bytes() -> None:
    assert official_pdf(paper("Nguyễn Văn Thử")).content == official_pdf(paper("Nguyễn Văn Thử")).content


def test_a_paper_that_breaks_its_bounds_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY", 64 * 1024 * 1024)
    with pytest.raises(Unprintable):
        official_pdf(paper("Nguyễn Văn Thử"))
