"""Sessions: one sentence for every wrong try, a row that ends, a clock that keeps whoever is at work signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.identity import digest, load_user
from nomination.models import Account, LoginSession
from nomination.services import sessions
from nomination.services.transaction import Invalid
from tests.world import PASSWORD, build

MORNING = datetime(2020, 11, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(("name", "password"), [("officer", "wrong"), ("nobody", PASSWORD), ("officer", "")])
def test_a_wrong_try_says_one_sentence_and_opens_nothing(session: Session, name: str, password: str) -> None:
    build()
    with pytest.raises(Invalid) as refused:
        sessions.sign_in(name, password)
    assert refused.value.problems == {"": [("The username or the password is not right.", {})]}
    assert session.query(LoginSession).count() == 0


def test_a_closed_account_is_refused_like_a_wrong_password(session: Session) -> None:
    build()
    session.query(Account).filter_by(username="officer").update({"active": False})
    with pytest.raises(Invalid):
        sessions.sign_in("officer", PASSWORD)


def test_the_name_is_taken_in_any_letter_case(session: Session) -> None:
    world = build()
    assert sessions.sign_in(" Officer ", PASSWORD).person.id == world.people["officer"].id


def test_every_sign_in_opens_a_session_of_its_own(session: Session) -> None:
    build()
    first, second = (sessions.sign_in("officer", PASSWORD) for _ in range(2))
    assert first.token != second.token
    assert session.query(LoginSession).count() == 2


def test_signing_out_ends_this_session_and_no_other(session: Session) -> None:
    build()
    first, second = (sessions.sign_in("officer", PASSWORD) for _ in range(2))
    sessions.sign_out(first.token)
    assert load_user(first.token) is None
    assert load_user(second.token) is not None


def test_whoever_is_at_work_stays_signed_in(app: object, session: Session) -> None:
    """A visit every half hour keeps the session of an hour; without one it idles out."""
    build()
    with clock.at(MORNING):
        signed_in = sessions.sign_in("officer", PASSWORD)
    with clock.at(MORNING + timedelta(minutes=30)):
        sessions.keep_alive(load_user(signed_in.token))  # type: ignore[arg-type]
    with clock.at(MORNING + timedelta(minutes=80)):
        assert load_user(signed_in.token) is not None
    with clock.at(MORNING + timedelta(minutes=91)):
        assert load_user(signed_in.token) is None


def test_a_visit_soon_after_writes_nothing(session: Session) -> None:
    build()
    with clock.at(MORNING):
        signed_in = sessions.sign_in("officer", PASSWORD)
    with clock.at(MORNING + timedelta(minutes=4)):
        sessions.keep_alive(load_user(signed_in.token))  # type: ignore[arg-type]
    assert session.get_one(LoginSession, digest(signed_in.token)).seen_at == MORNING


def test_the_language_is_kept_with_the_account(session: Session) -> None:
    build()
    account = session.query(Account).filter_by(username="officer").one()
    sessions.choose_locale(account.id, "en")
    assert account.locale == "en"
    with pytest.raises(Invalid):
        sessions.choose_locale(account.id, "fr")
