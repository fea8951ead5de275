"""The page of the process says what the table says, line by line, and the component page shows everything."""

import html
import re

from sqlalchemy import Engine

from nomination.views.process import WHEN
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from workflow.process import TRANSITIONS
from workflow.vocabulary import State


def section(text: str, state: State) -> str:
    found = re.search(rf'<section class="stack" aria-labelledby="state-{state}">.*?</section>', text, re.S)
    assert found is not None, state
    return html.unescape(found[0])


def test_every_line_of_the_table_is_on_the_page(client: CheckingClient, sql: Engine) -> None:
    with client.session_transaction() as kept:
        kept["locale"] = "en"
    with counting(sql) as sent:
        text = client.get("/process").text
    assert len(sent) == 0
    for state in State:
        part = section(text, state)
        rows = [row for row in TRANSITIONS if row.source is state]
        assert part.count('<th scope="row">') == len(rows)
        for row in rows:
            assert f'<th scope="row">{row.trigger.label}</th>' in part
            if row.target:
                assert f'<a href="#state-{row.target}">{row.target.label}</a>' in part


def test_a_counted_step_is_nobodys_button(client: CheckingClient) -> None:
    with client.session_transaction() as kept:
        kept["locale"] = "en"
    part = section(client.get("/process").text, State.CLUSTER_REVIEW)
    assert "The counted round" in part
    assert "confirmation by full name" in section(client.get("/process").text, State.UNIT_APPROVAL)


def test_every_fork_says_when_it_leads_where() -> None:
    assert set(WHEN) == {(row.trigger, row.target) for row in TRANSITIONS if row.route is not None}


def test_an_outcome_leads_nowhere(client: CheckingClient) -> None:
    assert "<table" not in section(client.get("/process").text, State.WITHDRAWN)


def test_the_component_page_is_whole(client: CheckingClient) -> None:
    assert "Hãy đính kèm biên bản họp của đơn vị." in client.get("/styleguide").text
