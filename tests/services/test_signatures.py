"""A decision is signed on its frozen bytes, whole or not at all, and judged anew; and a paper is signed by hand."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import text

from nomination import clock
from nomination.decisions import grouped
from nomination.extensions import db
from nomination.files import store
from nomination.models import Audit, Decision, DecisionFile, RegisterEntry
from nomination.queries.decision_files import files_of, verdict_of
from nomination.services import decisions as acts
from nomination.services import freezing, publishing, signatures
from nomination.services.signatures import Scanned
from nomination.services.transaction import Invalid
from nomination.signing.keys import FAILED, WRONG_PASSWORD, CannotSign
from tests.support.signing import PASSWORD, pdfsig
from tests.world import World, appoint, build
from tests.world_decisions import NUMBER, by, decision, frozen, pdf_of, prepared, scan, sign, signed, waiting
from workflow.decision import Act
from workflow.machine import Given, Refused
from workflow.vocabulary import Role, State

ODD = 'Đã có {{7*7}} thành tích "xuất sắc" #strong[x] \\n $a$ <b>&amp; *_` @ //'


@pytest.fixture
def world(session: Session) -> World:
    return build()


def sign_with(world: World, made: Decision, secret: str = PASSWORD) -> None:
    given, digest = by(world, "minister"), made.digest or ""
    signatures.sign(world.actor("minister"), made.code, seen=digest, given=given, secret=secret)


def issue(world: World, made: Decision, secret: str = PASSWORD) -> None:
    today = clock.today()
    publishing.issue(world.actor("clerk"), made.code, number=NUMBER, dated=today, secret=secret)


def verdict(made: Decision) -> Any:
    return verdict_of(files_of(made))


def kinds(made: Decision) -> list[str]:
    return sorted(db.session.scalars(db.select(DecisionFile.kind).where(DecisionFile.decision_id == made.id)))


def nothing_signed(made: Decision, call: Any, kind: type[Exception]) -> Any:
    """The refusal, once it is certain that nothing was written."""
    db.session.commit()
    before = db.session.query(Audit).count()
    with pytest.raises(kind) as caught:
        call()
    db.session.expire_all()
    now = decision(made.code)
    assert (now.status, now.signed_at, db.session.query(Audit).count()) == ("frozen", None, before)
    assert "signed" not in kinds(now)
    assert {line.nomination_id for line in now.lines} <= set(
        db.session.scalars(text("SELECT id FROM nomination WHERE state = 'minister_signoff'"))
    )
    return caught.value


def test_the_frozen_bytes_are_signed_numbered_and_sealed_and_two_judges_accept_them(
    world: World, digital: Flask, tmp_path: Path
) -> None:
    made = prepared(world, waiting(world, "alpha", 'Lê Thị "An" #1 \\'), waiting(world, "beta", "Lê Văn Bình"))
    first = made.lines[0]
    code = db.session.scalar(text("SELECT code FROM nomination WHERE id = :n").bindparams(n=first.nomination_id))
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={str(code): ODD}))
    freezing.freeze(world.actor("department_head"), made.code)
    assert decision(made.code).lines[0].citation == ODD
    assert kinds(made) == ["frozen_docx", "frozen_pdf"]
    sign_with(world, made)
    assert pdf_of(made, "signed").startswith(pdf_of(made))
    found = verdict(made)
    assert (found.good, [one.whole for one in found.signatures]) == (True, [True])
    assert pdfsig(pdf_of(made, "signed"), tmp_path) == ["Signature is Valid."]
    issue(world, made)
    assert pdf_of(made, "issued").startswith(pdf_of(made, "signed"))
    assert pdfsig(pdf_of(made, "issued"), tmp_path) == ["Signature is Valid.", "Signature is Valid."]
    found = verdict(made)
    assert (found.good, [one.whole for one in found.signatures], found.sealed_whole) == (True, [False, True], True)
    assert kinds(made) == ["frozen_docx", "frozen_pdf", "issued", "signed"]
    publishing.publish(world.actor("department_head"), made.code, by(world, "department_head"))
    assert db.session.query(RegisterEntry).count() == 2


def test_the_status_is_what_the_bytes_say_not_what_a_row_says(world: World, digital: Flask, tmp_path: Path) -> None:
    made = frozen(world, waiting(world))
    sign_with(world, made)
    row = db.session.query(DecisionFile).filter_by(decision_id=made.id, kind="signed").one()
    place = next(path for path in Path(digital.config["FILE_STORE"]).rglob(row.sha256) if "drawn" not in path.parts)
    content = bytearray(place.read_bytes())
    content[len(content) // 3] ^= 1
    kept = place.read_bytes()
    place.write_bytes(bytes(content))
    assert (decision(made.code).status, verdict(made).good) == ("signed", False)
    assert pdfsig(bytes(content), tmp_path) != ["Signature is Valid."]
    place.write_bytes(kept)
    assert verdict(made).good


def test_a_wrong_password_signs_nothing_and_says_so(world: World, digital: Flask) -> None:
    made = frozen(world, waiting(world))
    refusal = nothing_signed(made, lambda: sign_with(world, made, "sai"), CannotSign)
    assert refusal.message == WRONG_PASSWORD
    sign_with(world, made)
    assert made.status == "signed"


def test_a_key_that_fails_after_everything_else_passed_undoes_everything(
    world: World, digital: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = frozen(world, waiting(world), waiting(world, "beta", "Lê Văn Bình"))

    def fails(*_args: object, **_kwargs: object) -> bytes:
        raise CannotSign(FAILED, problem="DeviceRemoved")

    monkeypatch.setattr(signatures, "keep", fails)
    refusal = nothing_signed(made, lambda: sign_with(world, made), CannotSign)
    assert refusal.params == {"problem": "DeviceRemoved"}


def test_a_key_that_nobody_trusts_signs_nothing(world: World, digital: Flask) -> None:
    made = frozen(world, waiting(world))
    digital.config["SIGNING_ROOTS"] = ""
    assert nothing_signed(made, lambda: sign_with(world, made), CannotSign).message == signatures.UNVERIFIED


def test_a_wrong_password_of_the_seal_issues_nothing(world: World, digital: Flask) -> None:
    made = frozen(world, waiting(world))
    sign_with(world, made)
    with pytest.raises(CannotSign):
        issue(world, made, "sai")
    db.session.expire_all()
    assert (made.status, made.number, "issued" in kinds(made)) == ("signed", "", False)


def test_another_file_put_in_place_of_the_frozen_one_is_not_signed(world: World, digital: Flask) -> None:
    made, other = frozen(world, waiting(world)), frozen(world, waiting(world, "beta", "Lê Văn Bình"))
    sql = "UPDATE decision_file SET sha256 = :sha WHERE decision_id = :id AND kind = 'frozen_pdf'"
    row = db.session.query(DecisionFile).filter_by(decision_id=other.id, kind="frozen_pdf").one()
    db.session.execute(text(sql), {"sha": row.sha256, "id": made.id})
    refusal = nothing_signed(made, lambda: sign_with(world, made), Refused)
    assert [reason.code for reason in refusal.reasons] == ["file"]


def test_a_damaged_frozen_file_is_said_in_words(world: World, digital: Flask) -> None:
    made = frozen(world, waiting(world))
    row = db.session.query(DecisionFile).filter_by(decision_id=made.id, kind="frozen_pdf").one()
    store().remove(f"{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}")
    assert nothing_signed(made, lambda: sign_with(world, made), Invalid).problems


def test_reopening_takes_the_frozen_files_away(world: World) -> None:
    made = frozen(world, waiting(world))
    freezing.reopen(world.actor("department_head"), made.code, Act.THAW, Given(reason="Sửa."))
    assert (kinds(made), made.signer_id) == ([], None)


def test_the_paper_names_who_signs_and_nobody_else_signs_it(world: World) -> None:
    appoint(world, "deputy", "Trần Thị Phó", Role.MINISTER)
    made = prepared(world, waiting(world))
    deputy = world.people["deputy"].id
    with pytest.raises(Invalid) as caught:
        freezing.freeze(world.actor("department_head"), made.code, signer=world.people["clerk"].id)
    assert list(caught.value.problems) == ["signer"]
    freezing.freeze(world.actor("department_head"), made.code, signer=deputy)
    refusal = nothing_signed(made, lambda: sign(world, made), Refused)
    assert [(one.code, one.params["name"]) for one in refusal.reasons] == [("signer", "Trần Thị Phó")]
    sign(world, made, "deputy")
    assert made.signed_by_id == deputy


def scanned(made: Decision, **changes: Any) -> Scanned:
    given = {"kept": scan(made.code), "signed_on": clock.today(), "digest": grouped(made.digest).lower()} | changes
    return Scanned(**given)


def test_a_paper_signed_by_hand_is_entered_by_one_and_confirmed_by_another(world: World) -> None:
    one = waiting(world)
    made, clerk, head = frozen(world, one), world.actor("clerk"), world.actor("department_head")
    signatures.record_paper(clerk, made.code, scanned(made, signed_on=clock.today() - timedelta(days=1)))
    assert (made.status, one.state, kinds(made)) == (
        "frozen", State.MINISTER_SIGNOFF, ["frozen_docx", "frozen_pdf", "scan"],
    )  # fmt: skip
    given = by(world, "department_head")
    signatures.confirm_paper(head, made.code, seen=made.digest or "", given=given)
    assert (made.status, made.signed_by_id, one.state) == ("signed", world.people["minister"].id, State.AWARDED)
    last = db.session.query(Audit).filter_by(subject_id=one.code).order_by(Audit.id.desc()).first()
    assert last is not None
    assert (last.actor_id, last.on_behalf_id) == (head.person_id, world.people["minister"].id)
    publishing.issue(clerk, made.code, number=NUMBER, dated=clock.today())
    assert (made.status, made.dated) == ("issued", clock.today())


def test_a_scan_with_another_digest_or_day_is_refused_and_nothing_is_kept(world: World) -> None:
    made, clerk = frozen(world, waiting(world)), world.actor("clerk")
    bad = scanned(made, digest="AAAAA BBBBB", signed_on=clock.today() + timedelta(days=1))
    refusal = nothing_signed(made, lambda: signatures.record_paper(clerk, made.code, bad), Invalid)
    assert sorted(refusal.problems) == ["signed_on", "typed_digest"]
    assert "scan" not in kinds(made)


def test_nobody_confirms_what_is_not_there_or_his_own(world: World) -> None:
    made = frozen(world, waiting(world))
    appoint(world, "clerk", "", Role.DEPARTMENT_OFFICER)

    def confirm(name: str) -> None:
        seen = made.digest or ""
        signatures.confirm_paper(world.actor(name), made.code, seen=seen, given=by(world, name))

    assert [one.code for one in nothing_signed(made, lambda: confirm("department_head"), Refused).reasons] == ["scan"]
    signatures.record_paper(world.actor("clerk"), made.code, scanned(made))
    assert [one.code for one in nothing_signed(made, lambda: confirm("clerk"), Refused).reasons] == ["separation"]


def test_nothing_is_numbered_without_a_signed_paper(world: World) -> None:
    made = signed(world, waiting(world))
    with pytest.raises(Invalid) as caught:
        issue(world, made)
    assert caught.value.problems == {"scan": [(publishing.UNSIGNED, {})]}
    db.session.expire_all()
    assert (made.status, made.number) == ("signed", "")
