"""The yearly statistics: figures, the list behind each, and the sheets that carry the same figures."""

import html
import io
import re
from datetime import date

import pytest
from flask_sqlalchemy.session import Session
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from nomination.models import Audit, CampaignReach
from nomination.queries.statistics import awards_of
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.past_publishing import publish_past
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_front import published
from workflow.dossier import NomineeKind

PAPER = Paper("1/QĐ-CU", date(2021, 5, 2), "Cơ quan cũ", "Về việc khen thưởng", "Bộ trưởng A", "sudden")
INDIVIDUAL, COLLECTIVE = NomineeKind.INDIVIDUAL, NomineeKind.COLLECTIVE


@pytest.fixture
def world(session: Session) -> World:
    """Of 2021: one award of the campaign, three of an earlier decision; its day counts, not its achievement's year."""
    made = build()
    entry = published(made, draft(made))
    entry.class_code = "direct_worker"
    session.commit()
    lines = [
        Line(2, INDIVIDUAL, "Lê Văn Một", "", "Giấy khen", 2019, "", "direct_worker"),
        Line(3, COLLECTIVE, "Công ty Hai", "", "Giấy khen", None, "", "enterprise"),
        Line(4, INDIVIDUAL, "Lê Văn Ba", "", "Giấy khen", None, ""),
    ]
    publish_past(made.actor("department_head"), import_decision(made.actor("officer"), PAPER, lines).id)
    session.commit()
    return made


def test_figures_by_award_class_and_method(world: World, session: Session) -> None:
    found = awards_of(world.actor("officer"), 2021)
    assert {name: number for name, number in found.total.items() if number} == {
        "total": 4, "collective": 1, "enterprise": 1, "individual": 3, "direct_worker": 2, "unknown": 1,
    }  # fmt: skip
    assert {award: sums["total"] for award, sums in found.by_award.items()} == {
        "Giấy khen": 3, world.award(INDIVIDUAL).name: 1,
    }  # fmt: skip
    assert {method: sums["individual"] for method, sums in found.by_method.items()} == {"sudden": 2, "thematic": 1}
    assert awards_of(world.actor("officer"), 2019).total == {}
    assert awards_of(world.actor("alpha_head"), 2021).total == {}


def test_every_figure_leads_to_as_long_a_list(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "officer")
    text = client.get("/statistics?year=2021").text
    assert "chưa có mẫu biểu gốc" in text.casefold()
    links = re.findall(r'<a href="(/statistics/awards\?[^"]+)">(\d+)</a>', text)
    assert len(links) > 10
    for address, number in links:
        listed = client.get(html.unescape(address)).text
        assert listed.count('<th scope="row">') == int(number), address
    assert client.get("/statistics/awards?column=nothing&year=x&award=%27").status_code == 200


def test_the_sheets_carry_the_same_figures(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "auditor")
    book = load_workbook(io.BytesIO(client.get("/statistics/sheet/0603?year=2021").data))
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["Tổng cộng"] == (4, 1, 1, 0, 3, 0, 0, 0, 0, 2, 1)
    book = load_workbook(io.BytesIO(client.get("/statistics/sheet/0601?year=2020").data))
    rows = {row[0]: row[1:] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert rows["Tổng cộng"] == (0, 0, 0, 0, 0, 1, 1)
    client.get("/statistics/sheet/0605", status=404)


def test_scope_and_length_are_stated_by_the_department(client: CheckingClient, world: World, session: Session) -> None:
    where = f"/statistics/campaigns/{world.campaign.code}"
    sign_in(client, world, "officer")
    said = {"scope": "ministry", "starts_on": "22/01/2020", "ends_on": "31/12/2020"}
    bad = client.post(where, data=said | {"scope": "world", "ends_on": "21/01/2020"}, status=422).text
    assert "Ngày cuối đứng trước ngày đầu." in bad and 'value="22/01/2020"' in bad
    assert session.query(CampaignReach).count() == 0
    client.post(where, data=said)
    assert "Dưới 1 năm" in client.get("/statistics?year=2020").text
    client.post(where, data=said | {"starts_on": "01/01/2020"})
    told = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (told.action, told.facts["before"]["starts_on"]) == ("campaign:reach", "2020-01-22")
    client.get("/statistics/campaigns/khong-co", status=404)


def test_what_it_costs(client: CheckingClient, world: World, sql: Engine) -> None:
    sign_in(client, world, "officer")
    found = []
    for path in ("/statistics?year=2021", "/statistics?year=2020", "/statistics/awards?year=2021"):
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        found.append(len(sent))
    assert found == [7, 7, 4]
