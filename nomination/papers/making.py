"""From the content of a paper to its bytes, and the fingerprint that tells whether it must be made anew."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from nomination.papers.certificate import Certificate, StockPrint
from nomination.papers.certificate_docx import certificate_docx
from nomination.papers.certificate_pdf import certificate_pdf, stock_pdf
from nomination.papers.docx import official_docx
from nomination.papers.kinds import Form
from nomination.papers.official import Official
from nomination.papers.pdf import official_pdf

Content = Official | Certificate | StockPrint
VERSION = 1
"""To be raised when papers are laid out differently: the same content is then made anew."""


def made(paper: Content, form: Form) -> bytes:
    """Raises `pdf.Unprintable`."""
    if isinstance(paper, StockPrint):
        return stock_pdf(paper)
    if isinstance(paper, Certificate):
        return certificate_docx(paper) if form is Form.DOCX else certificate_pdf(paper)
    return official_docx(paper) if form is Form.DOCX else official_pdf(paper).content


def fingerprint(paper: Content) -> str:
    """SHA-256 over all that the paper says and how it is laid out."""
    told = [VERSION, asdict(paper)]
    written = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong on a paper")
