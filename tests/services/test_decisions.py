"""A decision from draft to register: one list, frozen, signed whole once, numbered, published as it was signed."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import text

from nomination import clock
from nomination.decisions import grouped
from nomination.extensions import db
from nomination.models import Audit, Decision, DecisionLine, Nomination, RegisterEntry
from nomination.services import decisions as acts
from nomination.services import freezing, publishing, signatures
from nomination.services.publishing import propose_revocation, publish
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, appoint, build, draft
from tests.world_decisions import (
    NUMBER,
    TITLE,
    by,
    decision,
    frozen,
    issue,
    issued,
    prepared,
    published,
    revocation,
    scan,
    sign,
    signed,
    waiting,
)
from tests.world_steps import act
from workflow.decision import Act
from workflow.machine import Given, NotYours, Refused, WrongState
from workflow.vocabulary import Role, State, Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def names(made: Decision) -> list[str]:
    query = db.session.query(DecisionLine).filter_by(decision_id=made.id).order_by(DecisionLine.ordinal)
    return [line.name for line in query]


def last_audit() -> Audit:
    return db.session.query(Audit).order_by(Audit.id.desc()).first()  # type: ignore[return-value]


def audits() -> int:
    return db.session.query(Audit).count()


def refused(call: Callable[[], object], kind: type[Refused] = Refused) -> list[str]:
    """The codes of the reasons, once it is certain that nothing was written."""
    db.session.commit()
    before = audits()
    with pytest.raises(kind) as caught:
        call()
    db.session.expire_all()
    assert type(caught.value) in (kind, signatures.LinesRefused)
    assert audits() == before
    return [reason.code for reason in caught.value.reasons]


def test_a_draft_lists_collectives_first_then_units_then_given_names(world: World) -> None:
    made = prepared(
        world, waiting(world, "beta", "Trần Văn Ánh"), waiting(world, "alpha", "Lê Thị Yến"),
        waiting(world, "alpha", "Phạm Văn Bình"), waiting(world, "beta", "Phòng Tổng hợp", collective=True),
    )  # fmt: skip
    assert names(made) == ["Phòng Tổng hợp", "Phạm Văn Bình", "Lê Thị Yến", "Trần Văn Ánh"]
    assert (made.status, made.code, made.number, made.dated) == ("drafting", "QD-dac-biet-2020-01", "", None)
    assert (last_audit().action, last_audit().subject_id) == ("decision:prepare", made.code)


def test_only_nominations_that_wait_for_signature_and_are_free_are_taken(world: World) -> None:
    one = waiting(world)
    prepared(world, one)
    early = draft(world, "beta", "Trần Văn Ánh")
    for codes in ([one.code], [early.code], [], ["khong-co-0001"]):
        with pytest.raises(Invalid) as caught:
            acts.prepare(world.actor("officer"), world.campaign.code, TITLE, codes)
        assert list(caught.value.problems) == ["nominations"]
    assert db.session.query(Decision).count() == 1


def test_a_cancelled_draft_sets_its_nominations_free(world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    acts.cancel(world.actor("officer"), made.code, Given(reason="Lập nhầm."))
    assert made.status == "cancelled"
    assert prepared(world, one).code == "QD-dac-biet-2020-02"


@pytest.mark.parametrize("name", ["department_head", "minister", "clerk", "auditor", "alpha_head", "administrator"])
def test_only_an_officer_prepares(world: World, name: str) -> None:
    one = waiting(world)
    call = lambda: acts.prepare(world.actor(name), world.campaign.code, TITLE, [one.code])  # noqa: E731
    assert refused(call, NotYours) == ["role"]


def test_lines_move_and_what_was_typed_is_kept(world: World) -> None:
    one, two, three = (waiting(world, "alpha", name) for name in ("Lê An", "Lê Bình", "Lê Chi"))
    made, officer = prepared(world, one, two), world.actor("officer")
    acts.arrange(officer, made.code, acts.Arranging(act=f"up:{two.code}", citations={one.code: "Câu mới."}))
    assert names(made) == ["Lê Bình", "Lê An"]
    acts.arrange(officer, made.code, acts.Arranging(added=[three.code], title="Tên mới"))
    assert names(made) == ["Lê Bình", "Lê An", "Lê Chi"]
    acts.arrange(officer, made.code, acts.Arranging(act=f"down:{three.code}"))
    acts.arrange(officer, made.code, acts.Arranging(act=f"remove:{two.code}"))
    assert names(made) == ["Lê An", "Lê Chi"]
    assert made.lines[0].citation == "Câu mới."
    acts.arrange(officer, made.code, acts.Arranging(act="sort", added=[two.code]))
    assert names(made) == ["Lê An", "Lê Bình", "Lê Chi"]
    assert (made.title, last_audit().action) == ("Tên mới", "decision:edit")


def test_a_stale_page_changes_nothing(world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    old = made.version
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={one.code: "Một."}), version=old)
    with pytest.raises(Stale):
        acts.arrange(world.actor("officer_2"), made.code, acts.Arranging(citations={one.code: "Hai."}), version=old)
    assert [line.citation for line in decision(made.code).lines] == ["Một."]


def test_freezing_gives_a_digest_that_covers_every_word(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")
    made, head = frozen(world, one, two), world.actor("department_head")
    seen = [made.digest]
    for said in (
        acts.Arranging(citations={one.code: "Câu khác."}),
        acts.Arranging(title="Tên khác"),
        acts.Arranging(act=f"down:{one.code}"),
        acts.Arranging(act=f"remove:{two.code}"),
    ):
        freezing.reopen(head, made.code, Act.THAW, Given(reason="Sửa."))
        assert (made.status, made.digest) == ("drafting", None)
        acts.arrange(world.actor("officer"), made.code, said)
        freezing.freeze(head, made.code)
        seen.append(made.digest)
    assert len(set(seen)) == 5
    assert [len(group) for group in grouped(made.digest).split()] == [5, 5, 5, 5]


def test_the_digest_is_the_same_for_the_same_list(world: World) -> None:
    made = frozen(world, waiting(world))
    first = made.digest
    freezing.reopen(world.actor("department_head"), made.code, Act.THAW, Given(reason="Xem lại."))
    freezing.freeze(world.actor("department_head"), made.code)
    assert made.digest == first


def test_nothing_changes_once_frozen(world: World) -> None:
    one = waiting(world)
    made, officer = frozen(world, one), world.actor("officer")
    change = acts.Arranging(citations={one.code: "Khác."})
    assert refused(lambda: acts.arrange(officer, made.code, change), WrongState) == ["state"]
    assert refused(lambda: acts.cancel(officer, made.code, Given(reason="Thôi.")), WrongState) == ["state"]
    assert refused(lambda: freezing.freeze(world.actor("department_head"), made.code), WrongState) == ["state"]


def test_reopening_needs_a_reason(world: World) -> None:
    made = frozen(world, waiting(world))
    for name, how in (("department_head", Act.THAW), ("minister", Act.RETURN)):
        call = lambda who=name, act=how: freezing.reopen(world.actor(who), made.code, act, Given())  # noqa: E731
        assert refused(call) == ["ask_reason"]
    assert made.status == "frozen"


def test_citations_must_fit_the_certificate(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")
    made = prepared(world, one, two)
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={one.code: "x" * 201, two.code: "  "}))
    assert refused(lambda: freezing.freeze(world.actor("department_head"), made.code)) == ["citation", "citation"]
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={one.code: "x" * 200, two.code: "y"}))
    freezing.freeze(world.actor("department_head"), made.code)
    assert made.status == "frozen"


def test_a_hold_stops_freezing_and_signing_of_the_whole_decision(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")
    made, head = prepared(world, one, two), world.actor("department_head")
    act(world, "officer", Trigger.HOLD, one, paper="Đơn số 5")
    assert refused(lambda: freezing.freeze(head, made.code)) == ["hold"]
    act(world, "department_head", Trigger.LIFT, one)
    freezing.freeze(head, made.code)
    act(world, "officer", Trigger.HOLD, two, paper="Đơn số 6")
    assert refused(lambda: sign(world, made)) == ["hold"]
    assert (one.state, two.state, made.status) == (State.MINISTER_SIGNOFF, State.MINISTER_SIGNOFF, "frozen")
    act(world, "department_head", Trigger.LIFT, two)
    sign(world, made)
    assert (one.state, two.state) == (State.AWARDED, State.AWARDED)


def test_four_persons_prepare_freeze_sign_and_number(world: World) -> None:
    appoint(world, "officer", "", Role.DEPARTMENT_HEAD)
    appoint(world, "officer_2", "", Role.DEPARTMENT_HEAD)
    appoint(world, "department_head", "", Role.MINISTER)
    appoint(world, "officer", "", Role.MINISTER)
    for name in ("officer", "department_head", "minister"):
        appoint(world, name, "", Role.REGISTRY_CLERK)
    made = prepared(world, waiting(world))
    assert refused(lambda: freezing.freeze(world.actor("officer"), made.code)) == ["separation"]
    acts.arrange(world.actor("officer_2"), made.code, acts.Arranging(title="Tên khác"))
    assert refused(lambda: freezing.freeze(world.actor("officer_2"), made.code)) == ["separation"]
    freezing.freeze(world.actor("department_head"), made.code)
    for name in ("officer", "department_head"):
        call = lambda who=name: sign(world, made, who)  # noqa: E731
        assert "separation" in refused(call)
    sign(world, made)
    for name in ("officer", "department_head", "minister"):
        call = lambda who=name: issue(world.actor(who), made.code, number=NUMBER, dated=clock.today())  # noqa: E731
        assert refused(call) == ["separation"]
    issue(world.actor("clerk"), made.code, number=NUMBER, dated=clock.today())
    assert made.number == NUMBER


def test_the_signature_awards_every_line_with_one_entry_each(world: World) -> None:
    nominations = [waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")]
    made = frozen(world, *nominations)
    before = audits()
    sign(world, made)
    assert [one.state for one in nominations] == [State.AWARDED, State.AWARDED]
    assert {one.awarded_decision_id for one in nominations} == {made.id}
    assert (made.status, made.signed_by_id) == ("signed", world.people["minister"].id)
    assert audits() == before + 3
    assert (last_audit().action, last_audit().facts["digest"]) == ("decision:sign", made.digest)


def test_a_second_click_does_not_sign_twice(world: World) -> None:
    made = signed(world, waiting(world))
    before, when, version = audits(), made.signed_at, made.version
    sign(world, made)
    assert (audits(), made.signed_at, made.version) == (before, when, version)


def test_another_digest_or_another_name_signs_nothing(world: World) -> None:
    made, minister = frozen(world, waiting(world)), world.actor("minister")
    call = lambda: signatures.sign(minister, made.code, seen="0" * 64, given=by(world, "minister"))  # noqa: E731
    assert refused(call) == ["digest"]
    call = lambda: signatures.sign(minister, made.code, seen=made.digest or "", given=by(world, "clerk"))  # noqa: E731
    assert refused(call) == ["ask_confirmation"]


def test_the_same_signature_after_reopening_is_stale(world: World) -> None:
    made = frozen(world, waiting(world))
    seen, version = made.digest or "", made.version
    freezing.reopen(world.actor("department_head"), made.code, Act.THAW, Given(reason="Sửa."))
    with pytest.raises(Stale):
        signatures.sign(world.actor("minister"), made.code, seen=seen, given=by(world, "minister"), version=version)
    assert made.status == "drafting"


def test_a_row_changed_behind_our_back_is_not_signed(world: World) -> None:
    made = frozen(world, waiting(world))
    db.session.execute(text("UPDATE decision_line SET citation = 'Khác' WHERE decision_id = :id"), {"id": made.id})
    db.session.commit()
    assert refused(lambda: sign(world, made)) == ["digest"]


def test_content_changed_since_freezing_is_refused_for_every_line_at_once(world: World) -> None:
    nominations = [waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")]
    made = frozen(world, *nominations)
    for one in nominations:
        db.session.execute(text("UPDATE nomination SET summary = 'Khác' WHERE id = :id"), {"id": one.id})
    db.session.commit()
    assert refused(lambda: sign(world, made)) == ["changed", "changed"]


def test_every_reason_of_every_nomination_is_told_by_its_code(world: World) -> None:
    nominations = [waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")]
    made = frozen(world, *nominations)
    sql = text("UPDATE criterion_verdict SET verdict = 'not_met' WHERE nomination_id = :id")
    db.session.execute(sql, {"id": nominations[1].id})
    db.session.commit()
    before = audits()
    with pytest.raises(signatures.LinesRefused) as caught:
        sign(world, made)
    assert list(caught.value.against) == [nominations[1].code]
    assert len(caught.value.reasons) == len(nominations[1].answers)
    assert (audits(), made.status, nominations[0].state) == (before, "frozen", State.MINISTER_SIGNOFF)


def test_a_paper_lost_since_freezing_stops_the_signature_and_names_nomination_and_criterion(world: World) -> None:
    nominations = [waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")]
    made = frozen(world, *nominations)
    db.session.execute(text("DELETE FROM unit_plan WHERE unit_id = :id"), {"id": nominations[1].unit_id})
    sql = text("UPDATE evidence SET removed_at = added_at WHERE criterion = 'c2' AND nomination_id = :id")
    db.session.execute(sql, {"id": nominations[0].id})
    db.session.commit()
    before = audits()
    with pytest.raises(signatures.LinesRefused) as caught:
        sign(world, made)
    told = {code: [(one.code, one.params["number"]) for one in found] for code, found in caught.value.against.items()}
    assert told == {nominations[0].code: [("evidence", 2)], nominations[1].code: [("record", 1)]}
    assert (audits(), made.status) == (before, "frozen")
    assert {one.state for one in nominations} == {State.MINISTER_SIGNOFF}


def test_one_nomination_goes_back_and_the_rest_is_frozen_anew(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")
    made = frozen(world, one, two)
    freezing.send_back_one(world.actor("minister"), made.code, one.code, Given(reason="Cần làm rõ."))
    assert (one.state, two.state) == (State.DEPARTMENT_VETTING, State.MINISTER_SIGNOFF)
    assert (made.status, made.digest, names(made)) == ("drafting", None, ["Lê Bình"])
    freezing.freeze(world.actor("department_head"), made.code)
    assert [line.ordinal for line in made.lines] == [1]
    sign(world, made)
    assert (one.state, two.state) == (State.DEPARTMENT_VETTING, State.AWARDED)


def test_a_nomination_of_another_decision_cannot_be_sent_back_from_here(world: World) -> None:
    made, other = frozen(world, waiting(world)), waiting(world, "beta", "Lê Bình")
    with pytest.raises(Missing):
        freezing.send_back_one(world.actor("minister"), made.code, other.code, Given(reason="Nhầm."))
    assert (made.status, other.state) == ("frozen", State.MINISTER_SIGNOFF)


def test_an_empty_list_is_not_frozen(world: World) -> None:
    one = waiting(world)
    made = prepared(world, one)
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(act=f"remove:{one.code}"))
    assert refused(lambda: freezing.freeze(world.actor("department_head"), made.code)) == ["empty"]


@pytest.mark.parametrize(
    ("number", "days", "field"),
    [("", 0, "number"), ("mười", 0, "number"), ("15", 0, "number"), (NUMBER, -1, "dated"), (NUMBER, 1, "dated")],
)
def test_number_and_date_come_from_the_registry_and_make_sense(
    world: World, number: str, days: int, field: str
) -> None:
    made = signed(world, waiting(world))
    with pytest.raises(Invalid) as caught:
        issue(world.actor("clerk"), made.code, number=number, dated=clock.today() + timedelta(days=days))
    assert list(caught.value.problems) == [field]
    assert (made.status, made.number) == ("signed", "")


def test_a_number_is_given_once_a_year(world: World) -> None:
    issued(world, waiting(world))
    other = signed(world, waiting(world, "beta", "Lê Bình"))
    with pytest.raises(Invalid) as caught:
        issue(world.actor("clerk"), other.code, number=NUMBER, dated=clock.today())
    assert list(caught.value.problems) == ["number"]


def test_the_register_says_what_was_signed(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Phòng Tổng hợp", collective=True)
    made = issued(world, one, two)
    assert db.session.query(RegisterEntry).count() == 0
    call = lambda: publish(world.actor("department_head"), made.code, Given(confirmation="Ai đó"))  # noqa: E731
    assert refused(call) == ["ask_confirmation"]
    publish(world.actor("department_head"), made.code, by(world, "department_head"))
    entries = db.session.query(RegisterEntry).order_by(RegisterEntry.ordinal).all()
    said = [(entry.code, entry.ordinal, entry.name, entry.unit_name, entry.award, entry.citation) for entry in entries]
    assert said == [
        (two.code, 1, "Phòng Tổng hợp", "Vụ Beta", two.award, two.citation),
        (one.code, 2, "Lê An", "Vụ Alpha", one.award, one.citation),
    ]
    assert {(entry.year, entry.decision_id, entry.revoked_at) for entry in entries} == {(2020, made.id, None)}


def test_publishing_happens_once(world: World) -> None:
    made = published(world, waiting(world))
    call = lambda: publish(world.actor("department_head"), made.code, by(world, "department_head"))  # noqa: E731
    assert refused(call, WrongState) == ["state"]
    assert db.session.query(RegisterEntry).count() == 1


def test_a_revocation_goes_the_same_way_and_the_entry_stays(world: World) -> None:
    one = waiting(world)
    published(world, one)
    made, head = revocation(world, one), world.actor("department_head")
    freezing.freeze(head, made.code)
    sign(world, made)
    assert one.state == State.REVOKED
    assert db.session.query(RegisterEntry).one().revoked_at is None
    issue(world.actor("clerk"), made.code, number="16/QĐ-THU", dated=clock.today())
    publish(head, made.code, by(world, "department_head"))
    entry = db.session.query(RegisterEntry).one()
    assert (entry.revoked_at, entry.revoked_by_decision_id) == (made.published_at, made.id)
    assert (entry.name, made.reason) == (
        "Nguyễn Thị Hoa",
        "Kết luận thanh tra số 12/KL-TTr: Kê khai không đúng thành tích",
    )


def test_whoever_starts_a_revocation_does_not_freeze_it(world: World) -> None:
    one = waiting(world)
    published(world, one)
    made = revocation(world, one, "department_head")
    assert refused(lambda: freezing.freeze(world.actor("department_head"), made.code)) == ["separation"]


def test_one_award_is_revoked_once_and_never_without_grounds(world: World) -> None:
    one = waiting(world)
    published(world, one)
    with pytest.raises(Invalid) as caught:
        propose_revocation(world.actor("officer"), one.code, title="", reason=" ", paper="")
    assert sorted(caught.value.problems) == ["paper", "reason", "title"]
    revocation(world, one)
    assert refused(lambda: revocation(world, one)) == ["revoking"]
    assert refused(lambda: revocation(world, one, "minister"), NotYours) == ["role"]


def test_a_withdrawn_nomination_leaves_the_draft(world: World) -> None:
    one, two = waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình")
    made = prepared(world, one, two)
    one.withdrawal_consent_by_id = world.people["department_head"].id
    db.session.commit()
    act(world, "alpha_head", Trigger.WITHDRAW, one)
    assert names(made) == ["Lê Bình"]


def test_the_registry_numbers_only_what_was_signed_and_sees_no_draft(world: World) -> None:
    made, clerk = frozen(world, waiting(world)), world.actor("clerk")
    assert refused(lambda: issue(clerk, made.code, number=NUMBER, dated=clock.today()), WrongState) == ["state"]
    scanned = scan(made.code)
    freezing.reopen(world.actor("department_head"), made.code, Act.THAW, Given(reason="Sửa."))
    with pytest.raises(Missing):
        publishing.issue(clerk, made.code, number=NUMBER, dated=clock.today(), scan=scanned)


def test_two_browsers_sign_at_once_and_it_is_signed_once(own_app: Flask) -> None:
    with own_app.app_context():
        world = build()
        made = frozen(world, waiting(world, "alpha", "Lê An"), waiting(world, "beta", "Lê Bình"))
        code, seen, minister, given = made.code, made.digest or "", world.actor("minister"), by(world, "minister")
        before = audits()
        db.session.remove()
    failures: list[BaseException] = []

    def click() -> None:
        with own_app.app_context():
            try:
                signatures.sign(minister, code, seen=seen, given=given)
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        assert failures == []
        assert audits() == before + 3
        assert {one.state for one in db.session.query(Nomination)} == {State.AWARDED}
