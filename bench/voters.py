"""Voters over HTTP, each signed in without a password, with a connection and an address of his own."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from nomination.extensions import db
from nomination.identity import open_session
from nomination.models import Account


@dataclass(frozen=True)
class Voter:
    """`source` is an address of this machine's own network: limits by address hold for each voter alone."""

    person: int
    cookie: str
    token: str
    source: str

    def posts(self, address: str, path: str, fields: Mapping[str, str], *, patience: float = 120) -> tuple[int, str]:
        """Status and target of the answer. Raises OSError or HTTPException when none came."""
        where = urlsplit(address)
        connection = HTTPConnection(
            where.hostname or "", where.port, timeout=patience, source_address=(self.source, 0)
        )  # fmt: skip
        try:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode({"csrf_token": self.token, **fields}), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()


def voters(app: Flask, people: Iterable[int]) -> list[Voter]:
    """Inside an app context; the server must have the same secret key."""
    return [_voter(app, person, n) for n, person in enumerate(people, start=2)]


def _voter(app: Flask, person: int, n: int) -> Voter:
    account = db.session.scalars(select(Account).where(Account.person_id == person)).one()
    signed_in = open_session(account)
    db.session.commit()
    raw = secrets.token_hex(20)
    kept = {"_user_id": signed_in.get_id(), "_fresh": True, "csrf_token": raw}
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"
    token = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw)
    return Voter(person, cookie, token, f"127.0.{n // 250}.{n % 250 + 1}")
