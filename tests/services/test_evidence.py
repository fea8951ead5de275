"""Files beside a criterion: kept once, put beside it and taken away by whoever may write it, with an audit entry."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from nomination.extensions import db
from nomination.files import store
from nomination.models import Audit, Evidence, Nomination, StoredFile
from nomination.services.evidence import FILES_MAX, Kept, add_evidence, keep, remove_evidence, store_upload
from nomination.services.transaction import Invalid, Missing
from tests import world as w
from tests.services.test_drafts import supplement
from tests.world_drafts import PDF
from tests.world_steps import submitted
from workflow.machine import NotYours, Refused, WrongState


def upload(content: bytes = PDF, name: str = "Giấy công nhận.pdf") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def attach(
    world: w.World, nomination: Nomination, criterion: str, *files: Kept, who: str = "alpha_officer"
) -> list[Evidence]:
    return add_evidence(world.actor(who), Nomination.id == nomination.id, criterion, files)


def rows(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_content_is_one_file_of_the_store(session: Session) -> None:
    first, second = store_upload(upload()), store_upload(upload(name="khác.pdf"))
    assert first.sha256 == second.sha256 and (first.size, first.media_type) == (len(PDF), "application/pdf")
    assert rows(StoredFile) == 1
    assert b"".join(store().read(first.sha256)) == PDF


def test_what_is_not_taken_reaches_neither_store_nor_database(session: Session) -> None:
    with pytest.raises(Invalid):
        store_upload(upload(b"MZ nothing for us", "a.pdf"))
    assert rows(StoredFile) == 0


def test_a_file_stands_beside_its_criterion_with_an_audit_entry(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    version, kept = nomination.version, keep(upload())
    added = attach(world, nomination, "c2", kept)
    assert [(one.criterion, one.name, one.sha256) for one in added] == [("c2", "Giấy công nhận.pdf", kept.sha256)]
    assert nomination.version == version + 1
    assert attach(world, nomination, "c2", kept) == []
    entry = session.scalars(select(Audit).where(Audit.action == "nomination:attach")).one()
    assert entry.facts["files"] == [{"sha256": kept.sha256, "size": len(PDF), "type": "application/pdf"}]


def test_taking_away_keeps_the_row_and_the_bytes(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    (evidence,) = attach(world, nomination, "c2", keep(upload()))
    where = Nomination.id == nomination.id
    assert remove_evidence(world.actor("alpha_head"), where, evidence.id) == "c2"
    assert evidence.removed_at is not None and store().has(evidence.sha256)
    assert w.facts(nomination).evidence == {}
    with pytest.raises(Missing):
        remove_evidence(world.actor("alpha_head"), where, evidence.id)


@pytest.mark.parametrize(("who", "refusal"), [("beta_officer", NotYours), ("department_head", NotYours)])
def test_only_the_unit_attaches(session: Session, who: str, refusal: type[Exception]) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    with pytest.raises(refusal):
        attach(world, nomination, "c2", keep(upload()), who=who)
    assert rows(Evidence) == 0


def test_nothing_is_attached_or_taken_away_once_it_is_submitted(session: Session) -> None:
    world = w.build()
    nomination = submitted(world, w.draft(world))
    held = rows(Evidence)
    with pytest.raises(WrongState):
        attach(world, nomination, "c2", keep(upload()))
    evidence = session.scalars(select(Evidence).where(Evidence.nomination_id == nomination.id)).first()
    assert evidence is not None
    with pytest.raises(WrongState):
        remove_evidence(world.actor("alpha_head"), Nomination.id == nomination.id, evidence.id)
    assert rows(Evidence) == held and evidence.removed_at is None


def test_in_a_supplement_files_go_only_beside_the_named_criteria(session: Session) -> None:
    world = w.build()
    nomination, named = supplement(world)
    assert attach(world, nomination, named, keep(upload()))
    with pytest.raises(Refused) as refused:
        attach(world, nomination, "c1", keep(upload()))
    assert type(refused.value) is Refused


def test_an_unknown_criterion_or_too_many_files_are_refused(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world, complete=False)
    with pytest.raises(Missing):
        attach(world, nomination, "c99", keep(upload()))
    kept = keep(upload())
    many = [replace(kept, sha256=f"{n:064}") for n in range(FILES_MAX + 1)]
    with pytest.raises(Invalid):
        attach(world, nomination, "c2", *many)
    assert rows(Evidence) == 0
