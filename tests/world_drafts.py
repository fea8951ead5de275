"""What the tests of drafts share: a page's form as its reader would send it, and small files of every kind."""

import io
import zipfile
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from PIL import Image
from werkzeug.datastructures import MultiDict

from demo.files import pdf, picture
from nomination.files import store
from nomination.services.evidence import Kept

PDF = pdf("Minh hoa")
PNG = picture(24, 16)


def photo(width: int = 24, height: int = 16, **more: Any) -> bytes:
    """A small JPEG; `more` goes to Pillow, such as exif."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(held, "JPEG", **more)
    return held.getvalue()


JPEG = photo()


def kept(name: str) -> Kept:
    """A PDF that is in the store, as an act is handed it."""
    sha256, size = store().put(io.BytesIO(PDF))
    return Kept(sha256, size, "application/pdf", name)


def office(main: str, *more: str, content: bytes = b"x", packing: int = zipfile.ZIP_STORED) -> bytes:
    """A small office file whose main part is `main`, such as word/document.xml."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        for name in ("[Content_Types].xml", main, *more):
            archive.writestr(name, content)
    return held.getvalue()


def form_of(page: str) -> MultiDict[str, str]:
    """What the browser would send of the draft's form, the token left out."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(one for one in document.iter("form") if one.get("id") == "nominations-form")
    sent: MultiDict[str, str] = MultiDict()
    for field in form.iter():
        name, value = field.get("name"), _value(field)
        if name and name != "csrf_token" and value is not None and not field.get("form"):
            sent.add(name, value)
    return sent


def _value(field: Element) -> str | None:
    """What a field sends; None when it sends nothing."""
    if field.tag == "textarea":
        return "".join(field.itertext())
    if field.tag == "select":
        options = list(field.iter("option"))
        return next((one for one in options if one.get("selected") is not None), options[0]).get("value", "")
    unticked = field.get("type") in ("checkbox", "radio") and field.get("checked") is None
    return None if field.tag != "input" or unticked else field.get("value", "")
