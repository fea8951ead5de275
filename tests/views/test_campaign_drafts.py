"""The campaign editor in the browser: every page, as officer, head and auditor; what is typed is never lost."""

import html
import random
from typing import Any

import html5lib
import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from nomination.extensions import db
from nomination.forms.campaign_sections import SECTIONS
from nomination.forms.content_paths import with_value
from nomination.models import CampaignVersion
from nomination.queries.campaign_drafts import problems
from nomination.services.campaign_drafts import save_content
from tests.support.client import CheckingClient
from tests.world import World, build, campaign_content, sign_in

CODE = "dac-biet-2020"
DRAFT = f"/campaign-drafts/{CODE}"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def enter(client: CheckingClient, world: World, name: str = "officer") -> None:
    """A draft of a new version, and somebody signed in."""
    sign_in(client, world, "officer")
    client.post(f"/campaigns/{CODE}/draft")
    sign_in(client, world, name)


def text_of(client: CheckingClient, path: str, **given: object) -> str:
    return html.unescape(client.get(path, **given).text)


SECTION_NAMES = tuple(section.name for section in SECTIONS)
THIRD = "criteria[2].parameters"


@pytest.mark.parametrize("name", ["officer", "auditor"])
def test_every_page_opens(client: CheckingClient, world: World, name: str) -> None:
    enter(client, world, name)
    for path in (
        "",
        *(f"/parts/{one}" for one in SECTION_NAMES),
        *(f"/parts/criteria/{n}" for n in range(1, 8)),
        "/parts/awards/1",
        "/preview",
        "/preview?as=collective",
        "/preview?as=public",
    ):
        client.get(DRAFT + path)
    client.get("/campaign-drafts")


class Page:
    """A page of the editor as a browser without scripts has it: what its form holds, changed and sent."""

    def __init__(self, client: CheckingClient, path: str) -> None:
        self.client, self.path = client, path
        document = html5lib.parse(client.get(path).text, namespaceHTMLElements=False)
        form = next(one for one in document.iter("form") if one.find(".//input[@name='seal']") is not None)
        self.held: MultiDict[str, str] = MultiDict()
        for one in form.iter():
            for text in _texts(one):
                self.held.add(one.get("name", ""), text)
        self.held.pop("csrf_token")

    def send(self, changes: dict[str, str | list[str]], act: str = "stay", *, status: int | None = None) -> str:
        """The answer, or the page it leads to."""
        form = self.held.copy()
        for name, value in changes.items():
            form.setlist(name, value if isinstance(value, list) else [value])
        answer = self.client.post(self.path, data=MultiDict([*form.items(multi=True), ("act", act)]), status=status)
        return html.unescape(answer.text if status else self.client.get(answer.location).text)


def _texts(one: Any) -> list[str]:
    if not one.get("name") or one.get("disabled") is not None or one.tag == "button":
        return []
    if one.tag == "textarea":
        return [(one.text or "").removeprefix("\n")]
    if one.tag == "select":
        return [option.get("value", "") for option in one.iter("option") if option.get("selected") is not None][:1]
    if one.get("type") in ("checkbox", "radio") and one.get("checked") is None:
        return []
    return [one.get("value", "")]


def row() -> CampaignVersion:
    """The draft as the database has it now."""
    db.session.expire_all()
    return db.session.scalars(select(CampaignVersion).where(CampaignVersion.status == "draft")).one()


def stored() -> dict[str, Any]:
    return row().content


def test_saving_every_page_as_it_is_changes_nothing(client: CheckingClient, world: World) -> None:
    enter(client, world)
    before, revision = stored(), row().revision
    for name in SECTION_NAMES:
        if name not in ("criteria", "awards"):
            Page(client, f"{DRAFT}/parts/{name}").send({})
    for n in range(1, 8):
        Page(client, f"{DRAFT}/parts/criteria/{n}").send({}, "next")
    Page(client, f"{DRAFT}/parts/awards/1").send({})
    assert (stored(), row().revision) == (before, revision)


def test_a_threshold_of_120_per_cent_is_kept_and_told_at_its_field(client: CheckingClient, world: World) -> None:
    enter(client, world)
    page = Page(client, f"{DRAFT}/parts/criteria/3").send({f"{THIRD}.threshold": "120 %", f"{THIRD}.first": "thang 1"})
    assert stored()["criteria"][2]["parameters"]["threshold"] == "120 %"
    assert 'value="120 %"' in page
    assert '<div id="criteria-2-parameters-threshold-error"><p class="field__error">' in page
    assert "“120 %”: " in page or "“120 %” " in page
    assert "“thang 1” không phải một tháng. Hãy ghi tháng/năm, ví dụ 04/2031." in page
    assert '<a href="#criteria-2-parameters-threshold">' in page
    overview = text_of(client, DRAFT)
    assert "2 chỗ cần sửa" in overview
    page = Page(client, f"{DRAFT}/parts/criteria/3").send({f"{THIRD}.threshold": "91,5", f"{THIRD}.first": "1/2020"})
    assert (
        stored()["criteria"][2]["parameters"] | {"first": "2020-01", "threshold": "91.5"}
        == stored()["criteria"][2]["parameters"]
    )
    assert "field__error" not in page
    assert "trên 91,5" in page


def test_two_criteria_with_one_number_and_one_without_parameters(client: CheckingClient, world: World) -> None:
    enter(client, world)
    page = Page(client, f"{DRAFT}/parts/criteria/2").send({"criteria[1].number": "1"})
    assert "“1” bị dùng hai lần; mỗi mục phải có riêng." in page
    assert "Tiêu chí đánh số theo thứ tự: tiêu chí này phải mang số 2." in page
    page = Page(client, f"{DRAFT}/parts/criteria/4").send({"criteria[3].kind": "measure"})
    assert stored()["criteria"][3]["parameters"] == {}
    assert stored()["criteria"][3]["guidance"] == world.rules.criteria[3].guidance
    assert "Tháng đầu: Còn phải điền." in page
    assert "Tỷ lệ nhiệm vụ hoàn thành đúng hạn, tính bằng phần trăm: Còn phải điền." in page
    listing = text_of(client, f"{DRAFT}/parts/criteria")
    assert listing.count("cần sửa") == 2
    preview = text_of(client, f"{DRAFT}/preview")
    assert "Chưa hiện được vì còn thiếu hoặc chưa đúng" in preview
    assert 'id="criterion-c2"' in preview
    assert 'id="criterion-c4"' not in preview


def test_the_list_of_criteria_is_added_to_moved_and_cut(client: CheckingClient, world: World) -> None:
    enter(client, world)
    listing = f"{DRAFT}/parts/criteria"
    page = Page(client, listing).send({}, "add:0")
    assert "<h1>Tiêu chí 8</h1>" in page
    assert stored()["criteria"][7] == {"number": 8, "code": "c8"}
    Page(client, listing).send({}, "up:7")
    Page(client, listing).send({}, "remove:0")
    assert [(one["number"], one["code"]) for one in stored()["criteria"]] == [
        (1, "c2"), (2, "c3"), (3, "c4"), (4, "c5"), (5, "c6"), (6, "c8"), (7, "c7"),
    ]  # fmt: skip
    old = Page(client, listing)
    Page(client, listing).send({}, "down:0")
    before = stored()
    assert "Người khác vừa thay đổi danh sách này" in old.send({}, "remove:0", status=409)
    assert stored() == before


def test_rows_on_a_page_keep_what_is_typed_beside_them(client: CheckingClient, world: World) -> None:
    enter(client, world)
    path = f"{DRAFT}/parts/tasks"
    Page(client, path).send({"task_groups[0].text": "Viết lại."}, "add:0:task_groups")
    assert stored()["task_groups"][0]["text"] == "Viết lại."
    assert stored()["task_groups"][4] == {}
    page = Page(client, path).send({"task_groups[4].number": "2.5", "task_groups[3].movements": "Một phong trào\r\n"})
    assert "Dòng 1: Câu chữ này không có trong nội dung của đoạn." in page
    assert stored()["task_groups"][3]["movements"] == ["Một phong trào"]
    Page(client, path).send({}, "remove:0:task_groups")
    assert [one.get("number") for one in stored()["task_groups"]] == ["2.2", "2.3", "2.4", "2.5"]
    statements = f"{DRAFT}/parts/criteria/5"
    Page(client, statements).send({}, "add:0:criteria[4].parameters.statements")
    Page(client, statements).send({"criteria[4].parameters.statements[4].text": "Không vắng họp."})
    assert stored()["criteria"][4]["parameters"]["statements"][4] == {
        "text": "Không vắng họp.",
        "key": "khong_vang_hop",
    }


def test_windows_are_typed_as_people_write_hours(client: CheckingClient, world: World) -> None:
    enter(client, world)
    page = Page(client, f"{DRAFT}/parts/windows").send(
        {"running.windows.submission.opens": "08:00, 01/10/2020", "running.windows.submission.closes": "01/09/2020"}
    )
    assert stored()["running"]["windows"] == {"submission": {"opens": "2020-10-01T08:00+07:00", "closes": "01/09/2020"}}
    assert "“01/09/2020” chưa đủ giờ và ngày. Hãy ghi như 17:00, 31/12/2031." in page
    page = Page(client, f"{DRAFT}/parts/windows").send({"running.windows.submission.closes": "17:00 01/09/2020"})
    assert "Giờ đóng phải sau giờ mở." in page


def test_somebody_quicker_is_shown_beside_ones_own_text(client: CheckingClient, world: World) -> None:
    enter(client, world)
    mine, other = (Page(client, f"{DRAFT}/parts/identity") for _ in range(2))
    other.send({"theme": "Chủ đề của người khác"})
    elsewhere = Page(client, f"{DRAFT}/parts/occasions")
    page = mine.send({"theme": "Chủ đề của tôi"}, status=409)
    assert "Chủ đề của tôi</textarea>" in page
    assert '<dd class="pre-line">Chủ đề của người khác</dd>' in page
    assert stored()["theme"] == "Chủ đề của người khác"
    Page(client, f"{DRAFT}/parts/identity").send({"theme": "Chủ đề của tôi"})
    elsewhere.send({"occasions": "Một sự kiện"})
    assert (stored()["theme"], stored()["occasions"]) == ("Chủ đề của tôi", ["Một sự kiện"])


def test_only_the_department_writes(client: CheckingClient, world: World) -> None:
    enter(client, world)
    form = Page(client, f"{DRAFT}/parts/identity").held | {"title": "Khác"}
    before = stored()
    sign_in(client, world, "auditor")
    assert "disabled" in client.get(f"{DRAFT}/parts/identity").text
    client.post(f"{DRAFT}/parts/identity", data=form, status=403)
    sign_in(client, world, "alpha_head")
    client.get(f"{DRAFT}/parts/identity", status=403)
    sign_in(client, world, "officer")
    for path in ("/parts/none", "/parts/identity/1", "/parts/criteria/8", "/parts/criteria/0"):
        client.get(DRAFT + path, status=404)
    client.get("/campaign-drafts/khac", status=404)
    assert stored() == before


def test_a_kind_of_nominee_without_an_award_is_said_in_the_preview(client: CheckingClient, world: World) -> None:
    enter(client, world)
    for n in (1, 2):
        Page(client, f"{DRAFT}/parts/awards/{n}").send({f"running.awards[{n - 1}].kinds": ["", "individual"]})
    assert "Chưa có hình thức khen thưởng nào cho đối tượng này" in text_of(client, f"{DRAFT}/preview?as=collective")
    assert "Chưa có hình thức" not in text_of(client, f"{DRAFT}/preview")


ODD = (None, "", 10**9, "120 %", [], {}, ["a"], [{}], [{"code": 1}], {"a": 1}, True, [None], "<b>&\"'")
PLACES = (
    "dispatch", "running", "criteria", "content_areas", "running.awards", "running.windows", "running.quotas",
    "criteria[2]", "criteria[2].parameters", "running.awards[0].kinds", "criteria[4].parameters.statements",
    "criteria[0].kind", "criteria[2].parameters.first", "title", "year", "running.ruleset",
)  # fmt: skip


def test_no_page_breaks_whatever_a_draft_says(client: CheckingClient, world: World) -> None:
    enter(client, world, "department_head")
    chance, found = random.Random(7), row()
    for _ in range(6):
        content = campaign_content()
        for place in chance.sample(PLACES, 3):
            content = with_value(content, place, chance.choice(ODD))
        found = save_content(world.actor("officer"), CODE, content, revision=found.revision)
        for path in ("", "/preview?as=collective", "/changes", "/launch", f"/trial?on={CODE}", "/file",
                     "/parts/criteria", "/parts/places", "/parts/windows"):  # fmt: skip
            client.get(DRAFT + path)


def test_how_clusters_review_is_written_with_its_score_sheet(client: CheckingClient, world: World) -> None:
    enter(client, world)
    at, path = "running.review", f"{DRAFT}/parts/review"
    Page(client, path).send({f"{at}.method": "score"}, "add:0:running.review.groups")
    text = Page(client, path).send({f"{at}.groups[0].title": "Nhiệm vụ", f"{at}.groups[0].most": "1001"})
    assert "“1001” không phải số nguyên từ 1 đến 1000." in text and stored()["running"]["review"]["method"] == "score"
    first = {f"{at}.groups[0].most": "60", f"{at}.groups[0].criteria": ["c3"], f"{at}.source": "Hướng dẫn số 1"}
    Page(client, path).send(first | {f"{at}.bonus_most": "5", f"{at}.least": "50"})
    Page(client, path).send({f"{at}.ties": ["group:nhiem-vu"]})
    assert stored()["running"]["review"] == {
        "method": "score", "groups": [{"title": "Nhiệm vụ", "most": 60, "criteria": ["c3"], "code": "nhiem-vu"}],
        "source": "Hướng dẫn số 1", "bonus_most": 5, "least": 50, "ties": ["group:nhiem-vu"],
    }  # fmt: skip
    assert problems(stored()) == []
