"""The pages of the registers: for the department alone, with what is stopped; everybody else reads neutral words."""

import html
import re
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, ConductClearance, ConductEntry, Nomination
from nomination.services.conduct import Recording, clear_of, close_entry, record_entry
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, draft, sign_in
from tests.world_steps import assessed, at_signoff, endorsed, submitted

NEW = "/conduct/new"
NEUTRAL = "có nội dung trong sổ theo dõi của cơ quan thường trực thi đua, khen thưởng cần được giải quyết trước."
TOLD = "sổ theo dõi có nội dung liên quan đến cá nhân, tập thể được đề nghị (Số 12/QĐ-ALPHA)"
TYPED = {
    "register": "discipline", "unit": "vu alpha", "kind": "individual", "subject_name": "Nguyễn Thị Hoa",
    "summary": "Đang xem xét kỷ luật.\r\nChưa kết luận.", "paper": "Số 12/QĐ-ALPHA ngày 10/03/2020",
    "counts_from": "10/03/2020", "counts_to": "",
}  # fmt: skip
SECRETS = ("12/QĐ-ALPHA", "Đang xem xét kỷ luật", "/conduct/")


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def recorded(world: World, unit: str = "alpha", register: str = "discipline", name: str = "") -> ConductEntry:
    said = Recording(
        register, world.units[unit].id, "Đang xem xét kỷ luật.", "Số 12/QĐ-ALPHA", date(2020, 3, 10),
        kind="individual" if name else "", subject_name=name,
    )  # fmt: skip
    return record_entry(world.actor("officer"), said)


def text(client: CheckingClient, path: str, **given: object) -> str:
    return html.unescape(client.get(path, **given).text)


def vetted(world: World) -> Nomination:
    return assessed(world, endorsed(world, draft(world)))


def test_an_entry_is_recorded_and_shows_what_it_stops(client: CheckingClient, world: World, session: Session) -> None:
    nomination = vetted(world)
    sign_in(client, world, "officer")
    assert 'list="units"' in client.get(NEW).text
    address = client.post(NEW, data=TYPED).location
    entry = session.query(ConductEntry).one()
    assert address == f"/conduct/{entry.id}"
    assert (entry.unit_id, entry.summary) == (world.units["alpha"].id, "Đang xem xét kỷ luật.\nChưa kết luận.")
    page = text(client, address)
    assert "Đã ghi vào sổ. Hiện mục này chặn 1 hồ sơ." in page
    assert f'href="/nominations/{nomination.code}"' in page
    assert "Sổ theo dõi kỷ luật" in page and "từ 10/03/2020" in page and "Đang thẩm định" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": "khong co"}, "Không có đơn vị nào mang tên này."),
        ({"unit": "vu"}, "Có nhiều đơn vị phù hợp: Vụ Alpha; Vụ Beta;"),
        ({"unit": ""}, "Hãy chọn đơn vị trong danh sách."),
        ({"register": ""}, "Hãy chọn sổ theo dõi."),
        ({"paper": "  "}, "Cần nhập nội dung này."),
        ({"counts_from": "31/02/2020"}, "Hãy nhập một ngày có thật"),
        ({"counts_from": "01/01/2999"}, "Ngày bắt đầu tính không thể ở tương lai."),
        ({"counts_to": "09/03/2020"}, "Ngày cuối cùng sớm hơn ngày bắt đầu tính."),
        ({"counts_to": "99/99/2020"}, "Hãy nhập một ngày có thật"),
        ({"kind": ""}, "Hãy cho biết đây là tên cá nhân hay tên tập thể."),
    ],
)
def test_a_refused_entry_keeps_what_was_typed(
    client: CheckingClient, world: World, session: Session, change: dict[str, str], sentence: str
) -> None:
    sign_in(client, world, "officer")
    page = html.unescape(client.post(NEW, data=TYPED | change, status=422).text).replace("\r", "")
    assert sentence in page
    for name in ("subject_name", "paper", "unit", "counts_to"):
        kept = (TYPED | change)[name].strip()
        assert not kept or f'value="{kept}"' in page
    assert "Đang xem xét kỷ luật.\nChưa kết luận." in page
    assert session.query(ConductEntry).count() == 0


def test_another_closes_it(client: CheckingClient, world: World, session: Session) -> None:
    entry = recorded(world)
    where = f"/conduct/{entry.id}"
    sign_in(client, world, "officer")
    assert "Bạn chưa thực hiện được vì:" in client.get(where).text
    sign_in(client, world, "department_head")
    assert "Cần nhập nội dung này." in client.post(f"{where}/close", data={"reason": " "}, status=422).text
    stale = client.post(f"{where}/close", data={"reason": "Ghi nhầm.", "version": "9"}, status=409).text
    assert "Ghi nhầm." in stale
    session.refresh(entry)
    assert entry.closed_at is None
    client.post(f"{where}/close", data={"reason": "Ghi nhầm.", "version": "1"})
    page = text(client, where)
    assert "Đã đóng mục." in page and "Ghi nhầm." in page and f"{where}/close" not in page
    client.post(f"{where}/close", data={"reason": "Lần nữa."}, status=422)


def test_the_list_is_found_by_words_and_filters(client: CheckingClient, world: World) -> None:
    hoa, beta = recorded(world, name="Nguyễn Thị Hoa"), recorded(world, "beta", "incident")
    close_entry(world.actor("department_head"), beta.id, "Xong.")
    sign_in(client, world, "auditor")
    found = {
        query: re.findall(r'href="/conduct/(\d+)"', client.get(f"/conduct?{query}").text)
        for query in (
            "", "q=nguyen+thi+hoa", "q=Hoa", "q=vu+beta", "q=12%2Fq%C4%91", "register=incident", "status=open", "q=%25",
            "status=closed", "unit=alpha", "q=khong+co", "after=1000", f"after={beta.id}", "before=0", "after=x",
        )
    }  # fmt: skip
    both, first, second = [str(beta.id), str(hoa.id)], [str(hoa.id)], [str(beta.id)]
    assert list(found.values()) == [
        both, first, first, second, both, second, first, both, second, first, [], both, first, both, both,
    ]  # fmt: skip
    part = client.get("/conduct?status=open", hx=True).text
    assert part.lstrip().startswith('<div id="conduct-results"') and "<html" not in part
    assert "Ghi mục mới" not in client.get("/conduct").text


def test_the_department_reads_the_entry_and_others_neutral_words(client: CheckingClient, world: World) -> None:
    nomination = vetted(world)
    entry = recorded(world)
    page = f"/nominations/{nomination.code}"
    for name in ("officer", "department_head", "auditor"):
        sign_in(client, world, name)
        shown = text(client, page)
        assert TOLD in shown and f'href="/conduct/{entry.id}"' in shown
    recorded(world, name="Nguyễn Thị Hoa")
    for name in ("alpha_officer", "alpha_head", "eta_head"):
        sign_in(client, world, name)
        shown = text(client, page)
        assert NEUTRAL in shown
        assert [secret for secret in SECRETS if secret in shown] == []
    sign_in(client, world, "officer")
    assert TOLD[:-1] in text(client, f"{page}/vetting")


def test_the_officer_in_charge_clears_and_takes_back(client: CheckingClient, world: World, session: Session) -> None:
    nomination = vetted(world)
    entry = recorded(world, name="Nguyễn Thị Hoa")
    where, typed = f"/conduct/{entry.id}/clearances", {"code": nomination.code, "reason": "Khác ngày sinh."}
    sign_in(client, world, "officer_2")
    assert "Chỉ cán bộ phụ trách hồ sơ" in client.post(where, data=typed, status=422).text
    assert where not in client.get(f"/nominations/{nomination.code}/vetting").text
    sign_in(client, world, "officer")
    assert where in client.get(f"/nominations/{nomination.code}/vetting").text
    refused = client.post(where, data=typed | {"code": "khong-co-1"}, status=422).text
    assert "Mục này không chặn hồ sơ nào có mã như vậy." in refused and "Khác ngày sinh." in refused
    assert session.query(ConductClearance).count() == 0
    there = f"/nominations/{nomination.code}/vetting"
    assert client.post(where, data=typed | {"back": "vetting"}).location == there
    shown = text(client, there)
    assert TOLD not in shown and "Khác ngày sinh." in shown
    assert client.post(f"{where}/{nomination.code}/remove", data={"back": "dossier"}).location == there[:-8]
    assert TOLD in text(client, there)
    client.post(f"{where}/{nomination.code}/remove", status=404)
    history = text(client, f"/nominations/{nomination.code}")
    assert "Rút lại xác nhận về một mục trong sổ theo dõi" in history
    sign_in(client, world, "alpha_head")
    assert "Rút lại xác nhận" not in text(client, f"/nominations/{nomination.code}")


def test_a_draft_stays_its_units_own(client: CheckingClient, world: World) -> None:
    """The department clears it by the code that the unit tells; its page never shows the draft."""
    nomination = draft(world)
    entry = recorded(world)
    sign_in(client, world, "department_head")
    before = text(client, f"/conduct/{entry.id}")
    assert nomination.code not in before and nomination.nominee_name not in before
    client.post(f"/conduct/{entry.id}/clearances", data={"code": nomination.code, "reason": "Không liên quan."})
    after = text(client, f"/conduct/{entry.id}")
    assert nomination.code in after and nomination.nominee_name not in after
    assert f'href="/nominations/{nomination.code}"' not in after


def test_a_round_and_a_decision_say_it_in_neutral_words(client: CheckingClient, world: World) -> None:
    nomination = submitted(world, draft(world))
    voting = rounds.opened(world, nomination)
    rounds.all_vote(voting)
    signing = at_signoff(world, draft(world, "beta", "Lê Thị Lan"))
    made = decisions.frozen(world, signing)
    recorded(world)
    recorded(world, "beta", "incident")
    rounds.counted(voting)
    sign_in(client, world, "eta_head")
    page = text(client, f"/rounds/{voting.code}")
    assert NEUTRAL in page and [secret for secret in SECRETS if secret in page] == []
    sign_in(client, world, "minister")
    given = {"seen": made.digest, "version": made.version, "confirmation": world.people["minister"].full_name}
    refused = html.unescape(client.post(f"/decisions/{made.code}/sign", data=given, status=422).text)
    assert NEUTRAL in refused and [secret for secret in SECRETS if secret in refused] == []
    assert "Lê Thị Lan" in refused
    assert signing.state == "minister_signoff"


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(
    client: CheckingClient, world: World, sql: Engine, number: int
) -> None:
    found = [submitted(world, draft(world, name=f"Nguyễn Thị {name}")) for name in ("Một", "Hai", "Ba", "Bốn")]
    entries = [recorded(world) for _ in range(number)]
    for nomination in found[1 : number + 1]:
        clear_of(world.actor("officer"), entries[0].id, nomination.code, "Không liên quan.")
    sign_in(client, world, "department_head")
    costs = {}
    for path in ("/conduct", "/conduct?q=vu+alpha&register=discipline", NEW, f"/conduct/{entries[0].id}"):
        client.get(path)
        with counting(sql) as sent:
            client.get(path)
        costs[path.replace(str(entries[0].id), "1")] = len(sent)
    assert costs == {"/conduct": 6, "/conduct?q=vu+alpha&register=discipline": 6, NEW: 6, "/conduct/1": 12}
    assert clock.today() > date(2020, 3, 10)


def test_who_reads_an_entry_is_on_record(client: CheckingClient, world: World) -> None:
    entry = recorded(world)
    for name in ("officer", "auditor"):
        sign_in(client, world, name)
        client.get(f"/conduct/{entry.id}")
    sign_in(client, world, "alpha_head")
    client.get(f"/conduct/{entry.id}", status=403)
    told = db.session.query(Audit).filter_by(action="conduct:read").order_by(Audit.id)
    assert [(one.actor_id, one.subject_id) for one in told] == [
        (world.people["officer"].id, str(entry.id)), (world.people["auditor"].id, str(entry.id)),
    ]  # fmt: skip
