"""A certificate (bằng khen): what it says. Our own sheet is a preview; the ministry's blank gets the words alone."""

from dataclasses import dataclass
from datetime import date

from nomination.papers.decision import dated
from nomination.papers.sentences import on_day
from nomination.papers.typography import bound

FIELDS = ("name", "place", "citation", "decision", "ordinal", "day", "signer", "qr")
"""What is printed on a blank, each in a frame of its own, in this order on the settings page."""


@dataclass(frozen=True)
class Certificate:
    """Names as they were at the decision. `qr`: the code that leads to the register, as SVG; `address`: in letters."""

    code: str
    awarder: str
    award: str
    name: str
    unit: str
    citation: str
    number: str
    dated: date
    ordinal: int
    issued_at: str
    signed_as: tuple[str, ...]
    signer: str
    qr: str
    address: str

    @property
    def title(self) -> str:
        return f"{self.award}: {self.name}"

    @property
    def kind(self) -> str:
        """The form of commendation by its own name: “Bằng khen của Bộ trưởng cho cá nhân” is a “Bằng khen”."""
        return self.award.split(" của ")[0].split(" cho ")[0]

    def words(self) -> dict[str, str]:
        """What stands in each field, as it is printed."""
        return {
            "name": self.name,
            "place": self.unit,
            "citation": self.citation,
            "decision": bound(f"Quyết định số {self.number} {dated(self.dated)}"),
            "ordinal": bound(f"Số sổ vàng: {self.ordinal}"),
            "day": f"{self.issued_at}, {on_day(self.dated)}",
            "signer": self.signer,
        }


@dataclass(frozen=True)
class Frame:
    """Where a field stands on the blank, in millimetres from the upper left corner, and the size of its letters in
    points. Words that are too long for it are set smaller and never leave it; a size of 0 leaves the field out."""

    left: float
    top: float
    width: float
    height: float
    size: int


STANDARD: dict[str, Frame] = {
    "name": Frame(48, 92, 201, 16, 26),
    "place": Frame(48, 108, 201, 12, 16),
    "citation": Frame(48, 121, 201, 20, 16),
    "decision": Frame(34, 152, 120, 8, 12),
    "ordinal": Frame(34, 160, 120, 8, 12),
    "day": Frame(160, 144, 104, 8, 14),
    "signer": Frame(160, 183, 104, 10, 16),
    "qr": Frame(34, 170, 22, 22, 1),
}
"""Frames to begin with, on A4 lying on its side; every ministry's blank is another and has its own."""


@dataclass(frozen=True)
class StockPrint:
    """The words of certificates for the blank, a sheet each. `guides`: frames are drawn too, to look at."""

    certificates: tuple[Certificate, ...]
    frames: tuple[tuple[str, Frame], ...]
    guides: bool = False
