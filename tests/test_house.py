"""The house as the README says it is: sizes, map, diagram, commands, and an access rule on every route."""

import ast
import gc
import re
from pathlib import Path

import pytest
from flask import Flask

from nomination.access import declared
from workflow.diagram import mermaid

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PYTHON = sorted(
    path
    for folder in ("workflow", "nomination", "demo", "bench", "bin")
    for path in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 120


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _parsed(text: str) -> ast.Module:
    """Without the collector: what it frees meanwhile can make this Python lose count of its own depth."""
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        gc.enable()


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_a_file_has_one_subject(path: Path) -> None:
    text = path.read_text()
    tree = _parsed(text)
    assert len(text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(tree), "say in one or two lines what lives here"
    too_long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_fits_a_screen_or_two(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_knows_the_process(path: Path) -> None:
    """Which state allows what is the table's to say."""
    assert not re.search(r"\.state\s*(==|!=|in)\s", path.read_text())


@pytest.mark.parametrize(
    "path", [path for path in PYTHON if path.parts[len(ROOT.parts)] in ("workflow", "nomination")], ids=short
)
def test_the_code_names_no_year_and_no_criterion(path: Path) -> None:
    """Campaigns are data. Comments and docstrings may cite a law by its year; strings and numbers may not."""
    tree = _parsed(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    named = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in docstrings and _names_the_campaign(node.value)
    ]
    assert named == []


def _names_the_campaign(value: object) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return 2015 <= value <= 2035
    return isinstance(value, str) and re.search(r"\b20[12]\d\b|\bc[1-7]\b|dac-biet|btnmt", value) is not None


@pytest.mark.engine("sqlite")
def test_every_route_declares_who_may_call_it(app: Flask) -> None:
    silent = [rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None]
    assert silent == []


@pytest.mark.engine("sqlite")
def test_nothing_changes_by_a_get(app: Flask) -> None:
    """A route that acts takes POST alone; one that shows a form may take both."""
    acting = {"open", "close", "sign", "freeze", "publish", "issue", "cast", "advance", "remove", "confirm", "cancel"}
    wrong = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] in acting and "GET" in (rule.methods or set())
    ]
    assert wrong == []


def test_the_readme_shows_the_process_as_it_is() -> None:
    found = re.search(r"```mermaid\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    assert found.group(1) == mermaid()


def test_the_readme_maps_what_is_there() -> None:
    """Every path of the map exists, and every package of the rules and the application stands in it."""
    found = re.search(r"## Map of the house\n+```\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    named = [line.split()[0] for line in found.group(1).splitlines() if line and not line.startswith(" ")]
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []
    folders = {
        f"{p.name}/" for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name != "instance"
    }
    assert folders <= set(named)


def test_the_readme_names_both_commands() -> None:
    text = README.read_text()
    assert "bin/run" in text and "bin/test" in text
