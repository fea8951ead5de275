"""Initiatives on the page of a draft and where others read them; a record that a criterion asks for."""

import re
from html import unescape

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from nomination.hypermedia import mend_url
from nomination.models import CriterionAnswer, Nomination
from tests import world as w
from tests import world_rounds as rounds
from tests.services.test_initiatives import ROW, STORED, save
from tests.services.test_reports import record
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world_drafts import form_of
from tests.world_steps import act, endorsed, submitted
from workflow.vocabulary import Trigger

WARNING = "Sáng kiến này đã được nêu ở hồ sơ khác"


def opened(client: CheckingClient, session: Session) -> tuple[w.World, Nomination, str]:
    world = w.build()
    nomination = w.draft(world)
    nomination.class_code = "direct_worker"
    session.commit()
    w.sign_in(client, world, "alpha_officer")
    return world, nomination, f"/nominations/{nomination.code}"


def named(session: Session, nomination: Nomination) -> list[str]:
    session.expire_all()
    return [one["title"] for one in session.get_one(CriterionAnswer, (nomination.id, "c2")).initiatives]


def typing(page: str, row: int, texts: dict[str, str]) -> MultiDict[str, str]:
    """The form of the page with these texts typed into a row of initiatives."""
    form = form_of(page)
    for name, text in texts.items():
        form[f"initiative-{row}-{name}-c2"] = text
    return form


def titles(page: str) -> list[str]:
    return re.findall(r'name="initiative-\d+-title-c2" value="([^"]*)"', page)


def test_one_after_the_other_is_named_and_one_is_removed(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    more = f"{url}/initiatives/c2"
    form = typing(client.get(f"{url}/edit").text, 0, ROW)
    form["summary"] = "Viết dở"
    assert client.post(more, data=form).location == f"{url}/edit#initiatives-c2"
    page = unescape(client.get(f"{url}/edit").text)
    assert titles(page) == [ROW["title"], ""] and 'value="05/03/2020"' in page and "Viết dở</textarea>" in page
    form = typing(page, 1, {"title": "Đo sâu", "paper": "13/QĐ-ABC"})
    part = unescape(client.post(more, data=form, hx=True).text)
    assert part.startswith('<div id="initiatives-c2"') and titles(part) == [ROW["title"], "Đo sâu", ""]
    assert named(session, nomination) == [ROW["title"], "Đo sâu"]
    form = form_of(client.get(f"{url}/edit").text)
    part = unescape(client.post(f"{more}?without=0", data=form, hx=True).text)
    assert titles(part) == ["Đo sâu", ""] and named(session, nomination) == ["Đo sâu"]
    client.post(f"{url}/initiatives/c4", data=form, status=404)


def test_what_is_wrong_is_told_at_its_field_and_stays(client: CheckingClient, session: Session) -> None:
    _world, nomination, url = opened(client, session)
    form = typing(client.get(f"{url}/edit").text, 0, {"title": "Đo sâu", "recognised_on": "31/02/2020"})
    for where, hx in (("draft", True), ("edit", False), ("initiatives/c2", True), ("initiatives/c2", False)):
        page = unescape(client.post(f"{url}/{where}", data=form, hx=hx, status=422).text)
        assert "<span>Hãy ghi văn bản công nhận: số, ký hiệu và trích yếu.</span>" in page
        assert 'data-wrong="initiative-0-recognised_on-c2"' in page
        if where != "draft":
            assert 'value="31/02/2020"' in page and "Đo sâu" in titles(page)
    assert named(session, nomination) == ["Đo sâu"]
    finding = w.facts(nomination).dossier.findings()["c2"]
    assert [reason.code for reason in finding.reasons] == ["initiative"]


def test_who_reads_the_nomination_reads_them_and_the_unit_is_told_of_its_own(
    client: CheckingClient, session: Session, sql: Engine
) -> None:
    world, nomination, url = opened(client, session)
    save(world, nomination, {0: ROW})
    save(world, other := w.draft(world, "alpha", "Lê Thị Ba"), {0: ROW})
    told = f'</strong> (Cấp Bộ)<br><span class="soft small">{ROW["paper"]} · Bộ trưởng · 05/03/2020</span>'
    assert told in unescape(client.get(url).text)
    with counting(sql) as sent:
        page = unescape(client.get(f"{url}/edit").text)
    assert len(sent) == 10
    assert WARNING in page and f'">{other.code}</a>' in page
    voting = rounds.opened(world, submitted(world, nomination))
    w.sign_in(client, world, "beta_head")
    assert told in unescape(client.get(f"/rounds/{voting.code}/ballot/lines/1").text)


def test_vetting_tells_the_same_one_beside_the_criterion(client: CheckingClient, session: Session, sql: Engine) -> None:
    world, nomination, url = opened(client, session)
    other = w.draft(world, "beta", "Lê Thị Ba")
    for one, who in ((nomination, "alpha_officer"), (other, "beta_officer")):
        save(world, one, {0: ROW}, who)
        act(world, "officer", Trigger.RECEIVE, endorsed(world, one))
    w.sign_in(client, world, "officer")
    client.get(f"{url}/vetting")
    with counting(sql) as sent:
        page = unescape(client.get(f"{url}/vetting").text)
    assert len(sent) == 12
    assert WARNING in page and f"“{ROW['title']}”: Lê Thị Ba, Vụ Beta (<a" in page
    assert STORED["recognised_on"] not in page


def test_a_report_of_the_unit_is_a_record_and_a_missing_one_leads_to_its_page(
    app: Flask, client: CheckingClient, session: Session
) -> None:
    world, nomination, _url = opened(client, session)
    assert w.facts(nomination).dossier.records == {"unit_plan"}
    record(world)
    assert w.facts(nomination).dossier.records == {"unit_plan", "midterm_report"}
    campaign = world.campaign.code
    with app.test_request_context():
        assert mend_url("record:midterm_report", nomination.code) == f"/campaigns/{campaign}/report"
        assert mend_url("record:unit_plan", nomination.code) == f"/campaigns/{campaign}/plan"
