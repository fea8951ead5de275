"""A correction is a decision of its own: the old one stays, the register says what it says and what it said."""

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Decision, Message, RegisterEntry
from nomination.papers.decision import decision_paper
from nomination.queries.decision_page import decision_page
from nomination.queries.invariants import broken
from nomination.queries.register import entry as register_entry
from nomination.rulesets import rules_of
from nomination.services import decisions as acts
from nomination.services import freezing
from nomination.services.corrections import NOTHING, Corrected, propose_correction
from nomination.services.publishing import propose_revocation, publish
from nomination.services.transaction import Invalid
from tests.support.client import CheckingClient
from tests.world import World, build, sign_in
from tests.world_decisions import by, decision, issue, published, sign, waiting
from workflow.decision import Status
from workflow.machine import NotYours, Refused
from workflow.vocabulary import State

GROUNDS = {"title": "Về việc đính chính", "reason": "Ghi sai tên đệm", "paper": "Công văn số 5/ALPHA"}
RIGHT = Corrected("Ông Nguyễn Văn Đúng", "Vụ Alpha", "Câu đúng “#1” {{x}}.")


@pytest.fixture
def world(session: Session) -> World:
    return build()


def proposed(world: World, code: str, corrected: Corrected = RIGHT) -> Decision:
    return decision(propose_correction(world.actor("officer"), code, corrected, **GROUNDS))


def test_the_register_says_the_right_and_shows_the_wrong_and_the_old_decision_stays(
    client: CheckingClient, world: World
) -> None:
    one = waiting(world)
    old = published(world, one)
    wrong = (old.lines[0].name, old.lines[0].unit_name, old.lines[0].citation)
    made = proposed(world, one.code)
    assert (made.kind, made.revokes_id, made.lines[0].name) == ("correction", old.id, RIGHT.name)
    freezing.freeze(world.actor("department_head"), made.code)
    sign(world, made)
    issue(world.actor("clerk"), made.code, number="16/QĐ-THU", dated=clock.today())
    assert register_entry(one.code).row.name == wrong[0]  # type: ignore[union-attr]
    publish(world.actor("department_head"), made.code, by(world, "department_head"))
    found = register_entry(one.code)
    assert found is not None and found.corrected is not None and found.correction is made
    assert (found.row.name, found.row.unit_name, found.row.citation) == (RIGHT.name, "Vụ Alpha", RIGHT.citation)
    assert found.corrected.before == {
        key: text for key, text, now in zip(("name", "unit_name", "citation"), wrong, (RIGHT.name, "Vụ Alpha",
        RIGHT.citation), strict=True) if text != now
    }  # fmt: skip
    assert (one.state, old.status, [line.name for line in old.lines]) == (State.AWARDED, "published", [wrong[0]])
    assert broken() == []
    seen = client.get(f"/register/{one.code}").text
    assert wrong[0] in seen and "Nguyễn Văn Đúng" in seen and "16/QĐ-THU" in seen
    assert db.session.query(Message).filter_by(template="result_published").count() == 2
    assert client.get("/register?q=nguyen+van+dung").text.count(one.code) >= 1


def test_the_paper_says_what_it_said_and_what_it_says(world: World) -> None:
    one = waiting(world)
    old = published(world, one)
    made = proposed(world, one.code, Corrected("Ông Nguyễn Văn Đúng", old.lines[0].unit_name, old.lines[0].citation))
    page = decision_page(world.actor("officer"), made.code)
    assert page is not None
    paper = decision_paper(
        made, [view.line for view in page.lines], page.rules, rules_of(page.rules), signer=None, original=old
    )
    assert f"tên ghi “{old.lines[0].name}” nay đính chính là “Ông Nguyễn Văn Đúng”" in paper.articles[0]
    assert (paper.groups, page.lines[0].changes) == ([], [("name", old.lines[0].name)])
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(title="Tên khác", citations={one.code: "Khác."}))
    assert (made.title, made.lines[0].name, made.lines[0].before) == (
        "Tên khác", "Ông Nguyễn Văn Đúng", {"name": old.lines[0].name},
    )  # fmt: skip


def test_what_cannot_be_corrected_is_refused_and_writes_nothing(world: World) -> None:
    one = waiting(world)
    line = published(world, one).lines[0]
    same = Corrected(line.name, line.unit_name, line.citation)
    before = db.session.query(Audit).count()
    long = "x" * (world.award().citation_max + 1)  # it could never be frozen
    for corrected, problems in ((same, {"": [(NOTHING, {})]}), (Corrected(" ", "Vụ Alpha", long), None)):
        with pytest.raises(Invalid) as caught:
            proposed(world, one.code, corrected)
        assert caught.value.problems == problems or sorted(caught.value.problems) == ["citation", "name"]
    with pytest.raises(NotYours):
        propose_correction(world.actor("minister"), one.code, RIGHT, **GROUNDS)
    assert (db.session.query(Audit).count(), db.session.query(Decision).count()) == (before, 1)


def test_a_correction_and_a_revocation_do_not_run_at_once(world: World) -> None:
    one = waiting(world)
    published(world, one)
    made = proposed(world, one.code)
    with pytest.raises(Refused) as caught:
        propose_revocation(world.actor("officer"), one.code, **GROUNDS)
    assert caught.value.reasons[0].params == {"code": made.code}
    assert made.status == Status.DRAFTING


def test_it_is_started_from_the_register_and_keeps_what_was_typed(client: CheckingClient, world: World) -> None:
    one = waiting(world)
    line = published(world, one).lines[0]
    sign_in(client, world, "officer")
    shown = client.get(f"/register/{one.code}/correction").text
    assert line.citation in shown
    sent = {"title": "Về việc đính chính", "name": "Tên mới", "unit_name": line.unit_name, "citation": line.citation}
    refused = client.post(f"/register/{one.code}/correction", data=sent, status=422).text
    assert "Tên mới" in refused
    client.post(f"/register/{one.code}/correction", data=sent | {"paper": "Số 5", "reason": "Sai tên"})
    assert db.session.query(RegisterEntry).one().name == line.name
    made = db.session.query(Decision).filter_by(kind="correction").one()
    assert "Tên mới" in client.get(f"/decisions/{made.code}").text
