"""A signature is what the bytes say: two judges accept it, and both refuse it with one byte changed."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from nomination import clock
from nomination.signing import verify as judge
from nomination.signing.keys import MINISTER, NO_FILE, NOT_A_KEY, WRONG_PASSWORD, CannotSign, KeyFile, Token, key_of
from nomination.signing.places import Places
from nomination.signing.sign import Signing, certify, numbered, seal
from nomination.signing.specimen import FILES, WARNING, authority, make_specimens
from nomination.signing.verify import Verdict, trusted_roots, verify
from tests.support.signing import PASSWORD, PLACES, paper, pdfsig

NAME = 'Nguyễn Thị "Hương" #Giang\\ $x$ {{7*7}}'
VALID, MISMATCH = "Signature is Valid.", "Digest Mismatch."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    make_specimens(made, password=PASSWORD, now=clock.now())
    return made


@pytest.fixture(scope="module")
def roots(folder: Path) -> list[Certificate]:
    return trusted_roots({"SIGNING_ROOTS": str(folder / FILES["roots"])})


@pytest.fixture(scope="module")
def signed(folder: Path) -> bytes:
    return certify(paper(), minister(folder), PASSWORD, said())


def minister(folder: Path) -> KeyFile:
    return KeyFile(folder / FILES["minister"])


def said(name: str = NAME) -> Signing:
    return Signing(name, clock.now(), "Ký quyết định", "Hà Nội")


def words(pdf: bytes) -> str:
    """The first page as it is seen, its fields included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    pypdfium2.raw.FPDFPage_Flatten(page.raw, 0)
    found = document[0].get_textpage().get_text_bounded()
    document.close()
    return " ".join(found.split())


def against(verdict: Verdict) -> list[tuple[str, ...]]:
    return [one.against for one in verdict.signatures]


def test_the_frozen_bytes_are_what_is_signed_and_two_judges_accept_them(
    signed: bytes, roots: list[Certificate], tmp_path: Path
) -> None:
    assert signed.startswith(paper()[:200])
    found = verify(signed, roots)
    (one,) = found.signatures
    assert (found.good, one.whole, one.certifies, one.against) == (True, True, True, ())
    assert (one.field, one.holder) == ("ChuKy", WARNING)
    assert one.at is not None and abs((one.at - clock.now()).total_seconds()) < 300
    assert pdfsig(signed, tmp_path) == [VALID]


def test_one_byte_changed_is_refused_by_both(signed: bytes, roots: list[Certificate], tmp_path: Path) -> None:
    for place in (300, len(signed) // 3, len(signed) - 30):
        broken = bytearray(signed)
        broken[place] ^= 1
        found = verify(bytes(broken), roots)
        assert found.good is False
        assert found.unreadable or all(judge.ALTERED in said for said in against(found))
        assert VALID not in pdfsig(bytes(broken), tmp_path)  # it may also find the file too damaged to judge


def test_nothing_may_stand_in_the_room_that_no_signature_covers(signed: bytes, roots: list[Certificate]) -> None:
    broken = bytearray(signed)
    end = int(re.search(rb"/ByteRange\s*\[\s*0 \d+ (\d+)", signed)[1])  # type: ignore[index]
    broken[end - 20] ^= 1
    assert against(verify(bytes(broken), roots)) == [(judge.ALTERED,)]


def test_number_and_day_and_the_seal_come_after_the_signature_and_keep_it(
    signed: bytes, folder: Path, roots: list[Certificate], tmp_path: Path
) -> None:
    issued = numbered(signed, number="15/QĐ-THỬ", day="ngày 02 tháng 12 năm 2031")
    assert issued.startswith(signed) and issued != signed
    (one,) = verify(issued, roots).signatures
    assert (one.good, one.whole) == (True, False)
    sealed = seal(issued, KeyFile(folder / FILES["seal"]), PASSWORD, said("BỘ THỬ NGHIỆM"))
    found = verify(sealed, roots)
    assert sealed.startswith(issued)
    assert [(one.field, one.good, one.whole, one.certifies) for one in found.signatures] == [
        ("ChuKy", True, False, True), ("DauCoQuan", True, True, False),
    ]  # fmt: skip
    assert pdfsig(sealed, tmp_path) == [VALID, VALID]
    seen = words(sealed)
    assert "15/QĐ-THỬ" in seen and "ngày 02 tháng 12 năm 2031" in seen
    assert "BỘ THỬ NGHIỆM" in seen
    broken = bytearray(sealed)
    broken[sealed.index(issued[len(signed) :]) + 40] ^= 1
    assert verify(bytes(broken), roots).good is False


def test_a_number_changed_after_the_seal_breaks_the_seal(signed: bytes, folder: Path, roots: list[Certificate]) -> None:
    issued = numbered(signed, number="15/QĐ-THỬ", day="")
    sealed = seal(issued, KeyFile(folder / FILES["seal"]), PASSWORD, said("BỘ"))
    changed = verify(numbered(sealed, number="16/QĐ-THỬ", day=""), roots)
    assert [one.whole for one in changed.signatures] == [False, False]
    assert not changed.sealed_whole and verify(sealed, roots).sealed_whole


def test_anything_else_added_behind_the_signature_is_refused(signed: bytes, roots: list[Certificate]) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()[pdf_name("/Contents")] = writer.add_object(pdf_string("khác"))
    writer.mark_update(page.reference)
    output = BytesIO()
    writer.write(output)
    found = verify(output.getvalue(), roots)
    assert found.good is False
    assert against(found) == [(judge.FORBIDDEN,)]


def test_only_the_configured_roots_are_trusted(signed: bytes) -> None:
    assert against(verify(signed, trusted_roots({}))) == [(judge.UNTRUSTED,)]
    assert verify(signed, trusted_roots({"SIGNING_ROOTS": "/nowhere.pem"})).good is False


def test_the_visible_box_has_every_vietnamese_letter_and_what_was_typed_is_only_text(signed: bytes) -> None:
    seen = words(signed)
    assert NAME in seen and WARNING in seen and "Thời gian ký" in seen


def test_a_file_without_a_signature_is_not_good(roots: list[Certificate]) -> None:
    assert verify(paper(), roots) == Verdict(())
    assert verify(b"not a PDF", roots) == Verdict((), unreadable=True)
    assert not verify(paper(), roots).good


@pytest.mark.parametrize("secret", ["sai", "", PASSWORD.upper()])
def test_a_wrong_password_is_said_in_words(folder: Path, secret: str) -> None:
    with pytest.raises(CannotSign) as caught:
        certify(paper(), minister(folder), secret, said())
    assert caught.value.message == WRONG_PASSWORD


def test_a_signing_file_that_is_missing_or_empty_is_said_in_words(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotSign) as caught:
        certify(paper(), KeyFile(tmp_path / "none.p12"), PASSWORD, said())
    assert (caught.value.message, caught.value.params) == (NO_FILE, {"file": "none.p12"})
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    root = authority(clock.now())
    only_certificates = tmp_path / "certificates.p12"
    content = pkcs12.serialize_key_and_certificates(b"x", None, None, [root.certificate], NoEncryption())
    only_certificates.write_bytes(content)
    with pytest.raises(CannotSign) as caught:
        certify(paper(), KeyFile(only_certificates), "", said())
    assert caught.value.message == NOT_A_KEY


def test_a_paper_without_room_for_a_number_keeps_its_bytes(folder: Path, roots: list[Certificate]) -> None:
    bare = certify(paper(places=Places(PLACES.signature)), minister(folder), PASSWORD, said())
    assert numbered(bare, number="15/QĐ-THỬ", day="") == bare
    assert verify(bare, roots).good


def test_the_key_is_what_the_configuration_names() -> None:
    assert key_of({}, MINISTER) is None
    assert key_of({"SIGNING_FILE": "/a.p12"}, MINISTER) == KeyFile(Path("/a.p12"))
    given = {"SIGNING_FILE": "/a.p12", "SIGNING_MODULE": "/lib.so", "SIGNING_SLOT": "3", "SIGNING_TOKEN": "the"}
    assert key_of(given, MINISTER) == Token("/lib.so", "the", 3)
