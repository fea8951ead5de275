"""What is wrong in a campaign is told by its place and in one sentence, all of it at once, whatever was typed."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomination.campaigns import problems_in
from tests.world import campaign_content

KINDS = "expected one of: measure, declaration, veto, record, judged"


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """The campaign with one value replaced; a missing one for `...`."""
    content: Any = deepcopy(campaign_content())
    place = content
    for step in path[:-1]:
        place = place[step]
    if to is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return content


def told(content: object) -> dict[str, str]:
    return {one.path: one.expected % dict(one.params) for one in problems_in(content)}


@pytest.mark.parametrize(
    ("path", "to", "expected"),
    [
        (("criteria", 1, "number"), 1, {
            "criteria[1].number": "expected 2: criteria are numbered in order",
        }),
        (("criteria", 1, "code"), "c1", {"criteria[1].code": "“c1” is used twice"}),
        (("criteria", 2, "parameters"), ..., {"criteria[2].parameters": "missing; a value is required"}),
        (("criteria", 2, "parameters"), None, {"criteria[2].parameters": "missing; a value is required"}),
        (("criteria", 2, "parameters"), {}, {
            "criteria[2].parameters.first": "missing; a value is required",
            "criteria[2].parameters.last": "missing; a value is required",
            "criteria[2].parameters.threshold": "missing; a value is required",
            "criteria[2].parameters.comparison": "missing; a value is required",
        }),
        (("criteria", 2, "kind"), "guessed", {"criteria[2].kind": KINDS}),
        (("criteria", 2, "kind"), None, {"criteria[2].kind": "missing; a value is required"}),
        (("criteria", 0, "evidence_required"), -1, {
            "criteria[0].evidence_required": "expected a whole number from 0 to 20",
        }),
        (("running", "ruleset"), "khong-co", {
            "running.ruleset": "expected one of: btnmt-2020, nd152-2025",
        }),
        (("running", "awards", 0, "form"), "huan_chuong", {
            "running.awards[0].form": "the rule set btnmt-2020 does not say how the council votes on huan_chuong",
        }),
        (("running",), ..., {"running": "missing; a value is required"}),
        (("theme",), "  ", {"theme": "expected a text that is not blank"}),
        (("running", "windows"), {"submission": {"closes": "2020-12-15T17:00"}}, {
            "running.windows.submission.closes":
                "expected a moment with its time zone, such as “2031-12-15T17:00+07:00”",
        }),
    ],
)  # fmt: skip
def test_a_problem_has_its_place_and_its_sentence(
    path: tuple[str | int, ...], to: object, expected: dict[str, str]
) -> None:
    found = told(changed(*path, to=to))
    assert {place: found.get(place) for place in expected} == expected
    assert set(found) == set(expected)


@pytest.mark.parametrize("threshold", ["120", 120, "120 %", "ninety", 90.5, -1])
def test_a_threshold_that_is_no_share(threshold: object) -> None:
    content = changed("criteria", 2, "parameters", "threshold", to=threshold)
    assert list(told(content)) == ["criteria[2].parameters.threshold"]


def test_all_is_told_at_once_what_the_rule_set_says_included() -> None:
    content = changed("theme", to="") | {"running": changed("running", "awards", 0, "form", to="khac")["running"]}
    assert list(told(content)) == ["theme", "running.awards[0].form"]


def test_an_empty_draft_says_what_is_missing() -> None:
    assert list(told({"code": "x", "title": "Tên", "year": 2031})) == [
        "theme", "issuer", "dispatch", "occasions", "content_areas", "task_groups", "criteria", "running",
    ]  # fmt: skip


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def paths(value: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    return [path for step, inner in steps for path in [(*before, step), *paths(inner, (*before, step))]]


PLACES = [*paths(campaign_content()), ("running", "quotas"), ("running", "parameters")]


@given(st.sampled_from(PLACES), odd)
def test_whatever_stands_in_a_place_is_told_and_never_fails(path: tuple[str | int, ...], value: object) -> None:
    problems_in(changed(*path, to=value))


@given(odd)
def test_whatever_the_content_is(content: object) -> None:
    assert problems_in(content)
