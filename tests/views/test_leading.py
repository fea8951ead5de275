"""The page on which a leader delegates the leading of the cluster, as both of them see it."""

from datetime import timedelta

import pytest
from flask import Flask

from nomination import clock
from nomination.extensions import db
from nomination.models import ClusterLeadership, LeadDelegation
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    of_zeta = {"unit_id": world.units["zeta"].id, "post": "deputy"}
    db.session.add(ClusterLeadership(cluster_id=world.cluster.id, year=world.campaign.year, **of_zeta))
    db.session.commit()
    return world


def test_delegated_shown_and_given_back(client: CheckingClient, world: World, sql: object) -> None:
    today = clock.today()
    typed = {
        "cluster": world.cluster.code, "year": str(world.campaign.year), "first": f"{today:%d/%m/%Y}",
        "last": f"{today + timedelta(days=9):%d/%m/%Y}", "ground": "Giấy ủy quyền số 3",
    }  # fmt: skip
    voting = rounds.prepared(world, *rounds.waiting(world))
    sign_in(client, world, "eta_head")
    assert "Trần Thị Zeta, thủ trưởng Vụ Zeta" in client.get("/leading").text
    for wrong in ({"last": "ngày mai"}, {"last": typed["first"], "first": typed["last"]}):
        assert "Giấy ủy quyền số 3" in client.post("/leading", data=typed | wrong, status=422).text
    client.post("/leading", data=typed | {"ground": ""}, status=422)
    client.post("/leading", data=typed | {"year": "19x"}, status=404)
    assert db.session.query(LeadDelegation).count() == 0
    client.post("/leading", data=typed)
    assert "đang có hiệu lực" in client.get("/leading").text
    sign_in(client, world, "zeta_head")
    page = client.get(f"/rounds/{voting.code}").text
    assert "Trần Thị Zeta điều hành Khối/Cụm thay Trần Thị Eta" in page and f'/rounds/{voting.code}/change"' in page
    with counting(sql) as statements:
        page = client.get("/leading").text
    assert len(statements) == 6
    assert 'action="/leading"' not in page
    (row,) = db.session.query(LeadDelegation).all()
    client.post(f"/leading/{row.id}/end")
    client.get("/leading", status=403)
    assert f'/rounds/{voting.code}/change"' not in client.get(f"/rounds/{voting.code}").text
