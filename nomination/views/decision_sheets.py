"""One page of a file of a decision as a picture that we drew, and what the partial around it shows."""

from typing import Any

from flask_babel import gettext

from nomination.files import Damaged
from nomination.filetypes import KINDS
from nomination.opening import Busy, Opened
from nomination.previews import READABLE, preview
from nomination.queries.decision_files import FILE_NAMES, Filed
from nomination.services.transaction import Missing

LAST = 2000


def sheet_of(file: Filed, number: int) -> dict[str, Any]:
    """What the partial shows; `found` is None while too many files are being opened."""
    try:
        found = drawn(file, number)
    except Busy:
        found = None
    return {"file": file, "file_name": gettext(FILE_NAMES[file.kind]), "number": number, "found": found}


def drawn(file: Filed, number: int) -> Opened:
    if KINDS.get(file.media_type) not in ("pdf", "image") or not 1 <= number <= LAST:
        raise Missing
    try:
        found = preview(file.sha256, file.media_type, page=number, edge=READABLE)
    except (Damaged, FileNotFoundError):
        return Opened("broken")
    if found.refused == "page":
        raise Missing
    return found
