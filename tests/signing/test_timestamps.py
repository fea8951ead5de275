"""A signature with the time of an authority: asked over HTTP, judged anew, and nothing is signed without its answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.tsp import TimeStampReq
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from nomination import clock
from nomination.signing.keys import CannotSign, KeyFile
from nomination.signing.sign import Signing, certify, numbered, seal
from nomination.signing.specimen import FILES, Issued, authority, issue, make_specimens
from nomination.signing.timestamps import NO_STAMP, stamper_of
from nomination.signing.verify import UNSTAMPED, trusted_roots, verify
from tests.support.server import free_port
from tests.support.signing import PASSWORD, paper, pdfsig

REPLY = "application/timestamp-reply"


@dataclass
class Authority:
    """What it answers may be put wrong: with another body, type or status."""

    stamper: DummyTimeStamper
    address: str = ""
    body: bytes | None = None
    kind: str = REPLY
    status: int = 200
    asked: list[int] = field(default_factory=list)

    def answer(self, asked: bytes) -> bytes:
        self.asked.append(len(asked))
        if self.body is not None:
            return self.body
        return asyncio.run(self.stamper.async_request_tsa_response(TimeStampReq.load(asked))).dump()


@contextmanager
def standing(one: Authority) -> Iterator[Authority]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = one.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(one.status)
            self.send_header("Content-Type", one.kind)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        one.address = f"http://127.0.0.1:{server.server_port}/tsa"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield one
        finally:
            server.shutdown()
            thread.join()


def of(root: Issued) -> Authority:
    made = issue(root, "Dấu thời gian", clock.now(), stamps=True)
    der = serialization.Encoding.DER
    key = made.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore()
    store.register(Certificate.load(root.certificate.public_bytes(der)))
    certificate = Certificate.load(made.certificate.public_bytes(der))
    return Authority(DummyTimeStamper(certificate, PrivateKeyInfo.load(key), certs_to_embed=store))


@dataclass(frozen=True)
class Place:
    folder: Path
    root: Issued
    roots: list[Certificate]

    def sign(self, url: str) -> bytes:
        said, stamper = Signing("Nguyễn Thị Hương", clock.now()), stamper_of({"SIGNING_TIMESTAMP_URL": url})
        return certify(paper(), KeyFile(self.folder / FILES["minister"]), PASSWORD, said, stamper)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The keys of who signs, and the root of a time stamping authority that is trusted beside theirs."""
    folder, root = tmp_path_factory.mktemp("stamped"), authority(clock.now())
    make_specimens(folder, password=PASSWORD, now=clock.now())
    with (folder / FILES["roots"]).open("ab") as roots:
        roots.write(root.certificate.public_bytes(serialization.Encoding.PEM))
    return Place(folder, root, trusted_roots({"SIGNING_ROOTS": str(folder / FILES["roots"])}))


def test_the_time_of_the_authority_stands_in_both_signatures_and_two_judges_accept_them(
    place: Place, tmp_path: Path
) -> None:
    with standing(of(place.root)) as one:
        began = clock.now().replace(microsecond=0)
        signed = place.sign(one.address)
        stamper = stamper_of({"SIGNING_TIMESTAMP_URL": one.address})
        key, said = KeyFile(place.folder / FILES["seal"]), Signing("Bộ Thử", clock.now())
        sealed = seal(numbered(signed, number="15/QĐ-T", day="ngày 05 tháng 02 năm 2021"), key, PASSWORD, said, stamper)
    assert len(one.asked) == 2
    verdict = verify(sealed, place.roots)
    assert verdict.sealed_whole
    assert [began <= found.stamped_at <= clock.now() for found in verdict.signatures if found.stamped_at] == [True] * 2
    assert pdfsig(sealed, tmp_path) == ["Signature is Valid."] * 2


def test_a_stamp_of_an_authority_that_is_not_trusted_is_told(place: Place) -> None:
    with standing(of(authority(clock.now()))) as one:
        signed = place.sign(one.address)
    (found,) = verify(signed, place.roots).signatures
    assert (found.good, found.against) == (False, (UNSTAMPED,))


WRONG = {
    "an error": {"status": 500}, "a page": {"body": b"<html></html>", "kind": "text/html"},
    "nonsense": {"body": b"\x30\x03abc"}, "nothing": {"body": b""},
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_without_a_proper_answer_nothing_is_signed_and_it_is_said(place: Place, how: str) -> None:
    with standing(of(place.root)) as one:
        for name, value in WRONG[how].items():
            setattr(one, name, value)
        with pytest.raises(CannotSign) as caught:
            place.sign(one.address)
    assert caught.value.message == NO_STAMP


def test_an_authority_that_is_not_there_is_said_too(place: Place) -> None:
    with pytest.raises(CannotSign) as caught:
        place.sign(f"http://127.0.0.1:{free_port()}/tsa")
    assert caught.value.message == NO_STAMP


def test_nobody_is_asked_unless_the_configuration_says_whom() -> None:
    assert stamper_of({}) is None and stamper_of({"SIGNING_TIMESTAMP_URL": ""}) is None
