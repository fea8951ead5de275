"""Codes that people copy by hand: teller codes and voters' receipts. They forgive slips of the pen."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from workflow.words import N_

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (read as 1, 1, 0) and no U."""

LENGTH = 16
TYPED_LIMIT = 64
SALT_BYTES = 16

_LOOKALIKES = str.maketrans("ILO", "110")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


class Fault(StrEnum):
    """What is wrong with a typed code, before anything is compared with it."""

    LENGTH = "length"
    LETTER = "letter"
    CHECK = "check"

    @property
    def label(self) -> str:
        return FAULT_LABELS[self]


FAULT_LABELS = {
    Fault.LENGTH: N_("A code has exactly 16 letters and digits."),
    Fault.LETTER: N_("The code contains a character that codes never use."),
    Fault.CHECK: N_("The code was mistyped: its check character does not match."),
}


class Mistyped(ValueError):
    """A typed code that cannot be one. Its text never repeats what was typed: it may be logged."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"mistyped code: {fault}")
        self.fault = fault


@dataclass(frozen=True)
class Cost:
    """How dear one guess is made (scrypt). The default takes about 0.1 s and 32 MiB; tests use less."""

    n: int = 2**15
    r: int = 8
    p: int = 1


FULL_COST = Cost()


def new_code() -> str:
    """A fresh teller code as it is printed: 75 random bits and a check character."""
    letters = [secrets.choice(ALPHABET) for _ in range(LENGTH - 1)]
    return shown("".join(letters) + _check_character("".join(letters)))


def new_receipt() -> str:
    """A fresh voter's receipt, in the same shape as a teller code."""
    return new_code()


def shown(code: str) -> str:
    """A code in groups of four, as it is printed and read aloud."""
    bare = normalised(code)
    return "-".join(bare[start : start + 4] for start in range(0, LENGTH, 4))


def normalised(typed: str) -> str:
    """The sixteen characters meant by what was typed; raises `Mistyped` when it cannot be a code."""
    if len(typed) > TYPED_LIMIT:
        raise Mistyped(Fault.LENGTH)
    folded = unicodedata.normalize("NFKC", typed).upper()
    bare = _SEPARATORS.sub("", folded).translate(_LOOKALIKES)
    if any(letter not in ALPHABET for letter in bare):
        raise Mistyped(Fault.LETTER)
    if len(bare) != LENGTH:
        raise Mistyped(Fault.LENGTH)
    if _remainder(bare) != 0:
        raise Mistyped(Fault.CHECK)
    return bare


def derived_seed(purpose: bytes, code: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from a code; dear to compute, so that guessing codes from what is stored is hopeless."""
    secret = purpose + b"\x00" + normalised(code).encode("ascii")
    room = 128 * cost.r * (cost.n + cost.p + 2)
    return hashlib.scrypt(secret, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=room, dklen=32)


def _check_character(letters: str) -> str:
    return ALPHABET[_times_two(_remainder(letters))]


def _remainder(letters: str) -> int:
    """Zero for a whole code. Each place weighs differently in GF(32), so that any one wrong character and any two
    swapped ones show."""
    rest = 0
    for letter in letters:
        rest = _times_two(rest) ^ ALPHABET.index(letter)
    return rest


def _times_two(value: int) -> int:
    """Doubling in GF(32) with the primitive polynomial x^5 + x^2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
