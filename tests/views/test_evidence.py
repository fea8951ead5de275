"""Attaching, fetching and taking away files, as a page and as a partial."""

import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nomination import opening
from nomination.models import Evidence, Nomination
from tests import world as w
from tests.support.client import CheckingClient
from tests.views.test_nominations import sign_in
from tests.world_drafts import PDF, PNG
from tests.world_steps import submitted

NAME = "Giấy công nhận – Đỗ Văn Đức.pdf"


def opened(client: CheckingClient) -> tuple[w.World, Nomination, str]:
    world = w.build()
    nomination = w.draft(world, complete=False)
    sign_in(client, world, "alpha_officer")
    return world, nomination, f"/nominations/{nomination.code}/evidence"


def sent(*files: tuple[bytes, str], criterion: str = "c2") -> dict[str, object]:
    return {"criterion": criterion, "files": [(io.BytesIO(content), name) for content, name in files]}


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Evidence.name).where(Evidence.removed_at.is_(None)).order_by(Evidence.id)))


def test_several_files_are_attached_and_handed_out_as_they_came(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client)
    answer = client.post(url, data=sent((PDF, NAME), (PNG, "ảnh.png")))
    assert answer.location == f"/nominations/{nomination.code}/edit#criterion-c2"
    assert names(session) == [NAME, "ảnh.png"]
    evidence = session.scalars(select(Evidence).order_by(Evidence.id)).first()
    assert evidence is not None
    fetched = client.get(f"{url}/{evidence.id}")
    assert fetched.data == PDF and fetched.mimetype == "application/pdf"
    disposition = fetched.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''Gi%E1%BA%A5y%20c%C3%B4ng" in disposition
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in fetched.headers["Content-Security-Policy"]


def test_a_bad_file_is_named_and_the_good_one_beside_it_is_kept(client: CheckingClient, session: Session) -> None:
    _world, _nomination, url = opened(client)
    for n, hx in enumerate((True, False)):
        page = client.post(url, data=sent((PDF + bytes([n]), f"{n}.pdf"), (b"MZ", "virus.pdf")), hx=hx, status=422).text
        assert "virus.pdf: " in page and f"{n}.pdf" in page
    assert names(session) == ["0.pdf", "1.pdf"]


def test_the_partial_brings_the_finding_and_the_task_list(client: CheckingClient, session: Session) -> None:
    _world, _nomination, url = opened(client)
    partial = client.post(url, data=sent((PDF, NAME)), hx=True, status=200).text
    assert 'id="evidence-c2"' in partial and 'hx-target="#finding-c2"' in partial and NAME in partial


def test_the_same_content_twice_is_said_and_another_unit_learns_nothing(
    client: CheckingClient, session: Session
) -> None:
    world, _nomination, url = opened(client)
    known = "Tệp có cùng nội dung đã được đính kèm ở tiêu chí này nên không thêm lần nữa."
    client.post(url, data=sent((PDF, NAME)))
    again = client.post(url, data=sent((PDF, "tên khác.pdf"), (PNG, "mới.png")), hx=True, status=422).text
    assert f"tên khác.pdf: {known}" in again and names(session) == [NAME, "mới.png"]
    client.post(url, data=sent((PDF, NAME), criterion="c3"), hx=True, status=200)
    evidence = session.scalars(select(Evidence).where(Evidence.criterion == "c2").order_by(Evidence.id)).first()
    assert evidence is not None
    client.post(f"{url}/{evidence.id}/remove")
    client.post(url, data=sent((PDF, NAME)), hx=True, status=200)
    other = w.draft(world, "beta", "Trần Văn Khác", complete=False)
    sign_in(client, world, "beta_officer")
    theirs = client.post(f"/nominations/{other.code}/evidence", data=sent((PDF, NAME)), hx=True, status=200).text
    assert "Đã đính kèm 1 tệp" in theirs and known not in theirs


def test_a_file_may_come_again_when_many_are_checked(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _world, _nomination, url = opened(client)
    monkeypatch.setattr(opening, "PATIENCE", 0.001)
    told = client.post(url, data=sent((PDF, NAME)), hx=True, status=503).text
    assert f"{NAME}: Hệ thống đang kiểm tra nhiều tệp. Hãy đính kèm lại sau một phút." in told
    assert names(session) == []
    monkeypatch.undo()
    client.post(url, data=sent((PDF, NAME)), hx=True, status=200)


def test_no_file_or_too_many_are_told(client: CheckingClient, session: Session) -> None:
    _world, _nomination, url = opened(client)
    client.post(url, data=sent(), hx=True, status=422)
    client.post(url, data=sent(*((PDF + bytes([n]), f"{n}.pdf") for n in range(5))), hx=True, status=422)
    client.post(url, data=sent((PDF, NAME), criterion="c99"), status=404)
    assert names(session) == []


def test_a_file_taken_away_is_gone_for_readers(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client)
    client.post(url, data=sent((PDF, NAME)))
    evidence = session.scalars(select(Evidence)).one()
    answer = client.post(f"{url}/{evidence.id}/remove")
    assert answer.location == f"/nominations/{nomination.code}/edit#criterion-c2"
    client.get(f"{url}/{evidence.id}", status=404)
    client.post(f"{url}/{evidence.id}/remove", status=404)


def test_who_may_fetch_a_file(client: CheckingClient, session: Session) -> None:
    world, nomination, url = opened(client)
    client.post(url, data=sent((PDF, NAME)))
    evidence = session.scalars(select(Evidence)).one()
    before = {
        "alpha_officer": 200,
        "alpha_head": 200,
        "beta_officer": 404,
        "eta_head": 404,
        "officer": 404,
        "minister": 404,
    }
    for who, status in before.items():
        sign_in(client, world, who)
        client.get(f"{url}/{evidence.id}", status=status)
        more = sent((PDF + who.encode(), NAME))
        client.post(url, data=more, hx=True, status=200 if status == 200 else 404)
    session.refresh(nomination)
    w.complete_answers(world, nomination)
    session.commit()
    submitted(world, nomination)
    after = {"alpha_officer": 200, "beta_officer": 404, "beta_head": 200, "officer": 200, "minister": 404}
    for who, status in after.items():
        sign_in(client, world, who)
        client.get(f"{url}/{evidence.id}", status=status)
    client.get(f"/nominations/{nomination.code}-9/evidence/{evidence.id}", status=404)
