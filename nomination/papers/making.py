"""From the content of a paper to its bytes, and the fingerprint that tells whether it must be made anew."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from nomination.papers.docx import official_docx
from nomination.papers.kinds import Form
from nomination.papers.official import Official
from nomination.papers.pdf import official_pdf

VERSION = 1
"""To be raised when papers are laid out differently: the same content is then made anew."""


def made(paper: Official, form: Form) -> bytes:
    """Raises `pdf.Unprintable`."""
    return official_docx(paper) if form is Form.DOCX else official_pdf(paper).content


def fingerprint(paper: Official) -> str:
    """SHA-256 over all that the paper says and how it is laid out."""
    told = [VERSION, asdict(paper)]
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong on a paper")
