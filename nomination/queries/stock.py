"""Where words stand on the ministry's blank: as set here, else where they stand at first."""

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import StockFrame
from nomination.papers.certificate import FIELDS, STANDARD, Frame


def frames() -> dict[str, Frame]:
    """One frame for each field, in the order of the settings page."""
    own = {row.field: _frame(row) for row in db.session.scalars(select(StockFrame))}
    return {field: own.get(field, STANDARD[field]) for field in FIELDS}


def _frame(row: StockFrame) -> Frame:
    sides = (row.left_tenths, row.top_tenths, row.width_tenths, row.height_tenths)
    left, top, width, height = (side / 10 for side in sides)
    return Frame(left, top, width, height, row.size)
