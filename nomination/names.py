"""One form for every name: folded for finding, keyed for sorting by given name as Vietnamese lists do."""

import re
import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ɖ": "d", "Ɖ": "d"})
_ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
_TONE_MARKS = {mark: place for place, mark in enumerate(_TONES) if mark}


def fold(text: str) -> str:
    """Lower case without marks, single spaces: "Đỗ  Văn Đức" -> "do van duc". Both the index and the query use it."""
    bare = unicodedata.normalize("NFKD", text.translate(_D))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
    return " ".join(re.findall(r"\w+", letters))


def match_key(name: str) -> str:
    """A looser key for finding the same nominee: folded, and i for y, as both spellings live side by side (Quý, Quí).

    Equal keys are a reason to look, never a proof.
    """
    return fold(name).replace("y", "i")


def sort_key(full_name: str) -> str:
    """Orders by given name, then middle, then family name, by the Vietnamese alphabet and order of tones."""
    words = unicodedata.normalize("NFC", full_name).casefold().split()
    turned = words[-1:] + words[1:-1] + words[:1] if len(words) > 1 else words
    return " ".join(_word_key(word) for word in turned)


def _word_key(word: str) -> str:
    """Letters first, tones after, each as a fixed-width figure, so that plain text comparison sorts rightly."""
    letters, tone = [], 0
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONE_MARKS[mark] for mark in parts if mark in _TONE_MARKS), tone)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONE_MARKS))
        letters.append(f"{_ALPHABET.index(base):02d}" if base in _ALPHABET else base)
    return "".join(letters) + f".{tone}"
