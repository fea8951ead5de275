"""Codes survive the way people copy them, and a wrong one is told apart from a mistyped one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomination.box.codes import ALPHABET, Fault, Mistyped, new_code, new_receipt, normalised


def completed(letters: str) -> str:
    """The one code that begins with these fifteen characters, found by trying every check character."""
    whole = [letters + last for last in ALPHABET if is_code(letters + last)]
    assert len(whole) == 1
    return "-".join(whole[0][start : start + 4] for start in range(0, 16, 4))


def is_code(typed: str) -> bool:
    try:
        return normalised(typed) == typed
    except Mistyped:
        return False


codes = st.builds(completed, st.text(ALPHABET, min_size=15, max_size=15))


def test_a_code_is_four_groups_of_four_without_i_l_o_u() -> None:
    for code in (new_code(), new_receipt()):
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code)


def test_codes_do_not_repeat_and_use_the_whole_alphabet() -> None:
    made = [new_code() for _ in range(500)]
    assert len(set(made)) == 500
    for place in (0, 18):
        assert {code[place] for code in made} == set(ALPHABET)


@given(codes)
def test_a_code_is_read_as_it_is_typed(code: str) -> None:
    bare = code.replace("-", "")
    lookalikes = bare.lower().replace("1", "l").replace("0", "o")
    spellings = [
        code,
        bare,
        code.lower(),
        code.replace("-", " "),
        f"  {code}\n",
        code.replace("-", " \u2013 "),
        lookalikes,
        lookalikes.replace("l", "I").replace("o", "O"),
        "".join(chr(ord(letter) + 0xFEE0) for letter in bare),
    ]
    assert {normalised(spelling) for spelling in spellings} == {bare}


@given(codes, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_noticed(code: str, place: int, letter: str) -> None:
    bare = normalised(code)
    if bare[place] != letter:
        assert fault_of(bare[:place] + letter + bare[place + 1 :]) is Fault.CHECK


@given(codes, st.integers(0, 15), st.integers(0, 15))
def test_any_two_swapped_characters_are_noticed(code: str, one: int, other: int) -> None:
    letters = list(normalised(code))
    if letters[one] != letters[other]:
        letters[one], letters[other] = letters[other], letters[one]
        assert fault_of("".join(letters)) is Fault.CHECK


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.LENGTH),
        ("0000-0000-0000-000", Fault.LENGTH),
        ("0000-0000-0000-0000-0", Fault.LENGTH),
        ("0" * 10_000, Fault.LENGTH),
        ("U000-0000-0000-0000", Fault.LETTER),
        ("Đ000-0000-0000-0000", Fault.LETTER),
        ("0000\x000000-0000-0000", Fault.LETTER),
        ("1000-0000-0000-0000", Fault.CHECK),
    ],
)
def test_what_cannot_be_a_code_says_why(typed: str, fault: Fault) -> None:
    assert fault_of(typed) is fault


def test_the_refusal_never_repeats_what_was_typed() -> None:
    typed = new_code()[:-1]
    with pytest.raises(Mistyped) as refused:
        normalised(typed)
    assert str(refused.value) == "mistyped code: length"
    assert refused.value.fault.label == "A code has exactly 16 letters and digits."


def fault_of(typed: str) -> Fault:
    with pytest.raises(Mistyped) as refused:
        normalised(typed)
    return refused.value.fault
