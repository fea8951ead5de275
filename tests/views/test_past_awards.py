"""Earlier awards: taken over after a look at the rows, looked up by name, and weighed on the vetting page."""

import html
import io
import re

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, func, select
from werkzeug.datastructures import FileStorage

from nomination.models import MatchFinding, PastAward
from nomination.sheets import rows_of_file
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, endorsed, submitted

SHEET = "Loại,Họ tên,Đơn vị,Hình thức,Năm\nCá nhân,Nguyen Thi Hoa,Vụ Beta,Bằng khen,2020\n"
PAPER = {"number": "12/QĐ-THU", "dated": "30/12/2020", "issuer": "Bộ thử nghiệm", "title": "Về việc tặng Bằng khen",
         "signer": "Bộ trưởng A", "method": ""}  # fmt: skip
IMPORT = "/past-awards/import"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def field(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None
    return html.unescape(found[1])


def sheet(content: str) -> FileStorage:
    return FileStorage(io.BytesIO(content.encode()), "danh-sach.csv")


def test_the_rows_are_shown_before_anything_is_stored(client: CheckingClient, world: World, session: Session) -> None:
    sign_in(client, world, "officer")
    shown = client.post(IMPORT, data=PAPER | {"sheet": sheet(SHEET), "act": "check"}, status=200).text
    assert "Nguyen Thi Hoa" in shown and "Nhập 1 khen thưởng này" in shown
    assert session.scalar(select(func.count()).select_from(PastAward)) == 0
    client.post(IMPORT, data=PAPER | {"lines": field(shown, "lines"), "act": "import"}, status=303)
    assert session.scalars(select(PastAward.name)).all() == ["Nguyen Thi Hoa"]
    assert "Nguyen Thi Hoa" in client.get("/past-awards?q=NGUYỄN THỊ HOÀ").text


def test_bad_rows_and_a_bad_paper_are_told_and_nothing_is_lost(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "officer")
    bad = SHEET + "Hộ,Lê Văn An,,,hai nghìn\n"
    text = client.post(IMPORT, data=PAPER | {"sheet": sheet(bad)}, status=422).text
    assert "Dòng 3: “Hộ” không phải cá nhân hoặc tập thể." in words(text)
    assert 'value="12/QĐ-THU"' in text
    text = client.post(
        IMPORT, data=PAPER | {"number": "", "dated": "31/02/2020", "sheet": sheet(SHEET)}, status=422
    ).text
    assert 'value="31/02/2020"' in text
    assert field(text, "lines")


def test_the_template_is_read_back(client: CheckingClient, world: World) -> None:
    sign_in(client, world, "officer")
    rows = rows_of_file(io.BytesIO(client.get("/past-awards/template").data), "mau.xlsx")
    assert rows[3][:4] == ["Loại", "Họ tên, tên tập thể", "Đơn vị", "Hình thức khen thưởng"]


def test_an_officer_weighs_what_has_the_same_name(client: CheckingClient, world: World, session: Session) -> None:
    other = submitted(world, draft(world, "beta"))
    nomination = assessed(world, endorsed(world, draft(world)))
    sign_in(client, world, "officer")
    where = f"/nominations/{nomination.code}/vetting"
    text = client.get(where).text
    assert "Cần xem xét trước khi kết luận" in words(text)
    typed = {"other": other.code, "verdict": "another_nominee", "reason": "", "version": str(nomination.version)}
    again = client.post(f"/nominations/{nomination.code}/matches", data=typed, status=422).text
    assert "Nêu căn cứ của kết luận." in words(again)
    client.post(f"/nominations/{nomination.code}/matches", data=typed | {"version": "0", "reason": "Khác"}, status=409)
    client.post(f"/nominations/{nomination.code}/matches", data=typed | {"reason": "Khác người"}, status=303)
    assert session.scalars(select(MatchFinding.reason)).all() == ["Khác người"]
    assert "Người hoặc tập thể khác trùng tên Khác người" in words(client.get(where).text)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    sign_in(client, world, "officer")
    lines = "".join(f"Cá nhân,Lê Văn {name},,Bằng khen,2020\n" for name in ("Một", "Hai", "Ba")[:number])
    shown = client.post(IMPORT, data=PAPER | {"sheet": sheet(SHEET.split("\n")[0] + "\n" + lines)}, status=200).text
    client.post(IMPORT, data=PAPER | {"lines": field(shown, "lines"), "act": "import"}, status=303)
    key = session_key(client)
    for path, expected in {"/past-awards": 4, key: 5, IMPORT: 3}.items():
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        assert (path, len(sent)) == (path, expected)


def session_key(client: CheckingClient) -> str:
    found = re.search(r'href="(/past-awards/decisions/\d+)"', client.get("/past-awards").text)
    assert found is not None
    return found[1]
