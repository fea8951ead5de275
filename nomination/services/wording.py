"""What may be written as a name or a line about a nominee. A name has one form, so that it is found again."""

import unicodedata

from workflow.dossier import NomineeKind
from workflow.words import N_

Told = tuple[str, dict[str, object]]

NAME_MAX = 200
NEEDED = N_("This is needed.")
TOO_LONG = N_("At most %(limit)s characters; you wrote %(length)s.")
HIDDEN = N_("There is a character that cannot be seen (%(code)s). Type the text by hand instead of pasting it.")
FOREIGN = N_("“%(letter)s” (%(code)s) is not a Latin letter. Type it again with a Vietnamese keyboard.")
NOT_IN_NAME = N_("“%(letter)s” does not belong in a person's name.")

IN_NAMES = frozenset(" .'’-")


def one_line(typed: str) -> str:
    """Composed letters and single spaces. What cannot be seen stays, to be refused in words."""
    composed = unicodedata.normalize("NFC", typed).replace("\t", " ").replace("\u00a0", " ")
    return " ".join(word for word in composed.split(" ") if word)


def plain_line(typed: str) -> str:
    """Composed letters and single spaces, whatever stood between the words: what a certificate prints in one line."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def line_problem(line: str, limit: int, *, needed: bool = False) -> Told | None:
    """What stands against a line, or None."""
    if needed and not line:
        return NEEDED, {}
    if len(line) > limit:
        return TOO_LONG, {"limit": limit, "length": len(line)}
    return _hidden(line)


def name_problem(name: str, kind: NomineeKind) -> Told | None:
    """A person's name holds Latin letters and . ' - only; a collective's may hold figures and signs as well."""
    return line_problem(name, NAME_MAX, needed=True) or _foreign(name) or _signs(name, kind)


def _hidden(line: str) -> Told | None:
    """Control, bidirectional, zero-width, private and unassigned characters; also separators of lines."""
    for letter in line:
        if unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
            return HIDDEN, {"code": f"U+{ord(letter):04X}"}
    return None


def _foreign(name: str) -> Told | None:
    """Letters of another script that look Latin would make a second name of the same person."""
    for letter in name:
        if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN"):
            return FOREIGN, {"letter": letter, "code": f"U+{ord(letter):04X}"}
    return None


def _signs(name: str, kind: NomineeKind) -> Told | None:
    if kind is NomineeKind.COLLECTIVE:
        return None
    for letter in name:
        if unicodedata.category(letter)[0] not in "LM" and letter not in IN_NAMES:
            return NOT_IN_NAME, {"letter": letter}
    return None if any(letter.isalpha() for letter in name) else (NEEDED, {})
