"""Evidence shown inside the page: our pictures, each drawn once, under the condition of the download."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nomination import opening, previews
from nomination.files import store
from nomination.models import Evidence
from tests import world as w
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.hostile import pdf_pages
from tests.support.query_counter import counting
from tests.views.test_evidence import opened, sent
from tests.views.test_nominations import sign_in
from tests.world_drafts import PNG, office
from tests.world_steps import assessed, endorsed, submitted

DOCX = office("word/document.xml")


def attached(session: Session, name: str) -> Evidence:
    return session.scalars(select(Evidence).where(Evidence.name == name)).one()


def test_a_file_is_looked_at_page_by_page(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client)
    client.post(url, data=sent((pdf_pages(3), "Báo cáo.pdf"), (PNG, "ảnh.png"), (DOCX, "đơn.docx")))
    file = attached(session, "Báo cáo.pdf")
    page = client.get(f"/nominations/{nomination.code}/edit").text
    assert f'src="{url}/{file.id}/preview/thumbnail" width="72" height="88" loading="lazy"' in page
    assert f"{attached(session, 'đơn.docx').id}/preview" not in page
    viewer = client.get(f"{url}/{file.id}/preview?page=2", hx=True).text
    assert "Trang 2 trên 3" in viewer and "preview?page=1" in viewer and "preview?page=3" in viewer
    whole = client.get(f"{url}/{file.id}/preview").text
    assert "<h1>Báo cáo.pdf</h1>" in whole and "preview?page=2" in whole
    for wrong in ("preview?page=4", "preview?page=0", "preview/4", "preview/0"):
        client.get(f"{url}/{file.id}/{wrong}", status=404)
    client.get(f"{url}/{attached(session, 'đơn.docx').id}/preview", status=404)
    shown = client.get(f"{url}/{attached(session, 'ảnh.png').id}/preview", hx=True).text
    assert "Trang trước" not in shown and "Tải về" in shown


def test_a_picture_is_ours_private_and_asked_for_anew(client: CheckingClient, session: Session) -> None:
    world, _nomination, url = opened(client)
    client.post(url, data=sent((PNG, "ảnh.png")))
    place = f"{url}/{attached(session, 'ảnh.png').id}/preview/thumbnail"
    first = client.get(place)
    assert first.mimetype == "image/webp" and Image.open(io.BytesIO(first.data)).size == (24, 16)
    assert first.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cache-Control"] == "private, no-cache"
    held = {"If-None-Match": first.headers["ETag"]}
    assert client.get(place, headers=held, status=304).data == b""
    sign_in(client, world, "beta_officer")
    client.get(place, headers=held, status=404)


def test_each_picture_is_drawn_once(client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _world, _nomination, url = opened(client)
    client.post(url, data=sent((pdf_pages(2), "a.pdf")))
    place = f"{url}/{attached(session, 'a.pdf').id}/preview"
    viewer = client.get(place, hx=True).text
    monkeypatch.setattr(opening, "PROGRAM", "/nothing/here")
    picture = re.search(r'src="([^"]+)" width="1131" height="1600"', viewer)
    assert picture is not None and client.get(picture[1]).mimetype == "image/webp"
    client.get(f"{place}/thumbnail")
    assert "Không xem trước được" in client.get(f"{place}?page=2", hx=True).text
    assert client.get(f"{place}/2").mimetype == "image/svg+xml"
    monkeypatch.undo()
    assert "Trang 2 trên 2" in client.get(f"{place}?page=2").text


def test_what_cannot_be_opened_now_or_ever_is_said(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _world, _nomination, url = opened(client)
    client.post(url, data=sent((pdf_pages(4), "a.pdf")))
    file = attached(session, "a.pdf")
    monkeypatch.setattr(previews, "SHOWN", 0.01)
    taken = [opening._slots.acquire(timeout=1) for _ in range(opening.AT_ONCE)]
    try:
        busy = client.get(f"{url}/{file.id}/preview?page=2", hx=True, status=503).text
        assert "Hệ thống đang bận mở nhiều tệp" in busy and "Thử lại" in busy
        assert client.get(f"{url}/{file.id}/preview/2").mimetype == "image/svg+xml"
    finally:
        for _ in taken:
            opening._slots.release()
    assert "Trang 2 trên 4" in client.get(f"{url}/{file.id}/preview?page=2", hx=True).text
    held = f"{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
    for place in [one for one, _since in store().places() if one.startswith((f"drawn/{held}/", held))]:
        store().remove(place)
    assert "Không xem trước được" in client.get(f"{url}/{file.id}/preview", hx=True).text


def test_a_file_taken_away_or_of_another_nomination_is_not_shown(client: CheckingClient, session: Session) -> None:
    world, _nomination, url = opened(client)
    client.post(url, data=sent((PNG, "ảnh.png")))
    file, other = attached(session, "ảnh.png"), w.draft(world, name="Trần Văn Khác", complete=False)
    for tail in ("", "/preview", "/preview/1", "/preview/thumbnail"):
        client.get(f"{url}/{file.id}{tail}", status=200)
        client.get(f"/nominations/{other.code}/evidence/{file.id}{tail}", status=404)
    client.post(f"{url}/{file.id}/remove")
    for tail in ("", "/preview", "/preview/1", "/preview/thumbnail"):
        client.get(f"{url}/{file.id}{tail}", status=404)
    session.refresh(file)
    assert file.removed_at is not None and store().has(file.sha256)


def test_files_stand_where_people_judge(client: CheckingClient, session: Session) -> None:
    """The voter's ballot, the vetting and the dossier; only names for those who may not fetch them."""
    client.application.config["BOX_SCRYPT_N"] = 2
    world = w.build()
    voting = rounds.opened(world, submitted(world, w.draft(world, name="Trần Thị Bầu")))
    vetted = assessed(world, endorsed(world, w.draft(world, name="Lê Thị Thẩm")))
    seen = {
        ("beta_head", f"/rounds/{voting.code}/ballot/lines/1"): True,
        ("officer", f"/nominations/{vetted.code}/vetting"): True,
        ("auditor", f"/nominations/{vetted.code}"): True,
        ("eta_head", f"/nominations/{vetted.code}"): False,
    }
    for (who, path), readable in seen.items():
        sign_in(client, world, who)
        page = client.get(path).text
        assert ("/preview/thumbnail" in page, 'id="evidence-viewer"' in page) == (readable, True)
        assert "minh-chung-" in page


@pytest.mark.parametrize("number", [1, 20])
def test_what_files_cost(client: CheckingClient, session: Session, sql: Engine, number: int) -> None:
    """The dossier, the draft and one thumbnail: the same with one file and with twenty."""
    _world, nomination, url = opened(client)
    client.post(url, data=sent((PNG, "ảnh.png")))
    for n in range(number - 1):
        w.attach(nomination, "c2", f"minh-chung-{n}.pdf")
    session.commit()
    file = attached(session, "ảnh.png")
    found = {}
    for path in (f"/nominations/{nomination.code}", f"/nominations/{nomination.code}/edit",
                 f"{url}/{file.id}/preview/thumbnail", f"{url}/{file.id}/preview"):  # fmt: skip
        client.get(path)
        with counting(sql) as asked:
            client.get(path)
        found[path.rpartition("/")[2]] = len(asked)
    assert found == {nomination.code: 11, "edit": 9, "thumbnail": 4, "preview": 4}
