"""Changing a round that is being prepared, and its papers: until when, by whom, and what the opening freezes."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from nomination.extensions import db
from nomination.models import Audit, Round, RoundPaper
from nomination.queries.invariants import broken
from nomination.queries.round_papers import paper_of
from nomination.services.evidence import Kept
from nomination.services.keys import take_code
from nomination.services.round_papers import add_paper, remove_paper
from nomination.services.rounds import change
from nomination.services.transaction import Invalid, Missing, Stale
from tests import world_rounds as rounds
from tests.world import World, build, stored
from workflow.machine import NotYours, Refused, WrongState


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def paper(name: str) -> Kept:
    return Kept(stored(name), 1000, "application/pdf", name)


@pytest.fixture(autouse=True)
def bytes_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of the small world name files that no store holds."""
    monkeypatch.setattr("nomination.files.FileStore.has", lambda _store, _sha256: True)


def last_entry() -> Audit:
    return db.session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()


def test_the_leader_changes_everything_and_the_order_is_his(world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.prepared(world, first)
    leader = world.actor("eta_head")
    draft = rounds.a_draft(world, [second, first], ["beta_officer", "gamma_officer"])
    change(leader, voting.code, replace(draft, title="Bình xét đợt 2", agenda="1. Khai mạc\n2. Bỏ phiếu"), version=1)
    found = voting.found
    assert (found.vote.title, found.vote.agenda) == ("Bình xét đợt 2", "1. Khai mạc\n2. Bỏ phiếu")
    assert [line.nomination.code for line in found.lines] == [second.code, first.code]
    assert [teller.person.full_name for teller in found.tellers] == ["Nguyễn Văn Beta", "Nguyễn Văn Gamma"]
    entry = last_entry()
    assert (entry.action, entry.subject_id, entry.on_behalf_id) == ("round:change", voting.code, None)
    assert entry.facts["before"]["nominations"] == [first.code]
    assert entry.facts["nominations"] == [second.code, first.code]
    with pytest.raises(Stale):
        change(leader, voting.code, draft, version=1)


def test_nobody_else_changes_it_and_nobody_after_the_first_code(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.prepared(world, nomination)
    draft = replace(rounds.a_draft(world, [nomination]), title="Khác")
    for name in ("beta_head", "department_head"):
        with pytest.raises(NotYours):
            change(world.actor(name), voting.code, draft)
    with pytest.raises(Missing):
        change(world.actor("council_1"), voting.code, draft)
    take_code(world.actor("beta_officer"), voting.code)
    with pytest.raises(Refused) as refused:
        change(world.actor("eta_head"), voting.code, draft)
    assert [reason.message for reason in refused.value.reasons] == [
        "A teller has taken a code, so the round stays as it is. Cancel it and prepare another."
    ]
    assert voting.found.vote.title == "Bình xét khen thưởng"


def test_a_change_is_checked_as_a_new_round_is(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.prepared(world, nomination)
    draft = replace(rounds.a_draft(world, [nomination], ["alpha_officer", "beta_officer"]), agenda="x" * 5001)
    with pytest.raises(Invalid) as refused:
        change(world.actor("eta_head"), voting.code, draft)
    assert set(refused.value.problems) == {"agenda", "tellers"}
    assert refused.value.problems["agenda"] == [
        ("The agenda may have up to %(most)s characters; this one has %(length)s.", {"most": 5000, "length": 5001})
    ]
    assert len(voting.found.tellers) == 3


def test_papers_come_and_go_until_the_opening_freezes_them(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    voting = rounds.prepared(world, nomination)
    leader = world.actor("eta_head")
    change(leader, voting.code, replace(rounds.a_draft(world, [nomination]), agenda="1. Khai mạc"))
    for name in ("chuong-trinh.pdf", "bang-diem.pdf"):
        add_paper(leader, voting.code, paper(name))
    with pytest.raises(Invalid) as refused:
        add_paper(leader, voting.code, paper("bang-diem.pdf"))
    told = "The same file is attached here already; it was not added again."
    assert refused.value.problems == {"file": [(told, {})]}
    kept, away = db.session.scalars(select(RoundPaper).order_by(RoundPaper.id))
    remove_paper(leader, voting.code, away.id)
    assert (last_entry().action, last_entry().facts["name"]) == ("round:paper_away", "bang-diem.pdf")
    rounds.opening(voting)
    rules = voting.found.vote.definition["rules"]  # type: ignore[index]
    assert rules["agenda"] == "1. Khai mạc"
    assert rules["papers"] == [{"name": "chuong-trinh.pdf", "sha256": stored("chuong-trinh.pdf")}]
    with pytest.raises(WrongState):
        remove_paper(leader, voting.code, kept.id)
    with pytest.raises(WrongState):
        add_paper(leader, voting.code, paper("muon.pdf"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round SET agenda = 'khác' WHERE definition_hash IS NOT NULL",
        "UPDATE round_paper SET name = 'khác'",
        "DELETE FROM round_paper",
    ],
)
def test_the_database_keeps_what_was_frozen(world: World, statement: str) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    add_paper(world.actor("eta_head"), voting.code, paper("chuong-trinh.pdf"))
    rounds.opening(voting)
    with pytest.raises(DatabaseError, match="an opened round keeps"), db.session.begin_nested():
        db.session.execute(db.text(statement))


def test_who_reads_the_papers(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    add_paper(world.actor("eta_head"), voting.code, paper("chuong-trinh.pdf"))
    (row,) = db.session.scalars(select(RoundPaper))
    for name in ("eta_head", "zeta_head", "alpha_head", "beta_officer", "officer_2", "department_head", "auditor"):
        assert paper_of(world.actor(name), voting.code, row.id).name == "chuong-trinh.pdf"
    for name in ("minister", "secretary", "council_1", "alpha_officer", "administrator"):
        with pytest.raises(Missing):
            paper_of(world.actor(name), voting.code, row.id)
    assert db.session.scalar(select(Round.version).where(Round.code == voting.code)) == 1


def test_the_invariant_sees_a_paper_that_was_not_frozen(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    add_paper(world.actor("eta_head"), voting.code, paper("chuong-trinh.pdf"))
    rounds.opening(voting)
    assert broken() == []
    voting.row.definition["rules"]["papers"][0]["name"] = "khác"  # type: ignore[index]
    assert broken() == [f"an opened round is what was frozen under its hash: round {voting.code}"]
