"""Ways around the process: a person who speaks as the counted round, unknown parts, a request due before today."""

from datetime import timedelta

import pytest

from nomination import clock
from nomination.models import Nomination, SupplementRequest
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import World, build, draft, sign_in
from tests.world_steps import act, cleared, counted_round, endorsed, proposed, submitted
from workflow.dossier import NomineeKind
from workflow.vocabulary import State, Trigger


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    return build()


def advance(client: CheckingClient, nomination: Nomination, trigger: str, status: int, **more: str) -> str:
    given = {"trigger": trigger, "version": str(nomination.version), "reason": "Vì thế"} | more
    return client.post(f"/nominations/{nomination.code}/advance", data=given, status=status).text


def before_council(world: World) -> Nomination:
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    return cleared(world, draft(world, "alpha", "Phòng Tổng hợp", kind=NomineeKind.COLLECTIVE, award=award))


def test_a_teller_cannot_decline_what_the_council_carried_before_the_chair_spoke(
    world: World, client: CheckingClient
) -> None:
    nomination = before_council(world)
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting)
    rounds.counted(voting)
    assert nomination.state == State.COUNCIL_REVIEW
    sign_in(client, world, "officer")
    advance(client, nomination, "decline", 403)
    assert nomination.state == State.COUNCIL_REVIEW


def test_a_teller_who_reads_the_nomination_cannot_endorse_it_himself(world: World, client: CheckingClient) -> None:
    nomination = submitted(world, draft(world, "beta"))
    counted_round(world, nomination)
    sign_in(client, world, "beta_officer")
    advance(client, nomination, "endorse", 403)
    assert nomination.state == State.CLUSTER_REVIEW
    act(world, "beta_officer", Trigger.ENDORSE, nomination)
    assert nomination.state == State.DEPARTMENT_VETTING


def received(world: World) -> Nomination:
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, nomination)
    return proposed(world, nomination)


@pytest.mark.parametrize("part", ["no-such-part", "x" * 500, "'; DROP TABLE nomination; --"])
def test_a_supplement_names_parts_that_exist(world: World, client: CheckingClient, part: str) -> None:
    nomination = received(world)
    sign_in(client, world, "department_head")
    due = f"{clock.today() + timedelta(days=5):%Y-%m-%d}"
    advance(client, nomination, "return_for_supplement", 422, due_on=due, **{f"part-{part}": "Bổ sung"})
    assert nomination.state == State.DEPARTMENT_VETTING


def test_a_supplement_is_not_due_in_the_past(world: World, client: CheckingClient) -> None:
    nomination = received(world)
    sign_in(client, world, "department_head")
    due = f"{clock.today() - timedelta(days=1):%Y-%m-%d}"
    advance(client, nomination, "return_for_supplement", 422, due_on=due, **{"part-nominee": "Bổ sung"})
    assert nomination.state == State.DEPARTMENT_VETTING


def test_text_that_cannot_be_seen_is_no_reason_and_is_never_stored(
    world: World, client: CheckingClient, session
) -> None:  # type: ignore[no-untyped-def]
    nomination = received(world)
    sign_in(client, world, "department_head")
    due = f"{clock.today() + timedelta(days=5):%Y-%m-%d}"
    advance(
        client, nomination, "return_for_supplement", 422, due_on=due, reason="\u200b\x00", **{"part-nominee": "Thêm"}
    )
    advance(
        client,
        nomination,
        "return_for_supplement",
        303,
        due_on=due,
        reason="Vì\x00 thế",
        **{"part-nominee": "Th\x00êm"},
    )
    request = session.query(SupplementRequest).one()
    assert request.parts == {"nominee": "Thêm"}
