"""Two wordings of one text, word by word: what stayed, what went, what came."""

import re
from difflib import SequenceMatcher

Piece = tuple[str, str]
"""`same`, `gone` or `new`, and the words."""
LONGEST = 4_000


def changed_words(before: str, after: str) -> list[Piece]:
    """The pieces in order. Texts too long to compare word by word stand whole, the old before the new."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    if len(old) + len(new) > LONGEST:
        return [("gone", before), ("new", after)]
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [(kind, text) for kind, text in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if text]
    return pieces
