"""The check of the catalogue finds what is missing, unfinished, wrong or left over."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.support.catalogue import problems

WANTED = '#: a.py:1\nmsgid "Sign in"\nmsgstr ""\n\n#: a.py:2\n#, python-format\nmsgid "%(n)s days"\nmsgstr ""\n'


def catalogue(text: str) -> Catalog:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return read_po(BytesIO((header + text).encode()), locale="vi")


def found(given: str) -> list[str]:
    return list(problems(catalogue(WANTED), catalogue(given)))


def test_a_complete_catalogue_has_no_problem() -> None:
    assert found('msgid "Sign in"\nmsgstr "Đăng nhập"\n\nmsgid "%(n)s days"\nmsgstr "%(n)s ngày"\n') == []


def test_what_is_missing_or_left_over_is_told() -> None:
    given = 'msgid "Sign in"\nmsgstr ""\n\nmsgid "%(n)s days"\nmsgstr "%(n)s ngày"\n\nmsgid "Old"\nmsgstr "Cũ"\n'
    assert found(given) == ["a.py:1: no translation of 'Sign in'", "not used any more: 'Old'"]


def test_what_is_unfinished_or_wrong_is_told() -> None:
    given = '#, fuzzy\nmsgid "Sign in"\nmsgstr "Đăng nhập"\n\nmsgid "%(n)s days"\nmsgstr "{}"\n'
    fuzzy = "a.py:1: fuzzy translation of 'Sign in'"
    assert found(given.format("ngày")) == [fuzzy, "a.py:2: other placeholders than '%(n)s days'"]
    assert found(given.format("%(m)s ngày")) == [fuzzy, "a.py:2: '%(n)s days': unknown named placeholder 'm'"]
