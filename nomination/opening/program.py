"""The program that opens one file from outside and draws one page of it. It runs alone and imports nothing of ours.

Input: the file. Arguments: pdf, image or office; the page; the longest edge of the picture; bytes of memory; seconds of
work. Output: a line of JSON (why it is refused, or the number of pages and the size of the picture), then the picture.
"""

import io
import json
import math
import os
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

OUTPUT = 8 * 1024 * 1024
PIXELS_MAX = 60_000_000
PAGES_MAX = 2_000
UNPACKED_MAX = 300 * 1024 * 1024
STREAMS_MAX = 64 * 1024 * 1024
CHUNK, OVERLAP = 1 << 20, 256
QUALITY = 78

BEGINS, ENDS = re.compile(rb"(?<!end)stream\r?\n"), b"endstream"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
SCRIPT = re.compile(rb"/(?:JavaScript|JS|Launch)(?=[\s/(<\[>])")
CARRIES = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment|RichMedia)(?=[\s/(<\[>])")
MACRO_TYPES = (b"macroEnabled", b"vbaProject")
PACKED_INSIDE = "Ole10Native".encode("utf-16-le")
PACKED_OBJECTS = b"/ObjStm"
TEMPLATE, OUTSIDE = b"attachedTemplate", re.compile(rb"TargetMode\s*=\s*[\"']External")


class Refused(Exception):
    """The file is not fit; the word says why."""


def bound_ourselves(memory: int, seconds: int) -> None:
    os.nice(5)
    limits = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: 64,
    }  # fmt: skip
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def office(file: IO[bytes], _page: int, _edge: int) -> tuple[dict[str, Any], Any]:
    """Every part is unpacked once, in pieces and to nowhere: what a file says of its own size is not believed."""
    with zipfile.ZipFile(file) as archive:
        left = UNPACKED_MAX
        for entry in archive.infolist():
            left -= _size_of(archive, entry, left)
    return {"pages": 0}, None


def _size_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """The true size of a part. What carries programs is told by what the part holds, not by its name alone."""
    name, size, held = entry.filename.casefold(), 0, b""
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > left:
                raise Refused("bomb")
            held = held[-OVERLAP:] + piece
            _refuse_programs(name, held)
    return size


def _refuse_programs(name: str, held: bytes) -> None:
    if name == "[content_types].xml" and any(word in held for word in MACRO_TYPES):
        raise Refused("macros")
    if name.endswith(".bin") and PACKED_INSIDE in held:
        raise Refused("carries")
    if name.endswith(".rels") and TEMPLATE in held and OUTSIDE.search(held):
        raise Refused("script")


def pdf(file: IO[bytes], page: int, edge: int) -> tuple[dict[str, Any], Any]:
    """One page of a PDF as a picture. Scripts are not run: this PDFium has no engine for them."""
    import pypdfium2
    from pypdfium2 import raw

    content = file.read()
    _refuse_active(content)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken") from error
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        raise Refused("script")
    if document.count_attachments() > 0:
        raise Refused("carries")
    pages = len(document)
    if not 1 <= pages <= PAGES_MAX:
        raise Refused("pages" if pages else "broken")
    if page > pages:
        raise Refused("page")
    return {"pages": pages}, _drawn(document, page, edge)


def _drawn(document: Any, page: int, edge: int) -> Any:
    with suppress(Exception):  # what was filled into a form is drawn too, where that works
        document.init_forms()
    sheet = document.get_page(page - 1)
    longest = max(sheet.get_width(), sheet.get_height())
    if not 0 < longest < math.inf:
        raise Refused("broken")
    return sheet.render(scale=edge / longest).to_pil()


def _refuse_active(content: bytes) -> None:
    """Names that start something or carry other files, outside of streams and inside packed streams of objects."""
    for text in _objects(content):
        plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text
        if SCRIPT.search(plain):
            raise Refused("script")
        if CARRIES.search(plain):
            raise Refused("carries")


def _objects(content: bytes) -> Iterator[bytes]:
    place, left = 0, STREAMS_MAX
    while begin := BEGINS.search(content, place):
        yield content[place : begin.start()]
        end = content.find(ENDS, begin.end())
        if end < 0:
            return
        if PACKED_OBJECTS in content[max(place, begin.start() - 400) : begin.start()]:
            unpacked = _unpacked(content[begin.end() : end], left)
            left = max(1, left - len(unpacked))
            yield unpacked
        place = end + len(ENDS)
    yield content[place:]


def _unpacked(packed: bytes, most: int) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(packed, most)
    return b""


def image(file: IO[bytes], page: int, edge: int) -> tuple[dict[str, Any], Any]:
    """A photo or a scan, upright, on white, no larger than asked. Only the first frame counts."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit below comes first
    found = Image.open(file, formats=["PNG", "JPEG"])
    if found.width * found.height > PIXELS_MAX:
        raise Refused("pixels")
    if page > 1:
        raise Refused("page")
    found.draft("RGB", (edge, edge))
    found.thumbnail((edge, edge))
    upright = ImageOps.exif_transpose(found)
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    if upright.mode not in ("RGBA", "LA", "PA") and "transparency" not in upright.info:
        return {"pages": 1}, upright
    clear = upright.convert("RGBA")
    return {"pages": 1}, Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)


def write(told: dict[str, Any], picture: Any) -> None:
    """The line, then the picture alone: nothing of what a camera or an office wrote into the file."""
    drawn = io.BytesIO()
    if picture is not None:
        told |= {"width": picture.width, "height": picture.height}
        plain = picture.convert("RGB")
        plain.info.clear()
        plain.save(drawn, "WEBP", quality=QUALITY, method=4)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + drawn.getvalue())
    sys.stdout.buffer.flush()


def main(kind: str, page: int, edge: int, memory: int, seconds: int) -> None:
    bound_ourselves(memory, seconds)
    try:
        write(*{"pdf": pdf, "image": image, "office": office}[kind](sys.stdin.buffer, page, edge))
    except Refused as refused:
        write({"refused": str(refused)}, None)
    except MemoryError:
        write({"refused": "heavy"}, None)
    except Exception:  # whatever a reader of files stumbles over is the file's fault
        write({"refused": "broken"}, None)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
