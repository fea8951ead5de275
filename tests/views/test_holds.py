"""A hold, wherever a nomination is: set with a paper, neutral to others, nothing goes on, lifted by another."""

import html
from collections.abc import Callable

import pytest
from flask_sqlalchemy.session import Session

from nomination.extensions import db
from nomination.models import Audit, Decision, HoldRecord, Nomination
from tests import world_decisions as decisions
from tests.support.client import CheckingClient
from tests.world import World, appoint, build, draft, sign_in
from tests.world_steps import act, assessed, counted_round, endorsed, letter, proposed, submitted
from workflow.dossier import NomineeKind
from workflow.machine import Refused
from workflow.vocabulary import Role, State, Trigger

NEUTRAL = "Hồ sơ đang tạm dừng (chờ xác minh)."
SECRET, PAPER = "Có đơn tố cáo kín.", "Đơn số 5-kín"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def hold(client: CheckingClient, world: World, nomination: Nomination, by: str = "auditor") -> None:
    db.session.expire_all()
    sign_in(client, world, by)
    sent = {"trigger": "hold", "version": nomination.version, "reason": SECRET, "paper": PAPER}
    client.post(f"/nominations/{nomination.code}/advance", data=sent)
    db.session.expire_all()


def to_approval(world: World) -> Nomination:
    nomination = draft(world)
    act(world, "alpha_officer", Trigger.PROPOSE, nomination)
    letter(world, nomination)
    return nomination


def to_supplement(world: World) -> Nomination:
    nomination = assessed(world, endorsed(world, draft(world)))
    asked = {"parts": {"c2": "Nêu rõ."}, "due_on": nomination.received_at.date().replace(year=2099)}  # type: ignore[union-attr]
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
    return nomination


PLACES: dict[str, tuple[Callable[[World], Nomination], str, str]] = {
    "department_vetting": (
        lambda world: proposed(world, assessed(world, endorsed(world, draft(world)))),
        "department_head",
        "clear",
    ),
    "supplement": (to_supplement, "alpha_head", "resubmit"),
}
UNSEEN: dict[str, tuple[Callable[[World], Nomination], str, Trigger]] = {
    "draft": (draft, "alpha_officer", Trigger.PROPOSE),
    "unit_approval": (to_approval, "alpha_head", Trigger.SUBMIT),
}
"""The department sees no draft, so nobody holds one there by a page; the rule stands all the same."""


@pytest.mark.parametrize("place", PLACES)
def test_nothing_goes_on_from_the_moment_it_is_held(client: CheckingClient, world: World, place: str) -> None:
    bring, by, trigger = PLACES[place]
    nomination = bring(world)
    hold(client, world, nomination)
    before = db.session.query(Audit).count()
    sign_in(client, world, by)
    where = f"/nominations/{nomination.code}"
    confirmed = {"trigger": trigger, "confirmation": world.people[by].full_name, "version": nomination.version}
    assert NEUTRAL in text_of(client.post(f"{where}/advance", data=confirmed, status=422))
    db.session.expire_all()
    assert (nomination.state, db.session.query(Audit).count()) == (place, before)
    for name in ("alpha_head", "alpha_officer", "eta_head"):
        sign_in(client, world, name)
        page = text_of(client.get(where))
        assert "Tạm dừng (chờ xác minh)" in page and SECRET not in page and PAPER not in page


@pytest.mark.parametrize("place", UNSEEN)
def test_a_draft_that_is_held_goes_nowhere(world: World, place: str) -> None:
    bring, by, trigger = UNSEEN[place]
    nomination = bring(world)
    act(world, "auditor", Trigger.HOLD, nomination, paper=PAPER)
    with pytest.raises(Refused) as caught:
        act(world, by, trigger, nomination)
    assert [reason.code for reason in caught.value.reasons] == ["hold"]


@pytest.mark.parametrize("body", ["cluster", "council"])
def test_a_counted_vote_is_not_carried_out(client: CheckingClient, world: World, body: str) -> None:
    kind = NomineeKind.COLLECTIVE if body == "council" else NomineeKind.INDIVIDUAL
    nomination = submitted(world, draft(world, kind=kind))
    trigger = Trigger.ENDORSE
    if body == "council":
        counted_round(world, nomination)
        act(world, "beta_officer", trigger, nomination)
        act(world, "department_head", Trigger.CLEAR, assessed(world, nomination))
        trigger = Trigger.APPROVE
    counted_round(world, nomination, body=body, yes=5, eligible=5)
    hold(client, world, nomination)
    with pytest.raises(Refused) as caught:
        act(world, "beta_officer", trigger, nomination)
    assert "hold" in {reason.code for reason in caught.value.reasons}


def test_a_prepared_decision_is_not_frozen_signed_or_published(client: CheckingClient, world: World) -> None:
    first, second, third = (decisions.waiting(world, name=f"Nguyễn Thị {n}") for n in ("Một", "Hai", "Ba"))
    prepared, frozen, issued = (
        decisions.prepared(world, first), decisions.frozen(world, second), decisions.issued(world, third),
    )  # fmt: skip
    for nomination in (first, second, third):
        hold(client, world, nomination)
    for by, made, what, extra in (
        ("department_head", prepared, "freeze", {}),
        ("minister", frozen, "sign", {"digest": frozen.digest, "seen": frozen.digest}),
        ("department_head", issued, "publish", {}),
    ):  # fmt: skip
        sign_in(client, world, by)
        page = text_of(client.get(f"/decisions/{made.code}"))
        assert "đang tạm dừng" in page.lower() and SECRET not in page
        sent = {"version": made.version, "confirmation": world.people[by].full_name, **extra}
        client.post(f"/decisions/{made.code}/{what}", data=sent, status=422)
    db.session.expire_all()
    assert [db.session.get_one(Decision, one.id).status for one in (prepared, frozen, issued)] == [
        "drafting", "frozen", "issued",
    ]  # fmt: skip
    assert [one.state for one in (first, second, third)] == [
        State.MINISTER_SIGNOFF, State.MINISTER_SIGNOFF, State.AWARDED,
    ]  # fmt: skip
    act(world, "department_head", Trigger.LIFT, third)
    decisions.publish(world.actor("department_head"), issued.code, decisions.by(world, "department_head"))
    assert issued.status == "published"
    with pytest.raises(Refused):
        act(world, "auditor", Trigger.HOLD, third, paper=PAPER)


def test_another_person_lifts_it_and_the_desk_says_whose_turn_it_is(client: CheckingClient, world: World) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    appoint(world, "officer", "", Role.DEPARTMENT_HEAD)
    db.session.commit()
    hold(client, world, nomination, by="officer")
    page = text_of(client.get("/"))
    assert "Đang tạm dừng, chờ người khác bỏ tạm dừng" in page
    sent = {"trigger": "lift", "reason": "Đã xác minh.", "version": nomination.version}
    where = f"/nominations/{nomination.code}/advance"
    assert "nên phải do người khác cho tiếp tục" in text_of(client.post(where, data=sent, status=422))
    sign_in(client, world, "department_head")
    client.post(where, data=sent)
    row = db.session.query(HoldRecord).one()
    assert row.lifted_by_id == world.people["department_head"].id
