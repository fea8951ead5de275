"""What goes wrong at the signature, over the screen: refused in words at the right place, and nothing was written."""

import html

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import text

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Decision, DecisionFile, RegisterEntry
from nomination.services import publishing, signatures
from nomination.signing.keys import FAILED, CannotSign
from tests.support.client import CheckingClient
from tests.support.server import free_port
from tests.support.signing import PASSWORD
from tests.world import World, build, sign_in
from tests.world_decisions import by, decision, frozen, issued, sign, waiting
from workflow.machine import Refused


@pytest.fixture
def world(session: Session) -> World:
    return build()


def pressing(client: CheckingClient, world: World, made: Decision, secret: str = PASSWORD, status: int = 422) -> str:
    """The answer to the minister's button."""
    sign_in(client, world, "minister")
    sent = {"confirmation": world.people["minister"].full_name, "digest": made.digest, "version": made.version}
    return html.unescape(
        client.post(f"/decisions/{made.code}/sign", data=sent | {"secret": secret}, status=status).text
    )


def untouched(made: Decision, entries: int) -> None:
    db.session.expire_all()
    now = decision(made.code)
    kinds = set(db.session.scalars(db.select(DecisionFile.kind).where(DecisionFile.decision_id == now.id)))
    assert (now.status, now.signed_at, kinds) == ("frozen", None, {"frozen_pdf", "frozen_docx"})
    assert db.session.query(Audit).count() == entries


def test_a_wrong_password_keeps_the_name_typed_and_never_the_password(
    client: CheckingClient, world: World, digital: Flask
) -> None:
    made = frozen(world, waiting(world))
    entries = db.session.query(Audit).count()
    told = pressing(client, world, made, "sai-hoàn-toàn")
    assert "Mật khẩu không mở được tệp chứng thư ký số. Chưa ký gì; đề nghị nhập lại." in told
    assert f'value="{world.people["minister"].full_name}"' in told and "sai-hoàn-toàn" not in told
    untouched(made, entries)
    pressing(client, world, made, status=303)
    assert decision(made.code).status == "signed"


def test_a_token_that_fails_after_it_signed_leaves_everything_unsigned_and_is_told(
    client: CheckingClient, world: World, digital: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = frozen(world, waiting(world))
    entries, real = db.session.query(Audit).count(), signatures.certify

    def fails(*args: object, **kwargs: object) -> bytes:
        real(*args, **kwargs)  # type: ignore[arg-type]
        raise CannotSign(FAILED, problem="DeviceRemoved")

    monkeypatch.setattr(signatures, "certify", fails)
    told = pressing(client, world, made)
    assert "DeviceRemoved" in told and "Chưa ký gì" in told
    untouched(made, entries)
    monkeypatch.setattr(signatures, "certify", real)
    pressing(client, world, made, status=303)
    assert decision(made.code).status == "signed"


def test_a_time_stamping_authority_that_is_away_leaves_everything_unsigned_and_is_told(
    client: CheckingClient, world: World, digital: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = frozen(world, waiting(world))
    entries = db.session.query(Audit).count()
    monkeypatch.setitem(digital.config, "SIGNING_TIMESTAMP_URL", f"http://127.0.0.1:{free_port()}/tsa")
    assert "Cơ quan cấp dấu thời gian không trả lời đúng" in pressing(client, world, made)
    untouched(made, entries)
    monkeypatch.setitem(digital.config, "SIGNING_TIMESTAMP_URL", "")
    pressing(client, world, made, status=303)
    assert decision(made.code).status == "signed"


ALTERED = {
    "a citation": "UPDATE decision_line SET citation = 'Câu khác' WHERE decision_id = :id",
    "a name": "UPDATE decision_line SET name = 'Người khác' WHERE decision_id = :id",
    "the subject": "UPDATE decision SET title = 'Về việc khác' WHERE id = :id",
    "an order": "UPDATE decision_line SET ordinal = ordinal + 5 WHERE decision_id = :id",
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_since_freezing_is_said_before_and_after_the_click(
    client: CheckingClient, world: World, what: str
) -> None:
    made = frozen(world, waiting(world))
    entries = db.session.query(Audit).count()
    db.session.execute(text(ALTERED[what]), {"id": made.id})
    db.session.commit()
    said = "Quyết định không còn khớp với nội dung đã chốt."
    sign_in(client, world, "minister")
    seen = html.unescape(client.get(f"/decisions/{made.code}").text)
    assert said in seen and f"/decisions/{made.code}/sign" not in seen
    assert said in pressing(client, world, made)
    untouched(made, entries)


def test_what_was_altered_after_the_signature_is_neither_numbered_nor_published(world: World) -> None:
    made = sign(world, frozen(world, waiting(world)))
    other = issued(world, waiting(world, "beta", "Lê Văn Bình"))
    for one in (made, other):
        db.session.execute(text(ALTERED["a citation"]), {"id": one.id})
    db.session.commit()
    db.session.expire_all()
    with pytest.raises(Refused) as caught:
        publishing.issue(world.actor("clerk"), made.code, number="9/QĐ-THU", dated=clock.today())
    assert [reason.code for reason in caught.value.reasons] == ["digest"]
    with pytest.raises(Refused) as caught:
        publishing.publish(world.actor("department_head"), other.code, by(world, "department_head"))
    assert [reason.code for reason in caught.value.reasons] == ["digest"]
    db.session.expire_all()
    assert (made.status, other.status, db.session.query(RegisterEntry).count()) == ("signed", "issued", 0)
