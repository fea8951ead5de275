"""A unit does not learn from any refusal what the council decided before the decision is out."""

import pytest

from nomination.models import Nomination
from tests.support.client import CheckingClient
from tests.world import World, build, draft, sign_in
from tests.world_steps import act, cleared, counted_round
from workflow.dossier import NomineeKind
from workflow.vocabulary import State, Trigger

TRIGGERS = sorted(set(Trigger) - {Trigger.WITHDRAW})


@pytest.fixture
def world(session) -> World:  # type: ignore[no-untyped-def]
    return build()


def pair(world: World) -> list[Nomination]:
    """Two nominations of one unit: one the council has yet to judge, one it carried."""
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    made = [
        cleared(world, draft(world, "alpha", name, kind=NomineeKind.COLLECTIVE, award=award))
        for name in ("Phòng Một", "Phòng Hai")
    ]
    counted_round(world, made[1], body="council", yes=5, eligible=5)
    act(world, "beta_officer", Trigger.APPROVE, made[1])
    assert [one.state for one in made] == [State.COUNCIL_REVIEW, State.MINISTER_SIGNOFF]
    return made


@pytest.mark.parametrize("who", ["alpha_head", "alpha_officer"])
def test_a_step_is_refused_alike(world: World, client: CheckingClient, who: str) -> None:
    sign_in(client, world, who)
    made = pair(world)
    for trigger in TRIGGERS:
        for one in made:
            answer = client.post(
                f"/nominations/{one.code}/advance",
                data={
                    "trigger": trigger,
                    "version": str(one.version),
                    "reason": "x",
                    "confirmation": world.people[who].full_name,
                },
                status=409 if trigger not in ("sign", "revoke") else 422,
            )
            assert "“Chờ ký”" not in answer.text and "“Chờ Hội đồng xét”" not in answer.text, trigger


@pytest.mark.parametrize("who", ["alpha_head", "alpha_officer"])
def test_writing_is_refused_alike(world: World, client: CheckingClient, who: str) -> None:
    sign_in(client, world, who)
    for one in pair(world):
        data = {"criterion": one.answers[0].criterion, "parts": "nominee", "version": str(one.version)}
        for act_ in ("edit", "draft", "evidence"):
            answer = client.post(f"/nominations/{one.code}/{act_}", data=data, status=409)
            assert "“Chờ ký”" not in answer.text and "“Chờ Hội đồng xét”" not in answer.text, act_
        page = client.get(f"/nominations/{one.code}/edit", status=409)
        assert "“Chờ ký”" not in page.text and "“Chờ Hội đồng xét”" not in page.text


def test_a_letter_is_refused_alike(world: World, client: CheckingClient) -> None:
    sign_in(client, world, "alpha_head")
    for one in pair(world):
        answer = client.post(
            f"/campaigns/{world.campaign.code}/submissions/new",
            data={"chosen": one.code, f"version-{one.code}": str(one.version)}, status=422,
        )  # fmt: skip
        assert "“Chờ ký”" not in answer.text and "“Chờ Hội đồng xét”" not in answer.text
