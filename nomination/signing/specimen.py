"""Keys for the demonstration and the tests. Their names say that a signature made with them has no legal value."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

WARNING = "CHỮ KÝ THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
VALID_FOR = timedelta(days=3650)
PARTS = {"minister": "Người ký", "seal": "Cơ quan"}
FILES = {"minister": "chu-ky.p12", "seal": "dau-co-quan.p12", "roots": "goc.pem"}


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def make_specimens(folder: Path, *, password: str, now: datetime) -> None:
    """A root of its own, a key for who signs and one for the organisation, each for its owner's eyes only."""
    folder.mkdir(parents=True, exist_ok=True)
    root = authority(now)
    for which, part in PARTS.items():
        _private(folder / FILES[which], packed(issue(root, part, now), root, password))
    (folder / FILES["roots"]).write_bytes(root.certificate.public_bytes(serialization.Encoding.PEM))


def settings_for(folder: Path) -> dict[str, str]:
    """The configuration that uses the keys of `folder`."""
    places = {"SIGNING_FILE": "minister", "SEAL_FILE": "seal", "SIGNING_ROOTS": "roots"}
    return {key: str(folder / FILES[which]) for key, which in places.items()}


def authority(now: datetime) -> Issued:
    key, name = _key(), _name("Gốc")
    built = _builder(name, name, key, now).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return Issued(key, built.add_extension(_usage(authority=True), critical=True).sign(key, hashes.SHA256()))


def issue(root: Issued, part: str, now: datetime, *, stamps: bool = False) -> Issued:
    """`stamps`: it says when others signed, and nothing else."""
    key = _key()
    built = _builder(_name(part), root.certificate.subject, key, now)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Issued(key, built.add_extension(_usage(authority=False), critical=True).sign(root.key, hashes.SHA256()))


def packed(made: Issued, root: Issued, password: str) -> bytes:
    """As a PKCS#12 file."""
    sealed = serialization.BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"signer", made.key, made.certificate, [root.certificate], sealed)


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(part: str) -> x509.Name:
    named = {NameOID.COMMON_NAME: WARNING, NameOID.ORGANIZATIONAL_UNIT_NAME: part}
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in named.items()])


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400)).not_valid_after(now + VALID_FOR)
    )  # fmt: skip


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
