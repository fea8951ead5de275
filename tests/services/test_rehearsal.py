"""The check before the opening and the trial ballot: what is demanded, what is kept, what can fail."""

import pytest
from sqlalchemy import func, select

from nomination import clock
from nomination.box.open import Count
from nomination.extensions import db
from nomination.models import Audit, KeyWrapping, Rehearsal, RoleAssignment, Round, Slip
from nomination.queries.ceremony import ceremony_of
from nomination.services import rehearsal
from nomination.services.opening import open_round
from nomination.services.transaction import Invalid
from tests import world_rounds as rounds
from tests.world import World, appoint, build
from workflow.ballot import Choice
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def unmet(world: World, code: str, name: str = "eta_head") -> list[str]:
    return [check.code for check in ceremony_of(world.actor(name), code).ready.checks if not check.met]


def test_every_line_of_the_list_in_turn(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    assert unmet(world, voting.code) == ["tellers", "rehearsal"]
    rounds.take_codes(voting)
    assert unmet(world, voting.code, "beta_officer") == ["rehearsal"]
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [reason.message for reason in refused.value.reasons] == [
        "No trial ballot has been held yet. The leader or a teller holds one before the round opens."
    ]
    rounds.tried(voting)
    assert unmet(world, voting.code) == []
    with clock.at(voting.row.closes_at):
        assert unmet(world, voting.code) == ["window"]
    open_round(world.actor("eta_head"), voting.code)
    with pytest.raises(WrongState):
        ceremony_of(world.actor("eta_head"), voting.code)


def test_who_stands_aside_is_shown_by_name_and_nomination(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world, "alpha", "delta"))
    found = ceremony_of(world.actor("gamma_officer"), voting.code)
    assert [(one.line.nomination.unit.code, one.voters, one.aside) for one in found.electorates] == [
        ("alpha", 6, ("Trần Thị Alpha",)),
        ("delta", 6, ("Trần Thị Delta",)),
    ]
    for name in ("beta_head", "department_head"):
        with pytest.raises(NotYours):
            ceremony_of(world.actor(name), voting.code)


def test_a_teller_whose_roles_changed_stops_the_opening(world: World) -> None:
    """Officer of the nominating unit since yesterday: he would count a case of his own."""
    voting = rounds.keyed(world, *rounds.waiting(world))
    appoint(world, "beta_officer", "", Role.UNIT_OFFICER, world.units["alpha"])
    db.session.commit()
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [(reason.message, reason.params) for reason in refused.value.reasons] == [
        (
            "%(name)s may no longer count this round: since it was prepared his or her roles have changed.",
            {"name": "Nguyễn Văn Beta"},
        )
    ]
    assert db.session.scalar(select(Round.definition_hash)) is None


def test_with_too_few_voters_the_vote_belongs_on_paper(world: World) -> None:
    voting = rounds.keyed(world, *rounds.waiting(world))
    gone = [world.people[f"{unit}_head"].id for unit in ("beta", "gamma")]
    for assignment in db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id.in_(gone))):
        assignment.valid_to = clock.today()
    db.session.commit()
    assert unmet(world, voting.code) == ["roll", "small"]
    assert ceremony_of(world.actor("eta_head"), voting.code).ready.on_paper


def test_a_trial_seals_opens_and_counts_and_keeps_only_that_it_was_done(world: World) -> None:
    """Alpha's head stands aside from the first nomination and Delta's from the second; the first ballot is Alpha's."""
    voting = rounds.prepared(world, *rounds.waiting(world, "alpha", "delta"))
    rounds.take_codes(voting)
    trial = rehearsal.rehearse(world.actor("beta_officer"), voting.code, {1: Choice.NO, 2: Choice.NO})
    assert (trial.ballots, trial.slips) == (7, 12)
    assert {n: sum(totals.values()) for n, totals in trial.totals.items()} == {1: 6, 2: 6}
    (done,) = db.session.scalars(select(Rehearsal))
    assert (done.done_by_id, done.slips) == (world.people["beta_officer"].id, 12)
    entry = db.session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (entry.action, entry.facts) == ("round:rehearse", {"ballots": 7, "slips": 12})
    for model in (Slip, KeyWrapping):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert voting.found.vote.public_key is None


def test_a_trial_needs_every_line_the_codes_and_somebody_of_the_round(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    with pytest.raises(Refused):
        rehearsal.rehearse(world.actor("eta_head"), voting.code, {1: Choice.YES})
    rounds.take_codes(voting)
    for marked in ({}, {1: Choice.YES, 2: Choice.YES}):
        with pytest.raises(Invalid) as refused:
            rehearsal.rehearse(world.actor("eta_head"), voting.code, marked)
        assert refused.value.problems == {"choices": [("Choose on every line of the specimen ballot.", {})]}
    with pytest.raises(NotYours):
        rehearsal.rehearse(world.actor("beta_head"), voting.code, {1: Choice.YES})
    assert db.session.scalars(select(Rehearsal)).all() == []


def test_a_box_that_counts_wrongly_is_found_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    rounds.take_codes(voting)
    monkeypatch.setattr(rehearsal, "count", lambda *_given, **_named: Count({Choice.YES: 6}))
    with pytest.raises(Refused) as refused:
        rounds.tried(voting)
    assert [reason.message for reason in refused.value.reasons] == [
        "The trial did not come out as it went in. Do not open this round; tell the department."
    ]
    assert db.session.scalars(select(Rehearsal)).all() == []
