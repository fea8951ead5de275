"""The definition hash: one spelling for one round, another hash for any other round."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomination.box.definition import Definition, Question, box_hash, canonical, definition_hash

DEFINITION = Definition(
    round_code="R-1",
    roll=("v1", "v2", "v3"),
    questions=(Question("N-1", "aa", frozenset({"v2"})), Question("N-2", "bb")),
    rules={"threshold": {"numerator": 90, "denominator": 100, "strict": False}, "title": "Bình xét"},
    public_key=bytes(range(32)),
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_the_hash_is_that_of_the_text_written_out_by_hand() -> None:
    written = (
        '{"public_key":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",'
        '"questions":[{"material_hash":"aa","nomination":"N-1","recused":["v2"]},'
        '{"material_hash":"bb","nomination":"N-2","recused":[]}],'
        '"roll":["v1","v2","v3"],"round":"R-1",'
        '"rules":{"threshold":{"denominator":100,"numerator":90,"strict":false},"title":"Bình xét"}}'
    )
    assert definition_hash(DEFINITION) == hashlib.sha256(written.encode()).hexdigest()


def test_the_order_of_the_roll_and_the_kind_of_mapping_do_not_matter() -> None:
    same = replace(DEFINITION, roll=["v3", "v1", "v2"], rules=MappingProxyType(dict(DEFINITION.rules)))
    assert definition_hash(same) == definition_hash(DEFINITION)


@pytest.mark.parametrize(
    "changed",
    [
        lambda d: replace(d, round_code="R-2"),
        lambda d: replace(d, roll=("v1", "v2")),
        lambda d: replace(d, questions=d.questions[::-1]),
        lambda d: replace(d, questions=(Question("N-1", "aa"), d.questions[1])),
        lambda d: replace(d, questions=(d.questions[0], Question("N-2", "cc"))),
        lambda d: replace(d, rules={**d.rules, "title": "Bình xét "}),
        lambda d: replace(d, public_key=bytes(32)),
    ],
    ids=["round", "roll", "order", "recusal", "material", "rules", "key"],
)
def test_any_change_changes_the_hash(changed: Callable[[Definition], Definition]) -> None:
    assert definition_hash(changed(DEFINITION)) != definition_hash(DEFINITION)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"roll": ("v1", "v2", "v1")}, "a voter stands twice in the round"),
        ({"questions": (Question("N-1", "aa"), Question("N-1", "bb"))}, "a nomination stands twice in the round"),
        ({"roll": ("v1", "v3")}, "somebody is recused who is not on the roll"),
    ],
)
def test_an_impossible_round_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        replace(DEFINITION, **change)  # type: ignore[arg-type]
    assert str(refused.value) == message


@given(json_values)
def test_canonical_text_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical(value)) == value  # type: ignore[arg-type]


@given(st.dictionaries(st.text(), st.integers(), min_size=2, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value: dict[str, int], random: object) -> None:
    pairs = list(value.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert canonical(dict(pairs)) == canonical(value)


@pytest.mark.parametrize("value", [0.9, {"a": [1.0]}, {1: "a"}, b"bytes", {"a": {"b"}}, float("nan")], ids=repr)
def test_what_has_no_exact_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"no exact spelling|a key is text"):
        canonical(value)  # type: ignore[arg-type]


def test_the_box_hash_does_not_depend_on_the_order_and_notices_every_change() -> None:
    slips = [(bytes([n]) * 32, bytes([n]) * 114) for n in range(3)]
    whole = box_hash(slips)
    assert box_hash(slips[::-1]) == whole
    assert len({whole, box_hash(slips[1:]), box_hash([*slips[1:], (slips[0][0], slips[1][1])])}) == 3
