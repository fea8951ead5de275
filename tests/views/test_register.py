"""The public register: found with and without diacritics, filtered in the address, and saying no more than it may."""

import html
import re
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination import clock
from nomination.models import Decision, Nomination, RegisterEntry
from nomination.names import fold
from nomination.queries import register
from nomination.register_rows import position
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.past_publishing import publish_past
from nomination.verification import qr_svg
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_front import published
from workflow.dossier import NomineeKind


def award(
    world: World, name: str = "Đỗ Thị Nguyên Hạnh", unit: str = "alpha", kind: NomineeKind = NomineeKind.INDIVIDUAL
) -> RegisterEntry:
    return published(world, draft(world, unit, name, kind=kind), number=f"{world.campaign.next_number}/QĐ-TN")


def names(text: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<th scope="row"><a href="/register/[^"]+">([^<]+)</a>', text)]


def copies(session: Session, entry: RegisterEntry, number: int) -> None:
    """More lines of the same decision; only a register this long needs them."""
    for n in range(number):
        twin = draft_like(session, entry, n)
        session.add(twin)
    session.commit()


def draft_like(session: Session, entry: RegisterEntry, n: int) -> RegisterEntry:
    kept = session.get_one(Nomination, entry.nomination_id)
    row = Nomination(
        code=f"{kept.code}-{n}", campaign_id=kept.campaign_id, campaign_version_id=kept.campaign_version_id,
        unit_id=kept.unit_id, kind=kept.kind, award=kept.award, nominee_name=f"Người {n:02d}",
        nominee_fold=f"nguoi {n:02d}", state_since=clock.now(), author_id=kept.author_id, search=f"nguoi {n:02d}",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return RegisterEntry(
        code=f"{entry.code}-{n}", campaign_id=entry.campaign_id, decision_id=entry.decision_id, nomination_id=row.id,
        position=position(entry.decision_dated, nomination_id=row.id), kind=entry.kind, name_key=row.nominee_fold,
        class_code="", method="thematic", decision_number=entry.decision_number, decision_dated=entry.decision_dated,
        ordinal=n + 2, year=entry.year, name=row.nominee_name, name_fold=row.nominee_fold, unit_id=entry.unit_id,
        unit_name=entry.unit_name, award=entry.award, award_name=entry.award_name, citation="",
        search=fold(row.nominee_name), published_at=clock.now(),
    )  # fmt: skip


def test_an_empty_register_says_what_will_be_here(client: CheckingClient, session: Session) -> None:
    build()
    assert "Chưa có nội dung nào được công bố" in client.get("/register").text


@pytest.mark.parametrize("typed", ["nguyên hạnh", "NGUYEN HANH", "do thi", "đỗ", "hanh alpha", "nguye"])
def test_words_find_with_and_without_diacritics(client: CheckingClient, session: Session, typed: str) -> None:
    world = build()
    award(world)
    award(world, "Trần Văn Bình", "beta")
    assert names(client.get("/register", query_string={"q": typed}).text) == ["Đỗ Thị Nguyên Hạnh"]


@pytest.mark.parametrize(
    "typed", ["khong co ai", "'; DROP TABLE register_entry; --", '"*', "NEAR(a b)", "%", "a" * 3000]
)
def test_strange_words_find_nothing_and_break_nothing(client: CheckingClient, session: Session, typed: str) -> None:
    world = build()
    award(world)
    text = client.get("/register", query_string={"q": typed}).text
    assert names(text) == ([] if fold(typed) else ["Đỗ Thị Nguyên Hạnh"])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("campaign=dac-biet-2020", ["Tập thể Vàng", "Đỗ Thị Nguyên Hạnh"]),
        ("campaign=khac", []),
        ("year=2020", ["Tập thể Vàng", "Đỗ Thị Nguyên Hạnh"]),
        ("year=1999", []),
        ("year=hai+nghin", ["Tập thể Vàng", "Đỗ Thị Nguyên Hạnh"]),
        ("award=bang-khen-tap-the", ["Tập thể Vàng"]),
        ("unit=beta", ["Tập thể Vàng"]),
        ("unit=beta&award=bang-khen-ca-nhan", []),
        ("unit=alpha&q=hanh", ["Đỗ Thị Nguyên Hạnh"]),
        ("after=99999999999999999999", ["Tập thể Vàng", "Đỗ Thị Nguyên Hạnh"]),
        ("after=-5&before=x", ["Tập thể Vàng", "Đỗ Thị Nguyên Hạnh"]),
    ],
)
def test_filters_stand_in_the_address(
    client: CheckingClient, session: Session, asked: str, expected: list[str]
) -> None:
    world = build()
    award(world)
    award(world, "Tập thể Vàng", "beta", NomineeKind.COLLECTIVE)
    assert names(client.get(f"/register?{asked}").text) == expected
    assert names(client.get(f"/register?{asked}", hx=True).text) == expected


def test_pages_go_on_and_back_and_keep_the_filters(client: CheckingClient, session: Session) -> None:
    world = build()
    copies(session, award(world), 30)
    first = client.get("/register?unit=alpha").text
    onward = re.search(r'href="(/register\?[^"]*after=\d+)"', first)
    assert onward is not None
    assert "unit=alpha" in onward[1]
    second = client.get(html.unescape(onward[1])).text
    assert (len(names(first)), len(names(second))) == (25, 6)
    assert not set(names(first)) & set(names(second))
    back = re.search(r'href="(/register\?[^"]*before=\d+)"', second)
    assert back is not None
    assert names(client.get(html.unescape(back[1])).text) == names(first)


def test_an_entry_says_name_unit_award_decision_and_campaign_only(client: CheckingClient, session: Session) -> None:
    world = build()
    entry = award(world)
    text = html.unescape(re.sub(r"<[^>]*>", " ", client.get(f"/register/{entry.code}").text))
    said = " ".join(text.split())
    for words in (entry.name, "Vụ Alpha", entry.award_name, "Số 2/QĐ-TN ngày 15/01/2021", world.campaign.title):
        assert words in said
    assert entry.citation not in said


def test_a_revoked_award_is_marked_and_stays_readable(client: CheckingClient, session: Session) -> None:
    world = build()
    entry, other = award(world), award(world, "Người Khác", "beta")
    revocation = session.get_one(Decision, other.decision_id)
    revocation.number, revocation.dated = "99/QĐ-HB", date(2021, 3, 1)
    entry.revoked_at, entry.revoked_by_decision_id = clock.now(), revocation.id
    session.commit()
    page = client.get(f"/register/{entry.code}").text
    assert "Theo Quyết định số 99/QĐ-HB ngày 01/03/2021." in page
    assert entry.award_name in page
    assert client.get("/register").text.count("Đã hủy bỏ") == 1


@pytest.mark.parametrize(
    ("name", "shown"), [(None, 0), ("alpha_head", 0), ("minister", 0), ("officer", 1), ("department_head", 1)]
)
def test_only_the_department_may_start_a_revocation(
    client: CheckingClient, session: Session, name: str | None, shown: int
) -> None:
    world = build()
    entry = award(world)
    if name:
        sign_in(client, world, name)
    assert client.get(f"/register/{entry.code}").text.count("Soạn quyết định hủy bỏ") == shown


def test_an_unknown_entry_is_not_there(client: CheckingClient, session: Session) -> None:
    client.get("/register/khong-co", status=404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client: CheckingClient, session: Session, sql: Engine, rows: int
) -> None:
    world = build()
    entry = award(world)
    copies(session, entry, rows - 1)
    with counting(sql) as sent:
        text = client.get("/register?q=&year=2020").text
    assert (len(names(text)), len(sent)) == (rows, 4)
    path = f"/register/{entry.code}"
    with counting(sql) as sent:
        client.get(path)
    assert len(sent) == 1


def test_an_award_of_an_earlier_decision_stands_by_its_day_and_is_marked(
    client: CheckingClient, session: Session
) -> None:
    """Entered later, it does not go before what was decided later; it can be found like any other."""
    world = build()
    own = award(world)
    paper = Paper("7/QĐ-CU", date(2018, 5, 2), "Cơ quan cũ", "Về việc khen thưởng", "Bộ trưởng A")
    line = Line(2, NomineeKind.INDIVIDUAL, "Trần Thị Xưa", "Vụ Alpha", own.award_name, None, "")
    made = import_decision(world.actor("officer"), paper, [line])
    assert names(client.get("/register").text) == [own.name]
    publish_past(world.actor("department_head"), made.id)
    assert names(client.get("/register").text) == [own.name, "Trần Thị Xưa"]
    for asked in ("q=tran+thi+xua", "year=2018", f"award={own.award}&year=2018", "unit=alpha&q=xua"):
        text = client.get(f"/register?{asked}").text
        assert names(text) == ["Trần Thị Xưa"], asked
        assert "nhập từ quyết định cũ" in text
    code = session.scalars(select(RegisterEntry.code).where(RegisterEntry.past_award_id.is_not(None))).one()
    page = client.get(f"/register/{code}").text
    assert "Nhập từ quyết định cũ" in page and "Số 7/QĐ-CU ngày 02/05/2018" in page
    sign_in(client, world, "officer")
    client.get(f"/register/{code}/revocation", status=404)
    client.post(f"/register/{code}/revocation", data={"title": "a", "reason": "b", "paper": "c"}, status=404)


def test_the_code_leads_to_the_page_by_configuration_alone(
    client: CheckingClient, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build()
    entry = award(world)
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://khenthuong.example/")
    page = client.get(f"/register/{entry.code}", headers={"Host": "ke-xau.example"}).text
    address = f"https://khenthuong.example/register/{entry.code}"
    assert address in page and "ke-xau" not in page
    assert qr_svg(address, title="Mã QR dẫn tới địa chỉ của trang này") in page
    assert "Khen thưởng này đang có hiệu lực" in page


def test_many_rows_of_common_words_are_read_in_order(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next few of the list and the full-text index are two ways to the same pages."""
    world = build()
    copies(session, award(world, "Người Đầu"), 30)
    addresses = ("/register?q=nguoi", "/register?q=nguoi&year=2020", "/register?q=nguoi&unit=alpha")
    for address in addresses:
        few = [client.get(address).text, client.get(f"{address}&after={10**16}").text]
        monkeypatch.setattr(register, "NEAR", 3)
        many = [client.get(address).text, client.get(f"{address}&after={10**16}").text]
        monkeypatch.undo()
        assert [names(text) for text in few] == [names(text) for text in many]
        onward = re.search(r'href="(/register\?[^"]*after=\d+)"', few[0])
        assert onward is not None
        second = names(client.get(html.unescape(onward[1])).text)
        monkeypatch.setattr(register, "NEAR", 3)
        assert names(client.get(html.unescape(onward[1])).text) == second
        monkeypatch.undo()
        assert len(second) == 6
