"""Putting a campaign in force: two people, one version at a time, whole or not at all; and the commands that do it."""

from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy.session import Session

from nomination.campaigns import CampaignFileError
from nomination.models import Audit, Campaign, CampaignVersion
from nomination.services.campaign_drafts import begin_draft
from nomination.services.campaigns import launch
from nomination.services.transaction import Invalid
from tests.world import CAMPAIGN_FILE, World, build
from workflow.machine import NotYours

TEXT = CAMPAIGN_FILE.read_text("utf-8")
OTHER = TEXT.replace("code: dac-biet-2020", "code: dac-biet-khac", 1)


def put(
    world: World, text: str, *, author: str = "officer", approver: str = "department_head", reason: str = ""
) -> CampaignVersion:
    return launch(text, "thu.yaml", author=world.actor(author), approver=world.actor(approver), reason=reason)


def test_a_new_campaign_is_put_in_force_with_one_entry(session: Session) -> None:
    world = build()
    version = put(world, OTHER)
    assert (version.number, version.status, version.ruleset) == (1, "in_force", "btnmt-2020")
    assert (version.author_id, version.approver_id) == (world.people["officer"].id, world.people["department_head"].id)
    entry = session.query(Audit).one()
    assert (entry.action, entry.subject_id, entry.facts["hash"]) == (
        "campaign:launch",
        "dac-biet-khac",
        version.content_hash,
    )


def test_a_change_is_a_new_version_with_its_reason(session: Session) -> None:
    world = build()
    first = put(world, OTHER)
    second = put(world, OTHER.replace("number: null", 'number: "12"', 1), reason="Bổ sung số văn bản.")
    assert (first.status, second.status, second.number) == ("superseded", "in_force", 2)
    assert second.content["dispatch"]["number"] == "12"
    assert first.content["dispatch"]["number"] is None


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        (("number: null", 'number: "12"'), " ", "reason"),
        (("title: ", "title:  "), "Không đổi gì.", ""),
        (("\nyear: 2020", "\nyear: 2021"), "Đổi năm.", "year"),
    ],
)
def test_a_version_that_cannot_be_is_refused_and_changes_nothing(
    session: Session, change: tuple[str, str], reason: str, field: str
) -> None:
    world = build()
    first = put(world, OTHER)
    with pytest.raises(Invalid) as refused:
        put(world, OTHER.replace(*change, 1), reason=reason)
    assert list(refused.value.problems) == [field]
    assert session.query(CampaignVersion).filter_by(campaign_id=first.campaign_id).count() == 1
    assert first.status == "in_force"


@pytest.mark.parametrize(
    ("author", "approver"), [("officer", "officer_2"), ("minister", "department_head"), ("officer", "administrator")]
)
def test_only_the_department_writes_and_only_its_head_launches(session: Session, author: str, approver: str) -> None:
    world = build()
    with pytest.raises(NotYours):
        put(world, OTHER, author=author, approver=approver)
    assert session.query(Campaign).count() == 1


def test_nobody_launches_what_he_wrote(session: Session) -> None:
    world = build()
    with pytest.raises(Invalid) as refused:
        put(world, OTHER, author="department_head")
    assert list(refused.value.problems) == ["approver"]


def test_a_broken_file_writes_nothing(session: Session) -> None:
    world = build()
    with pytest.raises(CampaignFileError):
        put(world, OTHER.replace("year: 2020", "year: often", 1))
    assert session.query(Campaign).count() == 1


def test_check_says_file_line_and_what_was_expected(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "sai.yaml"
    broken = TEXT.replace("\nyear: 2020", "\nyear: often", 1)
    path.write_text(broken, "utf-8")
    line = broken[: broken.index("year: often")].count("\n") + 1
    result = app.test_cli_runner().invoke(args=["campaign", "check", str(path)])
    assert result.exit_code == 1
    assert f"{path}:{line}: year: expected a whole number" in result.output


def test_check_finds_nothing_wrong_with_the_campaign_that_comes_along(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["campaign", "check", str(CAMPAIGN_FILE)])
    assert result.exit_code == 0
    assert result.output.endswith("7 criteria, 2 awards. No errors.\n")


def test_import_puts_the_file_in_force(app: Flask, session: Session, tmp_path: Path) -> None:
    build()
    path = tmp_path / "khac.yaml"
    path.write_text(OTHER, "utf-8")
    args = ["campaign", "import", str(path), "--author", "officer", "--approver", "department_head"]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 0, result.output
    assert "version 1 is in force" in result.output
    again = app.test_cli_runner().invoke(args=args)
    assert (again.exit_code, "word for word" in again.output) == (1, True)


def test_import_by_one_person_is_refused(app: Flask, session: Session) -> None:
    build()
    args = ["campaign", "import", str(CAMPAIGN_FILE), "--author", "officer", "--approver", "officer"]
    result = app.test_cli_runner().invoke(args=args)
    assert (result.exit_code, "another person must" in result.output) == (1, True)


def test_export_gives_back_the_bytes_that_were_imported(app: Flask, session: Session, tmp_path: Path) -> None:
    build()
    path, out = tmp_path / "khac.yaml", tmp_path / "ra.yaml"
    path.write_text(OTHER, "utf-8")
    run = app.test_cli_runner().invoke
    run(args=["campaign", "import", str(path), "--author", "officer", "--approver", "department_head"])
    result = run(args=["campaign", "export", "dac-biet-khac", str(out)])
    assert result.exit_code == 0, result.output
    assert out.read_bytes() == path.read_bytes()
    result = run(args=["campaign", "export", "dac-biet-khac", str(out), "--version", "2"])
    assert (result.exit_code, "no launched version" in result.output) == (1, True)


def test_a_file_does_not_go_past_a_campaign_that_is_still_being_written(session: Session) -> None:
    world = build()
    begin_draft(world.actor("officer"), code="dac-biet-khac", title="Khác", year=2020)
    with pytest.raises(Invalid) as refused:
        put(world, OTHER)
    assert list(refused.value.problems) == ["file"]
    assert [one.status for one in session.query(CampaignVersion).order_by(CampaignVersion.id)] == ["in_force", "draft"]
