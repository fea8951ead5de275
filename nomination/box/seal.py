"""Closing the box: its key pair, wrapped for every sufficient set of tellers, and the sealed slips."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from nomination.box.codes import FULL_COST, SALT_BYTES, Cost, derived_key, normalised
from workflow.ballot import Choice

VERSION = 1
CHOICE_BYTES = {Choice.YES: b"\x01", Choice.NO: b"\x02", Choice.ABSTAIN: b"\x03"}
SLIP_LENGTH = 1 + 1 + 32 + 32
"""Version, choice, digest of the nomination code, definition hash: the same number of bytes whatever the slip says."""

SEALED_LENGTH = SLIP_LENGTH + 48
"""libsodium's sealed box adds a one-time public key (32) and an authenticator (16)."""

WRAPPINGS_LIMIT = 40
"""Each wrapping costs one scrypt when the round is prepared: 3 of 5 needs ten."""


@dataclass(frozen=True)
class Wrapping:
    """The private key, locked for one set of tellers (positions in the list of codes, ascending)."""

    tellers: tuple[int, ...]
    salt: bytes
    sealed: bytes
    cost: Cost = FULL_COST


@dataclass(frozen=True)
class SealedKey:
    """All that remains of a key pair: the public key, and the private key only inside the wrappings."""

    public_key: bytes
    wrappings: tuple[Wrapping, ...]


def new_box(codes: Sequence[str], k: int, cost: Cost = FULL_COST) -> SealedKey:
    """A fresh key pair that any `k` of the tellers open together, and fewer never. Lost codes cannot be replaced."""
    bare = [normalised(code) for code in codes]
    _require_sensible(bare, k)
    private = PrivateKey.generate()
    wrappings = tuple(_wrapped(bytes(private), bare, tellers, cost) for tellers in combinations(range(len(bare)), k))
    return SealedKey(bytes(private.public_key), wrappings)


def slip_id(receipt: str, nomination: str) -> str:
    """Where the slip of one nomination lies in the box: only the holder of the receipt can find it again."""
    key = normalised(receipt).encode("ascii")
    return hmac.new(key, b"slip\x00" + nomination.encode(), hashlib.sha256).hexdigest()


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


def wrapping_key(codes: Sequence[str], salt: bytes, cost: Cost) -> bytes:
    """The key of one wrapping, from the codes of its tellers in ascending order of position."""
    return derived_key(b"box wrapping", tuple(codes), salt, cost)


def _wrapped(private: bytes, codes: Sequence[str], tellers: tuple[int, ...], cost: Cost) -> Wrapping:
    salt = secrets.token_bytes(SALT_BYTES)
    key = wrapping_key([codes[teller] for teller in tellers], salt, cost)
    return Wrapping(tellers, salt, bytes(SecretBox(key).encrypt(private)), cost)


def _require_sensible(codes: Sequence[str], k: int) -> None:
    if not 1 <= k <= len(codes):
        raise ValueError(f"{k} of {len(codes)} tellers cannot be asked for")
    if len(set(codes)) != len(codes):
        raise ValueError("two tellers have the same code")
    if comb(len(codes), k) > WRAPPINGS_LIMIT:
        raise ValueError(f"{k} of {len(codes)} tellers is more combinations than the box supports")
