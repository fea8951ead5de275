"""The leading of a cluster, delegated: dated, shown as such, never chained, never the vote, over with either role."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, ClusterLeadership, LeadDelegation, RoleAssignment
from nomination.papers.kinds import PaperKind
from nomination.queries.leading import led_clusters, lent_now
from nomination.queries.minutes import minutes_of
from nomination.queries.papers.round import of_round
from nomination.queries.rounds import leads
from nomination.queries.scorings import page_of
from nomination.services.leading import Lending, delegate_leading, end_delegation
from nomination.services.opening import open_round
from nomination.services.rounds import cancel, prepare
from nomination.services.scorings import cancel as cancel_scoring
from nomination.services.scorings import close as close_scoring
from nomination.services.scorings import open_scoring
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests.services.test_scorings import HEADS, REVIEW, send, sheet
from tests.world import World, account_of, build
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Role


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    of_zeta = {"unit_id": world.units["zeta"].id, "post": "deputy"}
    db.session.add(ClusterLeadership(cluster_id=world.cluster.id, year=world.campaign.year, **of_zeta))
    db.session.commit()
    return world


def lending(world: World, first: int = 0, last: int = 9, ground: str = "Giấy ủy quyền số 3") -> Lending:
    today = clock.today()
    return Lending(
        world.cluster.code, world.campaign.year, today + timedelta(days=first), today + timedelta(days=last), ground
    )


def leads_now(world: World, name: str = "zeta_head") -> bool:
    return leads(world.actor(name), "cluster", world.cluster.id, world.campaign.year)


def test_the_deputys_head_leads_for_the_leader_and_the_record_says_so(world: World) -> None:
    assert not leads_now(world)
    delegate_leading(world.actor("eta_head"), lending(world))
    assert leads_now(world) and leads_now(world, "eta_head")
    zeta, eta = world.actor("zeta_head"), world.people["eta_head"].id
    nominations = rounds.waiting(world)
    vote = prepare(zeta, world.campaign.code, "cluster", rounds.a_draft(world, nominations))
    entry = db.session.scalars(select(Audit).where(Audit.action == "round:prepare")).one()
    assert (entry.actor_id, entry.on_behalf_id) == (zeta.person_id, eta)
    voting = rounds.Voting(world, vote)
    rounds.take_codes(voting)
    rounds.tried(voting)
    open_round(zeta, vote.code)
    entry = db.session.scalars(select(Audit).where(Audit.action == "round:open")).one()
    assert (entry.actor_id, entry.on_behalf_id) == (zeta.person_id, eta)
    units = {voter.person_id: voter.unit_id for voter in voting.found.voters}
    assert len(units) == 7 and units[zeta.person_id] == world.units["zeta"].id
    lent = lent_now(world.cluster.id, world.campaign.year)
    assert lent is not None and (lent.giver, lent.holder) == ("Trần Thị Eta", "Trần Thị Zeta")
    rounds.all_vote(voting)
    rounds.counted(voting)
    minutes = minutes_of(world.actor("auditor"), voting.code)
    assert (minutes.leading_posts, minutes.led_for) == (("KT. Khối trưởng", "Khối phó"), "Trần Thị Eta")
    (review,) = [one for one in of_round(world.actor("auditor"), voting.code) if one.kind is PaperKind.REVIEW_MINUTES]
    told = repr(review.content())
    assert "Trần Thị Zeta, theo ủy quyền của Trần Thị Eta." in told and "KT. Khối trưởng" in told


def test_every_act_of_leading_says_for_whom(session) -> None:  # type: ignore[no-untyped-def]
    """Scoring, what its sheets decide, and the end of a box; and not what the deputy does in his own right."""
    world = build(review=REVIEW | {"method": "score"})
    of_zeta = {"unit_id": world.units["zeta"].id, "post": "deputy"}
    db.session.add(ClusterLeadership(cluster_id=world.cluster.id, year=world.campaign.year, **of_zeta))
    db.session.commit()
    delegate_leading(world.actor("eta_head"), lending(world))
    zeta, eta = world.actor("zeta_head"), world.people["eta_head"].id
    first, second = rounds.waiting(world, "alpha", "beta")
    until = clock.now() + timedelta(days=2)
    dropped = open_scoring(zeta, world.campaign.code, (first.code,), until)
    cancel_scoring(zeta, dropped, "Nhầm hồ sơ.")
    code = open_scoring(zeta, world.campaign.code, (second.code,), until)
    for unit in HEADS:
        send(world, code, unit, second, sheet(50, 40))
    close_scoring(zeta, code)
    by_act = {entry.action: (entry.actor_id, entry.on_behalf_id) for entry in db.session.scalars(select(Audit))}
    led = ("scoring:open", "scoring:cancel", "scoring:close", "round:score")
    assert {by_act[action] for action in led} == {(zeta.person_id, eta)}
    page = page_of(world.actor("beta_head"), code)
    assert [(one.entry.action, one.name, one.principal) for one in page.led] == [
        ("scoring:close", "Trần Thị Zeta", "Trần Thị Eta"), ("scoring:open", "Trần Thị Zeta", "Trần Thị Eta"),
    ]  # fmt: skip
    own = select(Audit.on_behalf_id).where(Audit.action == "scoring:send", Audit.actor_id == zeta.person_id)
    assert db.session.scalars(own).all() == [None]


@pytest.mark.parametrize("days", [-1, 10])
def test_it_holds_from_day_to_day(world: World, days: int) -> None:
    delegate_leading(world.actor("eta_head"), lending(world, first=0, last=9))
    with clock.at(clock.now() + timedelta(days=9)):
        assert leads_now(world)
    with clock.at(clock.now() + timedelta(days=days)):
        assert not leads_now(world)


def test_it_ends_with_the_role_or_the_account_of_either(world: World) -> None:
    delegate_leading(world.actor("eta_head"), lending(world))
    account_of(world, "eta_head").active = False
    db.session.commit()
    assert not leads_now(world)
    account_of(world, "eta_head").active = True
    for name in ("eta_head", "zeta_head"):
        held = db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == world.people[name].id)).one()
        held.valid_to = clock.today()
        db.session.commit()
        assert not leads_now(world)
        held.valid_to = None
        db.session.commit()
        assert leads_now(world)


def test_taken_back_or_given_back_from_that_moment_on(world: World) -> None:
    row = delegate_leading(world.actor("eta_head"), lending(world))
    for name in ("beta_head", "department_head", "administrator"):
        with pytest.raises(Missing):
            end_delegation(world.actor(name), row.id)
    end_delegation(world.actor("zeta_head"), row.id)
    assert not leads_now(world)
    with pytest.raises(Invalid):
        end_delegation(world.actor("eta_head"), row.id)
    again = delegate_leading(world.actor("eta_head"), lending(world))
    end_delegation(world.actor("eta_head"), again.id)
    assert not leads_now(world)
    assert db.session.scalars(select(Audit.action).where(Audit.action.like("leading:%")).order_by(Audit.id)).all() == [
        "leading:delegate", "leading:end", "leading:delegate", "leading:end",
    ]  # fmt: skip


def test_nobody_else_delegates_and_a_delegate_hands_nothing_on(world: World) -> None:
    delegate_leading(world.actor("eta_head"), lending(world, last=3))
    for name in ("zeta_head", "beta_head", "department_head", "eta_officer"):
        with pytest.raises(Missing):
            delegate_leading(world.actor(name), lending(world, first=5))
    (led,) = led_clusters(world.actor("zeta_head"))
    assert (led.own, len(led.lent)) == (False, 1)


@pytest.mark.parametrize(
    ("first", "last", "ground", "where", "message"),
    [
        (-1, 3, "Giấy 1", "first", "A delegation begins today or later."),
        (3, 2, "Giấy 1", "last", "The last day lies before the first."),
        (0, 90, "Giấy 1", "last", "A delegation lasts at most %(days)s days."),
        (0, 1, " ", "ground", "Name the paper on which this rests."),
    ],
)
def test_what_stands_against_it(world: World, first: int, last: int, ground: str, where: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        delegate_leading(world.actor("eta_head"), lending(world, first, last, ground))
    assert [told[0] for told in refused.value.problems[where]] == [message]
    assert db.session.scalars(select(LeadDelegation)).all() == []


def test_two_delegations_of_one_leading_do_not_overlap(world: World) -> None:
    delegate_leading(world.actor("eta_head"), lending(world, 2, 5))
    for first, last in ((5, 8), (0, 2), (3, 4)):
        with pytest.raises(Invalid):
            delegate_leading(world.actor("eta_head"), lending(world, first, last))
    delegate_leading(world.actor("eta_head"), lending(world, 6, 8))
    delegate_leading(world.actor("eta_head"), lending(world, 0, 1))


def test_without_a_deputy_there_is_nobody_to_delegate_to(world: World) -> None:
    db.session.query(ClusterLeadership).filter_by(post="deputy").delete()
    db.session.commit()
    with pytest.raises(Invalid) as refused:
        delegate_leading(world.actor("eta_head"), lending(world))
    assert refused.value.problems == {
        "": [("The cluster has no deputy this year, or the deputy's unit has no head in office today.", {})]
    }


def test_whoever_leads_by_delegation_counts_no_round_of_the_cluster(world: World) -> None:
    """Also an officer of a member unit could be a teller; whoever leads may not be."""
    db.session.add(
        RoleAssignment(
            person_id=world.people["zeta_head"].id, role=Role.UNIT_OFFICER.value, unit_id=world.units["zeta"].id,
            valid_from=date(2019, 1, 1),
        )
    )  # fmt: skip
    db.session.commit()
    nominations = rounds.waiting(world)
    draft = rounds.a_draft(world, nominations, ["beta_officer", "gamma_officer", "zeta_head"])
    voting = rounds.Voting(world, prepare(world.actor("eta_head"), world.campaign.code, "cluster", draft))
    rounds.take_codes(voting)
    rounds.tried(voting)
    delegate_leading(world.actor("eta_head"), lending(world))
    with pytest.raises(Refused) as refused:
        open_round(world.actor("eta_head"), voting.code)
    assert [reason.code for reason in refused.value.reasons] == ["fit"]


def test_the_delegate_does_not_vote_for_the_leader(world: World) -> None:
    delegate_leading(world.actor("eta_head"), lending(world))
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.cast(voting, world.people["zeta_head"])
    found = voting.found
    voted = {voter.person_id: voter.voted for voter in found.voters}
    assert voted[world.people["zeta_head"].id] and not voted[world.people["eta_head"].id]
    db.session.query(LeadDelegation).delete()
    db.session.commit()
    with pytest.raises(NotYours):
        cancel(world.actor("zeta_head"), voting.code, "Nhầm")
