"""What a reader sees where a paper is signed or numbered, drawn by typst: Vietnamese letters are whole and embedded.

Words go in as data, never as source: nothing that somebody typed is read as a program.
"""

import json
from datetime import datetime
from pathlib import Path

import typst

from nomination.clock import VIETNAM

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parents[1] / "papers" / "fonts"
"""The letters of the papers themselves, whatever the machine has."""


def signature_stamp(*, width: float, height: float, lead: str, name: str, holder: str, at: datetime) -> bytes:
    """A one-page PDF as large as the box: who signed, by which certificate, and when by this server's clock."""
    moment = at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00")
    return _drawn("stamp.typ", width=width, height=height, lead=lead, name=name, holder=holder, at=moment)


def line_of_text(text: str, *, width: float, height: float, italic: bool = False) -> bytes:
    """One line of text on a clear sheet as large as the box."""
    return _drawn("line.typ", width=width, height=height, text=text, italic=italic)


def _drawn(template: str, **data: object) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(
        str(TEMPLATES / template), format="pdf", sys_inputs=inputs, font_paths=[str(FONTS)], ignore_system_fonts=True
    )
