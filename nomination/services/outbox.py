"""Owing messages, in the transaction of the act that owes them, and handing them to a worker one batch at a time."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import or_, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Message
from nomination.services.transaction import writing
from nomination.wording import WORDINGS

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 10
BATCH = 20


def owe(template: str, *, to: tuple[str, int], key: str, codes: Mapping[str, str]) -> None:
    """A message to everybody of the audience `to` (kind, id), once for each `key`, in the caller's transaction.

    Who belongs to the audience is looked up when it is sent: `not_voted` (round id) is therefore nobody's list.
    `codes` fill the address of the page to open.
    """
    WORDINGS[template].path.format(**codes)  # a wrong code is an error of ours, and shows here
    if db.session.scalar(select(Message.id).where(Message.dedupe_key == key)) is not None:
        return
    moment, (audience, audience_id) = clock.now(), to
    db.session.add(
        Message(
            dedupe_key=key, template=template, audience=audience, audience_id=audience_id, params=dict(codes),
            owed_at=moment, due_at=moment, attempts=0, copies=0, last_error="",
        )
    )  # fmt: skip


def lease(limit: int = BATCH) -> list[int]:
    """Ids of messages that are due, now in the caller's hand. Two workers never hold the same one."""
    with writing():
        moment = clock.now()
        query = (
            select(Message)
            .where(Message.sent_at.is_(None), Message.failed_at.is_(None), Message.due_at <= moment)
            .where(or_(Message.lease_until.is_(None), Message.lease_until < moment))
            .order_by(Message.due_at, Message.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        held = list(db.session.scalars(query))
        for message in held:
            message.lease_until, message.attempts = moment + LEASE, message.attempts + 1
        return [message.id for message in held]


def sent(message_id: int, copies: int) -> None:
    with writing():
        message = db.session.get_one(Message, message_id)
        message.sent_at, message.copies, message.lease_until = clock.now(), copies, None


def failed(message_id: int, error: str) -> None:
    """Tried again after 1, 2, 4 … minutes; laid aside after the last attempt."""
    with writing():
        message = db.session.get_one(Message, message_id)
        message.lease_until, message.last_error = None, error
        if message.attempts >= MOST_ATTEMPTS:
            message.failed_at = clock.now()
        else:
            message.due_at = clock.now() + timedelta(minutes=2 ** (message.attempts - 1))


def again() -> int:
    """Take up what was laid aside. Answers how many."""
    with writing():
        laid_aside = list(db.session.scalars(select(Message).where(Message.failed_at.is_not(None))))
        for message in laid_aside:
            message.failed_at, message.attempts, message.due_at = None, 0, clock.now()
        return len(laid_aside)
