"""Places: named for one unit, shared by all awards, given on top; a cluster's round ranks within what it has."""

import pytest
import yaml
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import func, select

from nomination.box.codes import new_receipt
from nomination.models import Audit, ExtraPlaces
from nomination.queries.campaign_drafts import problems
from nomination.queries.places import cluster_standings, unit_standings
from nomination.services.ballots import cast_ballot
from nomination.services.campaigns import launch
from nomination.services.places import Extra, give_extra
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests.world import MEMBERS, World, build, campaign_content, draft
from tests.world_steps import act, submitted
from workflow.ballot import Choice
from workflow.dossier import NomineeKind
from workflow.machine import NotYours, Refused
from workflow.quota import Balance
from workflow.vocabulary import Trigger

PERSON = "bang-khen-ca-nhan"
ALPHA = {"body": "unit", "code": "alpha"}


def world_with(*quotas: dict[str, object]) -> World:
    return build(quotas=list(quotas))


def extra(**changes: object) -> Extra:
    return Extra(
        **({"body": "unit", "code": "alpha", "award": PERSON, "places": 1, "reason": "Công văn đề nghị."} | changes)
    )


def refused_places(world: World, name: str) -> list[str]:
    nomination = draft(world, name=name)
    with pytest.raises(Refused) as refused:
        submitted(world, nomination)
    return [one.message % one.params for one in refused.value.reasons]


def test_a_units_own_places_go_before_the_awards_number(session: Session) -> None:
    world = world_with(ALPHA | {"award": PERSON, "places": 1})
    submitted(world, draft(world))
    assert refused_places(world, "Lê Văn Nam") == ["The unit has 1 places for this award and has already used 1."]
    submitted(world, draft(world, "beta", "Lê Văn Bắc"))
    submitted(world, draft(world, "beta", "Lê Văn Đông"))


def test_places_of_all_awards_together(session: Session) -> None:
    world = world_with(ALPHA | {"places": 1})
    submitted(world, draft(world, name="Phòng Một", kind=NomineeKind.COLLECTIVE))
    assert refused_places(world, "Lê Văn Nam") == [
        "The unit has 1 places for all awards together and has already used 1."
    ]


def test_a_place_given_on_top_lets_one_more_pass(session: Session) -> None:
    world = world_with(ALPHA | {"award": PERSON, "places": 1})
    submitted(world, draft(world))
    waiting = draft(world, name="Lê Văn Nam")
    give_extra(world.actor("department_head"), world.campaign.code, extra())
    submitted(world, waiting)
    entry = session.scalars(select(Audit).where(Audit.action == "campaign:extra_places")).one()
    assert entry.facts == {"to": "unit:alpha", "award": PERSON, "places": 1, "reason": "Công văn đề nghị."}
    [standing] = unit_standings(world.campaign.id, world.rules, [world.units["alpha"]])
    [meter] = standing.meters
    assert (meter.quota.places, meter.taken, meter.extra, meter.left, meter.waiting) == (2, 2, 1, 0, 0)


def test_a_withdrawn_nomination_gives_its_place_back(session: Session) -> None:
    world = world_with(ALPHA | {"award": PERSON, "places": 1})
    act(world, "alpha_head", Trigger.WITHDRAW, submitted(world, draft(world)))
    submitted(world, draft(world, name="Lê Văn Nam"))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"code": "nobody"}, "holder", "Choose the unit or cluster from the list."),
        ({"body": "person"}, "holder", "Choose the unit or cluster from the list."),
        ({"code": "beta"}, "holder", "Nothing limits it for this award."),
        ({"award": "medal"}, "award", "Choose one of the awards of this campaign."),
        ({"places": None}, "places", "Give a whole number from 1 to %(most)s."),
        ({"places": 0}, "places", "Give a whole number from 1 to %(most)s."),
        ({"places": 101}, "places", "Give a whole number from 1 to %(most)s."),
        ({"reason": " "}, "reason", "Give the reason."),
    ],
)
def test_what_cannot_be_given(session: Session, changes: dict[str, object], field: str, message: str) -> None:
    world = world_with(ALPHA | {"award": PERSON, "places": 1})
    with pytest.raises(Invalid) as invalid:
        give_extra(world.actor("department_head"), world.campaign.code, extra(**changes))
    assert [told for told, _ in invalid.value.problems[field]] == [message]
    assert session.scalar(select(func.count()).select_from(ExtraPlaces)) == 0


def test_only_the_head_of_the_department_gives(session: Session) -> None:
    world = world_with(ALPHA | {"award": PERSON, "places": 1})
    with pytest.raises(NotYours):
        give_extra(world.actor("officer"), world.campaign.code, extra())
    with pytest.raises(Missing):
        give_extra(world.actor("department_head"), "no-campaign", extra())
    assert session.scalar(select(func.count()).select_from(ExtraPlaces)) == 0


def test_a_clusters_round_ranks_within_its_own_places_and_those_on_top(app: Flask, session: Session) -> None:
    app.config["BOX_SCRYPT_N"] = 2
    world = world_with({"body": "cluster", "code": "khoi-thu", "award": PERSON, "places": 1})
    nominations = rounds.waiting(world, "alpha", "delta", "epsilon")
    give_extra(world.actor("department_head"), world.campaign.code, extra(body="cluster", code="khoi-thu"))
    [before] = cluster_standings(world.campaign.id, world.rules, [world.cluster])
    assert [(m.quota.places, m.taken, m.waiting, m.over) for m in before.meters] == [(2, 0, 3, 1)]
    voting = rounds.opened(world, *nominations)
    for unit in MEMBERS:
        _cast(voting, world, f"{unit}_head", {2} if unit == "zeta" else set())
    rounds.counted(voting)
    session.expire_all()
    assert sorted(one.state for one in nominations) == ["declined", "department_vetting", "department_vetting"]
    assert nominations[1].state == "declined"
    [after] = cluster_standings(world.campaign.id, world.rules, [world.cluster])
    assert [(m.taken, m.left, m.waiting) for m in after.meters] == [(2, 0, 0)]


def _cast(voting: rounds.Voting, world: World, name: str, against: set[int]) -> None:
    """Agree on every line but those of `against`."""
    found = voting.found
    voter = found.voter(world.people[name].id)
    assert voter is not None
    lines = [line.question.n for line in found.lines if line.nomination.code not in voter.recused]
    chosen = {n: Choice.NO if n in against else Choice.YES for n in lines}
    cast_ballot(world.actor(name), voting.code, new_receipt(), chosen)


def test_direct_workers_are_held_against_leaders(session: Session) -> None:
    world = build()
    for name, code in (
        ("Lê Văn Một", "direct_worker"),
        ("Lê Văn Hai", "leader_other"),
        ("Lê Văn Ba", "leader_department"),
    ):
        draft(world, name=name).class_code = code
    draft(world, name="Phòng Tổng hợp", kind=NomineeKind.COLLECTIVE)
    session.commit()
    [standing] = unit_standings(world.campaign.id, world.rules, [world.units["alpha"]])
    assert standing.balance == Balance(direct=1, leaders=2, asked=1)
    assert standing.balance.short == 1
    assert standing.meters == ()


def test_a_quota_of_nobody_is_told_and_never_comes_into_force(session: Session) -> None:
    world = build()
    content = campaign_content()
    quotas = [ALPHA | {"places": 1}, {"body": "cluster", "code": "nowhere", "award": PERSON, "places": 1}]
    content = content | {"running": content["running"] | {"quotas": quotas}}
    assert [(one.path, one.expected) for one in problems(content)] == [
        ("running.quotas[1].code", "there is no unit, block or cluster of this code")
    ]
    with pytest.raises(Invalid) as invalid:
        launch(
            yaml.safe_dump(content, allow_unicode=True), "file.yaml", author=world.actor("officer"),
            approver=world.actor("department_head"), reason="Phân bổ",
        )  # fmt: skip
    assert invalid.value.problems[""][0][1] == {"quotas": "running.quotas[1].code"}
