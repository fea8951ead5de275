"""A rectangle on a page: where something is left free for later, and where it is put."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """On a page counted from 1, in PDF points from the lower left corner of the sheet, as signatures want it."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """In whole points."""
        return round(self.left), round(self.bottom), round(self.right), round(self.top)
