"""The decision in the parts that both its forms are printed from."""

from collections.abc import Mapping

from nomination.models import DecisionLine
from nomination.papers.decision import DecisionPaper
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
from nomination.papers.sentences import digest_foot
from nomination.papers.typography import bound

SIGNING, NUMBER, DAY = "signature", "number", "day"
"""Room under the post of who signs, and after “Số:” and the place, by the names in `pdf.Printed.places`."""

COLUMNS = (
    Column("TT", 8, figures=True), Column("Tập thể, cá nhân", 30), Column("Đơn vị", 26),
    Column("Thành tích", 35),
)  # fmt: skip


def decision_official(paper: DecisionPaper, posts: Mapping[int, str], digest: str, *, later: str = "") -> Official:
    """`posts`: what a person holds, by ordinal; `digest`: as people compare it, blank before the list is frozen.
    `later`: the place of issue when the registry writes number and day into the signed file."""
    return Official(
        title=f"Quyết định {paper.about[:1].lower()}{paper.about[1:]}",
        head=Head("", paper.issuer),
        number=paper.number,
        place_and_date=paper.place_and_date,
        kind="Quyết định",
        about=bound(paper.about),
        authority=paper.authority,
        grounds=tuple(bound(ground) for ground in paper.grounds),
        resolution="QUYẾT ĐỊNH:",
        body=tuple(Paragraph(bound(words), f"Điều\u00a0{n + 1}.") for n, words in enumerate(paper.articles)),
        signatures=(Signature(tuple(paper.signed_as), paper.signer, place=SIGNING),),
        recipients=tuple(paper.recipients),
        annexes=(list_annex(paper, posts, f"({paper.attached_to})"),) if paper.groups else (),
        later=later,
        foot=digest_foot(digest) or "Dự thảo",
        dated=paper.signed_at.date() if paper.signed_at else None,
    )


def list_annex(paper: DecisionPaper, posts: Mapping[int, str], attached: str) -> Annex:
    """`attached`: the line that says which paper the list belongs to."""
    parts = tuple(
        (Band(group.award), tuple(_row(line, posts.get(line.ordinal, "")) for line in group.lines))
        for group in paper.groups
    )
    return Annex("Danh sách", bound(paper.about), bound(attached), (Table(COLUMNS, parts),))


def _row(line: DecisionLine, post: str) -> Row:
    name = f"{line.name}\n{post}" if post else line.name
    return Row((str(line.ordinal), name, line.unit_name, line.citation))
