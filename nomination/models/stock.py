"""Where words stand on the ministry's printed blank: one row for each field that is not where it stands at first."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, one_of

STOCK_FIELDS = ("name", "place", "citation", "decision", "ordinal", "day", "signer", "qr")


class StockFrame(Base):
    """A frame on A4 lying on its side, in tenths of a millimetre from its upper left corner."""

    __tablename__ = "stock_frame"
    __table_args__ = (
        one_of("field", STOCK_FIELDS),
        CheckConstraint("left_tenths >= 0 AND width_tenths > 0 AND left_tenths + width_tenths <= 2970", name="across"),
        CheckConstraint("top_tenths >= 0 AND height_tenths > 0 AND top_tenths + height_tenths <= 2100", name="down"),
        CheckConstraint("size >= 0 AND size <= 72", name="size_possible"),
    )

    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    left_tenths: Mapped[int]
    top_tenths: Mapped[int]
    width_tenths: Mapped[int]
    height_tenths: Mapped[int]
    size: Mapped[int] = mapped_column(comment="points; 0 leaves the field out")
