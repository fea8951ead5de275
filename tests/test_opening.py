"""Files are opened in a process of its own: a picture of ours comes out, or a word why not, within time and memory."""

import io
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from nomination import opening
from nomination.filetypes import REFUSALS, Unacceptable, media_type
from nomination.opening import Busy, Opened, opened
from tests.support import hostile
from tests.world_drafts import JPEG, PDF, PNG, office, photo

DOC, SHEET = "word/document.xml", "xl/workbook.xml"
SETTINGS = "word/_rels/settings.xml.rels"
ELSEWHERE = b'<Relationship Type="attachedTemplate" Target="http://example.invalid/a.dotm" TargetMode="External"/>'
EXIF = {0x0112: 6, 0x010F: "A camera with a name"}


@contextmanager
def on_disk(content: bytes) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def look(content: bytes, kind: str, *, page: int = 1, edge: int = 320, wait: float = 20) -> Opened:
    with on_disk(content) as file:
        return opened(file, kind, page=page, edge=edge, wait=wait)


def test_a_picture_of_ours_comes_out() -> None:
    second = look(hostile.pdf_pages(3), "pdf", page=2, edge=800)
    assert (second.refused, second.pages, second.width, second.height) == ("", 3, 566, 800)
    exif = Image.Exif()
    exif.update(EXIF)
    upright = look(photo(400, 200, exif=exif), "image")
    assert (upright.pages, upright.width, upright.height) == (1, 160, 320)
    shown = Image.open(io.BytesIO(upright.picture))
    assert shown.format == "WEBP" and not shown.getexif() and b"camera" not in upright.picture
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear, "PNG")
    assert Image.open(io.BytesIO(look(clear.getvalue(), "image").picture)).getpixel((4, 4)) == (255, 255, 255)
    assert look(office(DOC), "office") == Opened()


@pytest.mark.parametrize(
    ("kind", "content", "refused"),
    [
        ("pdf", hostile.pdf_with(b"/OpenAction << /S /J#61vaScript /JS (app) >>"), "script"),
        ("pdf", hostile.pdf_with(b"/OpenAction << /S /Launch /F (a.exe) >>"), "script"),
        ("pdf", hostile.pdf_with(b"", hostile.packed_objects(b"<< /S /JavaScript /JS (app) >>")), "script"),
        ("pdf", hostile.pdf_with(b"/Names << /EmbeddedFiles << /Names [] >> >>"), "carries"),
        ("pdf", hostile.pdf_pages(2001), "pages"),
        ("pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", "broken"),
        ("pdf", hostile.locked_pdf(), "locked"),
        ("image", hostile.png(9000, 9000)[:4000], "pixels"),
        ("image", PNG[:-30], "broken"),
        ("office", hostile.lying_office(DOC), "broken"),
        ("office", hostile.office_with("word/embeddings/a.bin", "\x01Ole10Native".encode("utf-16-le")), "carries"),
        ("office", hostile.office_with(SETTINGS, ELSEWHERE), "script"),
        ("office", office("word/document.xml", content=b"vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    ],
)  # fmt: skip
def test_what_is_unfit_is_refused_with_a_sentence(kind: str, content: bytes, refused: str) -> None:
    assert look(content, kind) == Opened(refused)
    assert refused in REFUSALS


def test_a_page_that_is_not_there() -> None:
    assert look(PDF, "pdf", page=2).refused == look(PNG, "image", page=2).refused == "page"


def test_nothing_takes_more_than_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of 200 MB in 160, a drawing without end in a second, and a page that unpacks to gigabytes."""
    assert look(hostile.pdf_bomb(), "pdf").refused in ("", "heavy")
    monkeypatch.setattr(opening, "WORK", 1)
    began = time.monotonic()
    assert look(hostile.pdf_maze(), "pdf").refused == "heavy"
    assert time.monotonic() - began < 10
    monkeypatch.setattr(opening, "MEMORY", 160 * 1024 * 1024)
    assert look(hostile.png(7000, 7000), "image").refused == "heavy"


def test_only_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(opening.AT_ONCE):
        assert opening._slots.acquire(timeout=1)
    try:
        with pytest.raises(Busy):
            look(PDF, "pdf", wait=0.01)
    finally:
        for _ in range(opening.AT_ONCE):
            opening._slots.release()
    monkeypatch.setattr(opening, "PATIENCE", 0.01)
    with pytest.raises(Busy):
        look(PDF, "pdf")
    monkeypatch.undo()
    assert look(PDF, "pdf").refused == ""


def test_who_has_a_seat_waits_longer_and_the_others_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOMENT", 0.05)
    taken = [opening._slots.acquire(timeout=1) for _ in range(opening.AT_ONCE)]
    leaving = threading.Timer(0.3, lambda: [opening._slots.release() for _ in taken])
    seated = [opening._seats.acquire(blocking=False) for _ in range(opening.SEATS)]
    assert all(seated) and not opening._seats.acquire(blocking=False)
    began = time.monotonic()
    with pytest.raises(Busy):
        look(PDF, "pdf", wait=15)
    assert time.monotonic() - began < 5
    for _ in seated:
        opening._seats.release()
    leaving.start()
    assert look(PDF, "pdf", wait=15).refused == ""
    leaving.join()
    assert opening._seats.acquire(blocking=False)
    opening._seats.release()


SMALL = {"a.pdf": PDF, "a.png": PNG, "a.jpg": JPEG, "a.docx": office(DOC), "a.xlsx": office(SHEET)}
changed = st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SMALL)), st.lists(changed, max_size=4), st.integers(0, 300))
def test_a_changed_file_is_taken_or_refused_in_words(name: str, changes: list[tuple[int, bytes]], cut: int) -> None:
    content = mutated(SMALL[name], changes, cut)
    try:
        assert media_type(io.BytesIO(content), name)
    except Unacceptable as refused:
        assert refused.message


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SMALL)), st.lists(changed, min_size=1, max_size=4), st.integers(0, 60))
def test_a_changed_file_never_breaks_the_opening(name: str, changes: list[tuple[int, bytes]], cut: int) -> None:
    kind = {"pdf": "pdf", "png": "image", "jpg": "image"}.get(name[2:], "office")
    found = look(mutated(SMALL[name], changes, cut), kind)
    assert found.refused in ("", *REFUSALS) and bool(found.picture) == (not found.refused and kind != "office")


def mutated(content: bytes, changes: list[tuple[int, bytes]], cut: int) -> bytes:
    changed = bytearray(content)
    for place, put in changes:
        changed[place % len(content) : place % len(content) + len(put)] = put
    return bytes(changed[: len(changed) - cut])
