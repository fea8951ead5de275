"""The signatures: the minister certifies the frozen file, the registry numbers it, the organisation seals it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pkcs11.exceptions import PKCS11Error
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle

from nomination.signing.apart import apart
from nomination.signing.keys import FAILED, CannotSign, Key
from nomination.signing.places import DAY, NUMBER, SEAL, SIGNATURE, filled, text_fields
from nomination.signing.stamps import line_of_text, signature_stamp
from nomination.signing.timestamps import in_words
from workflow.words import N_

BROKEN = N_("The file to sign is damaged. Reopen the decision and freeze it again.")
SIGNED_BY, SEALED_BY = "Người ký", "Ký số của cơ quan"
FULL = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins.uniform(0))
RESERVED = 16384
"""Room for the signature in the file; two bytes of hexadecimal each."""

STAMPED = 3 * RESERVED
"""The same with the stamp of an authority, which brings the certificates that it rests on."""


@dataclass(frozen=True)
class Signing:
    """Who signs as whom: the name in the visible box, and what the certificate's application is told."""

    name: str
    at: datetime
    reason: str = ""
    place: str = ""


def certify(pdf: bytes, key: Key, secret: str, said: Signing, stamper: TimeStamper | None = None) -> bytes:
    """The first signature. After it only fields may be filled and the organisation may sign; all else breaks it."""
    return _signed(pdf, key, secret, said, _Place(SIGNATURE, SIGNED_BY, certifies=True), stamper)


def seal(pdf: bytes, key: Key, secret: str, said: Signing, stamper: TimeStamper | None = None) -> bytes:
    """The organisation's signature over the numbered file, the minister's signature included."""
    return _signed(pdf, key, secret, said, _Place(SEAL, SEALED_BY, certifies=False), stamper)


def numbered(pdf: bytes, *, number: str, day: str) -> bytes:
    """The signed file with number and day in the fields that it keeps for them; unchanged when it has none."""
    said = {name: text for name, text in ((NUMBER, number), (DAY, day)) if name in text_fields(pdf)}
    if not said:
        return pdf
    sizes = text_fields(pdf)
    drawn = {
        name: line_of_text(text, width=sizes[name][0], height=sizes[name][1], italic=name == DAY)
        for name, text in said.items()
    }
    return filled(pdf, drawn, said)


def has_seal_place(pdf: bytes) -> bool:
    return SEAL in (name for name, _, _ in enumerate_sig_fields(PdfFileReader(BytesIO(pdf))))


@dataclass(frozen=True)
class _Place:
    """Which of the two signatures: its field, the words above the name, and whether it closes the file to others."""

    field: str
    lead: str
    certifies: bool


def _signed(pdf: bytes, key: Key, secret: str, said: Signing, place: _Place, stamper: TimeStamper | None) -> bytes:
    with key.opened(secret) as signer, _in_words(), in_words(stamper):
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        width, height = _size(writer, place.field)
        holder = signer.signing_cert.subject.native.get("common_name", "") if signer.signing_cert else ""
        look = signature_stamp(width=width, height=height, lead=place.lead, name=said.name, holder=holder, at=said.at)
        meta = PdfSignatureMetadata(
            field_name=place.field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=place.certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS, name=said.name, reason=said.reason or None,
            location=said.place or None,
        )  # fmt: skip
        output = BytesIO()
        signing = _AtOurTime(meta, signer=signer, timestamper=stamper, stamp_style=_style(look))
        signing.at = said.at
        room = RESERVED if stamper is None else STAMPED
        apart(lambda: signing.sign_pdf(writer, existing_fields_only=True, bytes_reserved=room, output=output))
        return output.getvalue()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except PKCS11Error as error:
        raise CannotSign(FAILED, problem=type(error).__name__) from error
    except (SigningError, PdfError) as error:
        raise CannotSign(BROKEN) from error


def _size(writer: IncrementalPdfFileWriter, field: str) -> tuple[float, float]:
    for name, _, found in enumerate_sig_fields(writer):
        if name == field:
            left, bottom, right, top = (float(one) for one in found.get_object()["/Rect"])
            return right - left, top - bottom
    raise CannotSign(BROKEN)


def _style(look: bytes) -> StaticStampStyle:
    return StaticStampStyle(background=_Drawn(look), border_width=0, background_layout=FULL)


class _AtOurTime(PdfSigner):
    """The time in the file is the one on its face: this server's clock, asked once."""

    at: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Drawn(PdfContent):
    """A page drawn elsewhere, as the look of a field."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
        left, bottom, right, top = (float(one) for one in drawn.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        self.resources.xobject["/Drawn"] = drawn
        return b"/Drawn Do"
