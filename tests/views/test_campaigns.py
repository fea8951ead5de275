"""The campaign page: the dispatch word for word, criteria, windows, awards, rules, and each reader's own links."""

import html
import re
from pathlib import Path

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import Campaign, CampaignVersion
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import build, draft, sign_in

PAGE = "/campaigns/dac-biet-2020"
DISPATCH = Path(__file__).resolve().parent.parent / "sources" / "dispatch-2020.md"


def words(text: str) -> str:
    """What a reader reads, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def paper(text: str) -> str:
    found = re.search(r'<article class="paper".*?</article>', text, re.S)
    assert found is not None
    return words(found[0])


def test_the_dispatch_is_shown_word_for_word(client: CheckingClient, session: Session) -> None:
    """Every sentence of the source stands on the page: marks of Markdown and the broken line of the copy aside."""
    build()
    shown = paper(client.get(PAGE).text)
    source = (
        DISPATCH.read_text("utf-8")
        .replace("**", "")
        .replace("phòng, chống tham nhũng,\n\nlãng phí", "phòng, chống tham nhũng, lãng phí")
    )
    lines = [re.sub(r"^\s*(#+ |- (?!Có|Hoàn|Thực|Không|Nội))", "", line).strip() for line in source.splitlines()]
    spoken = [" ".join(line.split()) for line in lines if line and not line.startswith(("Số:", "Hà Nội, ngày"))]
    missing = [line for line in spoken if line.casefold().lstrip("- ") not in shown.casefold()]
    assert missing == []
    assert len(spoken) == 40


def test_number_and_day_stay_blank_as_on_the_paper(client: CheckingClient, session: Session) -> None:
    build()
    text = client.get(PAGE).text
    assert "Số:       /BTNMT-TĐKTTT" in text
    assert "Hà Nội, ngày      tháng 01 năm 2020" in text


def test_each_criterion_says_what_it_asks(client: CheckingClient, session: Session) -> None:
    world = build()
    text = client.get(PAGE).text
    for criterion in world.rules.criteria:
        card = re.search(rf'<article [^>]*id="criterion-{criterion.code}".*?</article>', text, re.S)
        assert card is not None
        assert criterion.title in words(card[0])
        assert "<li>" in card[0], criterion.code


def test_windows_say_how_they_stand(client: CheckingClient, session: Session) -> None:
    build(windows={
        "submission": {"opens": "2020-11-01T00:00+07:00", "closes": "2020-11-21T00:00+07:00"},
        "cluster": {"opens": "2999-01-01T00:00+07:00", "closes": None},
        "vetting": {"opens": "2020-01-01T00:00+07:00", "closes": None},
    })  # fmt: skip
    text = client.get(PAGE).text
    part = words(text[text.index('id="windows"') : text.index('id="campaigns-rules"')])
    assert "00:00, 01/11/2020 hết ngày 20/11/2020 Đã đóng" in part
    assert "00:00, 01/01/2999 Chưa ấn định Chưa mở" in part
    assert "00:00, 01/01/2020 Chưa ấn định Đang mở" in part
    assert part.count("Không giới hạn") == 2


def test_parameters_carry_their_source_and_how_sure_it_is(client: CheckingClient, session: Session) -> None:
    build()
    text = client.get(PAGE).text
    rules = words(text[text.index('id="campaigns-rules"') :])
    assert "Điều 8 Quy chế kèm theo Quyết định 2218/QĐ-BTNMT" in rules
    assert "90/100" in rules
    assert "council.quorum" not in rules


UNIT = ["plan?unit=alpha", "report?unit=alpha", "nominations/new"]
ASK = ["questions/new", "questions"]
LINKS = {
    "alpha_officer": [*UNIT, "places", "submissions", *ASK],
    "alpha_head": [*UNIT, "submissions/new", "places", "submissions", *ASK],
    "eta_head": [
        "plan?unit=eta", "report?unit=eta", "nominations/new", "submissions/new", "places", "submissions", "responses",
        *ASK, "rounds/new?body=cluster",
    ],
    "officer": ["responses", "questions", "places", "versions", "decisions/new"],
    "department_head": ["responses", "questions", "places", "versions"],
    "secretary": ["rounds/new?body=council"],
    "minister": [],
}  # fmt: skip


@pytest.mark.parametrize("name", LINKS)
def test_each_reader_gets_his_own_links(client: CheckingClient, session: Session, name: str) -> None:
    sign_in(client, build(), name)
    text = html.unescape(client.get(PAGE).text)
    assert re.findall(rf'task__link" href="{PAGE}/([^"]+)"', text) == LINKS[name]


def test_strangers_get_no_links(client: CheckingClient, session: Session) -> None:
    build()
    assert "task__link" not in client.get(PAGE).text


def test_once_the_response_is_recorded_the_link_says_so(client: CheckingClient, session: Session) -> None:
    world = build()
    sign_in(client, world, "alpha_officer")
    assert "Ghi nhận phong trào hưởng ứng của đơn vị" in client.get(PAGE).text
    draft(world)
    assert "Ghi nhận phong trào hưởng ứng của đơn vị" not in client.get(PAGE).text


def test_what_is_not_in_force_is_not_there(client: CheckingClient, session: Session) -> None:
    world = build()
    world.version.status = "superseded"
    session.commit()
    client.get(PAGE, status=404)
    assert "Chưa có phong trào nào được phát động" in client.get("/campaigns").text


def more_campaigns(session: Session, number: int) -> None:
    kept = session.query(CampaignVersion).one()
    for n in range(number):
        campaign = Campaign(code=f"khac-{n}", title=f"Phong trào {n}", year=2021 + n)
        session.add(CampaignVersion(
            campaign=campaign, number=1, status="in_force", content=kept.content, content_hash=kept.content_hash,
            ruleset=kept.ruleset, launched_at=kept.launched_at,
        ))  # fmt: skip
    session.commit()


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_one_and_three(
    client: CheckingClient, session: Session, sql: Engine, more: int
) -> None:
    build()
    client.get("/campaigns")
    more_campaigns(session, more)
    with counting(sql) as sent:
        text = client.get("/campaigns").text
    assert len(sent) == 1
    assert text.count("<article") == 1 + more


@pytest.mark.parametrize(("name", "queries"), [(None, 1), ("alpha_head", 6), ("officer", 4)])
def test_the_page_costs_a_fixed_number(
    client: CheckingClient, session: Session, sql: Engine, name: str | None, queries: int
) -> None:
    world = build()
    client.get(PAGE)
    if name:
        sign_in(client, world, name)
    with counting(sql) as sent:
        client.get(PAGE)
    assert len(sent) == queries


def test_the_list_goes_on_page_by_page_and_back(client: CheckingClient, session: Session) -> None:
    build()
    more_campaigns(session, 30)
    first = client.get("/campaigns").text
    onward = re.search(r'href="(/campaigns\?after=\d+)"', first)
    assert onward is not None
    second = client.get(onward[1], hx=True).text
    assert (first.count("<article"), second.count("<article")) == (25, 6)
    back = re.search(r'href="(/campaigns\?before=\d+)"', second)
    assert back is not None
    again = client.get(back[1], hx=True).text
    assert re.findall(r"/campaigns/[\w-]+", again) == re.findall(
        r"/campaigns/[\w-]+", first[first.index("campaigns-results") :]
    )
