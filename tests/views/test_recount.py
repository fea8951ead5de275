"""The box as it is downloaded and the program offered beside it: together they count what the product counted."""

import copy
import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from nomination import clock
from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.queries.actor import actor_for
from nomination.services.ballots import cast_ballot
from nomination.services.destroying import ask_destruction, destroy
from tests import world_rounds as rounds
from tests.box.boxes import Downloaded, Program, downloaded
from tests.support.client import CheckingClient
from tests.world import World, build, campaign_content, sign_in
from workflow.ballot import Choice

ROOT = Path(__file__).resolve().parents[2]
YES, NO, ABSTAIN = Choice.YES, Choice.NO, Choice.ABSTAIN


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path, capsys)


def box_of(client: CheckingClient, voting: rounds.Voting) -> Downloaded:
    file = json.loads(client.get(f"/rounds/{voting.code}/box").text)
    return Downloaded(file, list(voting.codes.values()), list(voting.receipts.values()))


def test_the_downloaded_box_is_counted_again(client: CheckingClient, world: World, program: Program) -> None:
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    rounds.all_vote(voting, lambda n: (YES, YES, YES, NO, YES, ABSTAIN, YES)[n], number=6)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    box = box_of(client, voting)
    assert box.file.keys() == downloaded([{"N": YES}], aside={"N": set()}).file.keys()
    vote = voting.found.vote
    printed = ("--dau-phien", str(vote.definition_hash), "--dau-hom", str(vote.box_hash))
    told = program.count(box, *printed)
    assert (told.status, told.text.splitlines()[-1]) == (0, "KẾT LUẬN: khớp với biên bản.")
    assert f"- {first.code}: đồng ý 3/6, không đồng ý 1/6, không có ý kiến 1/6, không hợp lệ 0/6." in told.text
    assert f"- {second.code}: đồng ý 3/6, không đồng ý 1/6, không có ý kiến 1/6, không hợp lệ 0/6." in told.text
    assert [program.check(box, receipt).status for receipt in box.receipts] == [0] * 6


def test_a_person_who_was_renamed_since_is_still_the_one_on_the_roll(
    client: CheckingClient, world: World, program: Program
) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    world.people["beta_head"].full_name = "Trần Thị Tên Mới"
    db.session.commit()
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    assert program.count(box_of(client, voting)).status == 0


def test_places_that_were_given_are_checked_too(
    client: CheckingClient, app: Flask, session: object, program: Program
) -> None:
    """Two passed, one place: the one with more votes has it."""
    app.config["BOX_SCRYPT_N"] = 2
    running = copy.deepcopy(campaign_content()["running"])
    for award in running["awards"]:
        award["cluster_places"] = 1
    world = build(awards=running["awards"])
    first, second = rounds.waiting(world, "alpha", "delta")
    voting = rounds.opened(world, first, second)
    for n, person in enumerate(voting.voters()):
        aside = voting.found.voter(person.id).recused  # type: ignore[union-attr]
        lines = [line.question.n for line in voting.found.lines if line.nomination.code not in aside]
        marked = {line: NO if n == 1 and line == 2 else YES for line in lines}
        cast_ballot(actor_for(person), voting.code, new_receipt(), marked)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    box = box_of(client, voting)
    assert (program.count(box).status, set(box.file["places"].values())) == (0, {1})
    inside = {code: line["within_places"] for code, line in box.file["minutes"].items()}
    assert sorted(inside.values()) == [False, True]
    for line in box.file["minutes"].values():
        line["within_places"] = not line["within_places"]
    told = program.count(box)
    assert (told.status, "xếp trong số suất được giao không đúng" in told.text) == (1, True)


def test_a_destroyed_box_leaves_a_list_that_voters_still_find_their_slips_in(
    client: CheckingClient, world: World, program: Program
) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    rounds.counted(voting)
    with clock.at(clock.now() + timedelta(days=400)):
        ask_destruction(world.actor("eta_head"), voting.code)
        destroy(world.actor("department_head"), voting.code)
    sign_in(client, world, "beta_officer")
    box = box_of(client, voting)
    assert (box.file["slips"], box.file["wrappings"], len(box.file["destroyed"]["slips"])) == ([], {}, 6)
    assert program.count(box).status == 0
    assert [program.check(box, receipt).status for receipt in box.receipts] == [0] * 6


def test_a_box_that_stays_shut_and_one_not_counted_yet(client: CheckingClient, world: World, program: Program) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting, number=3)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    box = box_of(client, voting)
    told = program.count(box)
    assert (told.status, "đồng ý" in told.text) == (0, False)
    assert (box.file["wrappings"], len(box.file["slips"])) == ({}, 3)
    assert program.check(box, box.receipts[0]).status == 0


def test_the_program_is_offered_beside_the_box(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    rounds.all_vote(voting)
    rounds.counted(voting)
    sign_in(client, world, "beta_officer")
    page = client.get(f"/rounds/{voting.code}").text
    assert f"python kiemphieu.py dem {voting.code}.json" in page
    assert 'href="/kiemphieu.py"' in page
    answer = client.get("/kiemphieu.py")
    assert answer.data == (ROOT / "kiemphieu.py").read_bytes()
    assert answer.headers["Content-Disposition"] == "attachment; filename=kiemphieu.py"
    sign_in(client, world, "beta_head")
    assert "kiemphieu" not in client.get(f"/rounds/{voting.code}").text
