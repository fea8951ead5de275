"""Small files that open: one-page PDFs and a picture, made here so that nothing real is shown as evidence."""

import io
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import IO

from nomination.services.evidence import Kept, keep

PAGES = {
    "phat-dong": "Van ban phat dong phong trao (minh hoa)",
    "sang-kien": "Giay cong nhan sang kien (minh hoa)",
    "ket-qua": "Tai lieu chung minh ket qua (minh hoa)",
    "bo-sung": "Tai lieu bo sung (minh hoa)",
    "so-ket": "Bao cao so ket phong trao (minh hoa)",
    "bien-ban": "Bien ban hop binh xet (minh hoa)",
    "hoi-dong": "Quyet dinh ve thanh phan Hoi dong (minh hoa)",
}


@dataclass(frozen=True)
class Sent:
    """A file as a browser would send it."""

    filename: str
    content: bytes

    @property
    def stream(self) -> IO[bytes]:
        return io.BytesIO(self.content)


class Files:
    """The few distinct files of the demonstration. Each is put into the store once and shown under many names."""

    @cached_property
    def _kept(self) -> dict[str, Kept]:
        found = {key: keep(Sent(f"{key}.pdf", pdf(line))) for key, line in PAGES.items()}
        return found | {"anh": keep(Sent("anh.png", picture(240, 160)))}

    def under(self, key: str, name: str) -> Kept:
        kept = self._kept[key]
        ending = "png" if kept.media_type == "image/png" else "pdf"
        return Kept(kept.sha256, kept.size, kept.media_type, f"{name}.{ending}")


def pdf(line: str) -> bytes:
    """A page of A4 with one line of plain letters; the fonts that every reader has know no Vietnamese marks."""
    text = f"BT /F1 16 Tf 72 760 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    """The objects with the table of where each begins."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
    return bytes(out)


def picture(width: int, height: int) -> bytes:
    """A plain coloured picture (PNG)."""
    row = b"\x00" + bytes((46, 110, 90)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
