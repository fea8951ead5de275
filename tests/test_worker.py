"""The worker: what a mail says and does not say, and what becomes of it when the server of the mail fails."""

import email
import email.policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from nomination import worker
from nomination.extensions import db
from nomination.models import Account, Message, Nomination
from nomination.queries.recipients import Waiting, waiting
from nomination.wording import WORDINGS
from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import World, build, draft, sign_in
from tests.world_steps import act, endorsed
from workflow.vocabulary import Trigger


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    built = build()
    for account in db.session.scalars(select(Account)):
        account.email = f"{account.username}@a.invalid"
    db.session.commit()
    return built


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    app.config["MAIL_URL"] = f"file:{tmp_path / 'mail'}"
    return tmp_path / "mail"


def received(world: World) -> Nomination:
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.RECEIVE, nomination)
    return nomination


def letters(folder: Path) -> list[email.message.EmailMessage]:
    made = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in folder.glob("*.eml")]
    return sorted(made, key=lambda letter: (letter["Subject"], letter["To"]))  # type: ignore[return-value]


def test_a_mail_says_whose_turn_it_is_and_nothing_more(app: Flask, world: World, folder: Path) -> None:
    nomination = received(world)
    assert worker.work_once() == 1
    heads = [letter for letter in letters(folder) if letter["To"].startswith("alpha_head")]
    assert len(heads) == 1
    body = heads[0].get_body().get_content()  # type: ignore[union-attr]
    link = f"{app.config['PUBLIC_URL']}/nominations/{nomination.code}"
    assert body.split("\n\n") == [
        f"Kính gửi {world.people['alpha_head'].full_name},",
        "Cơ quan thẩm định đã tiếp nhận một đề nghị của đơn vị và bắt đầu thẩm định.",
        f"Đăng nhập để xem: {link}",
        "Thư này do phần mềm gửi, không ai đọc thư trả lời.\n",
    ]
    assert heads[0]["Subject"] == "Một đề nghị của đơn vị đã được tiếp nhận"
    assert nomination.nominee_name not in heads[0].as_string()
    assert waiting() == Waiting(0, 0)


def test_copies_of_one_message_have_one_name_however_often_they_are_sent(world: World, folder: Path) -> None:
    rounds.opened(world, *rounds.waiting(world))
    assert worker.work_once() == 2
    first = {(one["Message-ID"], one["To"]) for one in letters(folder)}
    for message in db.session.scalars(select(Message)):
        message.sent_at = None
    db.session.commit()
    assert worker.work_once() == 2
    assert {(one["Message-ID"], one["To"]) for one in letters(folder)} == first
    assert len({name for name, _ in first}) == len(first)


def test_without_a_mail_server_everything_stays_owed(app: Flask, world: World) -> None:
    received(world)
    app.config["MAIL_URL"] = ""
    assert worker.work_once() == 0
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"  # nothing listens there
    assert worker.work_once() == 1
    message = db.session.scalars(select(Message)).one()
    assert (message.sent_at, message.attempts, message.last_error) == (None, 1, "ConnectionRefusedError")


def test_a_refused_address_does_not_keep_back_the_others(
    world: World, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = worker.Folder.deliver

    def deliver(post: worker.Folder, letter: email.message.EmailMessage) -> None:
        if letter["To"].startswith("alpha_head"):
            raise worker.Refusing("SMTPRecipientsRefused")
        ordinary(post, letter)

    monkeypatch.setattr(worker.Folder, "deliver", deliver)
    received(world)
    worker.work_once()
    assert [one["To"] for one in letters(folder)] == ["alpha_officer@a.invalid"]
    assert "alpha_head" not in caplog.text
    assert waiting() == Waiting(0, 0)


def test_every_wording_leads_to_a_page(client: CheckingClient, world: World) -> None:
    voting = rounds.opened(world, *rounds.waiting(world))
    nomination = voting.found.lines[0].nomination
    sign_in(client, world, "department_head")
    for wording in WORDINGS.values():
        path = wording.path.format(round=voting.code, nomination=nomination.code)
        assert client.get(path).status_code == 200, path
