"""Turns of phrase that several papers share. Vietnamese, as papers are; what is not known is left as room or dots."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from nomination.clock import VIETNAM
from nomination.papers.decision import BLANK, cited, dated
from nomination.papers.typography import bound
from workflow.ruleset import RuleSet

HEADS = {
    "Vụ": "Vụ trưởng", "Cục": "Cục trưởng", "Tổng cục": "Tổng cục trưởng", "Viện": "Viện trưởng", "Sở": "Giám đốc",
}  # fmt: skip
DOTS = "……………………"
SHORT_DOTS = "………"


def grounds_of(rules: RuleSet) -> tuple[str, ...]:
    """The texts that the rule set rests on, in their order, as grounds of a paper."""
    return tuple(f"Căn cứ {cited(text)};" for text in rules.texts)


def digest_foot(digest: str) -> str:
    """At the foot of every page that follows a frozen list, as people compare it; blank while there is none."""
    return f"Mã đối chiếu danh sách: {digest}" if digest else ""


def number_line(symbol: str, number: str = "") -> str:
    """“Số:        /TTr-…”: only the registry gives a number; a paper without one leaves room."""
    return f"Số: {number}" if number else f"Số: {BLANK}/{symbol}"


def place_and_day(place: str = "") -> str:
    """The day is written by whoever registers the paper, and the place where it is not known."""
    return f"{place or SHORT_DOTS}, {on_day(None)}"


def on_day(day: date | None) -> str:
    return bound(dated(day)) if day else f"ngày{BLANK}tháng{BLANK}năm{BLANK}"


def at_moment(moment: datetime | None) -> str:
    """“16 giờ 30 phút, ngày 05 tháng 02 năm 2021”, the time of Vietnam."""
    if moment is None:
        return f"{SHORT_DOTS} giờ {SHORT_DOTS} phút, {on_day(None)}"
    here = moment.astimezone(VIETNAM)
    return f"{here.hour:02d}\u00a0giờ {here.minute:02d}\u00a0phút, {on_day(here.date())}"


def counted(awards: Iterable[str]) -> str:
    """“05 Bằng khen và 02 Cờ thi đua”, in the order in which they first stand."""
    told = [f"{number:02d}\u00a0{name}" for name, number in Counter(awards).items()]
    if not told:
        return DOTS
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} và {told[-1]}"


def lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def head_post(body: str) -> str:
    """Whoever heads a body of this kind. Where its name does not say it, the general word."""
    return next((post for kind, post in HEADS.items() if body.startswith(f"{kind} ")), "Thủ trưởng đơn vị")


def percent(part: int, whole: int) -> str:
    """“88,23 %”: cut after two places and never rounded up, so that no share is shown as reached that is not."""
    hundredths = part * 10_000 // whole if whole else 0
    return f"{hundredths // 100},{hundredths % 100:02d}\u00a0%" if hundredths % 100 else f"{hundredths // 100}\u00a0%"
