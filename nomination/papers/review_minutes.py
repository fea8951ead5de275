"""The minutes of the meeting of a cluster or of the council: who was there, what was put before it, what came of it."""

from nomination.papers.counting_minutes import SIGNED, Vote
from nomination.papers.official import Block, Column, Head, Official, Paragraph, Row, Signature, Style, Table
from nomination.papers.round_notes import ending_of
from nomination.papers.sentences import DOTS, SHORT_DOTS, lowered, number_line, on_day, place_and_day
from nomination.papers.typography import bound

MEMBERS = (
    Column("TT", 7, figures=True), Column("Họ và tên", 33), Column("Tư cách", 42), Column("Ghi chú", 18),
)  # fmt: skip
RESULTS = (
    Column("TT", 7, figures=True), Column("Tên tập thể, cá nhân", 32), Column("Đơn vị", 24),
    Column("Hình thức đề nghị", 22), Column("Kết quả", 15),
)  # fmt: skip


def review_minutes(it: Vote) -> Official:
    """Hour, place and discussion of the meeting are written by its secretary; figures stand in the counting minutes."""
    return Official(
        title=f"Biên bản họp {it.body}",
        head=Head(it.parent, it.sender),
        number=number_line(f"BB-{it.symbol}"),
        place_and_date=place_and_day(),
        kind="Biên bản",
        about=bound(f"Họp {it.body} xét khen thưởng thành tích trong {lowered(it.campaign)}"),
        body=(*_opening(it), *_agenda(it), *_end(it)),
        signatures=(Signature(("Thư ký",), it.secretary, SIGNED), Signature(it.leader_post, it.leader, SIGNED)),
    )


def _opening(it: Vote) -> list[Block]:
    present = SHORT_DOTS if it.present is None else it.present
    rows = tuple(Row((str(n + 1), *told)) for n, told in enumerate(it.on_roll))
    return [
        Paragraph(f"{SHORT_DOTS} giờ {SHORT_DOTS} phút, {on_day(None)}.", "Thời gian:"),
        Paragraph("", "Địa điểm:", Style.DOTTED),
        Paragraph(f"{it.leader or DOTS}{f', theo ủy quyền của {it.led_for}' if it.led_for else ''}.", "Chủ trì:"),
        Paragraph(f"{it.secretary}.", "Thư ký:") if it.secretary else Paragraph("", "Thư ký:", Style.DOTTED),
        Paragraph(f"Có mặt {present}/{len(it.on_roll)} thành viên; vắng mặt {SHORT_DOTS}, lý do:", "Thành phần:",
                  Style.DOTTED),
        Table(MEMBERS, ((None, rows),)),
    ]  # fmt: skip


def _agenda(it: Vote) -> list[Block]:
    rows = tuple(
        Row((str(n + 1), one.name, one.unit, one.award, one.result)) for n, one in enumerate(it.counted)
    )  # fmt: skip
    told: list[Block] = [Table(RESULTS, ((None, rows),))] if rows else [Paragraph(DOTS * 2)]
    return [
        Paragraph("I. Nội dung và ý kiến thảo luận", style=Style.HEADING),
        *(Paragraph("", style=Style.DOTTED),) * 3,
        Paragraph("II. Kết quả bỏ phiếu kín", style=Style.HEADING),
        Paragraph(bound(f"Phiên {it.code}: {it.voted}/{it.eligible} người có phiếu đã bỏ phiếu. Số phiếu của từng"
                        " trường hợp ghi tại Biên bản kiểm phiếu kèm theo.")),
        *told,
    ]  # fmt: skip


def _end(it: Vote) -> list[Block]:
    passed = sum(one.carried and one.within_places for one in it.counted)
    if it.counted:
        said = f"{passed:02d}/{len(it.counted):02d} trường hợp đạt"
        said += " và được đề nghị khen thưởng." if it.chair.lets_pass else " tỷ lệ quy định."
    else:
        said = ending_of(it.method, it.status) if it.status == "inquorate" else DOTS
    return [
        Paragraph("III. Kết luận", style=Style.HEADING),
        Paragraph(said),
        *([Paragraph(bound(it.chair.said))] if it.chair.said else []),
        Paragraph("Biên bản được các thành viên nhất trí thông qua./."),
    ]
