"""The checks of pages find each fault they are there for."""

import pytest
from werkzeug.wrappers import Response

from tests.support.page_checks import check_page, page_problems, partial_problems

GOOD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Hồ sơ | Thi đua</title></head>
<body><main><h1>Hồ <b>sơ</b></h1>
<form action="/a" method="post"><label for="x">X</label><input id="x"></form></main></body></html>
"""

FAULTS = [
    (' lang="vi"', "", "<html> has no lang attribute"),
    ("<h1>Hồ <b>sơ</b></h1>", "", "a page has one h1, this one has []"),
    ("<main>", "<main><h1>Hai</h1>", "a page has one h1, this one has ['Hai', 'Hồ sơ']"),
    ("<title>Hồ", "<title>Bộ", "the title 'Bộ sơ | Thi đua' does not begin with the h1 'Hồ sơ'"),
    ("<main>", '<main><p id="x"></p>', "duplicate id: x"),
    (' method="post"', "", "a form without action or method: {'action': '/a'}"),
    (' action="/a"', "", "a form without action or method: {'method': 'post'}"),
    ("<main>", '<main style="color: red">', "<main> has an inline style"),
    ("<main>", '<main onclick="go()">', "<main> has an inline onclick"),
    ("<main>", '<main hx-on:click="go()">', "<main> has an inline hx-on:click"),
    ("<main>", "<main><script>go()</script>", "inline <script>"),
    ("<main>", "<main><style></style>", "inline <style>"),
    ('for="x"', 'for="y"', "<label> names 'y', which is not on the page"),
    ("<main>", '<main><a href="#away">x</a>', "<a> names 'away', which is not on the page"),
]


def test_a_good_page_has_no_problem() -> None:
    assert list(page_problems(GOOD)) == []


@pytest.mark.parametrize(("old", "new", "problem"), FAULTS)
def test_each_fault_is_told(old: str, new: str, problem: str) -> None:
    assert list(page_problems(GOOD.replace(old, new, 1))) == [problem]


def test_invalid_html_is_told_with_its_line() -> None:
    problems = list(page_problems(GOOD.replace("<main>", "<main><p><div></p>", 1)))
    assert problems[0].startswith("invalid HTML in line 3: ")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('<div id="a-b"><p>x</p></div>', []),
        ('<tr id="a-b"><td>x</td></tr>', []),
        ('<p id="a-b">x</p><hx-partial hx-target="#c"><i>y</i></hx-partial>', []),
        ("<div>x</div>", ["the root element of a partial has an id"]),
        ('<p id="a"></p><p id="b"></p>', ["a partial has one root element, this one has ['p', 'p']"]),
        ('words <p id="a"></p>', ["a partial has one root element, this one has ['p']"]),
    ],
)
def test_a_partial_is_one_element_with_an_id(text: str, problems: list[str]) -> None:
    assert list(partial_problems(text)) == problems


def test_the_status_is_stated() -> None:
    page = Response(GOOD, 404, mimetype="text/html")
    check_page(page, status=404)
    with pytest.raises(AssertionError, match="status 404, not 200: Hồ sơ X"):
        check_page(page, status=200)
