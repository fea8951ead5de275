"""Words that belong together stay in one line: a number and what it counts, a day and its month."""

import re
import unicodedata

JOINED = re.compile(
    r"\b(ngày|tháng|năm|số|Số|Điều|điều|Khoản|khoản|Điểm|điểm|Mục|Mẫu|lần|Ông|Bà|ông|bà|thứ) (?=[0-9IVX“]|[A-ZĐ]\w)"
)
COUNTED = re.compile(r"(?<=[0-9%]) (?=(?:tập thể|cá nhân|thành viên|phiếu|người|điểm|đồng|trường hợp)\b)")
BLANK_LINE = "…" * 12
"""Dots where nothing is known: the paper is filled in by hand."""


def bound(text: str) -> str:
    """The sentence with the spaces fixed that no line may end at."""
    return COUNTED.sub("\u00a0", JOINED.sub("\\1\u00a0", text))


def or_dots(text: str, dots: str = BLANK_LINE) -> str:
    """What is known, or dots: a fact is never made up."""
    return text.strip() or dots


def clean(text: str) -> str:
    """As it is printed: composed letters (NFC), and no control character, which no paper can hold."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
