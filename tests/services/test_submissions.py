"""The unit's letter: all of its nominations go forward with the minutes, or none does and nothing is written."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nomination.models import Audit, Nomination, StoredFile, Submission, Transition
from nomination.services.evidence import Kept
from nomination.services.submissions import Meeting, Unready, submit_letter
from nomination.services.transaction import Invalid, Missing, Stale
from tests.world import World, build, campaign_content, draft
from tests.world_drafts import PDF, kept
from workflow.machine import NotYours

MEETING = Meeting(date(2020, 12, 1), "Trần Thị Chủ Trì", 9, 8, "Nhất trí đề nghị khen thưởng.")
MINUTES = Kept(sha256(PDF).hexdigest(), len(PDF), "application/pdf", "Biên bản họp.pdf")


@pytest.fixture(autouse=True)
def minutes(session: Session) -> None:
    assert kept(MINUTES.name) == MINUTES


@pytest.fixture
def world(minutes: None) -> World:
    return build()


def send(
    world: World,
    *nominations: Nomination,
    who: str = "alpha_head",
    meeting: Meeting = MEETING,
    minutes: Kept | None = MINUTES,
    name: str | None = None,
) -> Submission:
    actor = world.actor(who)
    versions = {nomination.code: nomination.version for nomination in nominations}
    confirmation = actor.name if name is None else name
    return submit_letter(actor, world.campaign.code, versions, meeting, minutes=minutes, confirmation=confirmation)


def written(session: Session) -> list[int | None]:
    tables = (Submission, Transition, Audit, StoredFile)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_all_go_forward_in_one_letter(world: World, session: Session) -> None:
    chosen = [draft(world, name=name) for name in ("Nguyễn Thị Hoa", "Lê Văn Nam", "Đỗ Thị Đức")]
    letter = send(world, *chosen)
    assert {(one.state, one.submission_id) for one in chosen} == {("cluster_review", letter.id)}
    assert (letter.sent_by_id, letter.minutes_sha256) == (world.people["alpha_head"].id, MINUTES.sha256)
    assert (letter.met_on, letter.members, letter.present, letter.paper_number) == (MEETING.met_on, 9, 8, "")
    entries = session.scalars(select(Audit).where(Audit.subject_kind == "submission")).all()
    assert [(entry.action, entry.subject_id) for entry in entries] == [("submission:send", letter.code)]
    assert entries[0].facts["nominations"] == [one.code for one in chosen]


def test_one_that_is_not_ready_holds_all_back_with_every_reason(world: World, session: Session) -> None:
    ready = draft(world)
    bare = draft(world, name="Lê Văn Nam", complete=False)
    before = written(session)
    with pytest.raises(Unready) as refused:
        send(world, ready, bare)
    assert set(refused.value.by_code) == {bare.code}
    assert len(refused.value.by_code[bare.code]) > 5
    session.expire_all()
    assert (written(session), ready.state, ready.submission_id, bare.submission_id) == (before, "draft", None, None)


def test_places_are_counted_across_the_letter(session: Session) -> None:
    world = build(awards=[dict(award) | {"unit_places": 1} for award in campaign_content()["running"]["awards"]])
    first, second = draft(world), draft(world, name="Lê Văn Nam")
    with pytest.raises(Unready) as refused:
        send(world, first, second)
    assert {code: [one.code for one in found] for code, found in refused.value.by_code.items()} == {
        second.code: ["places"]
    }
    assert send(world, first).sent_at is not None


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"met_on": None}, "met_on", "Give the day of the meeting."),
        ({"met_on": date(2999, 1, 1)}, "met_on", "The meeting cannot lie in the future."),
        ({"chair": ""}, "chair", "Give the name of the person who chaired the meeting."),
        ({"members": 0}, "members", "Give the number of members, from 1 up."),
        ({"present": None}, "present", "Give how many were present, from 1 up."),
        ({"present": 10}, "present", "More were present than there are members."),
        ({"conclusion": ""}, "conclusion", "Write what the meeting concluded."),
    ],
)
def test_what_is_wrong_with_the_meeting(world: World, changes: dict[str, object], field: str, message: str) -> None:
    with pytest.raises(Invalid) as invalid:
        send(world, draft(world), meeting=replace(MEETING, **changes))  # type: ignore[arg-type]
    assert invalid.value.problems == {field: [(message, {})]}


def test_everything_missing_is_said_at_once(world: World) -> None:
    with pytest.raises(Invalid) as invalid:
        send(world, meeting=Meeting(None, "", None, None, ""), minutes=None)
    assert set(invalid.value.problems) == {"chosen", "met_on", "chair", "members", "present", "conclusion", "minutes"}


def test_only_the_head_of_the_unit_sends_and_confirms_by_name(world: World, session: Session) -> None:
    nomination = draft(world)
    before = written(session)
    with pytest.raises(NotYours):
        send(world, nomination, who="alpha_officer")
    with pytest.raises(Missing):
        send(world, nomination, who="beta_head")
    with pytest.raises(Unready) as refused:
        send(world, nomination, name="Trần Thị Beta")
    assert [reason.code for reason in refused.value.reasons] == ["ask_confirmation"]
    assert written(session) == before


def test_what_changed_meanwhile_is_not_sent_unseen(world: World) -> None:
    nomination = draft(world)
    actor, seen = world.actor("alpha_head"), {nomination.code: nomination.version - 1}
    with pytest.raises(Stale):
        submit_letter(actor, world.campaign.code, seen, MEETING, minutes=MINUTES, confirmation=actor.name)


def test_the_same_minutes_may_carry_two_letters(world: World, session: Session) -> None:
    first = send(world, draft(world))
    second = send(world, draft(world, name="Lê Văn Nam"))
    assert first.code != second.code
    assert session.scalar(select(func.count()).where(StoredFile.sha256 == MINUTES.sha256)) == 1
