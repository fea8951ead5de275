"""Who is at the other end: passwords, session rows, and the signed-in person as Flask-Login sees him."""

import hashlib
import secrets
from datetime import timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_login import UserMixin
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.extensions import db, login_manager
from nomination.models import Account, LoginSession, Person
from nomination.queries.actor import actor_for
from workflow.dossier import Actor

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
NOBODY = HASHER.hash(secrets.token_hex(16))
SEEN_EVERY = timedelta(minutes=5)


class SignedIn(UserMixin):
    """A person in one browser. `actor` is what the rules see; it is read once a request."""

    def __init__(self, session: LoginSession, token: str) -> None:
        self.session = session
        self.token = token
        self.person: Person = session.account.person
        self.locale = session.account.locale

    def get_id(self) -> str:
        return self.token

    @cached_property
    def actor(self) -> Actor:
        return actor_for(self.person)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def verified(username: str, password: str) -> Account | None:
    """The account, if the password is right. An unknown name takes as long as a known one."""
    account = db.session.scalars(select(Account).where(Account.username == username.strip().casefold())).one_or_none()
    try:
        HASHER.verify(account.password_hash if account else NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return account if account is not None and account.active else None


def open_session(account: Account) -> SignedIn:
    """A new session row and its token. The caller commits."""
    token, moment = secrets.token_urlsafe(32), clock.now()
    row = LoginSession(
        token_hash=digest(token), account=account, epoch=account.epoch, started_at=moment, seen_at=moment
    )
    db.session.add(row)
    return SignedIn(row, token)


@login_manager.user_loader
def load_user(token: str) -> SignedIn | None:
    """The person of this session, unless it ended, idled out, or all of his sessions were ended at once."""
    query = (
        select(LoginSession)
        .options(joinedload(LoginSession.account).joinedload(Account.person))
        .where(LoginSession.token_hash == digest(token), LoginSession.ended_at.is_(None))
    )
    row = db.session.scalars(query).one_or_none()
    if row is None or not row.account.active or row.epoch != row.account.epoch:
        return None
    moment = clock.now()
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    if moment - row.seen_at > idle or moment - row.started_at > timedelta(hours=current_app.config["SESSION_HOURS"]):
        return None
    return SignedIn(row, token)
