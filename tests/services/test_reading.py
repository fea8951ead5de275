"""Private notes and the discussion before a vote: who writes, who reads, what the record and the database keep."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from nomination.extensions import db
from nomination.models import Audit, Contribution, ReadingNote
from nomination.queries.reading import own_notes, pair_of, reading_of, to_read
from nomination.services.closing import close
from nomination.services.reading import contribute, delete_note, write_note
from nomination.services.transaction import Invalid, Missing
from tests import world_rounds as rounds
from tests.world import World, build, draft
from tests.world_steps import act, submitted
from workflow.discussion import CLOSED, OWN
from workflow.machine import Refused
from workflow.vocabulary import Trigger


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    app.config["BOX_SCRYPT_N"] = 2
    return build()


def actions() -> list[str]:
    return list(db.session.scalars(select(Audit.action).order_by(Audit.id)))


def test_a_note_is_its_writers_alone_and_never_in_the_record(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    beta = world.actor("beta_head")
    write_note(beta, nomination.code, "  Cần hỏi thêm về tháng 7.  ")
    write_note(beta, nomination.code, "Cần hỏi thêm về tháng 7.")
    assert reading_of(beta, nomination.code).place.note == "Cần hỏi thêm về tháng 7."
    for name in ("gamma_head", "eta_head"):
        assert reading_of(world.actor(name), nomination.code).place.note == ""
        assert own_notes(world.actor(name)) == ()
    assert actions().count("note:write") == 1
    told = json.dumps([entry.facts for entry in db.session.scalars(select(Audit))], ensure_ascii=False)
    assert "tháng 7" not in told
    write_note(beta, nomination.code, " ")
    assert db.session.scalars(select(ReadingNote)).all() == []
    assert actions()[-1] == "note:delete"


def test_a_note_outlives_its_stage_and_only_its_writer_deletes_it(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    beta = world.actor("beta_head")
    write_note(beta, nomination.code, "Đồng ý.")
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    with pytest.raises(Missing):
        reading_of(beta, nomination.code)
    with pytest.raises(Missing):
        write_note(beta, nomination.code, "Khác")
    assert [one.note.text for one in own_notes(beta)] == ["Đồng ý."]
    for name in ("gamma_head", "department_head", "administrator"):
        with pytest.raises(Missing):
            delete_note(world.actor(name), nomination.code)
    delete_note(beta, nomination.code)
    assert own_notes(beta) == ()


def test_who_may_read_and_note(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    for name in ("beta_officer", "department_head", "council_1", "secretary", "administrator", "alpha_officer"):
        with pytest.raises(Missing):
            reading_of(world.actor(name), nomination.code)
        with pytest.raises(Missing):
            write_note(world.actor(name), nomination.code, "x")
    with pytest.raises(Invalid) as refused:
        write_note(world.actor("beta_head"), nomination.code, "x" * 5001)
    told = "At most %(limit)s characters; this text has %(length)s."
    assert refused.value.problems == {"note": [(told, {"limit": 5000, "length": 5001})]}


def test_the_discussion_is_signed_and_ends_with_the_opening(world: World) -> None:
    voting = rounds.prepared(world, *rounds.waiting(world))
    code = voting.found.lines[0].nomination.code
    contribute(world.actor("beta_head"), code, "Thành tích rõ ràng.")
    contribute(world.actor("eta_head"), code, "Đề nghị bổ sung minh chứng.")
    found = reading_of(world.actor("gamma_head"), code)
    assert [(one.person.full_name, one.unit.name, one.text) for one in found.contributions] == [
        ("Trần Thị Beta", "Vụ Beta", "Thành tích rõ ràng."),
        ("Trần Thị Eta", "Vụ Eta", "Đề nghị bổ sung minh chứng."),
    ]
    entry = db.session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
    assert (entry.action, entry.facts["nomination"], "bổ sung" in str(entry.facts)) == ("discussion:add", code, False)
    rounds.opening(voting)
    with pytest.raises(Refused) as refused:
        contribute(world.actor("beta_head"), code, "Muộn rồi.")
    assert [reason.message for reason in refused.value.reasons] == [CLOSED]
    assert len(reading_of(world.actor("gamma_head"), code).contributions) == 2
    rounds.all_vote(voting)
    close(world.actor("eta_head"), voting.code)
    with pytest.raises(Refused):
        contribute(world.actor("beta_head"), code, "Muộn rồi.")


def test_nobody_speaks_or_hears_in_a_case_of_his_own_unit(world: World) -> None:
    (nomination,) = rounds.waiting(world)
    contribute(world.actor("beta_head"), nomination.code, "Chưa thuyết phục.")
    alpha = world.actor("alpha_head")
    found = reading_of(alpha, nomination.code)
    assert (found.aside, found.contributions) == (True, ())
    with pytest.raises(Refused) as refused:
        contribute(alpha, nomination.code, "Xin giải trình.")
    assert [reason.message for reason in refused.value.reasons] == [OWN]
    for name in ("beta_officer", "department_head", "delta_officer"):
        with pytest.raises(Missing):
            contribute(world.actor(name), nomination.code, "x")
    for text in ("", "x" * 2001):
        with pytest.raises(Invalid):
            contribute(world.actor("beta_head"), nomination.code, text)
    assert len(db.session.scalars(select(Contribution)).all()) == 1


@pytest.mark.parametrize("statement", ["DELETE FROM contribution", "UPDATE contribution SET text = 'khác'"])
def test_nothing_said_is_taken_away_or_changed(world: World, statement: str) -> None:
    (nomination,) = rounds.waiting(world)
    contribute(world.actor("beta_head"), nomination.code, "Chưa thuyết phục.")
    with pytest.raises(DatabaseError, match="only ever added to"), db.session.begin_nested():
        db.session.execute(db.text(statement))


def test_one_after_another_within_the_round_or_outside_every_round(world: World) -> None:
    first, second, third, fourth = rounds.waiting(world, "alpha", "delta", "epsilon", "zeta")
    rounds.prepared(world, second, first)
    beta = world.actor("beta_head")
    found = reading_of(beta, second.code)
    assert [place.code for place in found.sequence] == [second.code, first.code]
    assert (found.before, found.after.code if found.after else None) == (None, first.code)
    outside = reading_of(beta, fourth.code)
    assert [place.code for place in outside.sequence] == [third.code, fourth.code]
    assert (outside.before.code if outside.before else None, outside.after) == (third.code, None)
    rows, more = to_read(beta)
    assert ([one.row.code for one in rows], more) == ([fourth.code, third.code, second.code, first.code], None)
    assert to_read(world.actor("council_1")) == ((), None)


def test_two_of_one_award_side_by_side(world: World) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    beta = world.actor("beta_head")
    pair = pair_of(beta, second.code, first.code)
    assert (pair.first.row.code, pair.second.row.code) == (second.code, first.code)
    assert [one.code for one in pair.criteria] == [one.code for one in pair.first.dossier.applicable()]
    other = draft(world, "gamma", "Lê Thị Nháp")
    for code in (first.code, other.code, "khong-co"):
        with pytest.raises(Missing):
            pair_of(beta, first.code, code)
    submitted(world, other)
    assert pair_of(beta, first.code, other.code).second.row.code == other.code
