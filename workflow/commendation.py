"""Kinds of emulation and commendation by method, as the yearly statistics (Biểu 0603) part them."""

from workflow.words import N_

THEMATIC, REGULAR, SUDDEN = "thematic", "regular", "sudden"
METHODS = {REGULAR: N_("Regular"), THEMATIC: N_("Thematic"), SUDDEN: N_("Sudden achievement")}
UNKNOWN = N_("Not known")
"""Of an imported decision whose paper did not say it."""


def method_label(code: str) -> str:
    return METHODS.get(code, UNKNOWN)
