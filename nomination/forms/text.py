"""Typed text in one form: composed letters, plain line breaks, no characters that cannot be seen or stored."""

import re
import unicodedata

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def clean_text(typed: str | None) -> str:
    """Several lines, as they were meant."""
    plain = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", plain)).strip()


def clean_line(typed: str | None) -> str:
    """One line, with single spaces."""
    return " ".join(clean_text(typed).split())


def whole_version(typed: str | None) -> int | None:
    """The version that a page carries; None when it carries none."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
