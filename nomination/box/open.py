"""Opening the box: the private key from enough codes, then slips into totals. No order survives the count."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from nomination.box.seal import CHOICE_BYTES, SEALED_LENGTH, VERSION, Wrapping, slip_subject
from workflow.ballot import Choice, Tally
from workflow.words import N_

_CHOICES = {written: choice for choice, written in CHOICE_BYTES.items()}


class WrongCodes(Exception):
    """These codes do not open this box: too few of them, or not the ones it was locked with."""


class Spoiled(StrEnum):
    """Why a slip does not count. It stays in the total of slips, as invalid."""

    UNREADABLE = "unreadable"
    FORM = "form"
    NOMINATION = "nomination"
    DEFINITION = "definition"
    COPY = "copy"

    @property
    def label(self) -> str:
        return SPOILED_LABELS[self]


SPOILED_LABELS = {
    Spoiled.UNREADABLE: N_("The slip was altered or sealed for another box."),
    Spoiled.FORM: N_("The slip does not hold one of the three choices."),
    Spoiled.NOMINATION: N_("The slip is about another nomination."),
    Spoiled.DEFINITION: N_("The slip belongs to another round."),
    Spoiled.COPY: N_("The slip is a copy of another slip."),
}


@dataclass(frozen=True)
class Count:
    """The totals of one nomination, and the reasons why slips were invalid."""

    choices: Mapping[Choice, int]
    spoiled: Mapping[Spoiled, int] = field(default_factory=dict)

    @property
    def slips(self) -> int:
        return sum(self.choices.values()) + sum(self.spoiled.values())

    def tally(self, eligible: int) -> Tally:
        """The figures for the rules; raises ValueError when the box holds more slips than there are voters."""
        yes, no, abstain = (self.choices.get(choice, 0) for choice in Choice)
        return Tally(eligible=eligible, voted=self.slips, yes=yes, no=no, abstain=abstain)


def unwrap(wrappings: Iterable[Wrapping], keys: Mapping[int, bytes], public_key: bytes) -> bytes:
    """The private key of `public_key`, from the tellers' own keys by position. More than needed may be given.

    Raises `WrongCodes` when no set among them opens the box.
    """
    for wrapping in wrappings:
        if not set(wrapping.tellers) <= keys.keys():
            continue
        private = _unlocked(wrapping, [keys[teller] for teller in wrapping.tellers])
        if private is not None and bytes(PrivateKey(private).public_key) == public_key:
            return private
    raise WrongCodes("these codes do not open the box")


def open_slip(private_key: bytes, sealed: bytes, *, nomination: str, definition_hash: str) -> Choice | Spoiled:
    """What one slip says, or why it does not count. Never raises for a bad slip: one must not stop the count."""
    return _told(SealedBox(PrivateKey(private_key)), sealed, slip_subject(nomination, definition_hash))


def count(private_key: bytes, slips: Iterable[bytes], *, nomination: str, definition_hash: str) -> Count:
    """Open the slips of one nomination in random order and keep totals only. Identical bytes count once."""
    opener, subject = SealedBox(PrivateKey(private_key)), slip_subject(nomination, definition_hash)
    mixed = _mixed(slips)
    once = list(dict.fromkeys(mixed))
    results = [_told(opener, sealed, subject) for sealed in once]
    results += [Spoiled.COPY] * (len(mixed) - len(once))
    return _totals(results)


def _told(opener: SealedBox[PrivateKey], sealed: bytes, subject: bytes) -> Choice | Spoiled:
    slip = _opened(opener, sealed)
    if slip is None:
        return Spoiled.UNREADABLE
    choice = _CHOICES.get(slip[1:2])
    if slip[0] != VERSION or choice is None:
        return Spoiled.FORM
    if slip[34:] != subject[32:]:
        return Spoiled.DEFINITION
    return choice if slip[2:34] == subject[:32] else Spoiled.NOMINATION


def _mixed(slips: Iterable[bytes]) -> list[bytes]:
    mixed = list(slips)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def _totals(results: Sequence[Choice | Spoiled]) -> Count:
    choices = Counter(result for result in results if isinstance(result, Choice))
    spoiled = Counter(result for result in results if isinstance(result, Spoiled))
    return Count({choice: choices[choice] for choice in Choice}, {why: spoiled[why] for why in Spoiled if spoiled[why]})


def _unlocked(wrapping: Wrapping, keys: Sequence[bytes]) -> bytes | None:
    sealed = wrapping.sealed
    try:
        for key in keys:
            sealed = SealedBox(PrivateKey(key)).decrypt(sealed)
    except CryptoError:
        return None
    return sealed if len(sealed) == PrivateKey.SIZE else None


def _opened(opener: SealedBox[PrivateKey], sealed: bytes) -> bytes | None:
    if len(sealed) != SEALED_LENGTH:
        return None
    try:
        return opener.decrypt(sealed)
    except CryptoError:
        return None
