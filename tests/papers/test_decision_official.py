"""The decision in the parts of an administrative paper: what it says before and after it was numbered and frozen."""

from dataclasses import replace

from nomination.models import DecisionLine
from nomination.papers.decision import BLANK, DecisionPaper, Group, dated
from nomination.papers.decision_official import DAY, NUMBER, SIGNING, decision_official
from nomination.papers.pdf import official_pdf
from tests.support.papers import pdf_pages, pdf_words, within


def line(ordinal: int, award: str = "Bằng khen") -> DecisionLine:
    return DecisionLine(
        ordinal=ordinal, name=f"Ông Nguyễn Văn {ordinal}", unit_name="Cục Thử", award="bk", award_name=award,
        citation="Có thành tích xuất sắc",
    )  # fmt: skip


def decision(*lines: DecisionLine) -> DecisionPaper:
    number = f"{BLANK}/QĐ-T"
    return DecisionPaper(
        issuer="Bộ Thử", number=f"Số: {number}", place_and_date=f"Hà Nội, {dated(None)}", about="Về việc khen thưởng",
        authority="Bộ trưởng Bộ Thử", grounds=["Căn cứ Luật Thử;", "Theo đề nghị của Vụ Thử."],
        articles=["Tặng 02 Bằng khen (có danh sách kèm theo).", "Tiền thưởng.", "Hiệu lực./."],
        attached_to=f"Kèm theo Quyết định số {number} {dated(None)} của Bộ trưởng Bộ Thử",
        groups=[Group("Bằng khen", list(lines))], recipients=["Như Điều 3;", "Lưu: VT, Vụ Thử."],
        signed_as=["KT. Bộ trưởng", "Thứ trưởng"], signer="Lê Văn Ký", signed_at=None,
    )  # fmt: skip


def test_it_says_all_of_the_decision_with_room_for_number_day_and_signature() -> None:
    made = official_pdf(decision_official(decision(line(1), line(2)), {1: "Trưởng phòng"}, "AAAAA BBBBB CCCCC DDDDD"))
    first, second = pdf_pages(made.content)
    assert "Số: /QĐ-T" in first and "Hà Nội, ngày tháng năm" in first
    assert "Điều 1. Tặng 02 Bằng khen (có danh sách kèm theo)." in first and "Điều 3. Hiệu lực./." in first
    assert "KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn Ký" in first
    assert "1 Ông Nguyễn Văn 1 Trưởng phòng Cục Thử Có thành tích xuất sắc 2 Ông Nguyễn Văn 2 Cục Thử" in second
    assert all("Mã đối chiếu danh sách: AAAAA BBBBB CCCCC DDDDD" in page for page in (first, second))
    assert made.places[SIGNING].page == 1


def test_number_and_day_have_known_empty_room_when_they_are_written_into_the_file_later() -> None:
    made = official_pdf(decision_official(decision(line(1)), {}, "AAAAA", later="Hà Nội"))
    assert set(made.places) == {SIGNING, NUMBER, DAY}
    for room in made.places.values():
        assert within(made.content, 1, room.left, room.bottom, room.right, room.top) == ""
    assert "Số: " in pdf_words(made.content) and "/QĐ-T" not in pdf_pages(made.content)[0]
    number, day = made.places[NUMBER], made.places[DAY]
    assert within(made.content, 1, number.left - 30, number.bottom, number.left, number.top) == "Số:"
    assert within(made.content, 1, day.left - 45, day.bottom, day.left, day.top).endswith("Nội,")


def test_a_draft_says_so_and_what_is_known_is_written() -> None:
    known = replace(decision(line(1)), number="Số: 15/QĐ-T", place_and_date="Hà Nội, ngày 05 tháng 02 năm 2021")
    found = pdf_words(official_pdf(decision_official(known, {}, "")).content)
    assert "Số: 15/QĐ-T" in found and "ngày 05 tháng 02 năm 2021" in found
    assert ("Dự thảo" in found, "Mã đối chiếu" in found) == (True, False)
