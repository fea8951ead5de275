"""The minutes of the meeting in which a unit chose whom to propose."""

from dataclasses import dataclass
from datetime import date

from nomination.papers.letter import Proposed
from nomination.papers.official import Column, Head, Official, Paragraph, Row, Signature, Style, Table
from nomination.papers.sentences import SHORT_DOTS, lowered, number_line, on_day, place_and_day
from nomination.papers.typography import bound, or_dots

COLUMNS = (
    Column("TT", 6, figures=True), Column("Tên tập thể, cá nhân", 30), Column("Hình thức đề nghị", 26),
    Column("Số phiếu đồng ý", 12, figures=True), Column("Tỷ lệ", 10, figures=True), Column("Ghi chú", 14),
)  # fmt: skip


@dataclass(frozen=True)
class UnitMinutes:
    parent: str
    unit: str
    campaign: str
    met_on: date | None
    chair: str
    present: int | None
    members: int | None
    conclusion: str
    proposed: tuple[Proposed, ...]


def unit_minutes(it: UnitMinutes) -> Official:
    """What was not kept of the meeting (the hour, the votes on each) is left to be filled in."""
    there = f"{it.present}/{it.members}" if it.members else f"{SHORT_DOTS}/{SHORT_DOTS}"
    absent = f"{it.members - it.present}" if it.members and it.present is not None else SHORT_DOTS
    rows = tuple(Row((str(n + 1), one.name, one.award, "", "", "")) for n, one in enumerate(it.proposed))
    return Official(
        title=f"Biên bản họp của {it.unit}",
        head=Head(it.parent, it.unit),
        number=number_line("BB-……"),
        place_and_date=place_and_day(),
        kind="Biên bản",
        about=bound(f"Họp xét khen thưởng thành tích trong {lowered(it.campaign)}"),
        body=(
            Paragraph(f"{SHORT_DOTS} giờ {SHORT_DOTS} phút, {on_day(it.met_on)}.", "Thời gian:"),
            Paragraph("", "Địa điểm:", Style.DOTTED),
            Paragraph(f"{or_dots(it.chair)}.", "Chủ trì:"),
            Paragraph("", "Thư ký:", Style.DOTTED),
            Paragraph(f"Có mặt {there} thành viên; vắng mặt {absent}, lý do:", "Thành phần:", Style.DOTTED),
            Paragraph("I. Nội dung", style=Style.HEADING),
            Paragraph(bound(f"Cuộc họp xét, đề nghị khen thưởng {len(it.proposed):02d} trường hợp sau đây:")),
            Table(COLUMNS, ((None, rows),)),
            Paragraph("II. Ý kiến thảo luận", style=Style.HEADING),
            *(Paragraph("", style=Style.DOTTED),) * 3,
            Paragraph("III. Kết luận", style=Style.HEADING),
            Paragraph(or_dots(it.conclusion)),
            Paragraph("Biên bản được các thành viên nhất trí thông qua./."),
        ),
        signatures=(Signature(("Thư ký",), note="(Ký, ghi rõ họ tên)"),
                    Signature(("Chủ trì",), it.chair, "(Ký, ghi rõ họ tên)")),
    )  # fmt: skip
