"""Papers in the browser: made for whoever may read their subject, kept by content, given out as they were kept."""

import html
import re

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from nomination.models import Audit, Nomination, Paper, StoredFile, Submission
from nomination.queries.invariants import broken
from nomination.queries.minutes import minutes_of
from nomination.services.freezing import freeze
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.support.client import CheckingClient
from tests.support.papers import HOSTILE, docx_words, pdf_pages, pdf_words, solid, words
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import submitted
from workflow.ballot import Method


@pytest.fixture
def world(session: Session) -> World:
    return build()


def letter_of(session: Session, nomination: Nomination) -> str:
    return session.get_one(Submission, nomination.submission_id).code


def test_a_letter_is_made_in_both_forms_and_kept_once(client: CheckingClient, world: World, session: Session) -> None:
    code = letter_of(session, submitted(world, draft(world, name="Lê Văn Nam")))
    sign_in(client, world, "alpha_head")
    made = client.post(f"/papers/submission/{code}/letter/pdf", status=200)
    assert made.mimetype == "application/pdf"
    assert made.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh")
    found = pdf_words(made.data)
    assert "TỜ TRÌNH" in found and "Lê Văn Nam" in found and "có mặt 9/9 thành viên" in found and "Số: /TTr-……" in found
    again = client.post(f"/papers/submission/{code}/letter/pdf", status=200)
    word = client.post(f"/papers/submission/{code}/letter/docx", status=200)
    assert again.data == made.data
    assert "Lê Văn Nam" in docx_words(word.data)
    kept = session.scalars(select(Paper).order_by(Paper.id)).all()
    assert [(one.kind, one.form, one.subject_code) for one in kept] == [
        ("letter", "pdf", code),
        ("letter", "docx", code),
    ]
    assert session.get_one(StoredFile, kept[0].sha256).size == len(made.data)
    told = session.scalars(select(Audit).where(Audit.action == "paper:make").order_by(Audit.id)).all()
    assert [(entry.subject_id, entry.facts["form"]) for entry in told] == [
        (f"submission/{code}", "pdf"), (f"submission/{code}", "docx"),
    ]  # fmt: skip
    assert broken() == []
    page = client.get(f"/papers/submission/{code}").text
    assert page.count("/papers/kept/") == 2
    assert client.get(f"/papers/kept/{kept[0].id}").data == made.data


def test_a_paper_about_nothing_or_without_its_record_is_found(
    client: CheckingClient, world: World, session: Session
) -> None:
    code = letter_of(session, submitted(world, draft(world)))
    sign_in(client, world, "alpha_head")
    client.post(f"/papers/submission/{code}/letter/docx", status=200).close()
    kept = session.scalars(select(Paper)).one()
    kept.subject_code = "khong-co"
    session.flush()
    assert broken() == [f"a kept paper is about something, and the record says who made it: paper {kept.id}"]


def test_changed_content_is_a_new_paper_beside_the_old(client: CheckingClient, world: World, session: Session) -> None:
    nomination = submitted(world, draft(world))
    code = letter_of(session, nomination)
    sign_in(client, world, "alpha_head")
    first = client.post(f"/papers/submission/{code}/letter/docx", status=200).data
    session.get_one(Submission, nomination.submission_id).paper_number = "12/TTr-TN"
    session.commit()
    second = client.post(f"/papers/submission/{code}/letter/docx", status=200).data
    assert "Số: 12/TTr-TN" in docx_words(second)
    older, newer = session.scalars(select(Paper).order_by(Paper.id)).all()
    assert older.sha256 != newer.sha256
    assert client.get(f"/papers/kept/{older.id}").data == first


def test_whoever_may_not_read_the_subject_has_no_papers_of_it(
    client: CheckingClient, world: World, session: Session
) -> None:
    nomination = submitted(world, draft(world))
    code = letter_of(session, nomination)
    sign_in(client, world, "alpha_head")
    client.post(f"/papers/submission/{code}/letter/pdf", status=200).close()
    kept = session.scalars(select(Paper)).one()
    for name in ("delta_officer", "administrator", "minister"):
        sign_in(client, world, name)
        client.get(f"/papers/submission/{code}", status=404)
        client.post(f"/papers/submission/{code}/letter/pdf", status=404)
        client.get(f"/papers/kept/{kept.id}", status=404)
        client.post(f"/papers/decision/{code}/decision/pdf", status=404)
    sign_in(client, world, "alpha_head")
    for path in ("submission/khong-co/letter/pdf", f"submission/{code}/decision/pdf", f"submission/{code}/letter/exe",
                 f"thing/{code}/letter/pdf", f"submission/{code}/notice/pdf"):  # fmt: skip
        client.post(f"/papers/{path}", status=404)
    assert session.scalar(select(func.count()).select_from(Paper)) == 1


def test_what_a_unit_typed_stands_in_its_report_as_typed(
    client: CheckingClient, world: World, session: Session
) -> None:
    nomination = draft(world)
    typed = " | ".join(HOSTILE)
    nomination.summary, nomination.citation, nomination.nominee_post = typed, HOSTILE[0], HOSTILE[3]
    session.commit()
    sign_in(client, world, "alpha_officer")
    made = client.post(f"/papers/nomination/{nomination.code}/report/pdf", status=200).data
    word = client.post(f"/papers/nomination/{nomination.code}/report/docx", status=200).data
    for found in (pdf_words(made), docx_words(word)):
        assert solid(typed) in solid(found) and solid(HOSTILE[3]) in solid(found)
        assert "BÁO CÁO THÀNH TÍCH" in found and "Mẫu số 07" in found and "I. Sơ lược lý lịch" in found
    client.get(f"/papers/nomination/{nomination.code}")
    sign_in(client, world, "delta_officer")
    client.post(f"/papers/nomination/{nomination.code}/report/pdf", status=404)


def test_minutes_of_a_counted_round_have_figures_only_for_who_may_know_them(
    client: CheckingClient, world: World
) -> None:
    voting = rounds.opened(world, submitted(world, draft(world, name="Trần Thị Đếm")))
    rounds.all_vote(voting)
    rounds.counted(voting)
    sign_in(client, world, "department_head")
    found = pdf_words(client.post(f"/papers/round/{voting.code}/counting_minutes/pdf", status=200).data)
    assert "BIÊN BẢN KIỂM PHIẾU" in found and "Trần Thị Đếm" in found and voting.found.vote.box_hash in solid(found)
    review = pdf_words(client.post(f"/papers/round/{voting.code}/review_minutes/pdf", status=200).data)
    assert "III. Kết luận 01/01 trường hợp đạt và được đề nghị khen thưởng." in review
    for name in ("eta_head", "officer_2", "alpha_officer"):
        sign_in(client, world, name)
        client.get(f"/papers/round/{voting.code}", status=404)
        client.post(f"/papers/round/{voting.code}/counting_minutes/pdf", status=404)


def test_minutes_of_a_paper_round_tell_who_came_and_each_question_by_its_own_slips(
    client: CheckingClient, world: World
) -> None:
    voting = ways.on_paper(world, *rounds.waiting(world, "alpha", "delta"))
    ways.attended(voting, absent=1)
    ways.entered(voting, ways.sheet(5, 5, 5, 0, 4, 1, 0), ways.sheet(5, 4, 3, 1, 1, 1, 1))
    ways.approved(voting)
    sign_in(client, world, "department_head")
    found = pdf_words(client.post(f"/papers/round/{voting.code}/counting_minutes/pdf", status=200).data)
    assert "Cách tổ chức: bỏ phiếu kín bằng giấy tại cuộc họp." in found
    page = words(html.unescape(re.sub(r"<[^>]*>", " ", client.get(f"/rounds/{voting.code}/minutes").text)))
    noted = minutes_of(world.actor("department_head"), voting.code).notes
    assert [one for one in noted if words(" ".join(one)) not in found or words(" ".join(one)) not in page] == []
    assert "phát ra, thu về của từng nội dung ghi ở bảng dưới" in found
    assert "đối chiếu và xác nhận" in found and "4/5 3/4 1 1 1" in found and "5/5 5/5 4 1 0" in found
    review = docx_words(client.post(f"/papers/round/{voting.code}/review_minutes/docx", status=200).data)
    assert "Vắng mặt: Đi công tác" in review and "01/02 trường hợp đạt" in review


def test_the_decision_its_letter_and_the_notice_to_the_unit(
    client: CheckingClient, world: World, session: Session
) -> None:
    waiting = decisions.waiting(world, name="Đỗ Thị Khen")
    made = decisions.prepared(world, waiting)
    sign_in(client, world, "minister")
    first, second = pdf_pages(client.post(f"/papers/decision/{made.code}/decision/pdf", status=200).data)
    assert "Dự thảo" in first and "Số: /QĐ" in first and "1 Đỗ Thị Khen" in second.replace("Bà ", "")
    freeze(world.actor("department_head"), made.code)
    client.post(f"/papers/decision/{made.code}/decision/pdf", status=404)
    told = pdf_words(client.post(f"/papers/decision/{made.code}/department_letter/pdf", status=200).data)
    assert "Tổng cộng 0 1 1" in told and world.people["department_head"].full_name in told
    code = letter_of(session, waiting)
    sign_in(client, world, "alpha_head")
    client.post(f"/papers/submission/{code}/notice/pdf", status=404)
    decisions.sign(world, made)
    decisions.issue(world.actor("clerk"), made.code, number="15/QĐ-THU", dated=decisions.clock.today())
    decisions.publish(world.actor("department_head"), made.code, decisions.by(world, "department_head"))
    notice = pdf_words(client.post(f"/papers/submission/{code}/notice/pdf", status=200).data)
    assert "01 trường hợp được khen thưởng, 00 trường hợp không được chọn." in notice
    assert "Quyết định số 15/QĐ-THU" in notice and "số thứ tự 1" in notice


def test_the_page_costs_the_same_with_one_and_three_copies(
    client: CheckingClient, world: World, session: Session, sql: Engine
) -> None:
    code = letter_of(session, submitted(world, draft(world)))
    sign_in(client, world, "alpha_head")
    client.post(f"/papers/submission/{code}/letter/docx", status=200).close()
    with counting(sql) as one:
        client.get(f"/papers/submission/{code}")
    for kind, form in (("letter", "pdf"), ("unit_minutes", "docx")):
        client.post(f"/papers/submission/{code}/{kind}/{form}", status=200).close()
    with counting(sql) as three:
        client.get(f"/papers/submission/{code}")
    assert (len(one), len(three)) == (9, 9)


def test_minutes_with_figures_that_are_kept_back_since_are_not_given_out(
    client: CheckingClient, app: Flask, session: Session
) -> None:
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    (nomination,) = rounds.waiting(world)
    first = rounds.opened(world, nomination)
    rounds.all_vote(first, number=3)
    rounds.counted(first)
    second = ways.prepared_as(world, Method.ELECTRONIC, nomination, reason="Phiên trước không đủ phiếu.")
    rounds.opening(second)
    rounds.all_vote(second)
    rounds.counted(second)
    sign_in(client, world, "department_head")
    exact = client.post(f"/papers/round/{second.code}/counting_minutes/docx", status=200)
    assert "6/6" in docx_words(exact.data)
    paper = session.scalars(select(Paper)).one()
    client.get(f"/papers/kept/{paper.id}")
    ways.counted_without(first, "zeta_head")
    client.get(f"/papers/kept/{paper.id}", status=404)
    place = f"/papers/round/{second.code}"
    assert f"/papers/kept/{paper.id}" not in client.get(place).text
    banded = client.post(f"{place}/counting_minutes/docx", status=200)
    assert banded.data != exact.data
    newer = session.scalars(select(Paper).where(Paper.id != paper.id)).one()
    assert f"/papers/kept/{newer.id}" in client.get(place).text
    client.get(f"/papers/kept/{newer.id}")
