"""Content to a file and back: the same content, and the same bytes. Odd texts are the rule here."""

import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nomination.campaign_yaml import file_of, written
from nomination.campaigns import read_content
from nomination.strictyaml import parse

SPECIAL = Path(__file__).resolve().parent.parent / "campaigns" / "dac-biet-2020.yaml"

ODD = (
    "", " ", "no", "yes", "null", "~", "true", "1.1", "2020-01", "2020-01-02", "12", "-3", "0x1f", "1e3", "1_000",
    "12:30", "a: b", "a:", ": a", "# a", "a # b", "a#b", "- a", "-", "? a", "?", "! a", "&a", "*a", "@a", "`a`", "%a",
    "[a", "{a}", "a, b", "'a'", '"a"', "\\", "\\n", "a\\", "a\nb", "a\n\nb", "\na", "a\n", "a \nb", "a\n b", "a\tb",
    "\ta", " a", "a ", "a  b", "---", "...", "=", "<<", "Bằng khen: “Nhất” - 100%", "V/v phát động; số 12/QĐ",
    "\u00a0a", "a\u2028b", "\ufeffa", "\x0f\u0307", "\u0301a", "\x85", "a\rb", "x" * 300,
    "Đại hội Đảng các cấp " * 30 + "hết", "hai  dấu cách " * 20 + "hết", "- gạch " * 40 + "x", "# thăng " * 40 + "x",
    "đoạn một dài " * 15 + "\n" + "đoạn hai dài " * 15 + "x", "đ" * 50 + ": " + "x" * 90,
)  # fmt: skip

letters = st.characters(codec="utf-8", exclude_characters="\x00")
texts = st.one_of(
    st.sampled_from(ODD),
    st.text(letters, max_size=200),
    st.lists(st.sampled_from([*ODD, "và", "của", "-", "#", ":", ">"]), max_size=40).map(" ".join),
    st.text(st.sampled_from("ab đ:#-\n\t\\\"'>|\u0307\u0338"), max_size=60),
).map(lambda text: unicodedata.normalize("NFC", text))
keys = texts.filter(lambda key: key and len(key) < 100)
values = st.recursive(
    st.one_of(texts, st.none(), st.booleans(), st.integers(-(10**17), 10**17)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


def read(data: bytes) -> Any:
    return parse(data, "thu.yaml").content


def again(content: Any) -> None:
    data = written(content)
    assert read(data) == content
    assert written(read(data)) == data


@pytest.mark.parametrize("text", ODD, ids=repr)
def test_an_odd_text_comes_back(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    again(
        {"theme": text, "occasions": [text, text], "criteria": [{"text": text, "parameters": {"statements": [text]}}]}
    )
    if text:
        again({text: text})


@settings(max_examples=300)
@given(st.dictionaries(keys, values, max_size=5))
@example({"a": [[], {}, [[]], [{}], [["a", ["b"]]]]})
@example({"a": {"b": {"c": [{"d": [{"e": "f"}]}]}}})
def test_any_content_comes_back(content: dict[str, Any]) -> None:
    again(content)


def test_the_campaign_that_comes_along_comes_back() -> None:
    content = read_content(SPECIAL.read_bytes(), SPECIAL.name)
    again(content)
    assert read_content(written(content), "viết lại.yaml") == content
    assert max(len(line) for line in written(content).decode().splitlines()) <= 120


def test_the_order_of_keys_is_that_of_the_reader_not_of_the_database() -> None:
    content = read_content(SPECIAL.read_bytes(), SPECIAL.name)
    assert written(_shuffled(content)) == written(content)
    mine, theirs = (_keys(read(data)) for data in (written(content), SPECIAL.read_bytes()))
    assert mine == theirs


def test_our_file_reads_like_one_written_by_hand() -> None:
    lines = written(read_content(SPECIAL.read_bytes(), SPECIAL.name)).decode().splitlines()
    assert lines[:8] == [
        "code: dac-biet-2020",
        "title: Phong trào thi đua đặc biệt năm 2020",
        "theme: Kỷ cương, liêm chính, hành động, trách nhiệm, sáng tạo, hiệu quả",
        "year: 2020",
        "issuer: Bộ Tài nguyên và Môi trường",
        "",
        "dispatch:",
        "  number: null",
    ]
    assert '  - number: "1.1"' in lines
    assert "    text: >-" in lines
    assert "      registers: [discipline]" in lines
    assert '      first: "2020-01"' in lines


def test_a_file_that_was_read_is_given_back_as_it_was() -> None:
    data = SPECIAL.read_bytes()
    content = read_content(data, SPECIAL.name)
    assert file_of(content, data) == data
    assert file_of(content, None) == written(content) != data


def _shuffled(value: Any) -> Any:
    if isinstance(value, list):
        return [_shuffled(one) for one in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value)
    random.Random(7).shuffle(keys)
    return {key: _shuffled(value[key]) for key in keys}


def _keys(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, _keys(inner)) for key, inner in value.items()]
    return [_keys(one) for one in value] if isinstance(value, list) else None
