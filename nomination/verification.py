"""Where anybody can check an award: its page's address, from configuration alone, and the QR code that leads to it."""

import io

import segno
from flask import current_app


def award_address(code: str) -> str:
    """The address printed on papers. It comes from `PUBLIC_URL`, never from a request."""
    return f"{str(current_app.config['PUBLIC_URL']).rstrip('/')}/register/{code}"


def qr_svg(address: str, *, title: str = "") -> str:
    """The code as one SVG element without styles, for a page or a paper. Error correction M: 15 % may be lost."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True, title=title or None)


def qr_file(address: str) -> str:
    """The same code as an SVG file of its own, to be placed on a printed paper; the paper leaves the quiet zone.
    The mask is given, for choosing the best of eight takes most of the time, and a run of certificates is long."""
    packed = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=2).save(
        packed, kind="svg", xmldecl=False, border=1, lineclass=None
    )
    return packed.getvalue().decode()
