"""The worker: what a mail says and does not say, and what becomes of it when the server of the mail fails."""

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from nomination import clock, worker
from nomination.extensions import db
from nomination.models import Account, Message, Nomination, Person
from nomination.queries.recipients import Waiting, recipients, waiting
from nomination.services.reminders import remind
from nomination.wording import WORDINGS
from tests import world_decisions as decisions
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.support.client import CheckingClient
from tests.world import World, build, draft
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


@pytest.fixture
def owed(world: World) -> list[Message]:
    """One message of every template, each owed by the act that owes it."""
    voting = rounds.opened(world, *rounds.waiting(world))
    remind(world.actor("eta_head"), voting.code)
    ways.on_paper(world, *rounds.waiting(world, "delta"))
    vetted = received(world)
    parts, due = {"c2": "Bổ sung minh chứng."}, clock.today() + timedelta(days=9)
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, vetted, parts=parts, due_on=due)
    decisions.published(world, decisions.waiting(world, "epsilon", "Đỗ Thị Khen"))
    return list({one.template: one for one in db.session.scalars(select(Message).order_by(Message.id))}.values())


def test_every_template_greets_in_both_languages_tells_nothing_and_leads_to_a_page_of_the_reader(
    app: Flask, client: CheckingClient, world: World, owed: list[Message]
) -> None:
    app.config["PUBLIC_URL"] = "https://thidua.example.vn/"
    assert {one.template for one in owed} == WORDINGS.keys()
    known = [*(one.nominee_name for one in db.session.scalars(select(Nomination)))]
    known += [one.full_name for one in db.session.scalars(select(Person))] + [one.name for one in world.units.values()]
    for message in owed:
        readers, texts = recipients(message), {}
        assert readers, message.template
        for reader in readers:
            letters = [worker.letter(message, replace(reader, locale=locale)) for locale in ("vi", "en")]
            for locale, letter in zip(("vi", "en"), letters, strict=True):
                body = letter.get_body().get_content()  # type: ignore[union-attr]
                hello, said, where, _bye = body.split("\n\n")
                assert hello == {"vi": f"Kính gửi {reader.name},", "en": f"Dear {reader.name},"}[locale]
                assert "%(" not in body and not [one for one in known if one in f"{letter['Subject']} {said} {where}"]
                link = where.rpartition(" ")[2]
                assert link.startswith("https://thidua.example.vn/") and "//" not in link.removeprefix("https://")
                texts[locale] = (letter["Subject"], said)
            client.sign_in(db.session.scalars(select(Account).where(Account.person_id == reader.person_id)).one())
            client.get(link.removeprefix("https://thidua.example.vn"), status=200)
        wording = WORDINGS[message.template]
        assert texts["en"] == (wording.subject, wording.body)
        assert texts["vi"][0] != wording.subject and texts["vi"][1] != wording.body
