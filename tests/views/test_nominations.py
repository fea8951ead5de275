"""The list, the new nomination and the page of a draft, each as a page and as a partial."""

from html import unescape

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nomination.models import CriterionAnswer, Nomination
from tests import world as w
from tests.services.test_drafts import supplement
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world_drafts import form_of
from tests.world_steps import act, submitted
from workflow.dossier import NomineeKind
from workflow.vocabulary import Trigger

NAMES = ("Nguyễn Thị Hoa", "Đỗ Văn Đức", "Trần Hòa Bình")


def sign_in(client: CheckingClient, world: w.World, who: str) -> None:
    client.sign_in(world.people[who].account)  # type: ignore[arg-type]


def new_url(world: w.World) -> str:
    return f"/campaigns/{world.campaign.code}/nominations/new"


def filled(world: w.World, **changes: str) -> dict[str, str]:
    award = world.award().code
    given = {
        "unit": str(world.units["alpha"].id), "award_for": f"individual:{award}", "name": "Nguyễn Thị Hoa",
        "title": "Bà", "post": "Chuyên viên", "place": "Phòng Quan trắc", "class_code": "direct_worker",
    }  # fmt: skip
    return given | changes


def shown(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def test_the_list_shows_each_reader_only_what_he_may_see(client: CheckingClient, session: Session) -> None:
    world = w.build()
    w.draft(world, name=NAMES[0])
    submitted(world, w.draft(world, "beta", name=NAMES[1]))
    expected = {
        "alpha_officer": [NAMES[0]], "alpha_head": [NAMES[0], NAMES[1]], "beta_head": [NAMES[1]],
        "gamma_officer": [], "officer": [NAMES[1]], "minister": [], "administrator": [],
    }  # fmt: skip
    for who, names in expected.items():
        sign_in(client, world, who)
        assert shown(client.get("/nominations").text) == names, who


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", [2, 1, 0]),
        ("q=do+van+duc", [1]),
        ("q=Đỗ Văn Đức", [1]),
        ("q=hòa", [2, 0]),
        ("kind=collective", [2]),
        ("kind=unknown", [2, 1, 0]),
        ("state=draft", [2, 0]),
        ("state=unit_approval", [1]),
        ("unit=alpha", [2, 1, 0]),
        ("unit=beta", []),
        ("cluster=khoi-thu", [2, 1, 0]),
        ("mine=1", [2, 1, 0]),
        ("campaign=nowhere", []),
        ("after=x&before=-1", [2, 1, 0]),
    ],
)
def test_filters_stand_in_the_address(client: CheckingClient, session: Session, query: str, names: list[int]) -> None:
    world = w.build()
    w.draft(world, name=NAMES[0])
    act(world, "alpha_officer", Trigger.PROPOSE, w.draft(world, name=NAMES[1]))
    w.draft(world, name=NAMES[2], kind=NomineeKind.COLLECTIVE)
    sign_in(client, world, "alpha_officer")
    whole, partial = client.get(f"/nominations?{query}").text, client.get(f"/nominations?{query}", hx=True).text
    assert sorted(shown(whole)) == sorted(NAMES[n] for n in names) == sorted(shown(partial))


def test_pages_follow_by_key_without_a_gap(client: CheckingClient, session: Session) -> None:
    world = w.build()
    codes = [
        w.draft(world, complete=False, name=f"Người {chr(65 + n // 26)}{chr(65 + n % 26)}").code for n in range(27)
    ]
    sign_in(client, world, "alpha_officer")
    first = client.get("/nominations").text
    key = session.scalars(select(Nomination.id).where(Nomination.code == codes[2])).one()
    assert f"after={key}" in first
    second = client.get(f"/nominations?after={key}", hx=True).text
    assert [code for code in codes if code in second] == codes[:2]
    assert [code for code in codes if code in first] == codes[2:]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_few_queries(client: CheckingClient, session: Session, sql: Engine, rows: int) -> None:
    world = w.build()
    for name in NAMES[:rows]:
        w.draft(world, name=name)
    sign_in(client, world, "alpha_officer")
    client.get("/nominations")
    with counting(sql) as sent:
        client.get("/nominations")
    assert len(sent) == 11


def test_a_new_nomination_leads_to_its_page(client: CheckingClient, session: Session) -> None:
    world = w.build()
    sign_in(client, world, "alpha_officer")
    client.get(new_url(world))
    answer = client.post(new_url(world), data=filled(world))
    assert answer.location == f"/nominations/{world.campaign.code}-0001/edit"
    assert "Nguyễn Thị Hoa" in client.get(answer.location).text


def test_a_refused_nomination_keeps_everything_typed(client: CheckingClient, session: Session) -> None:
    world = w.build()
    sign_in(client, world, "alpha_officer")
    typed = filled(world, name="Nguyễn\u202e Hoa", post="Phó trưởng phòng")
    for hx in (False, True):
        page = client.post(new_url(world), data=typed, status=422, hx=hx).text
        assert "Phó trưởng phòng" in page and "(U+202E)" in page
    assert session.scalars(select(Nomination)).all() == []


def test_who_may_begin_a_nomination(client: CheckingClient, session: Session) -> None:
    world = w.build()
    for who, status in (("alpha_officer", 200), ("alpha_head", 200), ("officer", 403), ("administrator", 403)):
        sign_in(client, world, who)
        client.get(new_url(world), status=status)
    sign_in(client, world, "beta_officer")
    client.post(new_url(world), data=filled(world), status=403)
    client.get("/campaigns/nowhere/nominations/new", status=404)


def test_who_may_open_the_page_of_a_draft(client: CheckingClient, session: Session) -> None:
    world = w.build()
    draft, sent = w.draft(world), submitted(world, w.draft(world, name=NAMES[1]))
    expected = {
        "alpha_officer": (200, 409), "alpha_head": (200, 409), "beta_officer": (404, 404),
        "officer": (404, 409), "eta_head": (404, 409), "minister": (404, 404),
    }  # fmt: skip
    for who, (of_draft, of_sent) in expected.items():
        sign_in(client, world, who)
        client.get(f"/nominations/{draft.code}/edit", status=of_draft)
        client.get(f"/nominations/{sent.code}/edit", status=of_sent)
        client.post(f"/nominations/{draft.code}/draft", data={}, status=of_draft, hx=of_draft == 200)


def opened(client: CheckingClient, session: Session) -> tuple[w.World, Nomination, str]:
    world = w.build()
    nomination = w.draft(world, complete=False)
    nomination.class_code = "direct_worker"
    session.commit()
    sign_in(client, world, "alpha_officer")
    return world, nomination, f"/nominations/{nomination.code}"


def test_an_untouched_page_saves_nothing(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    version = nomination.version
    client.post(f"{url}/draft", data=form_of(client.get(f"{url}/edit").text), hx=True, status=200)
    session.refresh(nomination)
    assert nomination.version == version


def test_the_page_saves_itself_and_says_when(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["narrative-c2"] = "Sáng kiến <b>mới</b> " * 10
    first = client.post(f"{url}/draft", data=form, hx=True, status=200).text
    assert "Đã lưu lúc " in first and 'hx-target="#nominations-tasks"' in first and 'hx-target="#finding-c2"' in first
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative == form["narrative-c2"].strip()
    again = client.get(f"{url}/edit").text
    assert "&lt;b&gt;mới" in again and "<b>mới" not in again


def test_bad_figures_are_told_at_their_month_and_stop_nothing_else(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["cell-c3-2020-01-due"], form["cell-c3-2020-01-on_time"] = "20", "91,5"
    form["narrative-c2"] = "Vẫn được lưu"
    for where, hx in (("draft", True), ("edit", False)):
        page = unescape(client.post(f"{url}/{where}", data=form, hx=hx, status=422).text)
        assert "“91,5” không phải là số nguyên" in page
    assert 'value="91,5"' in page and "Vẫn được lưu" in page
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative == "Vẫn được lưu"
    figures = session.get_one(CriterionAnswer, (nomination.id, "c3")).figures
    assert figures == [{"month": "2020-01", "due": 20, "on_time": None, "overdue": None}]


def test_a_second_person_sees_the_newer_text_beside_his_own(client: CheckingClient, session: Session) -> None:
    world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    theirs, mine = form.copy(), form.copy()
    theirs["narrative-c2"], mine["narrative-c2"] = "Chữ của người khác", "Chữ của tôi"
    client.post(f"{url}/draft", data=theirs, hx=True, status=200)
    sign_in(client, world, "alpha_head")
    partial = client.post(f"{url}/draft", data=mine, hx=True, status=409).text
    assert "Chữ của người khác" in partial and 'name="over-c2"' in partial
    whole = client.post(f"{url}/edit", data=mine, status=409).text
    assert "Chữ của người khác" in whole and "Chữ của tôi</textarea>" in whole
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative == "Chữ của người khác"
    again = form_of(whole)
    again["over-c2"] = whole.partition('name="over-c2" value="')[2].partition('"')[0]
    client.post(f"{url}/edit", data=again)
    session.expire_all()
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative == "Chữ của tôi"


def test_without_javascript_the_button_saves_the_whole_page(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["nominee_name"], form["narrative-c4"] = "Đỗ Văn Đức", "Cắt giảm thủ tục"
    assert "affirms-c6" not in form
    assert client.post(f"{url}/edit", data=form).location == f"{url}/edit"
    session.expire_all()
    assert (nomination.nominee_name, nomination.nominee_fold) == ("Đỗ Văn Đức", "do van duc")
    assert session.get_one(CriterionAnswer, (nomination.id, "c4")).narrative == "Cắt giảm thủ tục"


def test_the_head_affirms_on_the_page_and_the_officer_only_reads_it(client: CheckingClient, session: Session) -> None:
    world, nomination, url = opened(client, session)
    assert "Thủ trưởng đơn vị xác nhận từng điều khi duyệt." in client.get(f"{url}/edit").text
    forged = form_of(client.get(f"{url}/edit").text)
    forged.add("affirmed-c6", "no_incident")
    refused = client.post(f"{url}/edit", data=forged, status=422).text
    assert "Chỉ thủ trưởng đơn vị xác nhận hoặc rút lại xác nhận từng điều." in refused
    sign_in(client, world, "alpha_head")
    form = form_of(client.get(f"{url}/edit").text)
    form.add("affirmed-c6", "no_incident")
    client.post(f"{url}/edit", data=form)
    assert "Trần Thị Alpha xác nhận lúc " in client.get(f"{url}/edit").text
    session.expire_all()
    (entry,) = session.get_one(CriterionAnswer, (nomination.id, "c6")).affirmed
    assert (entry["key"], entry["by"], entry["for"]) == ("no_incident", world.people["alpha_head"].id, None)


def test_a_save_after_it_was_sent_on_is_refused_with_the_text_kept(client: CheckingClient, session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    sign_in(client, world, "alpha_officer")
    url = f"/nominations/{nomination.code}"
    form = form_of(client.get(f"{url}/edit").text)
    form["narrative-c2"] = "Viết thêm sau khi gửi"
    act(world, "alpha_officer", Trigger.PROPOSE, nomination)
    client.post(f"{url}/draft", data=form, hx=True, status=403)
    assert "Viết thêm sau khi gửi" in client.post(f"{url}/edit", data=form, status=403).text
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative != "Viết thêm sau khi gửi"


def test_in_a_supplement_the_page_offers_only_the_named_parts(client: CheckingClient, session: Session) -> None:
    world = w.build()
    nomination, named = supplement(world)
    sign_in(client, world, "alpha_officer")
    url = f"/nominations/{nomination.code}"
    page = client.get(f"{url}/edit").text
    form = form_of(page)
    assert form.getlist("parts") == [named] and "Nêu rõ số liệu" in page
    assert f'id="files-{named}"' in page and 'id="files-c1"' not in page
    form[f"narrative-{named}"] = "Đã nêu rõ số liệu. " * 10
    client.post(f"{url}/draft", data=form, hx=True, status=200)
    forged = form.copy()
    forged.setlist("parts", [named, "c4"])
    forged["seal-c4"] = "0" * 32
    forged["narrative-c4"] = "Sửa phần không được hỏi"
    client.post(f"{url}/draft", data=forged, hx=True, status=409)
    forged["seal-c4"], forged["version"] = "", str(session.get_one(Nomination, nomination.id).version)
    client.post(f"{url}/draft", data=forged, hx=True, status=422)
    assert session.get_one(CriterionAnswer, (nomination.id, "c4")).narrative != "Sửa phần không được hỏi"


def test_the_page_of_a_draft_costs_few_queries(client: CheckingClient, session: Session, sql: Engine) -> None:
    world = w.build()
    nomination = w.draft(world)
    sign_in(client, world, "alpha_officer")
    client.get(f"/nominations/{nomination.code}/edit")
    with counting(sql) as sent:
        client.get(f"/nominations/{nomination.code}/edit")
    assert len(sent) == 10


def test_the_list_names_the_criteria_that_do_not_pass(client: CheckingClient, session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, name=NAMES[0])
    sign_in(client, world, "alpha_officer")
    assert "<span>7/7</span>" in client.get("/nominations", hx=True).text
    for code in ("c2", "c4"):
        session.get_one(CriterionAnswer, (nomination.id, code)).narrative = ""
    session.commit()
    assert "<span>5/7<small>chưa đạt: 2, 4</small></span>" in client.get("/nominations", hx=True).text
