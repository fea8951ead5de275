"""A cast that breaks midway: the page, the logs, the sessions and the files say the same whatever was chosen."""

import hashlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from nomination.box.codes import new_receipt
from nomination.box.seal import slip_subject
from nomination.extensions import db
from nomination.models import Slip
from nomination.services import ballots
from tests.hunt.elections import Election, Place
from tests.support.client import CheckingClient
from tests.world import account_of, build
from workflow.ballot import Choice

MARKS = {Choice.YES: "1", Choice.NO: "2", Choice.ABSTAIN: "3"}
SPELLED = re.compile(r"Choice\.|\b(YES|NO|ABSTAIN)\b|['\"](yes|no|abstain)['\"]|slip-\d|[Đđ]ồng ý|[Kk]hông có ý kiến")
NONCES = re.compile(r"[0-9a-f]{40,}|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}|\bI[\w.-]{40,}|0x[0-9a-f]+|\d\d:\d\d(:\d\d)?")


class Keeper(logging.Handler):
    """Every line of every logger, with its traceback as a file would get it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"


@pytest.fixture
def log() -> Iterator[Keeper]:
    keeper, root = Keeper(), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    logging.getLogger("nomination").addHandler(keeper)
    yield keeper
    logging.getLogger("nomination").removeHandler(keeper)
    root.removeHandler(keeper)
    root.setLevel(level)


def full_disk(*_args: object, **_kwargs: object) -> None:
    raise OSError(28, "No space left on device")


def same_place(*_args: object) -> str:
    """The database itself refuses the second slip, and the driver's own error travels up with the statement."""
    return "ab" * 32


@pytest.mark.parametrize("where", ["the audit fails", "the database fails"])
def test_a_broken_cast_tells_nobody_the_choice(
    own_app: Flask, log: Keeper, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    own_app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    with own_app.app_context():
        place = Place(build(), seed=5)
        election = place.opened(1, place.voters)
        client = CheckingClient(own_app, own_app.response_class)
        client.sign_in(account_of(place.world, "beta_head"))
        if where == "the audit fails":
            monkeypatch.setattr(ballots.audit, "record", full_disk)
        else:
            monkeypatch.setattr(ballots, "slip_id", same_place)
        told = [_broken(client, log, election, choice) for choice in Choice]
        assert told[0] == told[1] == told[2]
        for page, lines in told:
            assert "Hệ thống gặp lỗi" in page
            assert "Traceback" in lines and "Traceback" not in page
            assert not SPELLED.search(page) and not SPELLED.search(lines)
        assert db.session.scalars(select(Slip)).all() == []
        _search_the_files(place, election)
        db.session.remove()


def _broken(client: CheckingClient, log: Keeper, election: Election, choice: Choice) -> tuple[str, str]:
    """The page and the logs, without what differs from one request to the next."""
    log.text = ""
    fields = {"slip-1": MARKS[choice], "slip-2": MARKS[choice], "definition": election.definition_hash}
    page = client.post(f"/rounds/{election.code}/ballot", data=fields | {"receipt": new_receipt()}, status=500)
    assert int(page.headers["Content-Length"]) == len(page.data)
    return NONCES.sub("*", page.text), NONCES.sub("*", log.text)


def _search_the_files(place: Place, election: Election) -> None:
    """Neither an opened slip nor the digest that only an opened slip holds lies in any row or file."""
    subjects = [slip_subject(one.code, election.definition_hash)[:32] for one in place.nominations]
    assert subjects[0] == hashlib.sha256(place.nominations[0].code.encode()).digest()
    rows = repr([list(db.session.execute(select(table))) for table in db.metadata.sorted_tables])
    for subject in subjects:
        assert repr(subject)[2:-1] not in rows and subject.hex() not in rows
    if db.engine.dialect.name == "sqlite":
        path = Path(str(db.engine.url.database))
        raw = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        assert not any(subject in raw for subject in subjects)
