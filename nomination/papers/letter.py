"""The submission letter (tờ trình) of a unit with the list of whom it proposes."""

from dataclasses import dataclass
from datetime import date

from nomination.papers.official import Annex, Column, Head, Official, Paragraph, Row, Signature, Table
from nomination.papers.sentences import DOTS, counted, head_post, lowered, number_line, on_day, place_and_day
from nomination.papers.typography import bound, or_dots

COLUMNS = (
    Column("TT", 5, figures=True), Column("Tên tập thể, cá nhân", 22), Column("Chức vụ, đơn vị công tác", 22),
    Column("Đối tượng", 14), Column("Hình thức khen thưởng đề nghị", 18), Column("Thành tích", 26),
    Column("Ghi chú", 9),
)  # fmt: skip


@dataclass(frozen=True)
class Proposed:
    name: str
    post: str
    place: str
    class_name: str
    award: str
    citation: str


@dataclass(frozen=True)
class Letter:
    """Number, place and day are the unit's to give. `met_on` and the rest are of the meeting that it rests on."""

    parent: str
    unit: str
    number: str
    campaign: str
    issuer: str
    standing_body: str
    grounds: tuple[str, ...]
    met_on: date | None
    chair: str
    present: int | None
    members: int | None
    sender: str
    proposed: tuple[Proposed, ...]


def letter(it: Letter) -> Official:
    number = number_line("TTr-……", it.number)
    return Official(
        title=f"Tờ trình của {it.unit}",
        head=Head(it.parent, it.unit),
        number=number,
        place_and_date=place_and_day(),
        kind="Tờ trình",
        about=bound(f"Về việc đề nghị khen thưởng thành tích trong {lowered(it.campaign)}"),
        to=(f"{it.issuer}\n(qua {it.standing_body})",),
        grounds=tuple(bound(ground) for ground in (*it.grounds, _meeting(it))),
        body=(
            Paragraph(bound(_request(it))),
            Paragraph(f"{it.unit} chịu trách nhiệm về tính chính xác của hồ sơ và thành tích của các tập thể, cá nhân"
                      " được đề nghị khen thưởng."),
            Paragraph(f"Kính đề nghị {it.issuer} xem xét, quyết định./."),
        ),
        signatures=(Signature((head_post(it.unit),), it.sender),),
        recipients=("Như trên;", "Lưu: VT."),
        annexes=(_list(it, number),),
    )  # fmt: skip


def _meeting(it: Letter) -> str:
    there = f"{it.present}/{it.members}" if it.members else f"{DOTS}"
    return (
        f"Theo Biên bản họp xét khen thưởng {on_day(it.met_on)} do {or_dots(it.chair)} chủ trì, có mặt {there}"
        " thành viên."
    )


def _request(it: Letter) -> str:
    awards = counted(one.award for one in it.proposed)
    return (
        f"{it.unit} đề nghị tặng {awards} cho {len(it.proposed):02d} trường hợp đã có thành tích trong"
        f" {lowered(it.campaign)} (có danh sách kèm theo)."
    )


def _list(it: Letter, number: str) -> Annex:
    rows = tuple(
        Row((
            str(n + 1), one.name, "\n".join(part for part in (one.post, one.place, it.unit) if part), one.class_name,
            one.award, one.citation, "",
        ))
        for n, one in enumerate(it.proposed)
    )  # fmt: skip
    return Annex(
        "Danh sách đề nghị khen thưởng",
        bound(f"Thành tích trong {lowered(it.campaign)}"),
        f"(Kèm theo Tờ trình {lowered(number.replace(':', ''))} {on_day(None)} của {it.unit})",
        (Table(COLUMNS, ((None, rows),)),),
        (Signature((head_post(it.unit),), it.sender),),
        wide=True,
    )
