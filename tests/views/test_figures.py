"""Figures from a spreadsheet into a draft: pasted, sent, refused in words; nothing typed is lost or overwritten."""

import io
import re
from html import unescape
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from nomination.models import Audit, CriterionAnswer, Nomination
from tests import world as w
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import sign_in
from tests.world_drafts import PDF, form_of

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = "Tháng\tNhiệm vụ đến hạn\tĐúng hạn\tQuá hạn\n"
YEAR = "".join(f"{n:02d}/2020\t{10 + n}\t{10 + n}\t0\n" for n in range(1, 13))


def opened(client: CheckingClient, session: Session) -> tuple[w.World, Nomination, str]:
    world = w.build()
    nomination = w.draft(world, complete=False)
    nomination.class_code = "direct_worker"
    session.commit()
    sign_in(client, world, "alpha_officer")
    return world, nomination, f"/nominations/{nomination.code}"


def figures(session: Session, nomination: Nomination) -> list[Any]:
    session.expire_all()
    return list(session.get_one(CriterionAnswer, (nomination.id, "c3")).figures)


def sheet(*rows: list[Any]) -> tuple[io.BytesIO, str]:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        table = book.add_worksheet()
        for n, row in enumerate(rows):
            table.write_row(n, 0, row)
    return io.BytesIO(held.getvalue()), "số liệu.xlsx"


def writes(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Audit).where(Audit.action == "nomination:write")) or 0


def test_a_pasted_year_is_saved_with_all_that_was_typed(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["pasted-c3"], form["narrative-c2"] = HEAD + YEAR, "Đang viết dở"
    answer = client.post(f"{url}/figures/c3/pasted", data=form)
    assert answer.location == f"{url}/edit#criterion-c3"
    assert figures(session, nomination) == [
        {"month": f"2020-{n:02d}", "due": 10 + n, "on_time": 10 + n, "overdue": 0} for n in range(1, 13)
    ]
    assert session.get_one(CriterionAnswer, (nomination.id, "c2")).narrative == "Đang viết dở"
    assert writes(session) == 1
    page = unescape(client.get(f"{url}/edit").text)
    assert "Đã đọc và lưu 36 số liệu của 12 tháng." in page
    assert 'name="cell-c3-2020-12-due" value="22"' in page


def test_bad_cells_stand_in_the_table_and_the_good_ones_are_saved(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["pasted-c3"] = HEAD + "1/2020\t20\t91,5\t0\n13/2020\t1\t1\t0\nT3\t-2\t3\t0\n01/2021\t1\t1\t1\n"
    form["cell-c3-2020-05-due"] = "7"
    for hx in (False, True):
        page = unescape(client.post(f"{url}/figures/c3/pasted", data=form, hx=hx, status=422).text)
        decimals = "“91,5” không phải là số nguyên. Hãy nhập số nhiệm vụ, không nhập tỷ lệ; tỷ lệ được tính tự động."
        assert f"<li>Dòng 2, cột 3: {decimals}</li>" in page
        assert "<li>Dòng 3, cột 1: “13/2020” không phải là tháng. Hãy ghi như 01/2020.</li>" in page
        assert "<li>Dòng 5, cột 1: Tháng 01/2021 nằm ngoài thời gian từ 01/2020 đến 12/2020.</li>" in page
        assert f"<span>Đúng hạn: {decimals}</span>" in page
        assert 'name="cell-c3-2020-01-on_time" value="91,5"' in page and 'aria-invalid="true"' in page
        assert "T3\t-2\t3\t0" in page
    assert figures(session, nomination) == [
        {"month": "2020-01", "due": 20, "on_time": None, "overdue": 0},
        {"month": "2020-03", "due": None, "on_time": 3, "overdue": 0},
        {"month": "2020-05", "due": 7, "on_time": None, "overdue": None},
    ]
    assert writes(session) == 1


def test_an_uploaded_sheet_is_told_by_its_cells(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form.pop("sheet-c3", None)
    table = ["Tháng", "Nhiệm vụ đến hạn", "Đúng hạn", "Quá hạn"], ["02/2020", 12, "mười", 0], ["03/2020", 5, 5, 0]
    form.add("sheet-c3", sheet(*table))  # type: ignore[arg-type]
    page = unescape(client.post(f"{url}/figures/c3/sheet", data=form, hx=True, status=422).text)
    assert "<li>Ô C2: “mười” không phải là số nguyên." in page
    assert figures(session, nomination) == [
        {"month": "2020-02", "due": 12, "on_time": None, "overdue": 0},
        {"month": "2020-03", "due": 5, "on_time": 5, "overdue": 0},
    ]
    good = form_of(client.get(f"{url}/edit").text)
    good.pop("sheet-c3", None)
    good.add("sheet-c3", (io.BytesIO("Tháng;Đến hạn;Đúng hạn;Quá hạn\nT2;12;11;0".encode()), "a.csv"))  # type: ignore[arg-type]
    page = client.post(f"{url}/figures/c3/sheet", data=good, hx=True).text
    assert unescape(page).count("Đã đọc 3 số liệu của 1 tháng") == 1
    assert figures(session, nomination)[0] == {"month": "2020-02", "due": 12, "on_time": 11, "overdue": 0}


def test_a_file_that_is_no_table_changes_nothing_and_loses_nothing(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["cell-c3-2020-01-due"] = "9"
    for sent, told in (
        (PDF, "Tên tệp là .xlsx nhưng nội dung không phải bảng tính. Hãy lưu lại từ phần mềm bảng tính."),
        (OLD, "Tệp này là .xls kiểu cũ hoặc có mật khẩu. Hãy lưu thành .xlsx, không đặt mật khẩu."),
        (None, "Hãy chọn tệp trước."),
    ):
        data = form.copy()
        data.pop("sheet-c3", None)
        if sent:
            data.add("sheet-c3", (io.BytesIO(sent), "a.xlsx"))  # type: ignore[arg-type]
        page = unescape(client.post(f"{url}/figures/c3/sheet", data=data, status=422).text)
        assert f"<li>{told}</li>" in page and "Số liệu trong bảng dưới đây không thay đổi." in page
        assert 'name="cell-c3-2020-01-due" value="9"' in page
    assert figures(session, nomination) == [{"month": "2020-01", "due": 9, "on_time": None, "overdue": None}]


def test_somebody_elses_figures_are_not_overwritten(client: CheckingClient, session: Session) -> None:
    world, nomination, url = opened(client, session)
    mine = form_of(client.get(f"{url}/edit").text)
    theirs = mine.copy()
    theirs["cell-c3-2020-01-due"] = "99"
    client.post(f"{url}/draft", data=theirs, hx=True)
    sign_in(client, world, "alpha_head")
    mine["pasted-c3"] = YEAR
    page = client.post(f"{url}/figures/c3/pasted", data=mine, status=409).text
    assert 'name="over-c3"' in page and 'name="cell-c3-2020-12-due" value="22"' in page
    assert figures(session, nomination) == [{"month": "2020-01", "due": 99, "on_time": None, "overdue": None}]


def test_only_a_measure_that_may_be_written_takes_a_table(client: CheckingClient, session: Session) -> None:
    world, nomination, url = opened(client, session)
    client.post(f"{url}/figures/c2/pasted", data={"pasted-c2": YEAR}, status=404)
    client.get(f"{url}/figures/c9/sheet", status=404)
    client.post(f"{url}/figures/c3/pasted", data={"pasted-c3": YEAR}, status=409)
    assert (figures(session, nomination), writes(session)) == ([], 0)
    sign_in(client, world, "beta_officer")
    client.post(f"{url}/figures/c3/pasted", data={"pasted-c3": YEAR}, status=404)


def test_the_sheet_to_fill_in_has_the_months_and_what_is_known(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["cell-c3-2020-01-due"] = "20"
    client.post(f"{url}/edit", data=form)
    answer = client.get(f"{url}/figures/c3/sheet")
    name = f"S%E1%BB%91%20li%E1%BB%87u%20h%E1%BA%B1ng%20th%C3%A1ng%20{nomination.code}.xlsx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "3. Hoàn thành nhiệm vụ đúng hạn: Nguyễn Thị Hoa"
    assert rows[3:6] == [
        ("Tháng", "Nhiệm vụ đến hạn", "Đúng hạn", "Quá hạn"), ("01/2020", 20, None, None),
        ("02/2020", None, None, None),
    ]  # fmt: skip
    back = form_of(client.get(f"{url}/edit").text)
    back.pop("sheet-c3", None)
    back.add("sheet-c3", (io.BytesIO(answer.data), "mẫu.xlsx"))  # type: ignore[arg-type]
    client.post(f"{url}/figures/c3/sheet", data=back)
    assert figures(session, nomination) == [{"month": "2020-01", "due": 20, "on_time": None, "overdue": None}]


def test_the_chart_says_in_words_what_it_draws_and_a_save_renews_it(client: CheckingClient, session: Session) -> None:
    _world, _nomination, url = opened(client, session)
    page = client.get(f"{url}/edit").text
    assert '<div id="chart-c3"></div>' in page
    form = form_of(page)
    for month, figures_of_month in (("01", (10, 9, 0)), ("02", (0, 0, 0)), ("03", (11, 10, 1))):
        for column, figure in zip(("due", "on_time", "overdue"), figures_of_month, strict=True):
            form[f"cell-c3-2020-{month}-{column}"] = str(figure)
    saved = unescape(client.post(f"{url}/draft", data=form, hx=True).text)
    missing = ", ".join(f"{month:02d}/2020" for month in range(4, 13))
    words = (
        "Số tháng đạt: 1. Không đạt: 01/2020 (90 %). Không có nhiệm vụ: 02/2020."
        f" Chưa nhập hoặc chưa dùng được: {missing}. Tổng số nhiệm vụ quá hạn: 1."
    )
    assert 'hx-target="#chart-c3"' in saved
    for shown in (saved, unescape(client.get(f"{url}/edit").text), unescape(client.get(url).text)):
        [drawing] = re.findall(r'<svg class="chart__drawing".*?</svg>', shown, re.DOTALL)
        [label] = re.findall(r'role="img" aria-label="(.*?)"', drawing, re.DOTALL)
        assert " ".join(label.split()) == words
        assert drawing.count('class="chart__below"') == 1 and drawing.count('class="chart__missing"') == 9
        assert "> 90" in drawing
        assert "mức yêu cầu: trên 90 %; đúng 90 % là không đạt" in shown


def test_more_on_time_than_due_is_told_beside_the_month(client: CheckingClient, session: Session) -> None:
    _world, _nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    form["pasted-c3"] = "1\t10\t11\t0"
    client.post(f"{url}/figures/c3/pasted", data=form)
    page = unescape(client.get(f"{url}/edit").text)
    assert "<span>Số đúng hạn lớn hơn số đến hạn.</span>" in page
    assert "đúng hạn nhiều hơn đến hạn" in unescape(client.get(url).text)


def test_reading_a_table_costs_what_a_save_costs(client: CheckingClient, session: Session, sql: Engine) -> None:
    _world, _nomination, url = opened(client, session)
    form = form_of(client.get(f"{url}/edit").text)
    costs, form["cell-c3-2020-02-due"] = [], "4"
    for path, pasted in (("draft", ""), ("figures/c3/pasted", "1\t1\t0"), ("figures/c3/pasted", HEAD + YEAR)):
        form["pasted-c3"] = pasted
        with counting(sql) as sent:
            page = client.post(f"{url}/{path}", data=form, hx=True).text
        costs.append(len(sent))
        form["seal-c3"] = page.partition('name="seal-c3" value="')[2].partition('"')[0]
    assert costs == [28, 28, 28]
