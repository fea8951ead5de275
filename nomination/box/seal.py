"""Closing the box: a lock for each teller, the key pair wrapped for every sufficient set of them, and the sealed slips.

Each teller's code makes a key pair of his own, of which only the public half is kept. The private key of the box is
sealed to the tellers of a set one after another, so that all of them are needed to open it, and no two codes are ever
known to one person or one request before the count.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from nacl.public import PrivateKey, PublicKey, SealedBox

from nomination.box.codes import FULL_COST, SALT_BYTES, Cost, derived_seed, normalised
from workflow.ballot import Choice

VERSION = 1
CHOICE_BYTES = {Choice.YES: b"\x01", Choice.NO: b"\x02", Choice.ABSTAIN: b"\x03"}
SLIP_LENGTH = 1 + 1 + 32 + 32
"""Version, choice, digest of the nomination code, definition hash: the same number of bytes whatever the slip says."""

SEALED_LENGTH = SLIP_LENGTH + 48
"""libsodium's sealed box adds a one-time public key (32) and an authenticator (16)."""

WRAPPINGS_LIMIT = 40
"""One wrapping for each set of tellers: 3 of 5 needs ten."""


@dataclass(frozen=True)
class Lock:
    """The public half of a teller: recognises his code and seals for him, without holding the code."""

    salt: bytes
    public_key: bytes
    cost: Cost = FULL_COST


@dataclass(frozen=True)
class Wrapping:
    """The private key, sealed for one set of tellers (positions in the list of locks, ascending): all must open it."""

    tellers: tuple[int, ...]
    sealed: bytes


@dataclass(frozen=True)
class SealedKey:
    """All that remains of a key pair: the public key, and the private key only inside the wrappings."""

    public_key: bytes
    wrappings: tuple[Wrapping, ...]


def new_lock(code: str, cost: Cost = FULL_COST) -> Lock:
    """What is kept of a teller's code: enough to seal for him and to name a wrong code, never enough to open."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Lock(salt, bytes(_teller_key(code, salt, cost).public_key), cost)


def unlock(code: str, lock: Lock) -> bytes | None:
    """The private half that this code makes, or None when it is not the code of this lock. Raises `Mistyped`."""
    private = _teller_key(code, lock.salt, lock.cost)
    return bytes(private) if hmac.compare_digest(bytes(private.public_key), lock.public_key) else None


def new_box(locks: Sequence[Lock], k: int) -> SealedKey:
    """A fresh key pair that any `k` of the tellers open together, and fewer never. Lost codes cannot be replaced."""
    _require_sensible(locks, k)
    private = PrivateKey.generate()
    wrappings = tuple(_wrapped(bytes(private), locks, tellers) for tellers in combinations(range(len(locks)), k))
    return SealedKey(bytes(private.public_key), wrappings)


def slip_id(receipt: str, nomination: str, sealed: bytes) -> str:
    """Where the slip of one nomination lies in the box: only the holder of the receipt can find it again.

    It covers the sealed bytes: whoever puts another slip in its place, sealed as well as the first, is found out by the
    voter. Their digest is enough to ask again when the slips themselves have been destroyed.
    """
    return _place(_receipt_key(receipt), nomination, hashlib.sha256(sealed).digest())


def answering(receipt: str, slips: Iterable[tuple[bytes, str, bytes]]) -> set[str]:
    """The nominations whose slip (id, nomination, sealed bytes) is the one that this receipt was given for.

    Slips cast before the ids covered the sealed bytes have an id over the nomination alone.
    """
    return answering_digests(
        receipt, ((one.hex(), code, hashlib.sha256(sealed).digest()) for one, code, sealed in slips)
    )


def answering_digests(receipt: str, slips: Iterable[tuple[str, str, bytes]]) -> set[str]:
    """The same from the public list (id, nomination, digest of the sealed bytes) of a box that was destroyed."""
    key = _receipt_key(receipt)
    return {
        nomination for place, nomination, digest in slips
        if place in (_place(key, nomination, digest), _place(key, nomination))
    }  # fmt: skip


def seal_slip(public_key: bytes, choice: Choice, *, nomination: str, definition_hash: str) -> bytes:
    """`SEALED_LENGTH` bytes that say nothing until the box is opened; sealing the same slip twice gives other bytes."""
    slip = bytes([VERSION]) + CHOICE_BYTES[choice] + slip_subject(nomination, definition_hash)
    return SealedBox(PublicKey(public_key)).encrypt(slip)


def slip_subject(nomination: str, definition_hash: str) -> bytes:
    """The fixed-length part of a slip that says what it is about: this nomination, in this round as it was frozen."""
    digest = bytes.fromhex(definition_hash)
    if len(digest) != 32:
        raise ValueError("a definition hash is 64 hexadecimal digits")
    return hashlib.sha256(nomination.encode()).digest() + digest


def _receipt_key(receipt: str) -> bytes:
    return normalised(receipt).encode("ascii")


def _place(key: bytes, nomination: str, digest: bytes | None = None) -> str:
    bound = b"" if digest is None else b"\x00" + digest
    return hmac.new(key, b"slip\x00" + nomination.encode() + bound, hashlib.sha256).hexdigest()


def _teller_key(code: str, salt: bytes, cost: Cost) -> PrivateKey:
    return PrivateKey.from_seed(derived_seed(b"teller key", code, salt, cost))


def _wrapped(private: bytes, locks: Sequence[Lock], tellers: tuple[int, ...]) -> Wrapping:
    """Sealed to the last teller first, so that the first one opens the outermost layer."""
    sealed = private
    for teller in reversed(tellers):
        sealed = SealedBox(PublicKey(locks[teller].public_key)).encrypt(sealed)
    return Wrapping(tellers, sealed)


def _require_sensible(locks: Sequence[Lock], k: int) -> None:
    if not 1 <= k <= len(locks):
        raise ValueError(f"{k} of {len(locks)} tellers cannot be asked for")
    if len({lock.public_key for lock in locks}) != len(locks):
        raise ValueError("two tellers have the same code")
    if comb(len(locks), k) > WRAPPINGS_LIMIT:
        raise ValueError(f"{k} of {len(locks)} tellers is more combinations than the box supports")
