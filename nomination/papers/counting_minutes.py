"""The minutes of the count (biên bản kiểm phiếu): every figure with its denominator, and who signs for it."""

from dataclasses import dataclass
from datetime import datetime

from nomination.papers.official import Block, Column, Head, Official, Paragraph, Row, Signature, Style, Table
from nomination.papers.round_notes import ChairWord, Note, ending_of
from nomination.papers.sentences import DOTS, at_moment, lowered, number_line, percent, place_and_day
from nomination.papers.typography import bound

COLUMNS = (
    Column("TT", 6, figures=True), Column("Tên tập thể, cá nhân; đơn vị; hình thức đề nghị", 37),
    Column("Thu về", 9, figures=True), Column("Hợp lệ", 9, figures=True), Column("Đồng ý", 9, figures=True),
    Column("Không đồng ý", 11, figures=True), Column("Không ý kiến", 11, figures=True),
    Column("Tỷ lệ đồng ý", 13, figures=True), Column("Kết quả", 11),
)  # fmt: skip
SIGNED = "(Ký, ghi rõ họ tên)"
BASES = {
    "eligible": "tổng số thành viên", "present": "số thành viên đã bỏ phiếu", "valid": "số phiếu hợp lệ",
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One question with its totals. `apart`: who had no slip for it; `needed`: yes votes that the rule asks for;
    `slips` of paper: handed out, returned, valid; opinions in writing come on top of them."""

    name: str
    unit: str
    award: str
    eligible: int
    yes: int
    no: int
    abstain: int
    invalid: int
    carried: bool
    within_places: bool
    needed: int | None = None
    apart: tuple[str, ...] = ()
    slips: tuple[int, int, int] | None = None
    withheld: bool = False

    @property
    def returned(self) -> int:
        return self.yes + self.no + self.abstain + self.invalid

    @property
    def valid(self) -> int:
        return self.returned - self.invalid

    @property
    def result(self) -> str:
        if not self.carried:
            return "Không đạt"
        return "Đạt" if self.within_places else "Đạt tỷ lệ, ngoài chỉ tiêu"


@dataclass(frozen=True)
class Vote:
    """A round that is over. `counted` is empty when the box stayed shut. `leader`, `secretary`: where it is known.

    `notes`: what is said besides the figures, label and sentence, as on the page of the minutes.
    """

    parent: str
    sender: str
    symbol: str
    body: str
    title: str
    code: str
    campaign: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    counted_at: datetime | None
    repeat_reason: str
    on_roll: tuple[tuple[str, str, str], ...]
    eligible: int
    voted: int
    quorum: str
    threshold: str
    base: str
    citations: tuple[str, ...]
    tellers: tuple[str, ...]
    leader: str
    leader_post: tuple[str, ...]
    chair: ChairWord
    status: str
    counted: tuple[Counted, ...]
    definition_hash: str
    box_hash: str
    method: str = "electronic"
    notes: tuple[Note, ...] = ()
    present: int | None = None
    secretary: str = ""
    led_for: str = ""
    """For whom `leader` presided, when it was delegated to him."""


def counting_minutes(it: Vote) -> Official:
    return Official(
        title=f"Biên bản kiểm phiếu {it.code}",
        head=Head(it.parent, it.sender),
        number=number_line(f"BB-{it.symbol}"),
        place_and_date=place_and_day(),
        kind="Biên bản kiểm phiếu",
        about=bound(it.title),
        body=(*_opening(it), *_figures(it), *_sealed(it)),
        signatures=(
            *(Signature(("Thành viên tổ kiểm phiếu",), name, SIGNED) for name in it.tellers),
            Signature(it.leader_post, it.leader, SIGNED),
        ),
    )


def _opening(it: Vote) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(bound(f"{it.body}, phiên {it.code}, trong {lowered(it.campaign)}.")),
        Paragraph(f"từ {at_moment(it.opens_at)} đến {at_moment(it.closes_at)}; đóng hòm phiếu lúc"
                  f" {at_moment(it.closed_at)}.", "Thời gian bỏ phiếu:"),
    ]  # fmt: skip
    if it.counted_at:
        blocks.append(Paragraph(f"{at_moment(it.counted_at)}.", "Thời gian kiểm phiếu:"))
    if it.repeat_reason:
        blocks.append(Paragraph(f"{it.repeat_reason.rstrip('.')}.", "Phiên bỏ phiếu lại, lý do:"))
    blocks += [Paragraph(bound(told), label) for label, told in it.notes]
    names = "; ".join(it.tellers) or DOTS
    return [*blocks, Paragraph(f"{names}.", "Tổ kiểm phiếu:")]


def _figures(it: Vote) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(bound(
            f"{len(it.on_roll)} người trong danh sách, trong đó {it.eligible} người có phiếu. {_turnout(it)}"
        ), "Thành phần bỏ phiếu:"),
        Paragraph(bound(
            f"có ít nhất {it.quorum} số người có phiếu tham gia; tỷ lệ đồng ý phải đạt {it.threshold}, tính trên"
            f" {BASES[it.base]}."
        ), "Điều kiện:"),
        *(Paragraph(f"- {citation}.") for citation in it.citations),
    ]  # fmt: skip
    ending = ending_of(it.method, it.status)
    if ending:
        return [*blocks, Paragraph(ending, style=Style.HEADING)]
    rows = tuple(_row(n, one, it.base) for n, one in enumerate(it.counted))
    return [*blocks, Paragraph("Kết quả kiểm phiếu", style=Style.HEADING), Table(COLUMNS, ((None, rows),))]


def _turnout(it: Vote) -> str:
    """On paper each question has slips of its own, which the table tells."""
    if it.present is not None:
        return "Số phiếu phát ra, thu về của từng nội dung ghi ở bảng dưới."
    left = it.eligible - it.voted
    return (
        f"Số phiếu phát ra: {it.eligible}/{it.eligible}. Số phiếu thu về: {it.voted}/{it.eligible}. Số phiếu không thu"
        f" về: {left}/{it.eligible}."
    )


def _row(n: int, one: Counted, base: str) -> Row:
    if one.withheld:
        about = "\n".join((one.name, one.unit, one.award))
        return Row((str(n + 1), about, "–", "–", "–", "–", "–", "–", one.result))
    whole = {"eligible": one.eligible, "present": one.returned, "valid": one.valid}[base]
    share = f"{one.yes}/{whole}\n{percent(one.yes, whole)}"
    needed = f"\nCần {one.needed}/{one.eligible}" if one.needed is not None and base == "eligible" else ""
    issued, returned, valid = one.slips or (one.eligible, one.returned, one.valid)
    apart = (f"Không bỏ phiếu: {', '.join(one.apart)}",) if one.apart else ()
    return Row((
        str(n + 1), "\n".join((one.name, one.unit, one.award, *apart)), f"{returned}/{issued}",
        f"{valid}/{returned}", str(one.yes), str(one.no), str(one.abstain), share + needed, one.result,
    ))  # fmt: skip


def _sealed(it: Vote) -> list[Block]:
    return [
        *([Paragraph(bound(it.chair.said))] if it.chair.said else []),
        *([Paragraph(f"Dấu kiểm tra nội dung phiên: {it.definition_hash}")] if it.definition_hash else []),
        *([Paragraph(f"Dấu kiểm tra hòm phiếu khi đóng: {it.box_hash}")] if it.box_hash else []),
        Paragraph("Biên bản được các thành viên tổ kiểm phiếu nhất trí thông qua./."),
    ]
