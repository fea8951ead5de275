"""A PKCS#11 token signs like a file does; whatever it does wrong is said in words and leaves nothing signed."""

from collections.abc import Iterator

import pkcs11
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from nomination import clock
from nomination.signing import keys
from nomination.signing.keys import CannotSign, Token
from nomination.signing.sign import Signing, certify
from nomination.signing.verify import trusted_roots, verify
from tests.support.signing import LABEL, PIN, TOKEN, SoftToken, paper, soft_token


@pytest.fixture(scope="module")
def soft(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    with pytest.MonkeyPatch.context() as patch, soft_token(tmp_path_factory.mktemp("softhsm"), patch) as made:
        yield made


def sign(token: Token, pin: str = PIN) -> bytes:
    return certify(paper(), token, pin, Signing("Trần Văn Thử", clock.now()))


def refused(token: Token, pin: str = PIN) -> tuple[str, dict[str, object]]:
    with pytest.raises(CannotSign) as caught:
        sign(token, pin)
    return caught.value.message, caught.value.params


def test_a_token_signs_and_its_bytes_are_judged_like_any(
    soft: SoftToken, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("roots") / "root.pem"
    root.write_bytes(soft.root.certificate.public_bytes(Encoding.PEM))
    for token in (Token(soft.module, TOKEN, certificate=LABEL), Token(soft.module, TOKEN, certificate=LABEL, pin=PIN)):
        found = verify(sign(token, "" if token.pin else PIN), trusted_roots({"SIGNING_ROOTS": str(root)}))
        assert (found.good, len(found.signatures)) == (True, 1)


def test_a_wrong_pin_a_missing_token_and_a_missing_library_are_said_in_words(soft: SoftToken) -> None:
    assert refused(Token(soft.module, TOKEN, certificate=LABEL), "0000") == (keys.WRONG_PIN, {})
    assert refused(Token(soft.module, "khác", certificate=LABEL)) == (keys.NO_TOKEN, {"token": "khác"})
    assert refused(Token("/nowhere.so", TOKEN)) == (keys.NO_MODULE, {"file": "/nowhere.so"})
    assert refused(Token(soft.module, TOKEN, certificate="không có"))[0] == keys.NO_CERTIFICATE


def test_a_token_pulled_out_while_it_signs_leaves_nothing_signed(
    soft: SoftToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(*_args: object, **_kwargs: object) -> bytes:
        raise pkcs11.DeviceRemoved

    monkeypatch.setattr("pyhanko.sign.pkcs11.PKCS11Signer.sign_raw", pulled, raising=False)
    monkeypatch.setattr("pyhanko.sign.pkcs11.PKCS11Signer.async_sign_raw", pulled)
    told, params = refused(Token(soft.module, TOKEN, certificate=LABEL))
    assert (told, params) == (keys.FAILED, {"problem": "DeviceRemoved"})
    monkeypatch.undo()
    sign(Token(soft.module, TOKEN, certificate=LABEL))
