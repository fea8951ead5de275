"""The notice of result that goes to a unit: who of those it proposed was awarded, by which decision, and who not."""

from dataclasses import dataclass
from datetime import date

from nomination.papers.decision import dated
from nomination.papers.official import Band, Column, Head, Official, Paragraph, Row, Signature, Table
from nomination.papers.sentences import head_post, lowered, number_line, place_and_day
from nomination.papers.typography import bound

COLUMNS = (
    Column("TT", 7, figures=True), Column("Tên tập thể, cá nhân", 32), Column("Hình thức đề nghị", 27),
    Column("Kết quả", 34),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One nomination: the decision that awarded it with its ordinal there, or why it was not chosen."""

    name: str
    award: str
    decision: str = ""
    dated: date | None = None
    ordinal: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Notice:
    issuer: str
    standing_body: str
    symbol: str
    place: str
    campaign: str
    unit: str
    awarded: tuple[Told, ...]
    declined: tuple[Told, ...]
    waiting: int


def notice(it: Notice) -> Official:
    rows = _parts(it)
    more = f" Còn {it.waiting:02d} trường hợp chưa có kết quả, sẽ được thông báo sau." if it.waiting else ""
    return Official(
        title=f"Thông báo kết quả khen thưởng gửi {it.unit}",
        head=Head(it.issuer, it.standing_body),
        number=number_line(f"TB-{it.symbol}"),
        place_and_date=place_and_day(it.place),
        kind="Thông báo",
        about=bound(f"Kết quả xét khen thưởng thành tích trong {lowered(it.campaign)}"),
        to=(it.unit,),
        body=(
            Paragraph(bound(
                f"{it.standing_body} thông báo kết quả xét khen thưởng đối với các trường hợp do {it.unit} đề nghị:"
                f" {len(it.awarded):02d} trường hợp được khen thưởng,"
                f" {len(it.declined):02d} trường hợp không được chọn.{more}"
            )),
            Table(COLUMNS, rows),
            Paragraph(f"{it.standing_body} thông báo để {it.unit} biết và thông báo tới các tập thể, cá nhân có tên"
                      " trong danh sách./."),
        ),
        signatures=(Signature((head_post(it.standing_body),)),),
        recipients=("Như trên;", f"Lưu: VT, {it.symbol}."),
    )  # fmt: skip


def _parts(it: Notice) -> tuple[tuple[Band | None, tuple[Row, ...]], ...]:
    awarded = tuple(Row((str(n + 1), one.name, one.award, bound(_decided(one)))) for n, one in enumerate(it.awarded))
    first = len(awarded) + 1
    declined = tuple(
        Row((str(first + n), one.name, one.award, one.reason or "Không được chọn")) for n, one in enumerate(it.declined)
    )
    parts = [(Band("Được khen thưởng"), awarded), (Band("Không được chọn"), declined)]
    return tuple(part for part in parts if part[1])


def _decided(one: Told) -> str:
    return f"Quyết định số {one.decision} {dated(one.dated)}, số thứ tự {one.ordinal}"
