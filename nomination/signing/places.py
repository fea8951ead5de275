"""Where a paper is signed, sealed and numbered: empty fields put into the file before anybody signs it.

Decree 30/2020 (article 14, as domain R-DOC-5 gives it) lets the registry give number and date after the signature and
put the organisation's signature after that. Bytes that were signed may not be changed, so number and date are form
fields of the frozen file: the minister certifies it with DocMDP level 2 (filling fields and signing are allowed, all
else breaks the signature), the registry fills the two fields in an update appended to the file, and the organisation's
signature covers the whole. The minister's file is the exact beginning of the issued one; both are kept.
"""

from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NumberObject,
    pdf_name,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from nomination.papers.place import Place

SIGNATURE, SEAL, NUMBER, DAY = "ChuKy", "DauCoQuan", "So", "NgayThang"
PRINTED, READ_ONLY = 4, 1


@dataclass(frozen=True)
class Places:
    """What one paper has room for. A paper without room for a number is numbered on its face by nobody."""

    signature: Place
    seal: Place | None = None
    number: Place | None = None
    day: Place | None = None


def prepared(pdf: bytes, places: Places) -> bytes:
    """The file with its empty fields: these are the bytes that are frozen, and the first part of the signed file."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, _signature_field(SIGNATURE, places.signature))
    if places.seal is not None:
        append_signature_field(writer, _signature_field(SEAL, places.seal))
    for name, place in ((NUMBER, places.number), (DAY, places.day)):
        if place is not None:
            _append_text_field(writer, name, place)
    return _written(writer)


def filled(pdf: bytes, drawn: dict[str, bytes], said: dict[str, str]) -> bytes:
    """The signed file with text fields filled in an update behind the signature. `drawn`: each field's look, as a
    one-page PDF as large as its box; `said`: the same in letters."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for field in writer.root["/AcroForm"]["/Fields"]:
        widget = field.get_object()
        name = str(widget.get("/T", ""))
        if name in said:
            widget[pdf_name("/V")] = pdf_string(said[name])
            look = writer.import_page_as_xobject(PdfFileReader(BytesIO(drawn[name])))
            widget[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): look})
            writer.mark_update(field.reference)
    return _written(writer)


def text_fields(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Width and height of every text field that waits to be filled, by name."""
    root = PdfFileReader(BytesIO(pdf)).root
    fields = [one.get_object() for one in root["/AcroForm"]["/Fields"]] if "/AcroForm" in root else []
    return {
        str(one["/T"]): (float(one["/Rect"][2] - one["/Rect"][0]), float(one["/Rect"][3] - one["/Rect"][1]))
        for one in fields
        if one.get("/FT") == "/Tx"
    }


def _signature_field(name: str, place: Place) -> SigFieldSpec:
    return SigFieldSpec(name, on_page=place.page - 1, box=place.box)


def _append_text_field(writer: IncrementalPdfFileWriter, name: str, place: Place) -> None:
    page_ref, _ = writer.find_page_for_modification(place.page - 1)
    widget = DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): pdf_string(name),
            pdf_name("/Ff"): NumberObject(READ_ONLY), pdf_name("/F"): NumberObject(PRINTED),
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/P"): page_ref, pdf_name("/DA"): pdf_string("/Helv 0 Tf 0 g"),
            pdf_name("/Rect"): ArrayObject([FloatObject(one) for one in place.box]),
        }
    )  # fmt: skip
    added = writer.add_object(widget)
    _annotate(writer, page_ref, added)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(added)
    writer.update_container(fields)


def _annotate(writer: IncrementalPdfFileWriter, page_ref: IndirectObject, added: IndirectObject) -> None:
    page = page_ref.get_object()
    if "/Annots" not in page:
        page[pdf_name("/Annots")] = ArrayObject()
    page["/Annots"].append(added)
    writer.update_container(page["/Annots"])
    writer.mark_update(page_ref)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
