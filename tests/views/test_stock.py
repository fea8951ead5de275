"""The frames of the ministry's blank in the browser, and certificates for whoever prints them."""

import io

import pypdfium2
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nomination.models import Audit, Paper, RegisterEntry, StockFrame
from nomination.papers.certificate import FIELDS, STANDARD
from nomination.queries.stock import frames
from tests import world_decisions as decisions
from tests.support.client import CheckingClient
from tests.support.papers import docx_words, pdf_words, solid
from tests.world import World, build, sign_in


@pytest.fixture
def world(session: Session) -> World:
    return build()


def typed(**changes: str) -> dict[str, str]:
    told = {}
    for field, frame in STANDARD.items():
        for side in ("left", "top", "width", "height", "size"):
            told[f"{field}-{side}"] = f"{getattr(frame, side):g}".replace(".", ",")
    return told | {key.replace("__", "-"): value for key, value in changes.items()}


def test_frames_are_set_and_shown(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "officer")
    page = client.get("/certificates/stock").text
    assert 'value="48"' in page and "/certificates/stock/preview" in page
    client.post("/certificates/stock", data=typed(name__left="50,5", qr__size="0"), status=303)
    assert (frames()["name"].left, frames()["qr"].size, frames()["place"]) == (50.5, 0, STANDARD["place"])
    entry = session.scalars(select(Audit).where(Audit.action == "stock:place")).one()
    assert entry.facts["frames"]["name"] == [505, 920, 2010, 160]
    picture = client.get("/certificates/stock/preview")
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    client.post("/certificates/stock", data=typed(name__left="50,5", qr__size="0"), status=303)
    assert session.scalar(select(func.count()).select_from(Audit).where(Audit.action == "stock:place")) == 1


def test_a_frame_that_cannot_be_is_refused_in_words_and_nothing_is_lost(
    client: CheckingClient, world: World, session: Session
) -> None:
    sign_in(client, world, "officer")
    page = client.post("/certificates/stock", data=typed(name__left="chín"), status=422).text
    assert "Nhập số mi-li-mét, ví dụ 98,5." in page and 'value="chín"' in page
    page = client.post("/certificates/stock", data=typed(name__left="200"), status=422).text
    assert "Khung vượt ra ngoài tờ giấy, khổ 297 mm × 210 mm." in page and 'value="200"' in page
    page = client.post("/certificates/stock", data=typed(day__size="99"), status=422).text
    assert "Tối đa 72 điểm chữ; 0 là không in mục này." in page
    assert session.scalar(select(func.count()).select_from(StockFrame)) == 0


def test_certificates_are_for_who_prints_them(client: CheckingClient, world: World, session: Session) -> None:
    made = decisions.published(world, decisions.waiting(world, name="Đỗ Thị Khen"))
    entry = session.scalars(select(RegisterEntry)).one()
    sign_in(client, world, "clerk")
    sheet = client.post(f"/papers/award/{entry.code}/certificate/pdf", status=200).data
    found = pdf_words(sheet)
    for words in ("BẰNG KHEN", entry.name, f"Số sổ vàng: {entry.ordinal}", f"Quyết định số {entry.decision_number}",
                  "Bản xem trước", world.people["minister"].full_name):  # fmt: skip
        assert words in found
    assert f"/register/{entry.code}" in solid(found)
    word = docx_words(client.post(f"/papers/award/{entry.code}/certificate/docx", status=200).data)
    assert entry.name in word and "BẰNG KHEN" in word
    stock = client.post(f"/papers/award/{entry.code}/stock_print/pdf", status=200).data
    assert entry.name in pdf_words(stock) and "BẰNG KHEN" not in pdf_words(stock)
    client.post(f"/papers/award/{entry.code}/stock_print/docx", status=404)
    run = client.post(f"/papers/decision/{made.code}/stock_print/pdf", status=200).data
    assert len(pypdfium2.PdfDocument(io.BytesIO(run))) == 1
    for name in ("alpha_head", "auditor", "minister", "council_2"):
        sign_in(client, world, name)
        client.post(f"/papers/award/{entry.code}/certificate/pdf", status=404)
    assert set(FIELDS) == set(STANDARD)
    assert session.scalar(select(func.count()).select_from(Paper)) == 4
