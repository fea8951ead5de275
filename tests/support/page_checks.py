"""What every page owes its reader, checked on every page that a test fetches."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import cast
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as EXPLANATIONS
from werkzeug.wrappers import Response

CONTAINERS = {"tr": "tbody", "tbody": "table", "thead": "table", "td": "tr", "th": "tr", "option": "select"}
PASSING = re.compile(r'(?<=name="csrf_token" value=")[^"]+|\b\d\d:\d\d(?::\d\d)?\b|\b[0-9a-f]{16,}\b')
"""What differs each time a page is made and says nothing about its markup: tokens, times of the day, hashes."""
SOUND: set[bytes] = set()
"""Pages found without fault in this process. Judging costs more than making, and both databases give the same page."""
NAMING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def check_page(response: Response, *, status: int, partial: bool = False) -> None:
    """Fail with everything that is wrong: an unexpected status first of all."""
    text = response.get_data(as_text=True) if (response.mimetype or "").startswith("text/") else ""
    assert response.status_code == status, f"status {response.status_code}, not {status}: {_gist(text)}"
    if response.mimetype == "text/html" and text and not 300 <= status < 400:
        judged = hashlib.sha256(f"{partial}{lasting(text)}".encode()).digest()
        if judged not in SOUND:
            found = list(partial_problems(text) if partial else page_problems(text))
            assert not found, "\n".join(found)
            SOUND.add(judged)


def lasting(text: str) -> str:
    """The markup without what differs each time the page is made."""
    return PASSING.sub("", text)


def page_problems(text: str) -> Iterator[str]:
    """A line for each fault of a whole page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = cast(Element, parser.parse(text))
    yield from _invalid(parser, text)
    if not document.get("lang"):
        yield "<html> has no lang attribute"
    yield from _heading(document)
    yield from _shared_problems(document)
    yield from _dangling(document)


def partial_problems(text: str) -> Iterator[str]:
    """A line for each fault of a partial, which must be one element that its page can find by id."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    first = re.match(r"\s*<(\w+)", text)
    container = CONTAINERS.get(first.group(1) if first else "", "div")
    fragment = cast(Element, parser.parseFragment(text, container=container))
    yield from _invalid(parser, text)
    roots = [root for root in _elements(fragment, deep=False) if root.tag != "hx-partial"]
    if len(roots) != 1 or (fragment.text or "").strip():
        yield f"a partial has one root element, this one has {[root.tag for root in roots]}"
    if not all(root.get("id") for root in roots):
        yield "the root element of a partial has an id"
    yield from _shared_problems(fragment)


def _shared_problems(tree: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in _elements(tree) if element.get("id"))
    yield from (f"duplicate id: {name}" for name, times in ids.items() if times > 1)
    for element in _elements(tree):
        yield from (f"<{element.tag}> has an inline {name}" for name in element.attrib if _forbidden(str(name)))
        if element.tag == "script" and not element.get("src"):
            yield "inline <script>"
        if element.tag == "style":
            yield "inline <style>"
        if element.tag == "form" and not (element.get("action") and element.get("method")):
            yield f"a form without action or method: {element.attrib}"


def _forbidden(attribute: str) -> bool:
    return attribute == "style" or attribute.startswith(("on", "hx-on"))


def _heading(document: Element) -> Iterator[str]:
    headings = [_words(element) for element in _elements(document) if element.tag == "h1"]
    if len(headings) != 1:
        yield f"a page has one h1, this one has {headings}"
        return
    title = document.find("head/title")
    shown = _words(title) if title is not None else ""
    if not headings[0] or not shown.startswith(headings[0]):
        yield f"the title {shown!r} does not begin with the h1 {headings[0]!r}"


def _dangling(document: Element) -> Iterator[str]:
    """Labels, descriptions and links within the page that lead nowhere."""
    ids = {element.get("id") for element in _elements(document)}
    for element in _elements(document):
        named = [name for attribute in NAMING for name in (element.get(attribute) or "").split()]
        target = element.get("href") or ""
        if element.tag == "a" and target.startswith("#"):
            named.append(target[1:])
        yield from (f"<{element.tag}> names {name!r}, which is not on the page" for name in named if name not in ids)


def _invalid(parser: html5lib.HTMLParser, text: str) -> Iterator[str]:
    lines = text.splitlines()
    for (line, _column), code, values in parser.errors:
        near = lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
        yield f"invalid HTML in line {line}: {EXPLANATIONS.get(code, code) % values} near {near!r}"


def _elements(tree: Element, *, deep: bool = True) -> list[Element]:
    """Elements only: comments have a function for a tag."""
    return [element for element in (tree.iter() if deep else tree) if isinstance(element.tag, str)]


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _gist(text: str) -> str:
    """The beginning of what a person would read, to see at once what came instead."""
    _before, opening, main = text.partition("<main")
    return " ".join(re.sub(r"<[^>]*>", " ", opening + main if opening else text).split())[:400]
