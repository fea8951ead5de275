"""What a ballot's answers tell to whoever sees only their length, their headers or the log: nothing."""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Slip
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import World, build, sign_in
from tests.world_ballots import sent, stretched

BALLOTS = ("1" * 12, "2" * 12, "3" * 12, "123" * 4, "2" + "1" * 11, "1" * 10 + "23", "1" * 3 + "2" * 9)


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def voting(world: World) -> rounds.Voting:
    return rounds.opened(world, *rounds.waiting(world, "alpha", "delta"))


def test_answers_have_one_length_whatever_was_chosen(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """Twelve lines, so totals have one figure or two: as a page, beside the ballot, with a line changed, and cast."""
    stretched(voting, 12)
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot"
    lengths: dict[str, set[int]] = {"page": set(), "beside": set(), "changed": set()}
    for marks in BALLOTS:
        fields = sent(voting, marks, "0000-0000-0000-0000")
        lengths["page"].add(length(client.post(f"{where}/review", data=fields, status=200).text))
        lengths["beside"].add(length(client.post(f"{where}/review", data=fields, hx=True).text))
        lengths["changed"].add(length(client.post(f"{where}/review", data=fields | {"change": "7"}, status=200).text))
    assert {what: len(found) for what, found in lengths.items()} == {"page": 1, "beside": 1, "changed": 1}
    answers = set()
    for name, marks in zip(("beta_head", "gamma_head", "zeta_head", "eta_head"), BALLOTS, strict=False):
        sign_in(client, world, name)
        cast = client.post(where, data=sent(voting, marks))
        answers.add((cast.status_code, cast.location, cast.data, tuple(sorted(cast.headers.keys()))))
    assert len(answers) == 1
    assert db.session.scalar(select(func.count()).select_from(Slip)) == 4 * 12


def length(page: str) -> int:
    """In bytes, without the token, which is signed with the time and may vary by a character."""
    return len(re.sub(r'name="csrf_token" value="[^"]*"', "", page).encode())


def test_nobody_on_the_way_may_press_an_answer_together(
    client: CheckingClient, world: World, voting: rounds.Voting
) -> None:
    """A compressed answer would be as long as its content is varied."""
    sign_in(client, world, "beta_head")
    where = f"/rounds/{voting.code}/ballot"
    answers = [client.get(where), client.post(f"{where}/review", data=sent(voting, "12"), status=200)]
    answers.append(client.post(where, data=sent(voting, "12")))
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store, no-transform"}


def test_no_log_line_header_session_or_address_carries_a_choice_or_a_receipt(
    client: CheckingClient, world: World, voting: rounds.Voting, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, world, "beta_head")
    receipt, where = new_receipt(), f"/rounds/{voting.code}/ballot"
    fields = sent(voting, "23", receipt)
    with client.session_transaction() as kept:
        before = set(kept)
    with caplog.at_level(logging.DEBUG):
        answers = [client.post(f"{where}/review", data=fields, status=200)]
        answers.append(client.post(f"{where}/review", data=fields | {"slip-9": "2"}, status=422))
        answers.append(client.post(where, data=fields))
    with client.session_transaction() as kept:
        assert set(kept) - before <= {"csrf_token"}
    told = [caplog.text, *(str(answer.headers) for answer in answers)]
    told += re.findall(r'(?:href|action|src|hx-[a-z]+)="([^"]*)"', answers[0].text)
    assert not any(receipt in text or "slip" in text for text in told)
    assert receipt not in answers[1].text and "slip-9" not in answers[1].text
