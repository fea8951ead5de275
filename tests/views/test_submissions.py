"""The unit's letter in the browser: choosing, refusing without losing what was typed, sending, reading, printing."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from nomination.extensions import db
from nomination.models import Nomination, Submission
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_drafts import PDF
from tests.world_steps import letter, submitted


@pytest.fixture
def world(session: Session) -> World:
    return build()


def address(world: World) -> str:
    return f"/campaigns/{world.campaign.code}/submissions/new"


def typed(world: World, *chosen: Nomination, minutes: bytes | None = PDF, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "chosen": [one.code for one in chosen],
        "met_on": "2020-12-01",
        "chair": "Trần Thị Chủ Trì",
        "members": "9",
        "present": "8",
        "conclusion": "Nhất trí đề nghị khen thưởng.",
        "confirmation": world.people["alpha_head"].full_name,
        **{f"version-{one.code}": one.version for one in chosen},
    }
    if minutes is not None:
        given["minutes"] = [(io.BytesIO(minutes), "Biên bản họp.pdf")]
    return given | changes


def test_a_letter_is_sent_read_and_its_minutes_fetched(client: CheckingClient, world: World, session: Session) -> None:
    chosen = [draft(world), draft(world, name="Lê Văn Nam")]
    sign_in(client, world, "alpha_head")
    sent = client.post(address(world), data=typed(world, *chosen))
    session.expire_all()
    assert {one.state for one in chosen} == {"cluster_review"}
    page = client.get(sent.location).text
    assert "Nguyễn Thị Hoa" in page and "Lê Văn Nam" in page and "8/9" in page
    minutes = client.get(f"{sent.location}/minutes")
    assert minutes.data == PDF
    assert (
        minutes.headers["Content-Disposition"]
        == "attachment; filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp.pdf"
    )
    assert "sandbox" in minutes.headers["Content-Security-Policy"]


def test_who_may_read_a_letter(client: CheckingClient, world: World) -> None:
    carried = submitted(world, draft(world)).submission_id
    code = _code(carried)
    for who, status in (
        ("alpha_officer", 200),
        ("officer", 200),
        ("auditor", 200),
        ("beta_head", 404),
        ("minister", 403),
    ):
        sign_in(client, world, who)
        client.get(f"/submissions/{code}", status=status)
        client.get(f"/submissions/{code}/minutes", status=404 if status == 200 else status)


def _code(submission_id: int | None) -> str:
    return db.session.get_one(Submission, submission_id).code


def test_the_page_shows_who_is_ready_and_why_others_are_not(client: CheckingClient, world: World) -> None:
    ready, bare = draft(world), draft(world, name="Lê Văn Nam", complete=False)
    draft(world, "beta", "Người Đơn Vị Khác")
    sign_in(client, world, "alpha_head")
    page = client.get(f"{address(world)}?choose={ready.code}").text
    assert re.search(rf'value="{ready.code}" checked', page)
    assert re.search(rf'value="{bare.code}" disabled aria-describedby="why-{bare.code}"', page)
    assert f'href="/nominations/{bare.code}/edit#criterion-' in page
    assert "Người Đơn Vị Khác" not in page
    sign_in(client, world, "alpha_officer")
    assert 'aria-describedby="why-send"' in client.get(address(world)).text


def test_nothing_typed_is_lost_and_the_file_is_kept(client: CheckingClient, world: World, session: Session) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_head")
    wrong = typed(world, nomination, confirmation="Người Khác", present="10", paper_number="15/TTr")
    page = client.post(address(world), data=wrong, status=422).text
    for kept in ('value="2020-12-01"', 'value="Trần Thị Chủ Trì"', 'value="10"', 'value="15/TTr"', "Nhất trí đề nghị"):
        assert kept in page
    assert re.search(rf'value="{nomination.code}" checked', page)
    seal = re.search(r'name="kept" value="([^"]+)"', page)
    assert seal is not None and "Biên bản họp.pdf" in page
    again = typed(world, nomination, minutes=None, kept=seal[1], confirmation="Người Khác")
    assert "Trần Thị Alpha" in client.post(address(world), data=again, status=422).text
    client.post(address(world), data=typed(world, nomination, minutes=None, kept=seal[1]))
    session.expire_all()
    assert nomination.state == "cluster_review"


def test_a_sealed_file_serves_only_the_one_who_sent_it(client: CheckingClient, world: World) -> None:
    nomination, other = draft(world), draft(world, "beta", "Lê Văn Nam")
    sign_in(client, world, "alpha_head")
    page = client.post(address(world), data=typed(world, nomination, chair=""), status=422).text
    seal = re.search(r'name="kept" value="([^"]+)"', page)
    assert seal is not None
    sign_in(client, world, "beta_head")
    name = world.people["beta_head"].full_name
    for kept in (seal[1], seal[1][:-2] + "xx", "made up"):
        stolen = typed(world, other, minutes=None, kept=kept, confirmation=name)
        assert "submissions-candidates" in client.post(address(world), data=stolen, status=422).text


@pytest.mark.parametrize(
    "changes",
    [
        {"met_on": "31/02/2020"},
        {"members": "chín"},
        {"present": "-1"},
        {"members": "9" * 30},
        {"conclusion": " "},
        {"chosen": []},
        {"minutes": b"MZ not a paper"},
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    client: CheckingClient, world: World, session: Session, changes: dict[str, Any]
) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_head")
    sent = {
        name: [(io.BytesIO(value), "a.exe")] if isinstance(value, bytes) else value for name, value in changes.items()
    }
    page = client.post(address(world), data=typed(world, nomination) | sent, status=422).text
    assert "data-error-summary" in page
    assert session.scalar(select(func.count()).select_from(Submission)) == 0


def test_what_one_may_not_see_and_what_changed(client: CheckingClient, world: World) -> None:
    mine, other = draft(world), draft(world, "beta", "Lê Văn Nam")
    sign_in(client, world, "alpha_head")
    client.post(address(world), data=typed(world, mine, other), status=404)
    older = typed(world, mine) | {f"version-{mine.code}": 0}
    client.post(address(world), data=older, status=409)
    sign_in(client, world, "alpha_officer")
    client.post(address(world), data=typed(world, mine), status=403)
    client.get("/campaigns/nothing/submissions/new", status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(
    client: CheckingClient, world: World, session: Session, sql: Engine, number: int
) -> None:
    for n in range(number):
        letter(world, draft(world, name=f"Đã Có Thư {n}"))
        draft(world, name=f"Còn Chờ {n}")
    sign_in(client, world, "alpha_head")
    listing = address(world).removesuffix("/new")
    code = session.scalars(select(Submission.code).limit(1)).one()
    session.commit()
    costs = []
    for place in (listing, address(world), f"/submissions/{code}"):
        with counting(sql) as sent:
            client.get(place)
        costs.append(len(sent))
    assert costs == [7, 12, 9]


def test_the_list_as_a_part(client: CheckingClient, world: World) -> None:
    submitted(world, draft(world))
    sign_in(client, world, "alpha_officer")
    listing = address(world).removesuffix("/new")
    assert 'id="submissions-list"' in client.get(listing, hx=True).text
    sign_in(client, world, "beta_head")
    assert "/submissions/tt" not in client.get(listing).text.lower()
