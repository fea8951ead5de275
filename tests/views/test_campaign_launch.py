"""From a new draft to a version in force, through its pages: clone, file, trial run, difference, launch, versions."""

import html
import io

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import Audit, Campaign, CampaignVersion
from nomination.services.campaign_drafts import begin_draft, begin_version, save_content
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import CAMPAIGN_FILE, World, build, draft, sign_in
from tests.world_steps import submitted

CODE = "dac-biet-2020"
DRAFT = f"/campaign-drafts/{CODE}"
FILE = CAMPAIGN_FILE.read_bytes()


@pytest.fixture
def world(session: Session) -> World:
    return build()


def stricter(world: World, threshold: object = 96) -> CampaignVersion:
    """A draft of a new version that asks for more on time, by the officer."""
    row = begin_version(world.actor("officer"), CODE)
    criteria = [dict(one) for one in row.content["criteria"]]
    criteria[2] = criteria[2] | {"parameters": criteria[2]["parameters"] | {"threshold": threshold}}
    criteria[6] = criteria[6] | {"text": criteria[6]["text"].replace("Nội bộ đoàn kết", "Nội bộ rất đoàn kết")}
    content = row.content | {"criteria": criteria}
    return save_content(world.actor("officer"), CODE, content, revision=row.revision)


def read(client: CheckingClient, path: str) -> str:
    return html.unescape(client.get(path).text)


def test_a_new_campaign_like_an_earlier_one(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "officer")
    assert f'value="{CODE}" selected' not in read(client, "/campaign-drafts/new")
    page = read(client, f"/campaign-drafts/new?like={CODE}")
    assert f'selected value="{CODE}"' in page or f'value="{CODE}" selected' in page
    typed = {"title": "Phong trào 2031", "year": "2031", "code": CODE, "clone_of": CODE}
    refused = html.unescape(client.post("/campaign-drafts/new", data=typed, status=422).text)
    assert "Đã có phong trào mang mã này." in refused
    assert 'value="Phong trào 2031"' in refused
    answer = client.post("/campaign-drafts/new", data=typed | {"code": "dac-biet-2031"})
    page = read(client, answer.location)
    assert "<h1>Phong trào 2031</h1>" in page
    assert "cần sửa" not in page
    assert "Người đã soạn" not in page
    assert "Chỉ vai trò sau được thực hiện: " in page
    assert "Phong trào 2031" in read(client, "/campaign-drafts")
    assert "Phong trào 2031" not in read(client, "/campaigns")


def test_a_file_is_read_in_whole_or_told_by_its_lines(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "officer")
    data = FILE.replace(b"code: dac-biet-2020", b"code: tu-tep", 1)
    wrong = data.replace(b"threshold: 90", b'threshold: "120 %"').replace(b"number: 2\n", b"number: 1\n", 1)
    page = client.post(
        "/campaign-drafts/file", data={"file": [(io.BytesIO(wrong), "phong-trao.yaml")]}, status=422
    ).text  # fmt: skip
    line = wrong.decode().splitlines().index('      threshold: "120 %"') + 1
    assert f"Dòng {line}</th>" in page
    assert "criteria[1].number" in page
    assert session.query(Campaign).count() == 1
    assert "Hãy chọn tệp" in client.post("/campaign-drafts/file", data={}, status=422).text
    answer = client.post("/campaign-drafts/file", data={"file": [(io.BytesIO(data), "phong-trao.yaml")]})
    assert answer.location == "/campaign-drafts/tu-tep"
    assert client.get("/campaign-drafts/tu-tep/file").data == data


def test_a_trial_run_says_who_would_not_pass_and_why(client: CheckingClient, world: World, sql: Engine) -> None:
    submitted(world, draft(world, name="Nguyễn Thị Một"))
    stricter(world)
    sign_in(client, world, "auditor")
    page = read(client, f"{DRAFT}/trial?on={CODE}")
    assert "Nguyễn Thị Một" in page
    assert "Tiêu chí 3: tháng 01/2020 hoàn thành đúng hạn 19/20 nhiệm vụ (95%); yêu cầu trên 96%." in page
    assert page.count('<span class="tile__figure">1</span>') == 2
    assert "Nguyễn Thị Một" not in read(client, f"{DRAFT}/trial")
    costs = []
    for name in ("Hai", "Ba"):
        with counting(sql) as sent:
            client.get(f"{DRAFT}/trial?on={CODE}")
        costs.append(len(sent))
        submitted(world, draft(world, name=f"Nguyễn Thị {name}"))
    assert costs == [11, 11]


def test_a_draft_that_is_not_whole_has_no_trial_run(client: CheckingClient, world: World) -> None:
    stricter(world, "120 %")
    sign_in(client, world, "officer")
    assert "Chỉ chạy thử được khi bản dự thảo không còn chỗ thiếu hoặc sai" in read(client, f"{DRAFT}/trial?on={CODE}")
    assert "Trang này hiện được khi không còn chỗ thiếu hoặc sai" in read(client, f"{DRAFT}/preview?as=public")


def test_the_difference_is_told_in_the_words_of_the_pages(client: CheckingClient, world: World) -> None:
    stricter(world)
    sign_in(client, world, "officer")
    page = read(client, f"{DRAFT}/changes")
    assert "Tiêu chí 3. Hoàn thành nhiệm vụ đúng hạn: Tỷ lệ nhiệm vụ hoàn thành đúng hạn, tính bằng phần trăm" in page
    assert '<dd class="pre-line" lang="vi">90</dd>' in page
    assert '<dd class="pre-line" lang="vi">96</dd>' in page
    assert "Nội bộ<ins>" in page
    assert " rất</ins> đoàn kết" in page
    assert page.count("<h3>") == 2


def test_another_person_puts_it_in_force(client: CheckingClient, world: World, session: Session) -> None:
    row = stricter(world)
    sign_in(client, world, "department_head")
    page = read(client, f"{DRAFT}/launch")
    assert row.content_hash in page
    typed = {"revision": "2", "reason": "", "confirmation": "Ai đó"}
    refused = html.unescape(client.post(f"{DRAFT}/launch", data=typed, status=422).text)
    assert "Hãy gõ đầy đủ họ tên để xác nhận: Phạm Thu Cúc." in refused
    refused = html.unescape(
        client.post(f"{DRAFT}/launch", data=typed | {"confirmation": "Phạm Thu Cúc"}, status=422).text
    )
    assert "Bản mới của phong trào đã phát động cần có lý do." in refused
    stale = typed | {"revision": "1", "reason": "Siết chặt.", "confirmation": "Phạm Thu Cúc"}
    assert "Bản dự thảo đã được sửa" in html.unescape(client.post(f"{DRAFT}/launch", data=stale, status=409).text)
    assert session.query(Audit).count() == 2
    answer = client.post(f"{DRAFT}/launch", data=stale | {"revision": "2"})
    assert answer.location == f"/campaigns/{CODE}"
    assert "trên 96%" in read(client, f"/campaigns/{CODE}")
    page = read(client, f"/campaigns/{CODE}/versions")
    assert "Siết chặt." in page
    assert "Phạm Thu Cúc" in page
    assert "trên 90%" in read(client, f"/campaigns/{CODE}/versions/1")
    assert "Tỷ lệ nhiệm vụ hoàn thành đúng hạn" in read(client, f"/campaigns/{CODE}/versions/changes?from=1&to=2")
    assert client.get(f"/campaigns/{CODE}/versions/2/file").data.startswith(b"code: dac-biet-2020\ntitle: ")
    client.get(f"/campaigns/{CODE}/versions/3", status=404)
    client.get("/campaigns/khac/versions", status=404)


def test_who_wrote_it_sees_why_it_is_not_his_to_launch(client: CheckingClient, world: World, session: Session) -> None:
    row = stricter(world, "120 %")
    head = world.actor("department_head")
    save_content(head, CODE, row.content | {"theme": "Sửa"}, revision=row.revision)
    sign_in(client, world, "department_head")
    for path in (DRAFT, f"{DRAFT}/launch"):
        page = read(client, path)
        assert "Người đã soạn bản dự thảo không được tự đưa vào áp dụng; phải là người khác." in page
        assert "Tiêu chí: 1 chỗ cần sửa" in page
        assert f'href="{DRAFT}/parts/criteria"' in page
    typed = {"revision": "3", "reason": "Lý do.", "confirmation": "Phạm Thu Cúc"}
    client.post(f"{DRAFT}/launch", data=typed, status=403)
    assert session.query(CampaignVersion).filter_by(status="in_force").one().number == 1


def test_a_draft_is_discarded(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "officer")
    client.post(f"/campaigns/{CODE}/draft")
    client.post(f"/campaigns/{CODE}/draft")
    assert session.query(CampaignVersion).count() == 2
    client.post(f"{DRAFT}/discard", data={"revision": "7"}, status=409)
    client.post(f"{DRAFT}/discard", data={"revision": "1"})
    assert session.query(CampaignVersion).count() == 1
    client.post("/campaigns/khac/draft", status=404)


def test_what_the_pages_cost(client: CheckingClient, world: World, sql: Engine) -> None:
    stricter(world)
    sign_in(client, world, "department_head")
    found = {}
    for path in ("", "/parts/identity", "/parts/criteria", "/parts/criteria/3", "/parts/places", "/preview", "/changes",
                 "/trial", "/launch", "/file"):  # fmt: skip
        client.get(DRAFT + path)
        with counting(sql) as sent:
            client.get(DRAFT + path)
        found[path] = len(sent)
    versions = f"/campaigns/{CODE}/versions"
    for path in ("/campaign-drafts", "/campaign-drafts/new", versions, f"{versions}/1", f"{versions}/changes"):
        with counting(sql) as sent:
            client.get(path)
        found[path] = len(sent)
    assert found == {
        "": 5, "/parts/identity": 5, "/parts/criteria": 5, "/parts/criteria/3": 5, "/parts/places": 6, "/preview": 6,
        "/changes": 7, "/trial": 6, "/launch": 7, "/file": 5, "/campaign-drafts": 5, "/campaign-drafts/new": 4,
        versions: 4, f"{versions}/1": 4, f"{versions}/changes": 6,
    }  # fmt: skip


def test_the_list_of_drafts_costs_the_same_for_one_and_for_three(
    client: CheckingClient, world: World, sql: Engine
) -> None:
    sign_in(client, world, "officer")
    costs = []
    for name in ("mot", "hai", "ba"):
        begin_draft(world.actor("officer"), code=name, title=name, year=2031)
        with counting(sql) as sent:
            client.get("/campaign-drafts")
        costs.append(len(sent))
    assert costs == [5, 5, 5]
