"""Drafts of campaigns: several people write, another launches; what is wrong is stored, and never put in force."""

import unicodedata
from typing import Any

import pytest
from flask_sqlalchemy.session import Session
from hypothesis import given
from hypothesis import strategies as st

from nomination.campaign_yaml import file_of, written
from nomination.campaigns import CampaignFileError
from nomination.models import Audit, Campaign, CampaignVersion
from nomination.queries.campaign_drafts import draft_of, drafts
from nomination.services.campaign_drafts import (
    begin_draft,
    begin_version,
    discard_draft,
    import_file,
    put_in_force,
    save_content,
)
from nomination.services.campaigns import launch
from nomination.services.transaction import Invalid, Missing, Stale
from nomination.strictyaml import parse
from tests.world import CAMPAIGN_FILE, World, build, campaign_content
from workflow.machine import NotYours

CODE = "dac-biet-2020"
NEW = "dac-biet-2031"
FILE = CAMPAIGN_FILE.read_bytes()


@pytest.fixture
def world(session: Session) -> World:
    return build()


def told(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, list[str]]:
    return {where: [message for message, _ in given] for where, given in refusal.value.problems.items()}


def put(world: World, row: CampaignVersion, **given: Any) -> CampaignVersion:
    who = given.pop("who", "department_head")
    words = {"revision": row.revision, "reason": "Bổ sung.", "confirmation": "phạm  thu cúc"} | given
    return put_in_force(world.actor(who), row.campaign.code, **words)


def changed(world: World, row: CampaignVersion, **changes: Any) -> CampaignVersion:
    return save_content(world.actor("officer"), row.campaign.code, row.content | changes, revision=row.revision)


def test_a_new_campaign_like_an_earlier_one(world: World, session: Session) -> None:
    row = begin_draft(world.actor("officer"), code=NEW, title=" Phong trào 2031 ", year=2031, clone_of=CODE)
    assert row.content == campaign_content() | {"code": NEW, "title": "Phong trào 2031", "year": 2031}
    assert (row.number, row.status, row.editors) == (1, "draft", [world.people["officer"].id])
    entry = session.query(Audit).one()
    assert (entry.action, entry.subject_id, entry.facts["hash"]) == ("campaign:begin", NEW, row.content_hash)
    empty = begin_draft(world.actor("officer"), code="trong", title="Trống", year=2031)
    assert empty.content == {"code": "trong", "title": "Trống", "year": 2031}
    assert [one.row.id for one in drafts(world.actor("auditor"))] == [empty.id, row.id]
    assert drafts(world.actor("alpha_head")) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({"code": CODE}, "code"), ({"code": "Đặc biệt"}, "code"), ({"title": " "}, "title"), ({"year": 3}, "year"),
     ({"clone_of": "khac"}, "clone_of")],
)  # fmt: skip
def test_a_campaign_that_cannot_begin(world: World, session: Session, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begin_draft(world.actor("officer"), **({"code": NEW, "title": "Tên", "year": 2031} | given))
    assert list(told(refusal)) == [field]
    assert session.query(CampaignVersion).count() == 1
    assert session.query(Audit).count() == 0


def test_what_is_wrong_is_stored_and_never_put_in_force(world: World, session: Session) -> None:
    row = begin_version(world.actor("officer"), CODE)
    row = changed(world, row, title=None, theme="120 %")
    assert (row.content["theme"], row.revision) == ("120 %", 2)
    with pytest.raises(Invalid) as refusal:
        put(world, row)
    assert told(refusal) == {"": ["Something in the draft is still missing or wrong."]}
    assert (row.status, world.version.status) == ("draft", "in_force")


def test_another_person_puts_it_in_force_by_name(world: World, session: Session) -> None:
    row = changed(world, begin_version(world.actor("officer"), CODE), theme="Chủ đề mới")
    for words, where in (({"confirmation": "Ai đó"}, "confirmation"), ({"reason": " "}, "reason")):
        with pytest.raises(Invalid) as refusal:
            put(world, row, **words)
        assert list(told(refusal)) == [where]
    with pytest.raises(Stale):
        put(world, row, revision=1)
    with pytest.raises(NotYours):
        put(world, row, who="officer_2", confirmation="Lê Minh Bảo")
    assert session.query(Audit).count() == 2
    launched = put(world, row)
    session.refresh(world.version)
    assert (launched.status, launched.number, launched.reason, world.version.status) == (
        "in_force", 2, "Bổ sung.", "superseded",
    )  # fmt: skip
    assert launched.approver_id == world.people["department_head"].id
    entry = session.query(Audit).order_by(Audit.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.facts["hash"]) == ("campaign:launch", launched.content_hash)
    assert draft_of(CODE) is None


def test_whoever_wrote_in_it_does_not_launch_it(world: World, session: Session) -> None:
    row = changed(world, begin_version(world.actor("officer"), CODE), theme="Chủ đề mới")
    head = world.actor("department_head")
    row = save_content(head, CODE, row.content | {"theme": "Sửa lại"}, revision=row.revision)
    with pytest.raises(NotYours) as refusal:
        put(world, row)
    assert [one.message for one in refusal.value.reasons] == [
        "Whoever wrote in a draft cannot put it in force: another person must."
    ]
    assert row.status == "draft"


def test_only_the_department_writes_and_never_over_somebody(world: World, session: Session) -> None:
    row = begin_version(world.actor("officer"), CODE)
    assert begin_version(world.actor("officer_2"), CODE).id == row.id
    with pytest.raises(NotYours):
        save_content(world.actor("auditor"), CODE, row.content, revision=row.revision)
    changed(world, row, theme="Một")
    with pytest.raises(Stale):
        save_content(world.actor("officer_2"), CODE, row.content, revision=1)
    with pytest.raises(Missing):
        begin_version(world.actor("officer"), "khac")


def test_a_draft_is_discarded_and_a_campaign_never_launched_with_it(world: World, session: Session) -> None:
    begin_draft(world.actor("officer"), code=NEW, title="Tên", year=2031)
    discard_draft(world.actor("officer_2"), NEW, revision=1)
    begin_version(world.actor("officer"), CODE)
    discard_draft(world.actor("officer"), CODE, revision=1)
    assert [one.code for one in session.query(Campaign)] == [CODE]
    assert [one.id for one in session.query(CampaignVersion)] == [world.version.id]
    assert [one.action for one in session.query(Audit).order_by(Audit.id)][1::2] == ["campaign:discard"] * 2


def test_a_launched_file_makes_the_draft_that_of_the_version_after(world: World, session: Session) -> None:
    row = begin_version(world.actor("officer"), CODE)
    text = FILE.decode().replace("number: null", 'number: "12"', 1)
    launch(text, "x.yaml", author=world.actor("officer"), approver=world.actor("department_head"), reason="Số.")
    session.refresh(row)
    assert (row.number, row.status) == (3, "draft")


def test_a_file_comes_back_byte_for_byte(world: World, session: Session) -> None:
    data = FILE.replace(b"code: dac-biet-2020", b"code: dac-biet-2031", 1)
    row = import_file(world.actor("officer"), data, "phong-trao.yaml")
    assert file_of(row.content, row.source) == data
    row = changed(world, row, theme="Khác")
    again = file_of(row.content, row.source)
    discard_draft(world.actor("officer"), NEW, revision=row.revision)
    once_more = import_file(world.actor("officer"), again, "phong-trao.yaml")
    assert (once_more.content, file_of(once_more.content, once_more.source)) == (row.content, again)
    with pytest.raises(Invalid) as refusal:
        import_file(world.actor("officer"), again, "phong-trao.yaml")
    assert list(told(refusal)) == ["file"]


def test_a_file_with_a_mistake_is_told_by_its_line_and_stored_nowhere(world: World, session: Session) -> None:
    data = FILE.replace(b"code: dac-biet-2020", b"code: x", 1).replace(b"threshold: 90", b'threshold: "120 %"')
    with pytest.raises(CampaignFileError) as refusal:
        import_file(world.actor("officer"), data, "phong-trao.yaml")
    line = data.decode().splitlines().index('      threshold: "120 %"') + 1
    assert [(one.line, one.path) for one in refusal.value.problems] == [(line, "criteria[2].parameters.threshold")]
    assert session.query(Campaign).count() == 1


LOOKALIKES = (
    "1.1", "2020-01", "90", "1e5", ".5", "yes", "null", "~", "", " a", "a: b", "- x", "#", "'\"", "a\tb", "0x1f",
    "12:30:45", "@",
)  # fmt: skip
WORDS = (st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(LOOKALIKES)).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@given(st.dictionaries(st.sampled_from(["title", "text", "duties"]), WORDS | st.lists(WORDS, min_size=1, max_size=4)))
def test_any_text_is_written_so_that_it_is_read_as_the_same(content: dict[str, Any]) -> None:
    whole = campaign_content() | content
    assert parse(written(whole), "x.yaml").content == whole


@pytest.mark.parametrize("value", ["a\0b", "\ud800", 1.5, [[[[[[[[[[[["x"]]]]]]]]]]]], "x" * 500_001], ids=range(5))
def test_what_no_database_holds_is_refused_and_nothing_is_written(world: World, session: Session, value: Any) -> None:
    row = begin_version(world.actor("officer"), CODE)
    with pytest.raises(Invalid) as refusal:
        changed(world, row, theme=value)
    assert list(refusal.value.problems) == [""]
    assert (row.revision, session.query(Audit).count()) == (1, 1)


def test_texts_are_stored_in_one_form(world: World, session: Session) -> None:
    row = changed(world, begin_version(world.actor("officer"), CODE), theme=unicodedata.normalize("NFD", "Kỷ cương"))
    assert row.content["theme"] == "Kỷ cương"
    with pytest.raises(CampaignFileError, match=r"expected no character that cannot be stored \(U\+0000\)"):
        import_file(world.actor("officer"), FILE.replace(b"theme: K", b'theme: "a\\0b" # '), "x.yaml")
