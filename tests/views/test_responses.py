"""Who has answered a campaign and who has not: shares, filters, scopes, and what the page costs with many units."""

import re
from datetime import date

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.extensions import db
from nomination.models import Cluster, ClusterMembership, Unit
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.views.test_plans import words
from tests.world import SINCE, World, build, draft, record_plan, sign_in
from tests.world_steps import submitted

PAGE = "/campaigns/dac-biet-2020/responses"


@pytest.fixture
def world(session: Session) -> World:
    """Two units have a plan; one of them submitted a nomination and writes another."""
    made = build()
    submitted(made, draft(made))
    draft(made, name="Lê Văn Nháp")
    record_plan(made, made.units["beta"].id)
    return made


def another_cluster(world: World, *codes: str) -> None:
    cluster = Cluster(code="cum-thu", name="Cụm thi đua số I", kind="cum", rank=2)
    db.session.add(cluster)
    for code in codes:
        unit = Unit(code=code, name=f"Sở {code}", short_name=code, kind="so", head_block="", valid_from=SINCE)
        db.session.add_all((cluster, unit))
        db.session.flush()
        joined = date(world.campaign.year, 1, 1)
        membership = ClusterMembership(
            cluster_id=cluster.id, unit_id=unit.id, year=world.campaign.year, joined_on=joined
        )
        db.session.add(membership)
    db.session.commit()


def listed(text: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+)<', text)


def test_the_department_sees_all_and_the_shares(client: CheckingClient, world: World) -> None:
    another_cluster(world, "mot")
    sign_in(client, world, "officer")
    text = client.get(PAGE).text
    assert listed(text) == [f"Vụ {name}" for name in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta")] + [
        "Sở mot"
    ]
    page = words(text)
    assert "Đã có kế hoạch 2/8 (25 %)" in page
    assert "Đã trình hồ sơ đề nghị 1/8 (12 %)" in page
    assert "Khối thi đua số I 7 đơn vị · kế hoạch 2/7 · sơ kết 0/7 · hồ sơ đề nghị 1" in page
    assert listed(client.get(f"{PAGE}?cluster=cum-thu", hx=True).text) == ["Sở mot"]
    lacking = listed(client.get(f"{PAGE}?missing=plan", hx=True).text)
    assert lacking == ["Vụ Gamma", "Vụ Delta", "Vụ Epsilon", "Vụ Zeta", "Vụ Eta", "Sở mot"]
    assert len(listed(client.get(f"{PAGE}?missing=nonsense").text)) == 8


def test_a_leader_sees_his_cluster_and_a_unit_itself(client: CheckingClient, world: World) -> None:
    another_cluster(world, "mot")
    for name, seen in (("eta_head", 7), ("alpha_officer", 1), ("alpha_head", 1)):
        sign_in(client, world, name)
        text = client.get(PAGE).text
        assert (name, len(listed(text))) == (name, seen)
        assert "Sở mot" not in text and "Cụm thi đua số I" not in text
    assert f'href="{PAGE.replace("responses", "plans/alpha")}"' in text
    sign_in(client, world, "gamma_officer")
    assert f'href="{PAGE.replace("responses", "plan")}?unit=gamma"' in client.get(PAGE).text


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_one_and_many(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    another_cluster(world, *(f"so-{n}" for n in range(number)))
    sign_in(client, world, "officer")
    client.get(PAGE)
    with counting(sql) as sent:
        client.get(PAGE)
    assert len(sent) == 6
