"""Files made to do harm, each small: bombs of every kind, and files that start something or carry something."""

import io
import struct
import zipfile
import zlib

from demo.files import _assembled, _chunk
from tests.world_drafts import office


def png(width: int, height: int) -> bytes:
    """A picture in four channels of any size, in a few kilobytes."""
    packing, row = zlib.compressobj(9), b"\0" + b"\x7f" * (width * 4)
    packed = b"".join(packing.compress(row) for _ in range(height)) + packing.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def pdf_with(catalog: bytes = b"", *more: bytes) -> bytes:
    """One empty page; `catalog` is added to the root, `more` are objects from number 4 on."""
    return _assembled([
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *more,
    ])  # fmt: skip


def pdf_pages(number: int) -> bytes:
    """A PDF of so many pages, each with a line of text and a few hundred strokes."""
    strokes = b" ".join(b"%d %d m %d %d l S" % (n % 500, n, 590 - n % 500, 840 - n) for n in range(300))
    content = b"BT /F1 16 Tf 72 760 Td (Trang) Tj ET " + strokes
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(number))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return _assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, number),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * number,
    ])  # fmt: skip


def pdf_bomb() -> bytes:
    """A page whose one picture unpacks to 10 GB."""
    picture = zlib.compress(zlib.compress(b"\0" * 10_000_000, 9) * 100, 9)
    drawn = b"q 500 0 0 500 0 0 cm /I Do Q"
    return _assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
        b" /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture),
    ])  # fmt: skip


def packed_objects(text: bytes) -> bytes:
    """An object stream that holds `text`."""
    packed = zlib.compress(b"9 0 " + text)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(packed), packed,
    )  # fmt: skip


def pdf_maze(depth: int = 12, width: int = 10) -> bytes:
    """Each drawing holds the next ten times: a few kilobytes that take for ever to draw."""
    first = 4
    inner = [
        _stream(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /N %d 0 R >> >>"
            % (first + n + 1),
            b"/N Do " * width,
        )
        for n in range(depth)
    ]
    last = _stream(b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842]", b"0 0 m 500 500 l S")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (first + depth + 1)
    return _assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" /Resources << /XObject << /N 4 0 R >> >> >>",
        *inner,
        last,
        _stream(b"<<", b"/N Do"),
    ])  # fmt: skip


def _stream(dictionary: bytes, content: bytes) -> bytes:
    return b"%s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def lying_office(main: str) -> bytes:
    """An office file whose part unpacks to 3 MB while its table of contents says 1 KB."""
    size = 3 * 1024 * 1024
    content = office(main, content=b"0" * size, packing=zipfile.ZIP_DEFLATED)
    return content.replace(struct.pack("<I", size), struct.pack("<I", 1024))


def office_with(name: str, content: bytes) -> bytes:
    """A document with one part more, of this name and content."""
    held = io.BytesIO(office("word/document.xml"))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(name, content)
    return held.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password to open (standard security, revision 2, keys of no password)."""
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)
    content = pdf_with(b"", encrypt)
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>]" % (b"43" * 16, b"43" * 16))
