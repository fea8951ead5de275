"""The form of a unit's own response: what is typed is never lost, not even to somebody who was quicker."""

import hashlib
import html
import io
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from demo.files import pdf
from nomination.files import store
from nomination.models import UnitPlan
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, appoint, build, draft, sign_in
from tests.world import record_plan as record_somehow
from tests.world_steps import at_signoff
from workflow.vocabulary import Role

PAGE = "/campaigns/dac-biet-2020/plan"
READ = "/campaigns/dac-biet-2020/plans/alpha"
PDF = pdf("Ke hoach")
LINES = {
    "line-0-kind": "content", "line-0-text": "Rà soát văn bản về đất đai", "line-0-ties": ["1.1", "2.2"],
    "line-1-kind": "criterion", "line-1-text": "Không có hồ sơ trễ hạn", "line-1-ties": ["c3"],
}  # fmt: skip
TYPED = {
    "title": "Kế hoạch hưởng ứng phong trào",
    "paper": "Số 12/KH-ALPHA ngày 10/02/2020",
    "launched_on": "2020-02-10",
    "summary": "Dòng một.\r\nDòng hai.",
    "version": "",
}


def enter(client: CheckingClient, name: str = "alpha_officer") -> World:
    world = build()
    sign_in(client, world, name)
    return world


def test_it_is_recorded_and_shown_again(client: CheckingClient, session: Session) -> None:
    world = enter(client)
    assert client.post(PAGE, data=TYPED).location == "/campaigns/dac-biet-2020/plans/alpha"
    row = session.query(UnitPlan).one()
    assert (row.unit_id, row.title, row.summary) == (world.units["alpha"].id, TYPED["title"], "Dòng một.\nDòng hai.")
    assert "Đã ghi nhận phong trào hưởng ứng của đơn vị." in client.get(READ).text
    page = client.get(PAGE).text
    assert f'value="{TYPED["title"]}"' in page
    assert 'name="version" value="1"' in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": "  "}, "Cần nhập nội dung này."),
        ({"launched_on": "2020-02-31"}, "Hãy nhập một ngày có thật, gồm đủ ngày, tháng và năm."),
        ({"launched_on": "2999-01-01"}, "Ngày phát động không thể ở tương lai."),
        ({"paper": "x" * 301}, "Tối đa 300 ký tự"),
        ({"version": "not a number"}, "Đã có người ghi nhận nội dung mới hơn"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    client: CheckingClient, session: Session, change: dict[str, str], sentence: str
) -> None:
    world = enter(client)
    stale = "version" in change
    if stale:
        record_somehow(world, world.units["alpha"].id)
    text = html.unescape(client.post(PAGE, data=TYPED | change, status=409 if stale else 422).text)
    assert sentence in text
    assert "Dòng một.\nDòng hai." in text.replace("\r", "")
    assert session.query(UnitPlan).count() == (1 if stale else 0)


def test_somebody_quicker_is_shown_beside_ones_own_text(client: CheckingClient, session: Session) -> None:
    world = enter(client)
    client.post(PAGE, data=TYPED)
    sign_in(client, world, "alpha_head")
    client.post(PAGE, data=TYPED | {"title": "Bản của thủ trưởng", "version": "1"})
    sign_in(client, world, "alpha_officer")
    page = client.post(PAGE, data=TYPED | {"title": "Bản của cán bộ", "version": "1"}, status=409).text
    assert '<dd class="pre-line">Bản của thủ trưởng</dd>' in page
    assert 'value="Bản của cán bộ"' in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert session.query(UnitPlan).one().title == "Bản của thủ trưởng"
    client.post(PAGE, data=TYPED | {"title": "Bản của cán bộ", "version": version[1]})
    assert session.query(UnitPlan).one().title == "Bản của cán bộ"


def test_an_unseen_letter_cannot_break_the_database(client: CheckingClient, session: Session) -> None:
    enter(client)
    client.post(PAGE, data=TYPED | {"title": "Kế\x00 hoạch\u202e\u200b"})
    assert session.query(UnitPlan).one().title == "Kế hoạch"


@pytest.mark.parametrize("path", [f"{PAGE}?unit=beta", f"{PAGE}?unit=khong-co", "/campaigns/khac/plan"])
def test_what_is_not_ones_own_is_not_there(client: CheckingClient, session: Session, path: str) -> None:
    enter(client)
    client.get(path, status=404)
    client.post(path, data=TYPED, status=404)
    assert session.query(UnitPlan).count() == 0


@pytest.mark.parametrize("name", ["officer", "department_head", "minister", "clerk", "auditor", "administrator"])
def test_other_roles_have_no_such_page(client: CheckingClient, session: Session, name: str) -> None:
    enter(client, name)
    client.get(PAGE, status=403)
    client.post(PAGE, data=TYPED, status=403)


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_lines_are_added_and_taken_away_and_nothing_typed_is_lost(client: CheckingClient, session: Session) -> None:
    """The same with htmx, which gets the lines alone, and without, which gets the whole page."""
    enter(client)
    for hx in (True, False):
        more = client.post(PAGE, data=TYPED | LINES | {"act": "add-content"}, hx=hx, status=200).text
        assert re.findall(r'name="line-(\d)-kind" value="(\w+)"', more) == [
            ("0", "content"), ("1", "content"), ("2", "criterion"),
        ]  # fmt: skip
        assert "Rà soát văn bản về đất đai</textarea>" in more and "Không có hồ sơ trễ hạn</textarea>" in more
        assert re.findall(r'name="line-\d-ties" value="([^"]+)" checked', more) == ["1.1", "2.2", "c3"]
        fewer = client.post(PAGE, data=TYPED | LINES | {"act": "remove-0"}, hx=hx, status=200).text
        assert re.findall(r'name="line-(\d)-kind" value="(\w+)"', fewer) == [("0", "criterion")]
        assert "Chưa có nội dung cho: 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 2.1, 2.2, 2.3, 2.4." in fewer
        assert (f'value="{TYPED["title"]}"' in fewer) is not hx
    assert session.query(UnitPlan).count() == 0


def test_lines_are_recorded_and_read_with_what_they_refine(client: CheckingClient, session: Session) -> None:
    enter(client)
    blank = {"line-2-kind": "content", "line-2-text": " "}
    client.post(PAGE, data=TYPED | LINES | blank)
    assert session.query(UnitPlan).one().lines == [
        {"kind": "content", "text": "Rà soát văn bản về đất đai", "ties": ["1.1", "2.2"]},
        {"kind": "criterion", "text": "Không có hồ sơ trễ hạn", "ties": ["c3"]},
    ]
    page = words(client.get(READ).text)
    assert "Rà soát văn bản về đất đai (cụ thể hóa 1.1, 2.2)" in page
    assert "Không có hồ sơ trễ hạn (cụ thể hóa 3)" in page
    assert "Chưa có nội dung cho: 1.2, 1.3, 1.4, 1.5, 1.6, 2.1, 2.3, 2.4." in page
    assert "tiêu chí số: 1, 2, 4, 5, 6, 7 của phong trào" in page


def test_a_line_without_words_or_ties_is_refused_at_its_place(client: CheckingClient, session: Session) -> None:
    enter(client)
    wrong = {"line-0-text": "", "line-1-ties": ["c99"]}
    page = client.post(PAGE, data=TYPED | LINES | wrong, status=422).text
    assert re.search(r'id="line-0-text-error"><.*?Cần nhập nội dung này.', page, re.S)
    assert re.search(r'id="line-1-ties-error"><.*?Chọn ít nhất một mục của phong trào', page, re.S)
    assert session.query(UnitPlan).count() == 0


def test_too_many_lines_are_told(client: CheckingClient, session: Session) -> None:
    enter(client)
    many = {f"line-{n}-kind": "content" for n in range(40)}
    page = client.post(PAGE, data=TYPED | many | {"act": "add-content"}, hx=True, status=200).text
    assert "Tối đa 40 dòng nội dung và tiêu chí." in page
    assert page.count('value="content"') == 40


def test_the_paper_is_kept_through_a_refusal_and_handed_out(client: CheckingClient, session: Session) -> None:
    enter(client)
    page = client.post(PAGE, data=TYPED | {"title": "", "file": [(io.BytesIO(PDF), "Kế hoạch.pdf")]}, status=422).text
    seal = re.search(r'name="kept" value="([^"]+)"', page)
    assert seal is not None
    client.post(PAGE, data=TYPED | {"kept": seal[1]})
    assert 'href="/campaigns/dac-biet-2020/plans/alpha/paper"' in client.get(READ).text
    assert client.get(f"{READ}/paper").data == PDF
    form = re.search(r'name="kept" value="([^"]+)"', client.get(PAGE).text)
    assert form is not None
    client.post(PAGE, data=TYPED | {"version": "1", "kept": form[1], "drop": "y"})
    assert (session.query(UnitPlan).one().launch_sha256, session.query(UnitPlan).one().launch_name) == (None, "")
    client.get(f"{READ}/paper", status=404)


def test_a_bad_file_keeps_the_form(client: CheckingClient, session: Session) -> None:
    enter(client)
    bad = {"file": [(io.BytesIO(b"MZ this is a program"), "ke-hoach.pdf")]}
    page = client.post(PAGE, data=TYPED | LINES | bad, status=422).text
    assert "Rà soát văn bản về đất đai</textarea>" in page and f'value="{TYPED["title"]}"' in page
    assert session.query(UnitPlan).count() == 0


def test_a_paper_that_is_gone_is_asked_for_again(client: CheckingClient, session: Session) -> None:
    """The nightly collector takes away what was sent and never recorded."""
    enter(client)
    page = client.post(PAGE, data=TYPED | {"title": "", "file": [(io.BytesIO(pdf("Mai")), "Mai.pdf")]}, status=422).text
    seal = re.search(r'name="kept" value="([^"]+)"', page)
    assert seal is not None
    store().remove(
        next(place for place, _ in store().places() if place.endswith(hashlib.sha256(pdf("Mai")).hexdigest()))
    )
    page = html.unescape(client.post(PAGE, data=TYPED | LINES | {"kept": seal[1]}, status=422).text)
    assert "Tệp chưa được lưu. Hãy đính kèm lại." in page
    assert 'name="kept"' not in page and "Rà soát văn bản về đất đai</textarea>" in page
    assert session.query(UnitPlan).count() == 0


READERS = {
    "alpha_head": 200, "beta_head": 200, "eta_head": 200, "officer": 200, "department_head": 200, "auditor": 200,
    "beta_officer": 404, "council_1": 404, "minister": 404, "other_head": 404, "administrator": 403,
}  # fmt: skip


def test_the_cluster_of_the_year_and_the_department_read_it(client: CheckingClient, session: Session) -> None:
    """Another cluster does not; the council and the minister only once a dossier of the unit is before them."""
    world = enter(client)
    appoint(world, "other_head", "Lý Thị Khác", Role.UNIT_HEAD, world.units["ministry"])
    client.post(PAGE, data=TYPED)
    for name, status in READERS.items():
        sign_in(client, world, name)
        client.get(READ, status=status)
    assert ">Sửa kế hoạch hưởng ứng<" not in client.get("/campaigns/dac-biet-2020").text
    at_signoff(world, draft(world, award=world.award(council=False).code))
    sign_in(client, world, "minister")
    client.get(READ)


def test_the_page_costs_a_fixed_number(client: CheckingClient, session: Session, sql: Engine) -> None:
    enter(client)
    client.get(PAGE)
    with counting(sql) as sent:
        client.get(PAGE)
    assert len(sent) == 7


def test_the_page_to_read_costs_a_fixed_number(client: CheckingClient, session: Session, sql: Engine) -> None:
    enter(client)
    client.post(PAGE, data=TYPED | LINES)
    client.get(READ)
    with counting(sql) as sent:
        client.get(READ)
    assert len(sent) == 6
