"""Which files are taken: told by their own content, never by what a browser says of them. Nothing is unpacked here.

What must be opened to be judged is opened elsewhere (`nomination.opening`); the words for it stand here.
"""

import re
import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import IO

from workflow.words import N_

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), DOCX: (".docx",), XLSX: (".xlsx",)}
KINDS = {PDF: "pdf", PNG: "image", JPEG: "image", DOCX: "office", XLSX: "office"}
"""How a file of this type is opened."""

SHOWN = tuple(ending for media, kind in KINDS.items() if kind != "office" for ending in ENDINGS[media])
"""Endings of what can be shown inside a page. A name ends as its content does: that was checked when it was taken."""

LARGEST = 25 * 1024 * 1024
NAME_MAX = 180

ENTRIES_MAX = 2_000
DIRECTORY_MAX = 512 * 1024
UNPACKED_MAX = 300 * 1024 * 1024
RATIO_MAX = 200

EMPTY = N_("The file is empty.")
TOO_LARGE = N_("The file is larger than %(limit)s MB. Scan it at a lower resolution, or split it into parts.")
UNKNOWN = N_("Only PDF, DOCX, XLSX, PNG and JPEG files are taken. Export this one to PDF and attach that.")
MISNAMED = N_("The name does not fit the content: it should end in %(endings)s.")
BROKEN = N_("The file is damaged or incomplete. Save it again and attach it anew.")
MACROS = N_("The file holds macros, which are not taken. Save it without macros, or export it to PDF.")
LOCKED = N_("The file is protected by a password, so nobody could read it. Save it without one.")
BOMB = N_("The file unpacks to far more than it should. Save it again and attach it anew.")
OLD = N_("This is a file of an old version of Word, Excel or PowerPoint. Save it as DOCX or XLSX, or export it to PDF.")
PACKED = N_("Packed files are not taken. Unpack it and attach the files inside one by one.")
PHOTO = N_("Photos of this format are not taken. Save or send the photo as JPEG and attach that.")
SCRIPT = N_("The file can start something by itself, which is not taken. Print it to PDF and attach that.")
CARRIES = N_("The file carries other files inside. Attach those on their own, and print this one to PDF.")
PIXELS = N_("The picture is too large to be shown: at most 60 million pixels. Make it smaller and attach it anew.")
PAGES = N_("The file has more than 2,000 pages. Split it into parts.")
HEAVY = N_("The file is too complicated to be opened safely. Print it to PDF anew, or scan it at a lower resolution.")

REFUSALS = {
    "broken": BROKEN, "locked": LOCKED, "bomb": BOMB, "macros": MACROS, "script": SCRIPT, "carries": CARRIES,
    "pixels": PIXELS, "pages": PAGES, "heavy": HEAVY,
}  # fmt: skip
"""What is said when a file, once opened, turns out unfit."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PACKERS = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
PHOTOS = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypavif")

UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


class Unacceptable(Exception):
    """The file is not taken. The sentence is an English message with its parameters."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


def clean_name(sent: str | None) -> str:
    """The last part of a sent file name, with its Vietnamese letters, without what cannot be seen or misleads."""
    last = PurePosixPath(unicodedata.normalize("NFC", sent or "").replace("\\", "/")).name
    shown = "".join(" " if unicodedata.category(letter) in UNSEEN else letter for letter in last)
    plain = re.sub(r'[<>:"|?*/]', "_", " ".join(shown.split())).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: NAME_MAX - len(ending) - 1]}{dot}{ending}" if dot and len(ending) < 12 else plain[:NAME_MAX]


def media_type(stream: IO[bytes], name: str) -> str:
    """The type by content, or `Unacceptable`. The name must end as the content does."""
    size = stream.seek(0, 2)
    if not size:
        raise Unacceptable(EMPTY)
    if size > LARGEST:
        raise Unacceptable(TOO_LARGE, limit=LARGEST // 1024 // 1024)
    found = _by_content(stream, size)
    if not name.casefold().endswith(ENDINGS[found]):
        raise Unacceptable(MISNAMED, endings=", ".join(ENDINGS[found]))
    return found


def _by_content(stream: IO[bytes], size: int) -> str:
    head, tail = _read(stream, 0, 16), _read(stream, max(0, size - 2048), 2048)
    if head.startswith(b"%PDF-"):
        return _whole(PDF, b"%%EOF" in tail)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, b"IEND" in tail)
    if head.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, size > 100)
    if head.startswith(b"PK\x03\x04"):
        return _office(stream, size)
    raise Unacceptable(_other(stream, head))


def _other(stream: IO[bytes], head: bytes) -> str:
    """What to do with a file of a kind that is not taken."""
    if head.startswith(OLD_OFFICE):
        stream.seek(0)
        return LOCKED if ENCRYPTED in stream.read(LARGEST) else OLD
    if head.startswith(PACKERS):
        return PACKED
    if head[4:].startswith(PHOTOS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return PHOTO
    return UNKNOWN


def _read(stream: IO[bytes], start: int, length: int) -> bytes:
    stream.seek(start)
    return stream.read(length)


def _whole(media: str, complete: bool) -> str:
    if not complete:
        raise Unacceptable(BROKEN)
    return media


def _office(stream: IO[bytes], size: int) -> str:
    """An office file by the parts in its table of contents. The table itself is bounded before it is read."""
    _refuse_large_directory(stream, size)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, UnicodeError) as error:
        raise Unacceptable(BROKEN) from error
    _refuse_bomb(entries)
    names = {entry.filename for entry in entries}
    if any("activex" in name.casefold() or name.casefold().endswith("vbaproject.bin") for name in names):
        raise Unacceptable(MACROS)
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise Unacceptable(UNKNOWN if "[Content_Types].xml" in names else PACKED)


def _refuse_large_directory(stream: IO[bytes], size: int) -> None:
    tail = _read(stream, max(0, size - 65_557), 65_557)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise Unacceptable(BROKEN)
    entries = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if entries > ENTRIES_MAX or directory > DIRECTORY_MAX:
        raise Unacceptable(BOMB)


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unacceptable(LOCKED)
    packed, unpacked = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_MAX or unpacked > RATIO_MAX * max(packed, 1024):
        raise Unacceptable(BOMB)
    if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
        raise Unacceptable(BROKEN)
