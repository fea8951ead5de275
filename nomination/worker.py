"""Sends what is owed: takes a few messages, looks up who they are for, and hands them to the mail server.

Several workers may run. A message whose worker died is taken up by another when its lease ends; copies then carry the
same Message-ID, so that a mail server or reader may drop the second.
"""

import hashlib
import logging
import os
import smtplib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_babel import force_locale, gettext

from nomination.extensions import db
from nomination.models import Message
from nomination.queries.recipients import Recipient, recipients
from nomination.services import outbox
from nomination.wording import WORDINGS

LOG = logging.getLogger(__name__)
PAUSE = 5
TIMEOUT = 20


class Refusing(Exception):
    """The mail server does not take this copy, and would not take it later either."""


class Post(Protocol):
    """Where mail goes. `deliver` raises `Refusing` for one copy, `OSError` when nothing can be delivered now."""

    def deliver(self, letter: EmailMessage) -> None: ...


class Folder:
    """For a first look and for tests: every copy is a file that a mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, letter: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(letter["Message-ID"].encode()).hexdigest()[:24]
        (self.folder / f"{name}.eml").write_bytes(letter.as_bytes(policy=SMTP))


class Server:
    """A mail server over SMTP, with TLS where it offers it; `smtps` begins with it."""

    def __init__(self, connection: smtplib.SMTP) -> None:
        self.connection = connection

    def deliver(self, letter: EmailMessage) -> None:
        try:
            self.connection.send_message(letter)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            raise Refusing(type(error).__name__) from None


@contextmanager
def post_of(url: str) -> Iterator[Post]:
    """`file:/path` is a folder; `smtp://user:password@host:port` and `smtps://` a server."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        yield Folder(Path(unquote(parts.path)))
        return
    secure = parts.scheme == "smtps"
    made = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with made(parts.hostname or "", parts.port or (465 if secure else 587), timeout=TIMEOUT) as connection:
        if not secure and connection.has_extn("starttls"):
            connection.starttls()
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        yield Server(connection)


def work_once() -> int:
    """Send one batch; answers how many messages were in it. Without a mail server everything stays owed."""
    if not current_app.config["MAIL_URL"]:
        return 0
    held = outbox.lease()
    if not held:
        return 0
    unsent = dict.fromkeys(held)
    try:
        with post_of(current_app.config["MAIL_URL"]) as post:
            for message_id in held:
                copies = _send(post, db.session.get_one(Message, message_id))
                outbox.sent(message_id, copies)
                del unsent[message_id]
    except (OSError, smtplib.SMTPException) as error:
        LOG.warning("mail could not be delivered: %s", type(error).__name__)
        for message_id in unsent:
            outbox.failed(message_id, type(error).__name__)
    return len(held)


def _send(post: Post, message: Message) -> int:
    """To everybody of the audience. A refused address is noted by its number only, and does not keep back the rest."""
    taken = 0
    for recipient in recipients(message):
        try:
            post.deliver(letter(message, recipient))
            taken += 1
        except Refusing as error:
            LOG.warning("a copy of message %s was refused: %s", message.id, error)
    return taken


def letter(message: Message, recipient: Recipient) -> EmailMessage:
    """In the reader's language. It names nobody but him, and nothing of what the page shows."""
    wording, public = WORDINGS[message.template], current_app.config["PUBLIC_URL"].rstrip("/")
    made = EmailMessage()
    with force_locale(recipient.locale):
        made["Subject"] = gettext(wording.subject)
        made.set_content("\n\n".join(_paragraphs(recipient.name, gettext(wording.body), public, message, wording.path)))
    made["From"] = current_app.config["MAIL_FROM"]
    made["To"] = recipient.address
    made["Date"] = message.owed_at
    copy = hashlib.sha256(f"{message.dedupe_key}/{recipient.person_id}".encode()).hexdigest()[:32]
    made["Message-ID"] = f"<{copy}@{urlsplit(public).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    return made


def _paragraphs(name: str, body: str, public: str, message: Message, path: str) -> Iterable[str]:
    yield gettext("Dear %(name)s,", name=name)
    yield body
    yield gettext("Sign in to read it: %(link)s", link=public + path.format(**message.params))
    yield gettext("This message was sent by the software and is not read when answered.")


def work(app: Flask) -> None:
    """Until the process that started it is gone."""
    parent = os.getppid()
    while os.getppid() == parent:
        with app.app_context():
            try:
                busy = work_once()
            except Exception:
                LOG.exception("the worker goes on after an error")
                busy = 0
        if not busy:
            time.sleep(PAUSE)
