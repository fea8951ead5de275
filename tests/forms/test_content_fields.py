"""Content to form and back: nothing is lost, whatever stands there and whatever is typed."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomination.forms.campaign_entries import code_from, with_codes, with_entries, with_kind
from nomination.forms.campaign_kinds import PARAMETERS
from nomination.forms.campaign_sections import AWARD, SECTIONS, Parts, entry_parts, place_of
from nomination.forms.content_fields import (
    FLAG,
    LINE,
    LINES,
    MOMENT,
    MONTH_OF,
    PERCENTAGE,
    TEXT,
    TICKS,
    VALUE,
    WHOLE_NUMBER,
    Field,
    Rows,
    Shape,
    fields_of,
    shown,
    stored_as,
    with_typed,
)
from nomination.forms.content_paths import element_id, rearranged, rows_at, value_at, with_value
from tests.world import campaign_content
from workflow.criteria import KINDS
from workflow.fields import Fields


def pages(content: dict[str, Any]) -> list[tuple[str, Parts]]:
    """Every page of the editor: the base of its paths and its parts."""
    found: list[tuple[str, Parts]] = [("", section.parts) for section in SECTIONS if not section.listed]
    for section in SECTIONS:
        if section.listed:
            rows = range(len(rows_at(content, section.listed)))
            found += [(f"{section.listed}[{n}]", entry_parts(section, content, n)) for n in rows]
    return found


def sent_back(content: dict[str, Any]) -> dict[str, Any]:
    """Every page opened and saved as it is, with the line breaks that a browser sends."""
    for base, parts in pages(content):
        typed = {
            path: [text.replace("\n", "\r\n") for text in shown(field, value_at(content, path))]
            for path, field in fields_of(content, base, parts)
        }
        content = with_typed(content, base, parts, typed)
    return content


def test_the_campaign_of_2020_comes_back_as_it_is() -> None:
    content = campaign_content()
    assert sent_back(deepcopy(content)) == content


def test_every_value_of_the_campaign_has_an_input() -> None:
    """All that the file can say: a value that no page shows could not be changed without it."""
    content = campaign_content()
    paths = {path for base, parts in pages(content) for path, _ in fields_of(content, base, parts)}
    missing = {path for path in leaves(content) if path not in paths and path.partition("[")[0] not in ("", *paths)}
    assert {path for path in missing if not any(path.startswith((f"{one}[", f"{one}.")) for one in paths)} == {
        "running.windows"
    }


def leaves(content: Any, path: str = "") -> list[str]:
    if isinstance(content, dict):
        return [one for key, value in content.items() for one in leaves(value, f"{path}.{key}" if path else key)]
    if isinstance(content, list):
        return [one for n, value in enumerate(content) for one in leaves(value, f"{path}[{n}]")]
    return [path]


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["120 %", "91,5", " a\n", "2031-13"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "key", "first"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_what_is_wrong_comes_back_as_it_is_too(data: st.DataObject) -> None:
    content = deepcopy(campaign_content())
    paths = sorted({path for base, parts in pages(content) for path, _ in fields_of(content, base, parts)})
    places = [*paths, "dispatch", "running", "criteria", "content_areas", "criteria[2].parameters", "running.awards[0]"]
    path = data.draw(st.sampled_from(places))
    broken = with_value(content, path, data.draw(ANYTHING))
    assert json.dumps(sent_back(broken), sort_keys=True) == json.dumps(broken, sort_keys=True)


@pytest.mark.parametrize(
    ("shape", "typed", "stored"),
    [
        (PERCENTAGE, "120 %", "120 %"), (PERCENTAGE, "95", 95), (PERCENTAGE, "95 %", 95), (PERCENTAGE, "91,5", "91.5"),
        (PERCENTAGE, "chín mươi", "chín mươi"), (PERCENTAGE, " ", None), (WHOLE_NUMBER, "12", 12),
        (WHOLE_NUMBER, "12.5", "12.5"), (WHOLE_NUMBER, "-1", "-1"), (MONTH_OF, "3/2031", "2031-03"),
        (MONTH_OF, "12/2031", "2031-12"), (MONTH_OF, "13/2031", "13/2031"), (MONTH_OF, "2031-03", "2031-03"),
        (MOMENT, "17:00, 05/09/2031", "2031-09-05T17:00+07:00"), (MOMENT, "05/09/2031 17:00", "2031-09-05T17:00+07:00"),
        (MOMENT, "05/09/2031", "05/09/2031"), (MOMENT, "", None), (FLAG, "yes", True), (FLAG, "no", False),
        (FLAG, "", None), (LINE, "  a   b ", "a b"), (TEXT, "a\r\nb ", "a\nb"), (LINES, "a\r\n\r\n  b\n", ["a", "b"]),
        (LINES, "", None), (VALUE, "Có", True), (VALUE, "không", False), (VALUE, "2/3", "2/3"), (VALUE, "25", 25),
    ],
)  # fmt: skip
def test_what_is_typed_is_stored_as_files_write_it(shape: Shape, typed: str, stored: object) -> None:
    assert stored_as(Field("x", "X", shape), [typed], "before") == stored
    assert shown(Field("x", "X", shape), stored)[0] in (typed.strip(), *_as_shown(typed, stored))


def _as_shown(typed: str, stored: object) -> list[str]:
    """Where the form shows a tidier writing than was typed."""
    return {
        "95 %": ["95"], "Có": ["có"], "3/2031": ["03/2031"], "2031-03": ["03/2031"],
        "05/09/2031 17:00": ["17:00, 05/09/2031"],
        "  a   b ": ["a b"], "a\r\nb ": ["a\nb"], "a\r\n\r\n  b\n": ["a\nb"],
    }.get(typed, [])  # fmt: skip


def test_ticks() -> None:
    field = Field("kinds", "For", TICKS, choices=(("a", "A"), ("b", "B")), all_when_absent=True)
    assert shown(field, None) == ["a", "b"]
    assert stored_as(field, ["", "a", "b"], None) is None
    assert stored_as(field, ["", "b", "a"], ["a", "b"]) == ["a", "b"]
    assert stored_as(field, ["", "a"], None) == ["a"]
    assert stored_as(field, [""], ["a"]) == []


def test_what_a_form_did_not_send_stays() -> None:
    content = campaign_content()
    assert with_typed(content, "", SECTIONS[0].parts, {"title": ["Khác"], "code": ["khac"]}) == content | {
        "title": "Khác"
    }


def test_each_kind_has_an_input_for_every_parameter_it_reads() -> None:
    for name, kind in KINDS.items():
        fields = Fields({}, "", [])
        kind.read(fields)
        assert {part.name for part in PARAMETERS[name]} == fields._asked, name
    assert KINDS.keys() == PARAMETERS.keys()


def test_a_problem_is_mended_on_the_page_of_its_path() -> None:
    expected = {
        "title": ("identity", None), "codex": ("identity", None), "dispatch": ("dispatch", None),
        "": ("identity", None),
        "dispatch.day": ("dispatch", None), "occasions[3]": ("occasions", None), "task_groups": ("tasks", None),
        "content_areas[1].text": ("areas", None), "criteria": ("criteria", None), "running": ("rules", None),
        "criteria[11].parameters.threshold": ("criteria", 11), "running.awards[1].form": ("awards", 1),
        "running.quotas[0].places": ("places", None), "running.windows.vetting.closes": ("windows", None),
        "running.ruleset": ("rules", None), "running.unheard": ("rules", None),
    }  # fmt: skip
    assert {path: (place_of(path)[0].name, place_of(path)[1]) for path in expected} == expected


def test_another_kind_keeps_what_both_have() -> None:
    content = deepcopy(campaign_content())
    statements = content["criteria"][4]["parameters"]["statements"]
    content = with_kind(with_value(content, "criteria[4].kind", "declaration"), 4, "veto")
    assert content["criteria"][4]["parameters"] == {"statements": statements}
    content = with_kind(with_value(content, "criteria[4].kind", "judged"), 4, "declaration")
    assert content["criteria"][4]["parameters"] == {}
    assert with_kind(content, 4, "judged") == content


def test_criteria_are_numbered_in_their_order() -> None:
    content = with_entries(deepcopy(campaign_content()), "criteria", "down", 0)
    assert [(one["number"], one["code"]) for one in content["criteria"][:3]] == [(1, "c2"), (2, "c1"), (3, "c3")]
    content = with_entries(with_entries(content, "criteria", "remove", 0), "criteria", "add", 0)
    assert [one["code"] for one in content["criteria"]] == ["c1", "c3", "c4", "c5", "c6", "c7", "c2"]
    assert content["criteria"][-1] == {"number": 7, "code": "c2"}


def test_rows_move_only_within_their_list() -> None:
    assert [rearranged([1, 2], act, place) for act, place in (("up", 0), ("down", 1), ("remove", 5), ("down", 0))] == [
        [1, 2], [1, 2], [1, 2], [2, 1],
    ]  # fmt: skip


def test_codes_that_nobody_had_to_think_of() -> None:
    assert code_from("Không đi muộn về sớm.", {"khong_di_muon_ve_som"}, joined="_") == "khong_di_muon_ve_som_2"
    assert code_from("4.0", set(), joined="-") == "muc"
    statements = [{"text": "Một."}, {"text": "Một."}, {"key": "x", "text": "Hai."}, {}]
    content = with_codes({"criteria": [{"code": "c1", "parameters": {"statements": statements}}]})
    assert [one.get("key") for one in content["criteria"][0]["parameters"]["statements"]] == ["mot", "mot_2", "x", None]
    assert [field.name for field in AWARD if isinstance(field, Field)][-1] == "code"
    assert with_codes({"running": {"awards": [{"name": "Cờ"}]}}) == {
        "running": {"awards": [{"name": "Cờ", "code": "co"}]}
    }


def test_ids_of_inputs_differ() -> None:
    content = campaign_content()
    for base, parts in pages(content):
        ids = [element_id(path) for path, _ in fields_of(content, base, parts)]
        assert len(ids) == len(set(ids))
        assert not any(isinstance(part, Rows) and not part.fields for part in parts)
