"""The achievement report of a nominee, an individual or a collective, by the form that the rule set names."""

from dataclasses import dataclass

from nomination.papers.official import Block, Column, Head, Official, Paragraph, Row, Signature, Style, Table
from nomination.papers.sentences import lowered, place_and_day
from nomination.papers.typography import bound, or_dots

MONTHS = (
    Column("Tháng", 18, figures=True), Column("Nhiệm vụ đến hạn", 20, figures=True),
    Column("Hoàn thành đúng hạn", 22, figures=True), Column("Quá hạn", 18, figures=True),
    Column("Tỷ lệ đúng hạn", 22, figures=True),
)  # fmt: skip
INITIATIVES = (
    Column("TT", 6, figures=True), Column("Tên sáng kiến, giải pháp", 44), Column("Văn bản công nhận", 32),
    Column("Cơ quan công nhận", 18),
)  # fmt: skip
AWARDED = (
    Column("Năm", 10, figures=True), Column("Hình thức khen thưởng", 36),
    Column("Số, ngày, tháng, năm của quyết định; cơ quan ban hành", 54),
)  # fmt: skip
SIGNED = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class Answered:
    """What was told to one criterion: text, statements affirmed, rows of months and of initiatives, files by name."""

    number: int
    title: str
    narrative: str = ""
    statements: tuple[str, ...] = ()
    months: tuple[tuple[str, ...], ...] = ()
    initiatives: tuple[tuple[str, ...], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    parent: str
    unit: str
    form: str
    form_source: str
    campaign: str
    award: str
    individual: bool
    name: str
    title: str
    post: str
    place: str
    class_name: str
    summary: str
    citation: str
    answers: tuple[Answered, ...]


def report(it: Report) -> Official:
    full = " ".join(part for part in (it.title, it.name) if part)
    return Official(
        title=f"Báo cáo thành tích của {full}",
        head=Head(it.parent, it.unit),
        number="",
        place_and_date=place_and_day(),
        form=_form(it),
        kind="Báo cáo thành tích",
        about=bound(f"Đề nghị tặng {it.award}\nThành tích trong {lowered(it.campaign)}"),
        body=(*(_person(it) if it.individual else _collective(it)), *_achievements(it), *AWARDS),
        signatures=_signatures(it, full),
    )


def _form(it: Report) -> str:
    """The number that the rule set gives, and the text that it comes from."""
    return f"Mẫu số {it.form}\n({it.form_source})" if it.form else ""


def _person(it: Report) -> tuple[Block, ...]:
    """What the product does not keep, such as a day of birth, is left to be filled in by hand."""
    return (
        Paragraph("I. Sơ lược lý lịch", style=Style.HEADING),
        Paragraph(f"Họ và tên: {it.name}.", "1."),
        Paragraph("Ngày, tháng, năm sinh; giới tính:", "2.", Style.DOTTED),
        Paragraph("Quê quán:", "3.", Style.DOTTED),
        Paragraph(f"Chức vụ, đơn vị công tác: {_where(it)}.", "4."),
        Paragraph("Trình độ chuyên môn, nghiệp vụ:", "5.", Style.DOTTED),
        Paragraph(f"Đối tượng: {or_dots(it.class_name)}.", "6."),
    )


def _collective(it: Report) -> tuple[Block, ...]:
    return (
        Paragraph("I. Đặc điểm, tình hình", style=Style.HEADING),
        Paragraph(f"Tên tập thể: {it.name}.", "1."),
        Paragraph(f"Đơn vị: {', '.join(part for part in (it.place, it.unit) if part)}.", "2."),
        Paragraph("Địa điểm trụ sở, điện thoại:", "3.", Style.DOTTED),
        Paragraph("Quá trình thành lập, cơ cấu tổ chức, tổng số cán bộ, công chức, viên chức:", "4.", Style.DOTTED),
        Paragraph("", style=Style.DOTTED),
        Paragraph("Tổ chức đảng, đoàn thể:", "5.", Style.DOTTED),
    )


def _where(it: Report) -> str:
    return ", ".join(part for part in (it.post, it.place, it.unit) if part)


def _achievements(it: Report) -> list[Block]:
    blocks: list[Block] = [
        Paragraph("II. Thành tích đạt được", style=Style.HEADING),
        Paragraph(or_dots(it.summary)),
    ]
    for one in it.answers:
        blocks += [Paragraph(f"{one.number}. {one.title}", style=Style.HEADING), *_answer(one)]
    return [*blocks, Paragraph(or_dots(it.citation), "Thành tích đề nghị ghi trên bằng:")]


def _answer(one: Answered) -> list[Block]:
    blocks: list[Block] = [Paragraph(part) for part in one.narrative.splitlines() if part.strip()]
    blocks += [Paragraph(f"- {statement}") for statement in one.statements]
    if one.months:
        blocks.append(Table(MONTHS, ((None, tuple(Row(cells) for cells in one.months)),)))
    if one.initiatives:
        blocks.append(Table(INITIATIVES, ((None, tuple(Row(cells) for cells in one.initiatives)),)))
    if one.files:
        blocks.append(Paragraph(f"{'; '.join(one.files)}.", "Minh chứng kèm theo:"))
    return blocks or [Paragraph("", style=Style.DOTTED)]


AWARDS: tuple[Block, ...] = (
    Paragraph("III. Các hình thức đã được khen thưởng", style=Style.HEADING),
    Table(AWARDED, ((None, (Row(("", "", "")),) * 3),)),
)
"""Lines to fill in: which awards of the past are this nominee's, and not a namesake's, his unit says."""


def _signatures(it: Report, full: str) -> tuple[Signature, ...]:
    confirmed = Signature(("Xác nhận của", "thủ trưởng đơn vị"), note="(Ký, đóng dấu)")
    if it.individual:
        return confirmed, Signature(("Người báo cáo thành tích",), full, SIGNED)
    return confirmed, Signature(("Đại diện tập thể",), "", SIGNED)
