"""Two people at the same instant: one succeeds, the other is told; the record holds afterwards."""

from collections.abc import Iterator
from threading import Event

import pytest
from flask import Flask

from nomination import clock
from nomination.extensions import db
from nomination.models import Decision, Nomination, RegisterEntry, Round
from nomination.queries.invariants import broken
from nomination.services import advance as advancing
from nomination.services import decisions, freezing, opening, publishing, signatures
from nomination.services.advance import advance
from nomination.services.closing import close
from nomination.services.counting import count_box
from nomination.services.opening import open_round
from nomination.services.rounds import cancel, prepare
from tests import world_decisions as papers
from tests import world_rounds as rounds
from tests.hunt.races import at_once, slowly
from tests.world import World, build, draft
from tests.world_steps import endorsed
from workflow.machine import Given
from workflow.vocabulary import State, Trigger


@pytest.fixture
def app(own_app: Flask) -> Iterator[Flask]:
    yield own_app
    with own_app.app_context():
        assert broken() == []


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with app.app_context():
        yield build()
        db.session.remove()


def who(world: World, name: str) -> int:
    return world.people[name].id


def fresh(nomination: Nomination) -> str:
    db.session.rollback()
    db.session.expire_all()
    return nomination.state


def withdraw(nomination_id: int, reached: Event | None = None):  # type: ignore[no-untyped-def]
    def deed(actor):  # type: ignore[no-untyped-def]
        if reached is not None:
            reached.wait(10)
        advance(actor, Trigger.WITHDRAW, Nomination.id == nomination_id, given=Given(reason="Xin rút"))

    return deed


def hold(nomination_id: int, reached: Event):  # type: ignore[no-untyped-def]
    def deed(actor):  # type: ignore[no-untyped-def]
        reached.wait(10)
        given = Given(reason="Có đơn", paper="Đơn số 1")
        advance(actor, Trigger.HOLD, Nomination.id == nomination_id, given=given)

    return deed


def test_a_nomination_is_not_withdrawn_while_its_round_opens(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nomination,) = rounds.waiting(world)
    voting, nomination_id = rounds.keyed(world, nomination), nomination.id
    leader, head, code = who(world, "eta_head"), who(world, "alpha_head"), voting.code
    db.session.rollback()
    reached = slowly(monkeypatch, opening, "readiness")
    told = at_once(app, (leader, lambda actor: open_round(actor, code)), (head, withdraw(nomination_id, reached)))
    assert told == ["done", "refused"]
    assert fresh(nomination) == State.CLUSTER_REVIEW


def test_a_hold_while_the_minister_signs_waits_or_wins_and_never_fails(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [papers.waiting(world), papers.waiting(world, "delta", "Lý Thị Hai")]
    made = papers.frozen(world, *lines)
    code, digest, last = made.code, made.digest or "", lines[1].id
    minister, officer, name = who(world, "minister"), who(world, "officer_2"), papers.by(world, "minister")
    db.session.rollback()
    reached = slowly(monkeypatch, advancing.audit, "record_all")
    told = at_once(
        app,
        (minister, lambda actor: signatures.sign(actor, code, seen=digest, given=name)),
        (officer, hold(last, reached)),
    )
    assert told == ["done", "done"]
    held = db.session.get_one(Nomination, last, populate_existing=True)
    assert held.state == State.AWARDED  # signed whole first; the hold that waited then stops the publishing
    db.session.rollback()


def test_a_hold_while_the_box_is_counted_waits_and_never_fails(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting)
    close(world.actor("eta_head"), voting.code)
    code, codes, teller = voting.code, dict(voting.codes), voting.found.tellers[0].person_id
    officer, nomination_id = who(world, "officer_2"), nomination.id
    db.session.rollback()
    reached = slowly(monkeypatch, advancing.audit, "record")
    told = at_once(app, (teller, lambda actor: count_box(actor, code, codes)), (officer, hold(nomination_id, reached)))
    assert told == ["done", "done"]
    assert fresh(nomination) == State.DEPARTMENT_VETTING


def test_a_withdrawal_from_a_draft_while_it_is_frozen(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [papers.waiting(world), papers.waiting(world, "delta", "Lý Thị Hai")]
    made = papers.prepared(world, *lines)
    for line in lines:
        line.withdrawal_consent_by_id = who(world, "department_head")
    db.session.commit()
    code, last, head, unit = made.code, lines[1].id, who(world, "department_head"), who(world, "delta_head")
    db.session.rollback()
    reached = slowly(monkeypatch, freezing, "content_digest")
    told = at_once(app, (head, lambda actor: freezing.freeze(actor, code)), (unit, withdraw(last, reached)))
    assert told == ["done", "refused"]


def test_a_withdrawal_makes_the_draft_decision_newer(app: Flask, world: World) -> None:
    lines = [papers.waiting(world), papers.waiting(world, "delta", "Lý Thị Hai")]
    made = papers.prepared(world, *lines)
    lines[1].withdrawal_consent_by_id = who(world, "department_head")
    db.session.commit()
    seen, code = made.version, made.code
    withdraw(lines[1].id)(world.actor("delta_head"))
    with pytest.raises(decisions_stale()):
        freezing.freeze(world.actor("department_head"), code, version=seen)


def decisions_stale() -> type[Exception]:
    from nomination.services.transaction import Stale

    return Stale


def test_every_act_of_a_round_twice_at_once(app: Flask, world: World) -> None:
    (nomination,) = rounds.waiting(world)
    leader, plan = who(world, "eta_head"), rounds.a_draft(world, [nomination])
    campaign = world.campaign.code
    db.session.rollback()
    deed = (leader, lambda actor: prepare(actor, campaign, "cluster", plan))
    assert sorted(at_once(app, deed, deed)) == ["done", "refused"]
    row = db.session.query(Round).one()
    cancel(world.actor("eta_head"), row.code, "Lập lại")
    voting = rounds.keyed(world, nomination)
    code = voting.code
    db.session.rollback()
    opens = (leader, lambda actor: open_round(actor, code))
    assert sorted(at_once(app, opens, opens)) == ["done", "refused"]
    rounds.all_vote(voting)
    teller = voting.found.tellers[0].person_id
    db.session.rollback()
    closes = (leader, lambda actor: close(actor, code))
    assert sorted(at_once(app, closes, closes)) == ["done", "refused"]
    counts = (teller, lambda actor: count_box(actor, code, dict(voting.codes)))
    assert sorted(at_once(app, counts, counts)) == ["done", "refused"]
    assert fresh(nomination) == State.DEPARTMENT_VETTING


def test_every_act_of_a_decision_twice_at_once(app: Flask, world: World) -> None:
    lines = [papers.waiting(world), papers.waiting(world, "delta", "Lý Thị Hai")]
    codes, campaign = [one.code for one in lines], world.campaign.code
    people = {name: who(world, name) for name in ("officer", "officer_2", "department_head", "minister", "clerk")}
    db.session.rollback()

    def prepares(actor):  # type: ignore[no-untyped-def]
        decisions.prepare(actor, campaign, papers.TITLE, codes)

    assert sorted(at_once(app, (people["officer"], prepares), (people["officer_2"], prepares))) == ["done", "refused"]
    made = db.session.query(Decision).one()
    code, names = made.code, {name: papers.by(world, name) for name in people}
    db.session.rollback()
    freezes = (people["department_head"], lambda actor: freezing.freeze(actor, code))
    assert sorted(at_once(app, freezes, freezes)) == ["done", "refused"]
    db.session.expire_all()
    digest, today = made.digest or "", clock.today()
    db.session.rollback()
    signs = (people["minister"], lambda a: signatures.sign(a, code, seen=digest, given=names["minister"]))
    assert at_once(app, signs, signs) == ["done", "done"]
    issues = (people["clerk"], lambda a: papers.issue(a, code, number="1/QĐ-THU", dated=today))
    assert sorted(at_once(app, issues, issues)) == ["done", "refused"]
    publishes = (people["department_head"], lambda a: publishing.publish(a, code, names["department_head"]))
    assert sorted(at_once(app, publishes, publishes)) == ["done", "refused"]
    assert db.session.query(RegisterEntry).count() == 2
    assert [fresh(one) for one in lines] == [State.AWARDED] * 2


def test_two_papers_never_get_one_number(app: Flask, world: World) -> None:
    made = [papers.signed(world, papers.waiting(world, unit, f"Lê Thị {unit}")).code for unit in ("alpha", "delta")]
    clerk, today = who(world, "clerk"), clock.today()
    db.session.rollback()

    def issue(code: str):  # type: ignore[no-untyped-def]
        return clerk, lambda actor: papers.issue(actor, code, number="7/QĐ-THU", dated=today)

    assert sorted(at_once(app, issue(made[0]), issue(made[1]))) == ["done", "refused"]


def test_received_once(app: Flask, world: World) -> None:
    nomination = endorsed(world, draft(world))
    nomination_id, people = nomination.id, [who(world, name) for name in ("officer", "officer_2")]
    db.session.rollback()

    def receives(actor):  # type: ignore[no-untyped-def]
        advance(actor, Trigger.RECEIVE, Nomination.id == nomination_id)

    assert sorted(at_once(app, *[(one, receives) for one in people])) == ["done", "refused"]
