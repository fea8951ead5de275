"""What the bytes of a file say about its signatures. Asked anew each time: nothing that is stored says "valid"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import parser
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from nomination.signing.apart import apart
from workflow.words import N_

UNREADABLE = N_("The file is damaged and cannot be read.")
ALTERED = N_("The signed content was changed after the signature.")
FORBIDDEN = N_("Something was added after the signature that the signature does not allow.")
UNCOVERED = N_("The signature does not cover the whole of what was signed.")
UNTRUSTED = N_("The certificate does not lead to an authority that this installation trusts, or it no longer holds.")
UNSTAMPED = N_("The time stamp does not come from an authority that this installation trusts.")

PARTIAL = (SignatureCoverageLevel.UNCLEAR, SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START)


@dataclass(frozen=True)
class Found:
    """One signature. `good` is the judgement over all; `against` says in English msgids what speaks against it.

    `whole`: nothing stands in the file behind it; otherwise only fields were filled or signatures added after it.
    `stamped_at`: the time by an authority of its own, where one was asked.
    """

    field: str
    holder: str
    issuer: str
    at: datetime | None
    good: bool
    whole: bool
    certifies: bool
    against: tuple[str, ...]
    stamped_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """Every signature of a file, in the order in which they were made."""

    signatures: tuple[Found, ...]
    unreadable: bool = False

    @property
    def good(self) -> bool:
        return not self.unreadable and bool(self.signatures) and all(one.good for one in self.signatures)

    @property
    def sealed_whole(self) -> bool:
        """The last signature covers the file to its end: nothing was filled in behind it."""
        return self.good and self.signatures[-1].whole


def verify(pdf: bytes, roots: list[Certificate]) -> Verdict:
    """Integrity, coverage of the whole file, what was added after each signature, and trust in the given roots."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        return Verdict(tuple(_judged(one, roots) for one in signatures))
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return Verdict((), unreadable=True)  # whatever a damaged file makes a reader stumble over


def trusted_roots(config: Mapping[str, Any]) -> list[Certificate]:
    """The authorities that the configuration trusts; none when it names none, and then no signature is trusted."""
    path = config.get("SIGNING_ROOTS")
    return list(load_certs_from_pemder([path])) if path and Path(path).exists() else []


def _judged(embedded: EmbeddedPdfSignature, roots: list[Certificate]) -> Found:
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    certificate = embedded.signer_cert
    holder, issuer = (_common_name(name) for name in (certificate.subject, certificate.issuer))
    try:
        status = apart(lambda: validate_pdf_signature(embedded, context))
    except (SignatureValidationError, PdfError, ValueError):
        return Found(embedded.field_name, holder, issuer, None, False, False, False, (FORBIDDEN,))
    clean = _clean_room(embedded.pkcs7_content)
    found = tuple(message for message, stands in _objections(status, clean) if stands)
    return Found(
        field=embedded.field_name, holder=holder, issuer=issuer, at=status.signer_reported_dt,
        good=status.bottom_line and clean, whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        certifies=embedded.docmdp_level is not None, against=found,
        stamped_at=status.timestamp_validity.timestamp if status.timestamp_validity else None,
    )  # fmt: skip


def _clean_room(content: bytes) -> bool:
    """The room of a signature is larger than it, and no signature covers the rest: nothing may stand there."""
    _, _, _, header, body, trailer = parser.parse(content)
    return not any(content[len(header) + len(body) + len(trailer) :])


def _objections(status: Any, clean: bool) -> list[tuple[str, bool]]:
    altered, stamp = not (status.intact and status.valid and clean), status.timestamp_validity
    return [
        (ALTERED, altered),
        (UNCOVERED, status.coverage in PARTIAL),
        (FORBIDDEN, status.modification_level is ModificationLevel.OTHER or status.docmdp_ok is False),
        (UNTRUSTED, not altered and not status.trusted),
        (UNSTAMPED, stamp is not None and not (stamp.valid and stamp.intact and stamp.trusted)),
    ]


def _common_name(name: Any) -> str:
    return str(name.native.get("common_name", "")) or str(name.human_friendly)
