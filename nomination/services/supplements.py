"""What the parts of a nomination said when they were asked to be completed, and what they said when they came back."""

from typing import Any

from nomination.dossiers import Loaded
from nomination.models import SupplementRequest
from nomination.services.contents import content_of
from workflow.drafting import parts

FILES = "files"


def text_of(loaded: Loaded, part: str) -> dict[str, Any]:
    """One part as people read it, with the names of its files."""
    return content_of(loaded, part) | {FILES: [one.name for one in loaded.evidence.get(part, [])]}


def texts_of(loaded: Loaded) -> dict[str, Any]:
    return {part: text_of(loaded, part) for part in parts(loaded.dossier)}


def keep_texts(request: SupplementRequest, loaded: Loaded) -> None:
    """Of an answered request the parts that were asked for stay, and those that changed with them."""
    before, after = request.text_before or {}, texts_of(loaded)
    told = [part for part in after if part in request.parts or after[part] != before.get(part)]
    request.text_after = {part: after[part] for part in told}
    if request.text_before is not None:
        request.text_before = {part: before[part] for part in told if part in before}
