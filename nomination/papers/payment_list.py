"""The payment list of a decision: each award with its bonus money, sums by unit and in all, and who signs for it."""

from dataclasses import dataclass
from datetime import date

from nomination.papers.decision import dated
from nomination.papers.money import figures, in_words
from nomination.papers.official import Band, Block, Column, Head, Official, Paragraph, Row, Signature, Table
from nomination.papers.sentences import digest_foot, head_post, place_and_day
from nomination.papers.typography import bound

COLUMNS = (
    Column("TT", 6, figures=True), Column("Tên tập thể, cá nhân", 25), Column("Hình thức khen thưởng", 18),
    Column("Hệ số", 7, figures=True), Column("Mức lương cơ sở (đồng)", 14, figures=True),
    Column("Số tiền (đồng)", 17, figures=True), Column("Ký nhận", 13),
)  # fmt: skip
SIGNED = "(Ký, ghi rõ họ tên)"
NO_SUM = "–"


@dataclass(frozen=True)
class Due:
    """One award. `amount` is 0 where nothing is paid, and `note` then says why; `ordinal` is that of the decision."""

    ordinal: int
    name: str
    award: str
    coefficient: str
    base_salary: int | None
    amount: int
    note: str = ""


@dataclass(frozen=True)
class PaymentSheet:
    """`parts`: each unit with its awards; `rests_on`: what the amounts were reckoned by; `unverified`: of that, what
    nobody has compared with its source."""

    issuer: str
    standing_body: str
    place: str
    authority: str
    number: str
    dated: date | None
    parts: tuple[tuple[str, tuple[Due, ...]], ...]
    rests_on: tuple[str, ...]
    unverified: tuple[str, ...]
    digest: str

    @property
    def all(self) -> tuple[Due, ...]:
        return tuple(one for _, held in self.parts for one in held)


def payment_list(it: PaymentSheet) -> Official:
    whole = sum(one.amount for one in it.all)
    paid_for = sum(one.amount > 0 for one in it.all)
    return Official(
        title=f"Danh sách chi tiền thưởng theo Quyết định {it.number}",
        head=Head(it.issuer, it.standing_body),
        number="",
        place_and_date=place_and_day(it.place),
        kind="Danh sách chi tiền thưởng",
        about=bound(f"Theo Quyết định số {it.number} {dated(it.dated)} của {it.authority}"),
        body=(
            Paragraph(bound(
                f"Mức tiền thưởng bằng hệ số nhân với mức lương cơ sở tại {dated(it.dated)}, làm tròn lên theo quy"
                " định."
            )),
            *_grounds(it),
            Table(COLUMNS, (*_parts(it), (None, (_sum("Tổng cộng", whole),)))),
            Paragraph(bound(f"{paid_for:02d} trường hợp, {figures(whole)} đồng."), "Tổng số:"),
            Paragraph(f"{in_words(whole)}./.", "Bằng chữ:"),
        ),
        signatures=tuple(
            Signature((post,), note=SIGNED)
            for post in ("Người lập biểu", "Kế toán trưởng", head_post(it.standing_body))
        ),
        foot=digest_foot(it.digest),
    )  # fmt: skip


def _grounds(it: PaymentSheet) -> list[Block]:
    told: list[Block] = [Paragraph(f"- {one}.") for one in it.rests_on]
    if it.unverified:
        told.append(Paragraph(f"{'; '.join(it.unverified)}.", "Chưa được đối chiếu với văn bản gốc:"))
    return told


def _parts(it: PaymentSheet) -> tuple[tuple[Band | None, tuple[Row, ...]], ...]:
    """A unit with one award needs no sum of its own."""
    return tuple((Band(unit), (*map(_row, held), *_sum_of(held))) for unit, held in it.parts)


def _sum_of(held: tuple[Due, ...]) -> tuple[Row, ...]:
    return (_sum("Cộng", sum(one.amount for one in held)),) if len(held) > 1 else ()


def _row(one: Due) -> Row:
    base = figures(one.base_salary) if one.base_salary is not None else NO_SUM
    amount = figures(one.amount) if one.amount else NO_SUM
    return Row((str(one.ordinal), one.name, one.award, one.coefficient or NO_SUM, base, amount, one.note))


def _sum(label: str, amount: int) -> Row:
    return Row(("", label, "", "", "", figures(amount), ""), strong=True)
