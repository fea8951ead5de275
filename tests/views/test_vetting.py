"""The department's queue and its page of criteria: what is shown, who may judge, and that no typed word is lost."""

import html
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.extensions import db
from nomination.models import Audit, CriterionVerdict, Nomination
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import act, assessed, cleared, endorsed
from workflow.vocabulary import Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def in_vetting(world: World, unit: str = "alpha", name: str = "Nguyễn Thị Hoa", *, received: bool = True) -> Nomination:
    found = endorsed(world, draft(world, unit, name))
    if received:
        act(world, "officer", Trigger.RECEIVE, found)
    return found


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def where(nomination: Nomination, part: str = "") -> str:
    return f"/nominations/{nomination.code}/vetting{part}"


def first(nomination: Nomination) -> str:
    return nomination.answers[0].criterion


def listed(page: object) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/nominations/([^/]*)/vetting[?"]', page.text)  # type: ignore[attr-defined]


def test_every_criterion_stands_with_what_it_asks_and_what_was_answered(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    sign_in(client, world, "officer")
    page = text_of(client.get(where(nomination)))
    for criterion in world.rules.criteria:
        assert f'id="criterion-{criterion.code}"' in page
        assert criterion.title in page
        assert criterion.text in page
    assert page.count("Lưu kết luận") == len(nomination.answers)
    assert "minh-chung-" in page


def test_a_verdict_by_a_plain_form_leads_back_to_its_criterion(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    code = first(nomination)
    sign_in(client, world, "officer")
    sent = {"verdict": "met", "note": "Đã đối chiếu.", "version": nomination.version}
    assert client.post(where(nomination, f"/{code}"), data=sent).location == f"{where(nomination)}#criterion-{code}"
    within = "?queue=1&part=mine"
    sent["version"] = nomination.version
    back = client.post(where(nomination, f"/{code}{within}"), data=sent).location
    assert back == f"{where(nomination)}{within}#criterion-{code}"
    page = text_of(client.get(where(nomination)))
    assert "Đã đối chiếu." in page
    assert "Lê Minh An" in page


def test_a_verdict_by_htmx_answers_the_cards_and_says_so(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    sign_in(client, world, "officer")
    partial = client.post(where(nomination, f"/{first(nomination)}"), data={"verdict": "met"}, hx=True)
    assert re.match(r'\s*<div id="vetting-criteria"', partial.text)
    assert "Đã lưu kết luận về tiêu chí 1." in text_of(partial)


@pytest.mark.parametrize("hx", [False, True])
def test_a_refused_verdict_keeps_what_was_typed(client: CheckingClient, world: World, hx: bool) -> None:
    nomination = in_vetting(world)
    sign_in(client, world, "officer")
    sent = {"verdict": "waived", "note": "Đã xem kỹ.", "waiver_reason": "Thiên tai kéo dài.", "waiver_ground": " "}
    answered = text_of(client.post(where(nomination, f"/{first(nomination)}"), data=sent, hx=hx, status=422))
    assert all(typed in answered for typed in ("Đã xem kỹ.", "Thiên tai kéo dài."))
    assert re.search(r'value="waived" checked', answered)
    assert db.session.query(CriterionVerdict).count() == 0
    client.post(where(nomination, f"/{first(nomination)}"), data={"note": "Chưa chọn."}, status=422)


def test_the_second_of_two_officers_keeps_his_words(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    old, path = nomination.version, where(nomination, f"/{first(nomination)}")
    sign_in(client, world, "officer_2")
    client.post(path, data={"verdict": "met", "note": "Người thứ nhất.", "version": old})
    sign_in(client, world, "officer")
    sent = {"verdict": "not_met", "note": "Người thứ hai.", "version": old}
    answered = text_of(client.post(path, data=sent, status=409))
    assert "Người thứ nhất." in answered
    assert "Người thứ hai." in answered
    assert db.session.query(CriterionVerdict).one().verdict == "met"


def test_what_left_the_department_meanwhile_is_told_with_the_words_kept(client: CheckingClient, world: World) -> None:
    nomination = cleared(world, draft(world))
    sign_in(client, world, "officer")
    sent = {"verdict": "met", "note": "Viết muộn."}
    answered = text_of(client.post(where(nomination, f"/{first(nomination)}"), data=sent, status=409))
    assert "Viết muộn." in answered
    assert "Lưu kết luận" not in answered


def test_before_receipt_the_reason_stands_and_no_form(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world, received=False)
    sign_in(client, world, "officer")
    page = text_of(client.get(where(nomination)))
    assert "chưa tiếp nhận" in page
    assert "Lưu kết luận" not in page
    client.post(where(nomination, f"/{first(nomination)}"), data={"verdict": "met"}, status=422)


def test_a_waiver_is_approved_by_the_head_alone(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    path = where(nomination, f"/{first(nomination)}")
    sign_in(client, world, "officer")
    sent = {"verdict": "waived", "note": "Đã xem.", "waiver_reason": "Thiên tai.", "waiver_ground": "Văn bản số 7"}
    client.post(path, data=sent)
    client.post(f"{path}/waiver", status=403)
    assert f"{path}/waiver" not in client.get(where(nomination)).text
    sign_in(client, world, "department_head")
    assert f"{path}/waiver" in client.get(where(nomination)).text
    client.post(f"{path}/waiver")
    assert db.session.query(CriterionVerdict).one().waiver_approver_id == world.people["department_head"].id
    client.post(where(nomination, f"/{nomination.answers[1].criterion}/waiver"), status=422)


@pytest.mark.parametrize("name", ["alpha_head", "alpha_officer", "minister", "clerk", "auditor", "administrator"])
def test_others_do_not_reach_the_vetting(client: CheckingClient, world: World, name: str) -> None:
    nomination = in_vetting(world)
    sign_in(client, world, name)
    client.get("/vetting", status=403)
    client.get(where(nomination), status=403)
    client.post(where(nomination, f"/{first(nomination)}"), data={"verdict": "met"}, status=403)


def test_what_the_department_may_not_see_is_not_there(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    sign_in(client, world, "officer")
    client.get(where(nomination), status=404)
    client.post(where(nomination, f"/{first(nomination)}"), data={"verdict": "met"}, status=404)
    client.get("/nominations/khong-co-0001/vetting", status=404)
    client.post(where(in_vetting(world, "beta"), "/khong-co"), data={"verdict": "met"}, status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    found = [assessed(world, in_vetting(world, unit, received=False)) for unit in ("alpha", "beta", "gamma")[:number]]
    sign_in(client, world, "officer")
    for path, expected in {"/vetting": 12, where(found[0]): 11, f"{where(found[0])}?queue=1&part=mine": 12}.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)


def test_beside_the_verdict_stands_what_the_other_stages_found(client: CheckingClient, world: World) -> None:
    nomination = in_vetting(world)
    sign_in(client, world, "officer")
    page = text_of(client.get(where(nomination)))
    assert page.count("Kết quả tại các bước khác") == len(nomination.answers)
    trail = re.findall(r'<dl class="summary trail">.*?</dl>', page, re.S)[1]
    words = " ".join(re.sub(r"<[^>]+>", " ", trail).split())
    assert words.startswith("Đơn vị đề nghị Đạt khi trình Phần mềm kiểm tra khi Trần Thị Alpha trình ")
    assert "Bình xét tại Khối/Cụm Đạt Kết quả bỏ phiếu của Khối thi đua số I" in words
    assert words.endswith("Ký quyết định Chưa đến bước này Hiện tại phần mềm kiểm tra: đạt")
    assert "phải được người khác phê duyệt" in page


def test_what_still_stops_the_conclusion_is_said(client: CheckingClient, world: World) -> None:
    nomination = assessed(world, in_vetting(world, received=False))
    sign_in(client, world, "department_head")
    may = "Chuyên viên có thể đề xuất kết luận đủ điều kiện; sau đó lãnh đạo cơ quan thường trực quyết định."
    assert may in text_of(client.get(where(nomination)))
    nomination.answers[3].narrative = ""
    db.session.commit()
    page = text_of(client.get(where(nomination)))
    assert "Đã có kết luận cho mọi tiêu chí, nhưng chưa thể kết luận thẩm định" in page
    assert "<p>Tiêu chí 4: chưa có phần trình bày.</p>" in page and may not in page


@pytest.mark.parametrize("hx", [False, True])
def test_what_is_left_is_found_met_in_one_act_but_not_what_fails(
    client: CheckingClient, world: World, hx: bool
) -> None:
    nomination = in_vetting(world)
    nomination.answers[3].narrative = ""
    db.session.commit()
    sign_in(client, world, "officer")
    client.post(where(nomination, f"/{first(nomination)}"), data={"verdict": "not_met", "note": "Chưa khớp."})
    page = text_of(client.get(where(nomination)))
    assert "Ghi “Đạt” cho 5 tiêu chí còn lại" in page
    sent, path = {"version": nomination.version}, f"/nominations/{nomination.code}/verdicts"
    client.post(path, data=sent, hx=hx, status=200 if hx else 303)
    client.post(path, data=sent, hx=hx, status=409)
    found = {row.criterion: row.verdict for row in db.session.query(CriterionVerdict)}
    assert found == {"c1": "not_met", **dict.fromkeys(("c2", "c3", "c5", "c6", "c7"), "met")}
    told = db.session.query(Audit).filter_by(action="nomination:assess").count()
    assert told == 6
