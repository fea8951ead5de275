"""Keys, a signing token of software, and the second judge of signatures: poppler's `pdfsig`."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11
import pytest
import typst
from cryptography.hazmat.primitives import serialization
from flask import Flask
from pkcs11 import Attribute, ObjectClass

from nomination import clock
from nomination.papers.place import Place
from nomination.signing.places import Places, prepared
from nomination.signing.specimen import Issued, authority, issue, settings_for

PASSWORD, PIN, TOKEN, LABEL = "mật khẩu thử", "481516", "the-thu-nghiem", "signer"
PLACES = Places(
    signature=Place(1, 320, 150, 520, 210), seal=Place(1, 170, 150, 310, 210), number=Place(1, 60, 730, 220, 750),
    day=Place(1, 300, 730, 520, 750),
)  # fmt: skip
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
           "/usr/lib64/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so")  # fmt: skip


def paper(words: str = "Quyết định", places: Places = PLACES) -> bytes:
    """A frozen file of two pages with its empty fields."""
    pdf = typst.compile(b'#set page(paper: "a4")\n#sys.inputs.words\n#pagebreak()\n2', sys_inputs={"words": words})
    return prepared(pdf, places)


@contextmanager
def digital(app: Flask, folder: Path) -> Iterator[Flask]:
    """The installation has a key for who signs, one for the organisation, and trusts their root: those of `folder`."""
    given = settings_for(folder)
    before = {key: app.config.get(key) for key in given}
    app.config.update(given)
    yield app
    app.config.update(before)


def pdfsig(pdf: bytes, folder: Path) -> list[str]:
    """What poppler says of the integrity of each signature. It knows no root of ours, so it trusts nobody."""
    program = shutil.which("pdfsig")
    if program is None:
        raise RuntimeError("no pdfsig on the PATH: install it (Debian: apt install poppler-utils)")
    path = folder / "judged.pdf"
    path.write_bytes(pdf)
    told = subprocess.run([program, str(path)], capture_output=True, text=True).stdout
    return [line.partition(": ")[2] for line in told.splitlines() if "Signature Validation" in line]


def softhsm() -> str:
    """The library of the software token."""
    found = next((path for path in MODULES if Path(path).exists()), None)
    if found is None:
        raise RuntimeError("no software token: install it (Debian: apt install softhsm2)")
    return found


@dataclass(frozen=True)
class SoftToken:
    module: str
    root: Issued


@contextmanager
def soft_token(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[SoftToken]:
    """A token with one key and its certificate. The library reads where it keeps them once for each process."""
    module, program = softhsm(), shutil.which("softhsm2-util")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    patch.setenv("SOFTHSM2_CONF", str(settings))
    _run([program or "softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--so-pin", "0000", "--pin", PIN])
    root = authority(clock.now())
    made = issue(root, "Thẻ", clock.now())
    _import(folder, program or "softhsm2-util", made)
    library = pkcs11.lib(module)
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        content = made.certificate.public_bytes(serialization.Encoding.DER)
        subject = made.certificate.subject.public_bytes()
        session.create_object(
            {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
             Attribute.TOKEN: True, Attribute.LABEL: LABEL, Attribute.ID: b"\x01", Attribute.VALUE: content,
             Attribute.SUBJECT: subject}
        )  # fmt: skip
    yield SoftToken(module, root)


def _import(folder: Path, program: str, made: Issued) -> None:
    key = folder / "key.pem"
    plain = serialization.NoEncryption()
    key.write_bytes(made.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    _run([program, "--import", str(key), "--token", TOKEN, "--label", LABEL, "--id", "01", "--pin", PIN])
    key.unlink()


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
