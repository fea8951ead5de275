"""Signing in and out, staying signed in, and the language of an account."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from nomination import clock
from nomination.extensions import db
from nomination.identity import SEEN_EVERY, SignedIn, digest, open_session, verified
from nomination.models import Account, LoginSession
from nomination.services.transaction import Invalid, writing
from workflow.words import N_

LOG = logging.getLogger(__name__)
LOCALES = ("vi", "en")
WRONG = N_("The username or the password is not right.")


def sign_in(username: str, password: str) -> SignedIn:
    """A new session of the person. Raises `Invalid` with one sentence, whichever of the two was wrong.

    The password is checked before the write lock is taken: it costs its time on purpose.
    """
    account = verified(username, password)
    if account is None:
        raise Invalid.one("", WRONG)
    account_id = account.id
    with writing():
        return open_session(db.session.get_one(Account, account_id))


def sign_out(token: str) -> None:
    """End the session of this token. A stolen copy of the cookie is worth nothing afterwards."""
    with writing():
        row = db.session.get(LoginSession, digest(token))
        if row is not None and row.ended_at is None:
            row.ended_at = clock.now()


def keep_alive(signed_in: SignedIn) -> None:
    """Note that the person is still there; at most once in a while, so that reading stays reading.

    What he asked for is done by now, so a busy database must not turn its answer into an error.
    """
    try:
        if clock.now() - signed_in.session.seen_at >= SEEN_EVERY:
            _note_seen(signed_in)
    except SQLAlchemyError as error:
        db.session.rollback()
        LOG.info("the session was not noted as seen: %s", type(error).__name__)


def _note_seen(signed_in: SignedIn) -> None:
    with writing():
        row = db.session.get(LoginSession, digest(signed_in.token))
        if row is not None:
            row.seen_at = clock.now()


def choose_locale(account_id: int, locale: str) -> None:
    """Keep the language with the account, for every browser of the person."""
    if locale not in LOCALES:
        raise Invalid.one("language", N_("This language is not available."))
    with writing():
        db.session.get_one(Account, account_id).locale = locale
