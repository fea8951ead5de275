"""Reading papers as a stranger would: the text of each page, and words that somebody might type to do harm."""

import io

import pypdfium2
from docx import Document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "{{ 7*7 }} {% raw %} {# x #}",
    '#eval("1+1") #panic() #set page(width: 1pt)',
    "Nguyễn \"Văn\" 'O’Hara' \\ \\n \\u{41} $x^2$ *đậm* _nghiêng_",
    "<b>Trần & Lê</b> &amp; ]]> <w:p/> @ref <place>",
    "=SUM(A1:A9) +1 -1 `mã` ~ // /* */ [x] - + /",
)


def words(text: str) -> str:
    """One space between words, however the lines were broken."""
    return " ".join(text.split())


def solid(text: str) -> str:
    """Without any space: a line may break inside a long word."""
    return "".join(text.split())


def pdf_pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return [words(page.get_textpage().get_text_bounded()) for page in document]


def pdf_words(content: bytes) -> str:
    return " ".join(pdf_pages(content))


def within(content: bytes, page: int, left: float, bottom: float, right: float, top: float) -> str:
    """What stands inside a rectangle of a page, counted from 1."""
    sheet = pypdfium2.PdfDocument(io.BytesIO(content))[page - 1].get_textpage()
    return words(sheet.get_text_bounded(left=left, bottom=bottom, right=right, top=top))


def docx_words(content: bytes) -> str:
    """All text of a Word file's body in its order, table cells among it."""
    body = Document(io.BytesIO(content)).element.body
    parts = ("".join(one.text or " " for one in line.iter(f"{W}t", f"{W}br")) for line in body.iter(f"{W}p"))
    return words(" ".join(parts))
