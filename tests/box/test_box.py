"""The sealed box, attacked: too few tellers, foreign slips, altered bytes, copies, and what its length gives away."""

from collections import Counter
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from nomination.box import open as opening
from nomination.box.codes import Cost, Mistyped, new_code, new_receipt, normalised
from nomination.box.open import Count, Spoiled, WrongCodes, count, open_slip, unwrap
from nomination.box.seal import (
    SEALED_LENGTH,
    Lock,
    SealedKey,
    Wrapping,
    answering,
    new_box,
    new_lock,
    seal_slip,
    slip_id,
    slip_subject,
    unlock,
)
from workflow.ballot import Choice, Tally

CHEAP = Cost(n=2)
ROUND, OTHER_ROUND = "ab" * 32, "cd" * 32
PRIVATE = bytes(PrivateKey.generate())
PUBLIC = bytes(PrivateKey(PRIVATE).public_key)


def sealed(choice: Choice, nomination: str = "N-1", definition_hash: str = ROUND) -> bytes:
    return seal_slip(PUBLIC, choice, nomination=nomination, definition_hash=definition_hash)


def opened(slip: bytes, nomination: str = "N-1", definition_hash: str = ROUND) -> Choice | Spoiled:
    return open_slip(PRIVATE, slip, nomination=nomination, definition_hash=definition_hash)


def counted(slips: list[bytes]) -> Count:
    return count(PRIVATE, slips, nomination="N-1", definition_hash=ROUND)


def lock_all(codes: list[str]) -> list[Lock]:
    return [new_lock(code, CHEAP) for code in codes]


@pytest.mark.parametrize(("k", "n"), [(1, 1), (1, 3), (2, 3), (3, 3), (3, 5)])
def test_exactly_the_sets_of_k_or_more_tellers_open_the_box(k: int, n: int) -> None:
    codes = [new_code() for _ in range(n)]
    locks = lock_all(codes)
    box = new_box(locks, k)
    for tellers in chain.from_iterable(combinations(range(n), size) for size in range(n + 1)):
        given_codes = {teller: codes[teller] for teller in tellers}
        assert opens(box, locks, given_codes) is (len(tellers) >= k)


def test_each_set_of_tellers_has_one_wrapping() -> None:
    box = new_box(lock_all([new_code() for _ in range(5)]), 3)
    assert [wrapping.tellers for wrapping in box.wrappings] == list(combinations(range(5), 3))
    assert len({w.sealed for w in box.wrappings}) == 10


def test_one_teller_alone_never_sees_the_key_under_his_layer() -> None:
    """What the outer teller lifts is sealed to the next one; it is not the key and does not contain it."""
    codes = [new_code() for _ in range(2)]
    locks = lock_all(codes)
    box = new_box(locks, 2)
    keys = [key_of(code, lock) for code, lock in zip(codes, locks, strict=True)]
    private = unwrap(box.wrappings, dict(enumerate(keys)), box.public_key)
    lifted = SealedBox(PrivateKey(keys[0])).decrypt(box.wrappings[0].sealed)
    assert private not in lifted
    with pytest.raises(CryptoError):
        SealedBox(PrivateKey(keys[1])).decrypt(box.wrappings[0].sealed)


def test_the_codes_belong_to_their_tellers() -> None:
    codes = [new_code() for _ in range(2)]
    locks = lock_all(codes)
    assert unlock(codes[0], locks[0]) is not None
    assert unlock(codes[1], locks[0]) is None


def test_one_wrong_key_does_not_open_and_does_not_stop_the_other_tellers() -> None:
    codes = [new_code() for _ in range(3)]
    locks = lock_all(codes)
    box = new_box(locks, 2)
    keys = {n: key_of(code, lock) for n, (code, lock) in enumerate(zip(codes, locks, strict=True))}
    stranger = bytes(PrivateKey.generate())
    with pytest.raises(WrongCodes):
        unwrap(box.wrappings, {0: stranger, 1: keys[1]}, box.public_key)
    assert PrivateKey(unwrap(box.wrappings, keys | {0: stranger}, box.public_key)).public_key.encode() == box.public_key


def test_codes_are_read_as_people_type_them_and_a_mistyped_one_is_told_apart() -> None:
    code = new_code()
    lock = new_lock(code, CHEAP)
    assert unlock(code.lower().replace("-", " "), lock) == unlock(normalised(code), lock) is not None
    with pytest.raises(Mistyped):
        unlock(code[:-1], lock)


def test_the_keys_of_one_box_do_not_open_another_even_with_its_wrappings_swapped_in() -> None:
    codes = [new_code(), new_code()]
    locks = lock_all(codes)
    first, second = new_box(locks, 2), new_box(locks, 2)
    keys = {n: key_of(code, lock) for n, (code, lock) in enumerate(zip(codes, locks, strict=True))}
    assert first.public_key != second.public_key
    with pytest.raises(WrongCodes):
        unwrap(second.wrappings, keys, first.public_key)


def test_a_damaged_wrapping_opens_nothing() -> None:
    code = new_code()
    lock = new_lock(code, CHEAP)
    box = new_box([lock], 1)
    damaged = Wrapping(box.wrappings[0].tellers, flipped(box.wrappings[0].sealed, 79))
    with pytest.raises(WrongCodes):
        unwrap([damaged], {0: key_of(code, lock)}, box.public_key)


def test_nothing_stored_of_the_key_holds_the_key_or_a_code() -> None:
    codes = [new_code() for _ in range(3)]
    locks = lock_all(codes)
    box = new_box(locks, 2)
    keys = [key_of(code, lock) for code, lock in zip(codes, locks, strict=True)]
    private = unwrap(box.wrappings, dict(enumerate(keys)), box.public_key)
    secrets = [private, *keys, *(normalised(code).encode() for code in codes)]
    kept = [box.public_key, *(w.sealed for w in box.wrappings), *(lock.salt + lock.public_key for lock in locks)]
    stored = b"".join(kept)
    assert not any(secret in stored for secret in secrets)


def test_one_code_never_makes_the_same_lock_twice() -> None:
    code = new_code()
    first, second = new_lock(code, CHEAP), new_lock(code, CHEAP)
    assert first.salt != second.salt
    assert first.public_key != second.public_key


@pytest.mark.parametrize(
    ("number", "k", "message"),
    [
        (3, 0, "0 of 3 tellers cannot be asked for"),
        (3, 4, "4 of 3 tellers cannot be asked for"),
        (0, 0, "0 of 0 tellers cannot be asked for"),
        (9, 4, "4 of 9 tellers is more combinations than the box supports"),
    ],
)
def test_senseless_boxes_are_refused(number: int, k: int, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        new_box(lock_all([new_code() for _ in range(number)]), k)
    assert str(refused.value) == message


def test_two_tellers_cannot_share_a_lock() -> None:
    lock = new_lock(new_code(), CHEAP)
    with pytest.raises(ValueError, match="two tellers have the same code"):
        new_box([lock, lock], 2)


def test_the_whole_way_at_full_cost() -> None:
    codes = [new_code() for _ in range(3)]
    locks = [new_lock(code) for code in codes]
    assert {(lock.cost.n, lock.cost.r, lock.cost.p) for lock in locks} == {(2**15, 8, 1)}
    box = new_box(locks, 2)
    slip = seal_slip(box.public_key, Choice.YES, nomination="N-1", definition_hash=ROUND)
    private = unwrap(box.wrappings, {0: key_of(codes[0], locks[0]), 2: key_of(codes[2], locks[2])}, box.public_key)
    assert open_slip(private, slip, nomination="N-1", definition_hash=ROUND) is Choice.YES


@given(st.sampled_from(Choice), st.text(max_size=80), st.binary(min_size=32, max_size=32))
def test_every_slip_has_the_same_length_and_says_what_was_chosen(
    choice: Choice, nomination: str, definition: bytes
) -> None:
    slip = sealed(choice, nomination, definition.hex())
    assert len(slip) == SEALED_LENGTH == 114
    assert opened(slip, nomination, definition.hex()) is choice


def test_the_same_choice_never_gives_the_same_bytes() -> None:
    assert len({sealed(Choice.YES) for _ in range(50)}) == 50


def test_a_slip_for_another_nomination_or_another_round_does_not_count() -> None:
    assert opened(sealed(Choice.YES, nomination="N-2")) is Spoiled.NOMINATION
    assert opened(sealed(Choice.YES, definition_hash=OTHER_ROUND)) is Spoiled.DEFINITION


def test_a_slip_sealed_for_another_box_does_not_count() -> None:
    other = bytes(PrivateKey.generate().public_key)
    slip = seal_slip(other, Choice.YES, nomination="N-1", definition_hash=ROUND)
    assert opened(slip) is Spoiled.UNREADABLE


@settings(max_examples=60)
@given(st.integers(0, SEALED_LENGTH - 1), st.integers(1, 255))
def test_any_altered_byte_is_noticed(place: int, mask: int) -> None:
    assert opened(flipped(sealed(Choice.YES), place, mask)) is Spoiled.UNREADABLE


def test_the_bit_that_the_curve_ignores_does_not_make_a_second_slip() -> None:
    assert opened(flipped(sealed(Choice.YES), 31, 0x80)) is Spoiled.UNREADABLE


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_count(noise: bytes) -> None:
    assert opened(noise) is Spoiled.UNREADABLE


@pytest.mark.parametrize("head", [b"\x01\x00", b"\x01\x04", b"\x00\x01", b"\x02\x01"])
def test_a_well_sealed_slip_with_a_forged_choice_does_not_count(head: bytes) -> None:
    forged = SealedBox(PublicKey(PUBLIC)).encrypt(head + slip_subject("N-1", ROUND))
    assert len(forged) == SEALED_LENGTH
    assert opened(forged) is Spoiled.FORM


@pytest.mark.parametrize("definition_hash", ["", "ab" * 31, "ab" * 33, "xy" * 32])
def test_a_slip_needs_a_whole_definition_hash(definition_hash: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        sealed(Choice.YES, definition_hash=definition_hash)


def test_a_slip_lies_where_its_receipt_says_and_nowhere_else() -> None:
    receipt, other = new_receipt(), new_receipt()
    places = {
        slip_id(code, nomination, slip)
        for code in (receipt, other) for nomination in ("N-1", "N-2") for slip in (b"one", b"two")
    }  # fmt: skip
    assert len(places) == 8
    assert slip_id(receipt.lower().replace("-", " "), "N-1", b"one") == slip_id(receipt, "N-1", b"one")
    assert {len(place) for place in places} == {64}


def test_a_slip_id_is_the_hmac_that_anyone_can_compute_again() -> None:
    """Expected: the bytes `slip`, 0, `N-1`, 0 and the SHA-256 of `sealed` through openssl with the code as HMAC key."""
    found = slip_id("0000-0000-0000-0000", "N-1", b"sealed")
    assert found == "fe73620977ce6a4e9d3a1fe838e0b000eff0b9d041095c96bf22f31b6e645b6b"


def test_a_receipt_finds_its_own_slips_and_no_slip_that_was_put_in_their_place() -> None:
    receipt, slips = new_receipt(), {nomination: sealed(Choice.NO, nomination) for nomination in ("N-1", "N-2")}
    box = [(bytes.fromhex(slip_id(receipt, where, slip)), where, slip) for where, slip in slips.items()]
    assert answering(receipt, box) == {"N-1", "N-2"}
    assert answering(new_receipt(), box) == set()
    replaced = [box[0], (box[1][0], "N-2", sealed(Choice.YES, "N-2"))]
    assert answering(receipt, replaced) == {"N-1"}
    swapped = [(box[0][0], "N-2", box[0][2]), box[1]]
    assert answering(receipt, swapped) == {"N-2"}


def test_a_receipt_of_an_earlier_release_still_finds_its_slip() -> None:
    """Its id came from `printf 'slip\\0N-1' | openssl dgst -sha256 -hmac 0000000000000000`."""
    place = bytes.fromhex("c743bbd1a71b9a6c50660a2f83e14d468b8963716b706ea804ca847e94e2ea3d")
    assert answering("0000-0000-0000-0000", [(place, "N-1", b"sealed")]) == {"N-1"}


choices = st.lists(st.sampled_from(Choice), max_size=15)


@settings(max_examples=30)
@given(choices)
def test_the_count_is_what_was_cast(cast: list[Choice]) -> None:
    result = counted([sealed(choice) for choice in cast])
    assert result == Count({choice: cast.count(choice) for choice in Choice}, {})
    assert result.tally(eligible=20) == Tally(
        20, len(cast), cast.count(Choice.YES), cast.count(Choice.NO), cast.count(Choice.ABSTAIN)
    )


def test_spoiled_slips_are_counted_as_invalid_with_their_reasons() -> None:
    good = sealed(Choice.NO)
    slips = [
        good,
        good,
        good,
        sealed(Choice.YES, "N-2"),
        sealed(Choice.YES, "N-1", OTHER_ROUND),
        b"",
        flipped(good, 80),
    ]
    result = counted(slips)
    assert result.choices == {Choice.YES: 0, Choice.NO: 1, Choice.ABSTAIN: 0}
    assert result.spoiled == {
        Spoiled.COPY: 2,
        Spoiled.NOMINATION: 1,
        Spoiled.DEFINITION: 1,
        Spoiled.UNREADABLE: 2,
    }
    assert result.tally(eligible=7).invalid == 6


def test_more_slips_than_voters_is_refused() -> None:
    result = counted([sealed(Choice.YES) for _ in range(3)])
    with pytest.raises(ValueError, match="3 voted but only 2 may"):
        result.tally(eligible=2)


def test_slips_are_opened_in_random_order(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    real = opening._told

    def watched(opener: SealedBox[PrivateKey], slip: bytes, subject: bytes) -> Choice | Spoiled:
        seen.append(slip)
        return real(opener, slip, subject)

    monkeypatch.setattr(opening, "_told", watched)
    slips = [sealed(Choice.YES) for _ in range(40)]
    orders = []
    for _ in range(2):
        seen.clear()
        counted(slips)
        orders.append(list(seen))
    assert Counter(orders[0]) == Counter(orders[1]) == Counter(slips)
    assert orders[0] != slips
    assert orders[0] != orders[1]


def test_every_reason_and_only_reasons_have_words() -> None:
    assert len({why.label for why in Spoiled}) == len(Spoiled)


def key_of(code: str, lock: Lock) -> bytes:
    key = unlock(code, lock)
    assert key is not None
    return key


def opens(box: SealedKey, locks: list[Lock], codes: dict[int, str]) -> bool:
    keys = {teller: key_of(code, locks[teller]) for teller, code in codes.items()}
    try:
        private = unwrap(box.wrappings, keys, box.public_key)
    except WrongCodes:
        return False
    return bytes(PrivateKey(private).public_key) == box.public_key


def flipped(sealed_bytes: bytes, place: int, mask: int = 1) -> bytes:
    return sealed_bytes[:place] + bytes([sealed_bytes[place] ^ mask]) + sealed_bytes[place + 1 :]
