"""Certificates as PDF: our own sheet, and the words alone for the ministry's blank, which may also be a picture."""

from dataclasses import asdict
from typing import Any

from nomination.papers.certificate import FIELDS, Certificate, StockPrint
from nomination.papers.pdf import Printed, cleaned, printed

LABELS = {
    "name": "Tên", "place": "Đơn vị", "citation": "Thành tích", "decision": "Quyết định", "ordinal": "Số sổ vàng",
    "day": "Địa danh, ngày", "signer": "Người ký", "qr": "Mã QR",
}  # fmt: skip


def certificate_pdf(it: Certificate) -> bytes:
    return printed("certificate.typ", _told(it), it.dated).content


def stock_pdf(it: StockPrint) -> bytes:
    return _stock(it, picture=False).content


def stock_picture(it: StockPrint) -> bytes:
    """The first sheet as PNG, to look at."""
    return _stock(it, picture=True).content


def _stock(it: StockPrint, *, picture: bool) -> Printed:
    frames = {field: asdict(frame) for field, frame in it.frames}
    told = {
        "title": "In phôi bằng khen", "sheets": [_told(one) for one in it.certificates], "guides": it.guides,
        "frames": [(field, frames[field]) for field in FIELDS if field in frames], "labels": LABELS,
    }  # fmt: skip
    return printed("stock.typ", told, it.certificates[0].dated, picture=picture)


def _told(it: Certificate) -> dict[str, Any]:
    whole = asdict(it, dict_factory=cleaned)
    return whole | {"title": it.title, "kind": it.kind, "words": cleaned(list(it.words().items()))}
