"""Marks the words that people read. The rules never translate: they hand over an English message and its parameters."""


class Word(str):
    """A message that the reader's side must translate before showing it, such as a label inside a sentence."""

    __slots__ = ()


def N_(message: str) -> str:
    """Mark `message` for the catalogue and return it unchanged."""
    return message
