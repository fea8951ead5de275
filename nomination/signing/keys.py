"""Whose key signs, by configuration: a PKCS#12 file, or a PKCS#11 token. A secret is asked, used and forgotten."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from pkcs11.exceptions import PKCS11Error
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer, SimpleSigner

from workflow.words import N_

MINISTER, ORGANISATION = "SIGNING", "SEAL"
"""Prefixes of the settings: who signs, and the organisation's seal."""

NO_FILE = N_("The signing file is not there or cannot be read: %(file)s. Ask the administrator to look at it.")
WRONG_PASSWORD = N_("The password does not open the signing file. Nothing was signed; type it again.")
NOT_A_KEY = N_("The signing file holds no key with its certificate. Nothing was signed.")
NO_MODULE = N_("The program of the signing token cannot be loaded: %(file)s. Ask the administrator to look at it.")
NO_TOKEN = N_("The signing token “%(token)s” was not found. Plug it in, then sign again.")
NO_CERTIFICATE = N_("The signing token holds no such certificate with its key. Ask the administrator to look at it.")
WRONG_PIN = N_("The PIN of the signing token is wrong. Nothing was signed; mind that it locks after a few attempts.")
LOCKED_PIN = N_("The signing token is locked after wrong PINs. Nothing was signed; its issuer can unlock it.")
FAILED = N_("The signing token stopped working (%(problem)s). Nothing was signed; plug it in again and repeat.")


class CannotSign(Exception):
    """Nothing was signed. `message` is an English msgid that says why, `params` what goes into it."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass(frozen=True)
class KeyFile:
    """A PKCS#12 file. `password` when the configuration holds it; else it is typed at every signature."""

    path: Path
    password: str = ""

    @property
    def asks(self) -> str:
        return "" if self.password else N_("Password of the signing file")

    @contextmanager
    def opened(self, secret: str) -> Iterator[Signer]:
        try:
            content = self.path.read_bytes()
        except OSError:
            raise CannotSign(NO_FILE, file=self.path.name) from None
        try:
            found = SimpleSigner.load_pkcs12_data(content, (), (self.password or secret).encode())
        except ValueError:
            raise CannotSign(WRONG_PASSWORD) from None
        except (TypeError, AttributeError, NotImplementedError):
            raise CannotSign(NOT_A_KEY) from None
        yield found


@dataclass(frozen=True)
class Token:
    """A PKCS#11 token: its library, the label of the token (or the number of its slot), and of the certificate."""

    module: str
    label: str = ""
    slot: int | None = None
    certificate: str = ""
    pin: str = ""

    @property
    def asks(self) -> str:
        return "" if self.pin else N_("PIN of the signing token")

    @contextmanager
    def opened(self, secret: str) -> Iterator[Signer]:
        """The session ends with the act, whatever becomes of it: the next signature asks for the PIN again."""
        with _in_words(self._name):
            session = self._token().open(user_pin=self.pin or secret)
        try:
            signer = PKCS11Signer(session, cert_label=self.certificate or None, other_certs_to_pull=None)
            if not _holds_certificate(signer):
                raise CannotSign(NO_CERTIFICATE)
            yield signer
        finally:
            session.close()

    @property
    def _name(self) -> str:
        return self.label or str(self.slot if self.slot is not None else "")

    def _token(self) -> Any:
        try:
            library = pkcs11.lib(self.module)
        except (RuntimeError, OSError, PKCS11Error):
            raise CannotSign(NO_MODULE, file=self.module) from None
        slots = library.get_slots(token_present=True)
        tokens = [slot.get_token() for slot in slots if self.slot is None or slot.slot_id == self.slot]
        found = [token for token in tokens if not self.label or token.label.strip() == self.label]
        if not found:
            raise CannotSign(NO_TOKEN, token=self._name)
        return found[0]


Key = KeyFile | Token


def _holds_certificate(signer: PKCS11Signer) -> bool:
    try:
        return signer.signing_cert is not None
    except PKCS11Error:
        return False


@contextmanager
def _in_words(token: str) -> Iterator[None]:
    try:
        yield
    except pkcs11.PinIncorrect:
        raise CannotSign(WRONG_PIN) from None
    except pkcs11.PinLocked:
        raise CannotSign(LOCKED_PIN) from None
    except (pkcs11.TokenNotPresent, pkcs11.NoSuchToken):
        raise CannotSign(NO_TOKEN, token=token) from None
    except PKCS11Error as error:
        raise CannotSign(FAILED, problem=type(error).__name__) from error


def key_of(config: Mapping[str, Any], holder: str) -> Key | None:
    """The key that the configuration names for `holder`; None when that person signs on paper."""
    made: list[tuple[str, Callable[[], Key]]] = [
        (f"{holder}_MODULE", lambda: _token(config, holder)),
        (f"{holder}_FILE", lambda: KeyFile(Path(config[f"{holder}_FILE"]), config.get(f"{holder}_PASSWORD", ""))),
    ]
    return next((make() for setting, make in made if config.get(setting)), None)


def _token(config: Mapping[str, Any], holder: str) -> Token:
    slot = str(config.get(f"{holder}_SLOT", ""))
    return Token(
        module=config[f"{holder}_MODULE"], label=config.get(f"{holder}_TOKEN", ""),
        slot=int(slot) if slot.isdecimal() else None, certificate=config.get(f"{holder}_CERTIFICATE", ""),
        pin=config.get(f"{holder}_PASSWORD", ""),
    )  # fmt: skip
