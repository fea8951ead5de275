"""Sums of money as papers write them: in figures with dots, and in Vietnamese words."""

from collections.abc import Iterator

UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def figures(amount: int) -> str:
    """“1.490.000”."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """“Một triệu bốn trăm chín mươi nghìn đồng”: the sum of a paper, so that no figure can be changed unseen."""
    told = " ".join(_words(amount)) or UNITS[0]
    return f"{told[0].upper()}{told[1:]} đồng"


def _words(amount: int) -> Iterator[str]:
    """From the highest group of three figures down; above the billions the same groups begin again."""
    whole, rest = divmod(amount, BILLION)
    if whole:
        yield from _words(whole)
        yield "tỷ"
    for place in (2, 1, 0):
        group, rest = divmod(rest, 1000**place)
        if group:
            yield from _group(group, full=amount >= 1000 ** (place + 1))
            yield from filter(None, (GROUPS[place],))


def _group(number: int, *, full: bool) -> Iterator[str]:
    """`full`: something stands before it, so a missing hundred is said too."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds or full:
        yield from (UNITS[hundreds], "trăm")
    if tens:
        yield from ("mười",) if tens == 1 else (UNITS[tens], "mươi")
    elif ones and (hundreds or full):
        yield "linh"
    if ones:
        yield _last(ones, after_ten=tens == 1, after_tens=tens > 1)


def _last(ones: int, *, after_ten: bool, after_tens: bool) -> str:
    """“mươi mốt”, “mươi tư”, “mười lăm”: the figures that change their word behind tens."""
    if after_tens and ones in (1, 4):
        return {1: "mốt", 4: "tư"}[ones]
    return "lăm" if ones == 5 and (after_ten or after_tens) else UNITS[ones]
