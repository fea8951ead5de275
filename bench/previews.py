"""What it takes to look at evidence: a PDF of ten pages for the first and the second time, and files made to do harm.

.venv/bin/python -m bench.previews
"""

import io
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nomination import create_app, opening
from nomination.files import store
from nomination.filetypes import PDF, PNG, Unacceptable
from nomination.previews import READABLE, THUMBNAIL, checked, keep_thumbnail, preview
from tests.support import hostile

PAGES = 10


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def a_report() -> None:
    """As a unit sends it and as a reader leafs through it."""
    content = hostile.pdf_pages(PAGES)
    began = time.perf_counter()
    found = checked(io.BytesIO(content), PDF)
    sha256, _size = store().put(io.BytesIO(content))
    keep_thumbnail(sha256, found)
    print(f"check an upload and draw its thumbnail: {(time.perf_counter() - began) * 1000:.0f} ms")
    leaf = [lambda page=page: preview(sha256, PDF, page=page, edge=READABLE) for page in range(1, PAGES + 1)]
    for which in ("first", "second"):
        times = [timed(one) for one in leaf]
        print(f"a page to read, {which} time: median {statistics.median(times):.2f} ms, slowest {max(times):.2f} ms")
    print(f"a thumbnail: {timed(lambda: preview(sha256, PDF, page=1, edge=THUMBNAIL)):.2f} ms")


def harm() -> None:
    """How long each is worked on and the most memory that any process took."""
    files = {
        "picture of 49 million pixels": (hostile.png(7000, 7000), PNG),
        "picture of 400 million pixels": (hostile.png(20000, 20000), PNG),
        "PDF that unpacks to gigabytes": (hostile.pdf_bomb(), PDF),
        "PDF that is drawn without end": (hostile.pdf_maze(), PDF),
        "PDF of 2,500 pages": (hostile.pdf_pages(2500), PDF),
    }
    for name, (content, media_type) in files.items():
        began, answer = time.perf_counter(), "taken"
        try:
            checked(io.BytesIO(content), media_type)
        except Unacceptable as refused:
            answer = refused.message
        print(f"{name} ({len(content) // 1024} KB): {(time.perf_counter() - began) * 1000:.0f} ms. {answer}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"most memory of one process: {most} MB in use, of {opening.MEMORY // 1024 // 1024} MB allowed")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": Path(folder), "SECRET_KEY": "only for this"})
        with app.app_context():
            a_report()
            harm()


if __name__ == "__main__":
    main()
