"""Questions and answers on the page: who reads what, the queue of the department, and the second who answers."""

import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Question
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.views.test_plans import words
from tests.world import World, appoint, build, sign_in
from workflow.vocabulary import Role

LIST = "/campaigns/dac-biet-2020/questions"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def asked(world: World, number: int = 1, *, unit: str = "alpha", shared: bool | None = None) -> list[Question]:
    """Questions of a unit; `shared` says whether they were answered, and for whom."""
    rows = [
        Question(
            campaign_id=world.campaign.id, unit_id=world.units[unit].id, subject=f"Câu hỏi {n} của {unit}",
            body="Dùng mẫu nào?", asked_by_id=world.people[f"{unit}_officer"].id, asked_at=clock.now(),
            answer="" if shared is None else "Dùng mẫu kèm theo.", shared=bool(shared),
            answered_by_id=None if shared is None else world.people["officer"].id,
            answered_at=None if shared is None else clock.now(),
        )
        for n in range(1, number + 1)
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.commit()
    return rows


def listed(text: str) -> list[str]:
    return re.findall(r'task__link" href="[^"]+/questions/\d+">([^<]+)<', text)


def test_a_unit_asks_and_the_department_answers_it(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "alpha_officer")
    assert 'href="/campaigns/dac-biet-2020/questions/new"' in client.get("/campaigns/dac-biet-2020").text
    where = client.post(f"{LIST}/new", data={"subject": "Mẫu biểu", "body": "Dùng mẫu nào?"}).location
    assert "Đã gửi câu hỏi tới cơ quan thường trực." in client.get(where).text
    sign_in(client, world, "officer")
    assert "Câu hỏi của đơn vị chờ trả lời" in client.get("/").text
    client.post(f"{where}/answer", data={"answer": "Dùng mẫu kèm theo."})
    sign_in(client, world, "alpha_head")
    page = words(client.get(where).text)
    assert "Dùng mẫu kèm theo." in page and "Nguyễn Văn Alpha" in page
    assert "Lê Minh An" not in page
    assert "Trả lời của cơ quan thường trực trong 14 ngày qua" in client.get("/").text


def test_a_refused_form_keeps_what_was_typed(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "alpha_officer")
    page = client.post(f"{LIST}/new", data={"subject": "x" * 201, "body": "Dùng mẫu nào?"}, status=422).text
    assert "Tối đa 200 ký tự" in page and "Dùng mẫu nào?</textarea>" in page
    sign_in(client, world, "officer")
    (row,) = asked(world)
    page = client.post(f"{LIST}/{row.id}/answer", data={"answer": " ", "shared": "y"}, status=422).text
    assert "Cần nhập nội dung này." in page and re.search(r'<input[^>]* checked[^>]* name="shared"', page)
    assert session.query(Question).one().answered_at is None


def test_whoever_is_slower_sees_the_first_answer_and_keeps_his_own(client: CheckingClient, world: World) -> None:
    (row,) = asked(world, shared=False)
    sign_in(client, world, "department_head")
    page = client.post(f"{LIST}/{row.id}/answer", data={"answer": "Bản của tôi."}, status=409).text
    assert "Đã có người trả lời trước" in page
    assert "Dùng mẫu kèm theo." in page and "Bản của tôi.</textarea>" in page


def test_it_is_shared_later_once(client: CheckingClient, world: World) -> None:
    (row,) = asked(world, shared=False)
    sign_in(client, world, "beta_officer")
    client.get(f"{LIST}/{row.id}", status=404)
    sign_in(client, world, "officer")
    client.post(f"{LIST}/{row.id}/share")
    client.post(f"{LIST}/{row.id}/share", status=409)
    sign_in(client, world, "beta_officer")
    page = words(client.get(f"{LIST}/{row.id}").text)
    assert "Dùng mẫu kèm theo." in page
    assert "Alpha" not in page


def test_who_reads_what(client: CheckingClient, world: World) -> None:
    """A unit its own and what is shared, without the name; who belongs to no cluster of the year only his own."""
    appoint(world, "other_head", "Lý Thị Khác", Role.UNIT_HEAD, world.units["ministry"])
    asked(world, unit="alpha", shared=True)
    asked(world, unit="beta", shared=False)
    asked(world, unit="gamma")
    told: dict[tuple[str, str], bool] = {}
    mine: dict[str, dict[str, list[str]]] = {
        name: {} for name in ("alpha_officer", "beta_head", "other_head", "officer", "auditor")
    }
    for name, found in mine.items():
        sign_in(client, world, name)
        for part in ("own", "shared", "open", "answered"):
            text = client.get(f"{LIST}?part={part}").text
            if f'part={part}" aria-current' in text:
                found[part] = listed(text)
                told[name, part] = "Vụ Alpha" in text
    alpha, beta, gamma = (f"Câu hỏi 1 của {unit}" for unit in ("alpha", "beta", "gamma"))
    assert mine == {
        "alpha_officer": {"own": [alpha], "shared": [alpha]},
        "beta_head": {"own": [beta], "shared": [alpha]},
        "other_head": {"own": [], "shared": []},
        "officer": {"open": [gamma], "answered": [beta, alpha]},
        "auditor": {"open": [gamma], "answered": [beta, alpha]},
    }
    assert {where for where, named in told.items() if named} == {
        ("alpha_officer", "own"), ("alpha_officer", "shared"), ("officer", "answered"), ("auditor", "answered"),
    }  # fmt: skip


def test_the_queue_goes_on_page_by_page_the_oldest_first(client: CheckingClient, world: World) -> None:
    asked(world, 30)
    sign_in(client, world, "officer")
    first = client.get(LIST).text
    assert listed(first)[0] == "Câu hỏi 1 của alpha"
    onward = re.search(r'href="([^"]+part=open[^"]+after=\d+)"', first)
    assert onward is not None
    assert listed(client.get(onward[1].replace("&amp;", "&"), hx=True).text)[-1] == "Câu hỏi 30 của alpha"


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_one_and_three(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    rows = asked(world, number, shared=True)
    asked(world, number)
    found = {}
    for name, path in (
        ("officer", LIST), ("alpha_officer", LIST), ("beta_officer", f"{LIST}?part=shared"),
        ("beta_officer", f"{LIST}/{rows[0].id}"), ("alpha_officer", f"{LIST}/new"),
    ):  # fmt: skip
        sign_in(client, world, name)
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        found[name, path.replace(str(rows[0].id), "1")] = len(sent)
    assert list(found.values()) == [5, 5, 5, 5, 6]
