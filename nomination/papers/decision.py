"""The decision as a paper: grounds, articles, list and signature. Vietnamese whatever the reader's language."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from nomination.clock import VIETNAM
from nomination.models import Decision, DecisionLine
from workflow.campaign import Campaign
from workflow.decision import Kind
from workflow.ruleset import LegalText, RuleSet

BLANK = "\u00a0" * 8
"""Room for what the registry writes; plain spaces would fall together on a screen."""
TYPES = ("Nghị định", "Thông tư", "Quyết định", "Nghị quyết", "Pháp lệnh")


@dataclass(frozen=True)
class Signer:
    """Who signed, and for whom: a deputy signs under KT. and his own post."""

    name: str
    post: str
    for_another: bool


@dataclass(frozen=True)
class Group:
    award: str
    lines: list[DecisionLine]


@dataclass(frozen=True)
class DecisionPaper:
    issuer: str
    number: str
    place_and_date: str
    about: str
    authority: str
    grounds: list[str]
    articles: list[str]
    attached_to: str
    groups: list[Group]
    recipients: list[str]
    signed_as: list[str]
    signer: str
    signed_at: datetime | None


def decision_paper(
    decision: Decision,
    lines: list[DecisionLine],
    campaign: Campaign,
    rules: RuleSet,
    *,
    signer: Signer | None,
    original: Decision | None = None,
) -> DecisionPaper:
    """Number and day stay blank until the registry gives them; `original` is the decision that is revoked."""
    written = decision.number or f"{BLANK}/QĐ-{rules.text('document_symbol')}"
    authority = authority_of(campaign)
    body = rules.text("standing_body")
    articles = _articles(decision, lines, campaign, body, original)
    return DecisionPaper(
        issuer=campaign.issuer,
        number=f"Số: {written}",
        place_and_date=f"{campaign.dispatch.place}, {dated(decision.dated)}",
        about=decision.title,
        authority=authority,
        grounds=[*(f"Căn cứ {cited(text)};" for text in rules.texts), _proposal(decision, body)],
        articles=articles,
        attached_to=f"Kèm theo Quyết định số {written} {dated(decision.dated)} của {authority}",
        groups=[] if decision.kind == Kind.CORRECTION else _groups(lines),
        recipients=["Như Điều 3;", f"Lưu: VT, {body}."],
        signed_as=signed_as(campaign, signer),
        signer=signer.name if signer else "",
        signed_at=decision.signed_at.astimezone(VIETNAM) if decision.signed_at else None,
    )


def authority_of(campaign: Campaign) -> str:
    """Who decides, by post: “Bộ trưởng Bộ …”."""
    return f"{campaign.dispatch.signer_post.capitalize()} {campaign.issuer}"


def _articles(
    decision: Decision, lines: list[DecisionLine], campaign: Campaign, body: str, original: Decision | None
) -> list[str]:
    if decision.kind == Kind.AWARD:
        return _award_articles(lines, campaign, body)
    made = _correction_articles if decision.kind == Kind.CORRECTION else _revocation_articles
    return made(decision, lines, body, original)


def subject_of_correction(name: str) -> str:
    return f"Về việc đính chính quyết định khen thưởng đối với {name}"


def subject_of_awards(campaign: str) -> str:
    """The usual subject of an award decision, to begin with."""
    return f"Về việc khen thưởng thành tích trong {campaign[:1].lower()}{campaign[1:]}"


def subject_of_revocation(name: str) -> str:
    return f"Về việc hủy bỏ khen thưởng đối với {name}"


def dated(day: date | None) -> str:
    """Day and month below ten, and January and February, are written with two digits (Decree 30/2020, annex I)."""
    if day is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}".rstrip()
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def cited(text: LegalText) -> str:
    """“Nghị định số 1/2031/NĐ-CP ngày 02 tháng 3 năm 2031 của …”; a law is known by its title alone."""
    kind = next((kind for kind in TYPES if text.title.startswith(f"{kind} ")), None)
    if kind is None:
        return text.title.rstrip(".;")
    day = f" {dated(text.issued_on)}" if text.issued_on else ""
    return f"{kind} số {text.number}{day} {text.title.removeprefix(kind).strip().rstrip('.;')}"


def _proposal(decision: Decision, body: str) -> str:
    if decision.kind == Kind.AWARD:
        return f"Theo đề nghị của {body}."
    return f"Theo {decision.reason.rstrip('.')}; theo đề nghị của {body}."


def _award_articles(lines: list[DecisionLine], campaign: Campaign, body: str) -> list[str]:
    counted = Counter(line.award_name for line in lines)
    awards = [f"{number:02d} {name}" for name, number in counted.items()]
    listed = awards[0] if len(awards) == 1 else f"{', '.join(awards[:-1])} và {awards[-1]}" if awards else "…"
    what = campaign.title[:1].lower() + campaign.title[1:]
    return [
        f"Tặng {listed} đã có thành tích trong {what} (có danh sách kèm theo).",
        "Mức tiền thưởng kèm theo và nguồn chi thực hiện theo quy định của pháp luật về thi đua, khen thưởng.",
        f"Quyết định này có hiệu lực kể từ ngày ký. {body}, thủ trưởng các đơn vị liên quan và các tập thể, cá nhân"
        " có tên trong danh sách chịu trách nhiệm thi hành Quyết định này./.",
    ]


def _revocation_articles(
    decision: Decision, lines: list[DecisionLine], body: str, original: Decision | None
) -> list[str]:
    given = f" tại Quyết định số {original.number} {dated(original.dated)}" if original else ""
    taken = "; ".join(f"{line.award_name} đã tặng {line.name}, {line.unit_name}" for line in lines)
    return [
        f"Hủy bỏ {taken}{given}.",
        "Hiện vật khen thưởng và tiền thưởng đã nhận được thu hồi theo quy định của pháp luật về thi đua, khen thưởng.",
        f"Quyết định này có hiệu lực kể từ ngày ký. {body}, thủ trưởng đơn vị liên quan và tập thể, cá nhân có tên tại"
        " Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    ]


SAID = {"name": "tên", "unit_name": "đơn vị", "citation": "thành tích"}


def _correction_articles(
    decision: Decision, lines: list[DecisionLine], body: str, original: Decision | None
) -> list[str]:
    """What the line said and what it says now, word for word; everything else in the old decision stays."""
    given = f"Quyết định số {original.number} {dated(original.dated)}" if original else "Quyết định"
    told = "; ".join(
        f"{SAID[what]} ghi “{before}” nay đính chính là “{getattr(line, what)}”"
        for line in lines
        for what, before in (line.before or {}).items()
    )
    return [
        f"Đính chính {given} đối với {', '.join(line.name for line in lines)}: {told}.",
        f"Các nội dung khác của {given} không thay đổi.",
        f"Quyết định này có hiệu lực kể từ ngày ký. {body}, thủ trưởng đơn vị liên quan và tập thể, cá nhân có tên tại"
        " Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    ]


def _groups(lines: list[DecisionLine]) -> list[Group]:
    """Runs of one award in the order of the list: the ordinals, and so the golden book, are never reordered here."""
    groups: list[Group] = []
    for line in lines:
        if not groups or groups[-1].award != line.award_name:
            groups.append(Group(line.award_name, []))
        groups[-1].lines.append(line)
    return groups


def signed_as(campaign: Campaign, signer: Signer | None) -> list[str]:
    post = campaign.dispatch.signer_post
    if signer is None or not signer.for_another:
        return [post]
    return [f"KT. {post}", signer.post or post]
