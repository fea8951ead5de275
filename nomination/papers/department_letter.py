"""The letter by which the department puts the draft decision before the minister."""

from collections import Counter
from dataclasses import dataclass

from nomination.papers.official import Annex, Column, Head, Official, Paragraph, Row, Signature, Table
from nomination.papers.sentences import counted, digest_foot, head_post, lowered, number_line, place_and_day
from nomination.papers.typography import bound

COLUMNS = (
    Column("TT", 8, figures=True), Column("Hình thức khen thưởng", 46), Column("Tập thể", 15, figures=True),
    Column("Cá nhân", 15, figures=True), Column("Cộng", 16, figures=True),
)  # fmt: skip


@dataclass(frozen=True)
class DepartmentLetter:
    """`lines`: (award, whether a collective) of each case, in the order of the list."""

    issuer: str
    standing_body: str
    symbol: str
    place: str
    campaign: str
    signer_post: str
    about: str
    grounds: tuple[str, ...]
    lines: tuple[tuple[str, bool], ...]
    units: int
    head: str
    digest: str
    annexes: tuple[Annex, ...]


def department_letter(it: DepartmentLetter) -> Official:
    return Official(
        title=f"Tờ trình của {it.standing_body}",
        head=Head(it.issuer, it.standing_body),
        number=number_line(f"TTr-{it.symbol}"),
        place_and_date=place_and_day(it.place),
        kind="Tờ trình",
        about=bound(it.about),
        to=(f"{it.signer_post.capitalize()} {it.issuer}",),
        grounds=_ended(it.grounds),
        body=(
            Paragraph(bound(
                f"Trong {lowered(it.campaign)}, {it.standing_body} đã thẩm định hồ sơ của {it.units:02d} đơn vị theo"
                f" quy định và trình {it.signer_post.capitalize()} xem xét, quyết định tặng"
                f" {counted(award for award, _ in it.lines)}, gồm:"
            )),
            Table(COLUMNS, ((None, _totals(it.lines)),)),
            Paragraph("Dự thảo Quyết định và danh sách được gửi kèm theo Tờ trình này."),
            Paragraph(f"Kính trình {it.signer_post.capitalize()} xem xét, quyết định./."),
        ),
        signatures=(Signature((head_post(it.standing_body),), it.head),),
        recipients=("Như trên;", f"Lưu: VT, {it.symbol}."),
        annexes=it.annexes,
        foot=digest_foot(it.digest),
    )  # fmt: skip


def _ended(grounds: tuple[str, ...]) -> tuple[str, ...]:
    """Each ground ends with a semicolon, the last with a full stop."""
    return tuple(bound(one) for one in (*grounds[:-1], f"{grounds[-1].rstrip(';.')}.")) if grounds else ()


def _totals(lines: tuple[tuple[str, bool], ...]) -> tuple[Row, ...]:
    bodies = Counter(award for award, collective in lines if collective)
    people = Counter(award for award, collective in lines if not collective)
    awards = list(dict.fromkeys(award for award, _ in lines))
    rows = [
        Row((str(n + 1), award, str(bodies[award]), str(people[award]), str(bodies[award] + people[award])))
        for n, award in enumerate(awards)
    ]
    whole = Row(("", "Tổng cộng", str(bodies.total()), str(people.total()), str(len(lines))), strong=True)
    return (*rows, whole)
