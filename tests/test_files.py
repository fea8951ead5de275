"""The file store keeps bytes by their hash, and only files whose own content is on the list are taken."""

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pytest

from nomination.files import Damaged, FileStore
from nomination.filetypes import (
    BOMB,
    BROKEN,
    DOCX,
    EMPTY,
    JPEG,
    LARGEST,
    LOCKED,
    MACROS,
    MISNAMED,
    PDF,
    PNG,
    TOO_LARGE,
    UNKNOWN,
    XLSX,
    Unacceptable,
    clean_name,
    media_type,
)
from tests import world_drafts as small

DOC, SHEET = "word/document.xml", "xl/workbook.xml"


def test_what_is_put_is_read_back_byte_by_byte(tmp_path: Path) -> None:
    store, content = FileStore(tmp_path), bytes(range(256)) * 9000
    sha256, size = store.put(io.BytesIO(content))
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert store.has(sha256) and not store.has("0" * 64)
    assert b"".join(store.read(sha256)) == content
    assert store.put(io.BytesIO(content)) == (sha256, size)
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [sha256]


def test_a_forked_process_reads_what_its_parent_read(tmp_path: Path) -> None:
    """The server is forked from the process that filled the demonstration; a client with threads would hang there."""
    store = FileStore(tmp_path)
    sha256, _size = store.put(io.BytesIO(b"minh chung"))
    assert store.has(sha256) and b"".join(store.read(sha256)) == b"minh chung"
    command = (
        "import os, pathlib, sys; from nomination.files import FileStore; s = FileStore(pathlib.Path(sys.argv[1]));"
    )
    command += "first = s.has(sys.argv[2]); child = os.fork();"
    command += "child or os._exit(b''.join(s.read(sys.argv[2])) != b'minh chung');"
    command += "sys.exit(not first or os.waitpid(child, 0)[1])"
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", command, str(tmp_path), sha256], check=True, timeout=20, cwd=root)


def test_object_storage_keeps_the_same_bytes(tmp_path: Path) -> None:
    """Through the interface that S3-compatible storage has too; the folder is not touched."""
    store, content = FileStore(tmp_path / "none", "memory:///"), bytes(range(256)) * 9000
    with SpooledTemporaryFile(max_size=1000) as upload:
        upload.write(content)
        sha256, size = store.put(upload)
    assert size == len(content) and store.has(sha256) and not store.has("0" * 64)
    assert b"".join(store.read(sha256)) == content
    assert not (tmp_path / "none").exists()


def test_a_changed_file_is_never_handed_out_whole(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    sha256, _size = store.put(io.BytesIO(b"minh chung"))
    next(one for one in tmp_path.rglob(sha256)).write_bytes(b"minh chunh")
    with pytest.raises(Damaged):
        b"".join(store.read(sha256))


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise OSError("disk full")
            return super().read(size)

    with pytest.raises(OSError, match="disk full"):
        FileStore(tmp_path).put(Failing(b"x" * 100))
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Báo cáo.pdf", small.PDF, PDF),
        ("ảnh.PNG", small.PNG, PNG),
        ("ảnh.jpeg", small.JPEG, JPEG),
        ("tờ trình.docx", small.office(DOC), DOCX),
        ("số liệu.xlsx", small.office(SHEET), XLSX),
    ],
)
def test_the_five_kinds_are_told_by_their_content(name: str, content: bytes, expected: str) -> None:
    assert media_type(io.BytesIO(content), name) == expected


def locked() -> bytes:
    """An office file whose entries say that they are encrypted."""
    content = bytearray(small.office(DOC))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.find(mark)
        content[place + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"", EMPTY),
        ("a.pdf", b"<html><script>alert(1)</script></html>", UNKNOWN),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNKNOWN),
        ("a.exe", b"MZ" + b"\0" * 100, UNKNOWN),
        ("a.zip", small.office("ban-ghi.txt"), UNKNOWN),
        ("a.pdf", small.PDF[:20], BROKEN),
        ("a.png", small.PNG[:20], BROKEN),
        ("a.docx", small.office(DOC)[:-30], BROKEN),
        ("a.docx", small.office(DOC, "../../etc/passwd"), BROKEN),
        ("a.html", small.PDF, MISNAMED),
        ("a.docx", small.office(SHEET), MISNAMED),
        ("a.docx", small.office(DOC, "word/vbaProject.bin"), MACROS),
        ("a.docx", locked(), LOCKED),
        ("a.docx", small.office(DOC, content=b"0" * 3_000_000, packing=zipfile.ZIP_DEFLATED), BOMB),
        ("a.xlsx", small.office(SHEET, *(f"x{n}" for n in range(2001)), content=b""), BOMB),
        ("a.pdf", small.PDF + b"0" * LARGEST + b"%%EOF", TOO_LARGE),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_everything_else_is_refused_in_words(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        media_type(io.BytesIO(content), name)
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Tờ trình – Đỗ Văn Đức.pdf", "Tờ trình – Đỗ Văn Đức.pdf"),
        ("..\\..\\Windows\\a.pdf", "a.pdf"),
        ("../../../etc/a.pdf", "a.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("hoa\u202efdp.exe", "hoa fdp.exe"),
        ("dòng\r\nmới\x00.pdf", "dòng mới .pdf"),
        ("a" * 300 + ".pdf", "a" * 176 + ".pdf"),
        ("", ""),
    ],
)
def test_a_file_name_keeps_its_letters_and_loses_what_misleads(sent: str, shown: str) -> None:
    assert clean_name(sent) == shown
