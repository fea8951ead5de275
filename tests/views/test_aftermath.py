"""The pages after a decision, from the screen: paying, handing over, confirming, taking back; and what each costs."""

import html
import io
import re

import pytest
from flask_sqlalchemy.session import Session
from openpyxl import load_workbook
from sqlalchemy import Engine, func, select

from nomination import clock
from nomination.decisions import grouped
from nomination.models import BonusPayment, Handover, Recovery
from nomination.papers.money import figures, in_words
from nomination.queries.bonuses import payment_list
from tests import world_decisions as decisions
from tests.support.client import CheckingClient
from tests.support.papers import docx_words, pdf_words
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from tests.world_aftermath import awards, revoke


@pytest.fixture
def world(session: Session) -> World:
    return build()


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def today() -> str:
    return f"{clock.today():%d/%m/%Y}"


def test_a_payment_from_the_screen(client: CheckingClient, world: World, session: Session) -> None:
    made, codes = awards(world, "Nguyễn Thị Hoa", "=1+1 Văn".replace("=1+1", "Lê"))
    sign_in(client, world, "officer")
    where = f"/bonuses/{made.code}"
    page = words(client.get(where).text)
    assert f"Tiền thưởng theo Quyết định số {made.number}" in page and "đồng" in page
    bad = client.post(f"{where}/payments", data={"awards": codes, "paid_on": "31/02/2026", "paper": ""}, status=422)
    assert 'value="31/02/2026"' in bad.text and "Cần nhập nội dung này." in words(bad.text)
    none = client.post(f"{where}/payments", data={"paid_on": today(), "paper": "Số 1"}, status=422)
    assert "Đánh dấu ít nhất một khen thưởng." in words(none.text) and 'value="Số 1"' in none.text
    assert session.scalar(select(func.count()).select_from(BonusPayment)) == 0
    client.post(f"{where}/payments", data={"awards": codes[:1], "paid_on": today(), "paper": "Lệnh chi 5"})
    page = words(client.get(where).text)
    assert "Lệnh chi 5" in page and page.count("Đã chi") >= 2
    book = load_workbook(io.BytesIO(client.get(f"{where}/sheet").data))
    rows = [[cell for cell in row if cell] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[-1][0] == "Tổng cộng" and isinstance(rows[-1][-1], int)
    assert next(row for row in rows if "Nguyễn Thị Hoa" in row)[-1] == "Đã chi"
    sign_in(client, world, "auditor")
    assert "Ghi nhận chi thưởng" not in client.get(where).text


def test_the_payment_list_is_a_paper_for_those_who_handle_the_money(
    client: CheckingClient, world: World, session: Session
) -> None:
    made, codes = awards(world, "Nguyễn Thị Hoa", "Lê Văn Trả", "Đỗ Thị Hủy")
    sign_in(client, world, "officer")
    paid = {"awards": codes[1:2], "paid_on": today(), "paper": "Lệnh chi 5"}
    client.post(f"/bonuses/{made.code}/payments", data=paid)
    revoke(world, codes[2])
    where = f"/papers/decision/{made.code}/payment_list"
    assert f'action="{where}/pdf"' in client.get(f"/bonuses/{made.code}").text
    amount = payment_list(world.actor("officer"), made.code).lines[0].due
    for form, read in (("pdf", pdf_words), ("docx", docx_words)):
        told = read(client.post(f"{where}/{form}", status=200).data)
        assert "DANH SÁCH CHI TIỀN THƯỞNG" in told and f"Theo Quyết định số {made.number}" in told
        assert (
            f"Tổng cộng {figures(2 * amount)}" in told
            and f"Tổng số: 02 trường hợp, {figures(2 * amount)} đồng." in told
        )
        assert f"Bằng chữ: {in_words(2 * amount)}./." in told
        assert form == "docx" or f"Mã đối chiếu danh sách: {grouped(made.digest)}" in told
        assert "Đã chi" in told and "Đã hủy bỏ khen thưởng" in told
        assert all(post in told for post in ("NGƯỜI LẬP BIỂU", "KẾ TOÁN TRƯỞNG"))
    for name, status in (("auditor", 200), ("minister", 404), ("clerk", 404), ("alpha_head", 404)):
        sign_in(client, world, name)
        client.post(f"{where}/pdf", status=status)
    sign_in(client, world, "officer")
    unpublished = decisions.issued(world, decisions.waiting(world, "beta", "Trần Thị Sớm"), number="77/QĐ-THU")
    client.post(f"/papers/decision/{unpublished.code}/payment_list/pdf", status=404)


def test_handing_over_and_confirming_from_the_screen(client: CheckingClient, world: World, session: Session) -> None:
    _, (hoa, nam) = awards(world, "Nguyễn Thị Hoa", "Lê Văn Nam")
    sign_in(client, world, "officer")
    said = {"handed_on": today(), "place": "Hội trường", "received_by": "Bà Alpha", "objects": ["certificate"]}
    bad = client.post("/handovers", data=said | {"place": "", "awards": [hoa]}, status=422).text
    assert 'value="Bà Alpha"' in bad and re.search(rf'value="{hoa}"[^>]* checked', bad)
    assert session.scalar(select(func.count()).select_from(Handover)) == 0
    client.post("/handovers", data=said | {"awards": [hoa]})
    assert "Lê Văn Nam" in client.get("/handovers").text and "Nguyễn Thị Hoa" not in client.get("/handovers").text
    client.post("/handovers", data=said | {"extent": "all", "unit": "alpha"})
    assert "Không có mục nào" in client.get("/handovers").text
    client.post(f"/handovers/{nam}/undo")
    sign_in(client, world, "alpha_head")
    page = client.get("/handovers?part=handed").text
    assert "Nguyễn Thị Hoa" in page and "Xác nhận đã nhận các mục đánh dấu" in page
    client.post("/handovers/confirm", data={"part": "handed"}, status=422)
    client.post("/handovers/confirm", data={"part": "handed", "awards": [hoa]})
    assert "Nguyễn Thị Hoa" in client.get("/handovers?part=confirmed").text
    sign_in(client, world, "beta_head")
    assert "Nguyễn Thị Hoa" not in client.get("/handovers?part=confirmed").text
    client.post("/handovers/confirm", data={"awards": [hoa]}, status=404)


def test_taking_back_from_the_screen(client: CheckingClient, world: World, session: Session) -> None:
    made, (hoa,) = awards(world, "Nguyễn Thị Hoa")
    sign_in(client, world, "officer")
    client.post(f"/bonuses/{made.code}/payments", data={"awards": [hoa], "paid_on": today(), "paper": "Lệnh chi 5"})
    assert "Chưa có khen thưởng nào bị hủy bỏ" in client.get("/recoveries").text
    revoke(world, hoa)
    page = words(client.get("/recoveries").text)
    assert "Phải thu hồi" in page and "99/QĐ-HB" in page
    where = f"/recoveries/{hoa}/money"
    client.post(where, data={"recovered_on": "", "paper": ""}, status=422)
    client.post(f"/recoveries/{hoa}/objects", data={"recovered_on": today(), "paper": "Số 1"}, status=404)
    client.get(f"/recoveries/{hoa}/medal", status=404)
    client.post(where, data={"recovered_on": today(), "paper": "Phiếu thu 7"})
    assert session.scalar(select(func.count()).select_from(Recovery)) == 1
    assert "Phiếu thu 7" in client.get("/recoveries").text
    assert "Khen thưởng này đã bị hủy bỏ" in client.get(f"/register/{hoa}").text


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    names = ("Nguyễn Thị Hoa", "Lê Văn Nam", "Lê Thị Lan")[:number]
    made, codes = awards(world, *names)
    sign_in(client, world, "officer")
    client.post(f"/bonuses/{made.code}/payments", data={"awards": codes, "paid_on": today(), "paper": "Số 1"})
    revoke(world, codes[0])
    found = {}
    for path in ("/bonuses", f"/bonuses/{made.code}", "/handovers", "/recoveries"):
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        found[path.replace(made.code, "one")] = len(sent)
    assert found == {"/bonuses": 5, "/bonuses/one": 7, "/handovers": 6, "/recoveries": 4}
