"""The collector frees what nothing refers to, and never what an act under way is about to refer to."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from nomination import clock
from nomination.extensions import db
from nomination.files import FileStore, sha256_of, store
from nomination.models import StoredFile
from nomination.previews import THUMBNAIL, preview
from nomination.services import collecting
from nomination.services.collecting import collect
from nomination.services.evidence import Kept, Postponed, keep, row_of, store_upload
from nomination.services.transaction import writing
from tests.services.test_evidence import upload
from tests.world_drafts import PDF, PNG


def places() -> set[str]:
    return {place for place, _since in store().places()}


@pytest.fixture
def old(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the store counts as old at once."""
    monkeypatch.setattr(collecting, "KEPT_FOR", timedelta(hours=-1))


def test_what_is_young_or_referred_to_stays(session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    held, lost = store_upload(upload()), keep(upload(PNG, "ảnh.png"))
    assert preview(held.sha256, held.media_type, page=1, edge=THUMBNAIL).picture
    assert collect() == 0 and store().has(lost.sha256)
    monkeypatch.setattr(collecting, "KEPT_FOR", timedelta(hours=-1))
    told = app.test_cli_runner().invoke(args=["files", "collect"])
    assert told.output.startswith("Removed from the store: ") and told.exit_code == 0
    assert not store().has(lost.sha256) and store().drawn(lost.sha256, "1-1-320") is None
    assert b"".join(store().read(held.sha256)) == PDF and store().drawn(held.sha256, "1-1-320")
    assert db.session.get(StoredFile, lost.sha256) is None and collect() == 0


def test_what_a_broken_write_left_is_freed(old: None, app: Flask) -> None:
    left = next(iter(places())) if places() else "aa/bb"
    half = Path(app.config["FILE_STORE"]) / left.rpartition("/")[0] / ".incoming-abc"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    collect()
    assert not half.exists()


def test_a_file_kept_again_meanwhile_is_young(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list was made before; at the moment of removal the store is asked again."""
    kept = keep(upload())
    place = f"{kept.sha256[:2]}/{kept.sha256[2:4]}/{kept.sha256}"
    before = clock.now() - timedelta(hours=24)
    monkeypatch.setattr(FileStore, "places", lambda _store: iter([(place, before - timedelta(days=2))]))
    assert collect() == 0 and store().has(kept.sha256)


def test_no_row_without_bytes(old: None) -> None:
    """The bytes went between the upload and the act: the act says so, and no row is left behind."""
    kept = keep(upload())
    collect()
    with pytest.raises(Postponed), writing():
        row_of(kept)
    assert db.session.get(StoredFile, kept.sha256) is None
    again = store_upload(upload())
    assert again.sha256 == kept.sha256 and store().has(kept.sha256)


def test_collecting_while_people_upload(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wins each race: at the end no row points to bytes that are gone."""
    monkeypatch.setattr(collecting, "KEPT_FOR", timedelta(hours=-1))
    every = FileStore.places  # what is half written is young for as long as it is, only not by this clock
    whole = lambda kept: (one for one in every(kept) if sha256_of(one[0]))  # noqa: E731
    monkeypatch.setattr(FileStore, "places", whole)
    stop, refused = threading.Event(), []

    def collecting_on() -> None:
        while not stop.is_set():
            with own_app.app_context():
                collect()

    def uploading() -> None:
        for n in range(12):
            with own_app.app_context():
                sha256, size = store().put(io.BytesIO(b"minh chung %d" % n))
                try:
                    with writing():
                        row_of(Kept(sha256, size, "application/pdf", "a.pdf"))
                except Postponed:
                    refused.append(sha256)

    threads = [threading.Thread(target=collecting_on), *(threading.Thread(target=uploading) for _ in range(2))]
    for thread in threads:
        thread.start()
    for thread in threads[1:]:
        thread.join()
    stop.set()
    threads[0].join()
    with own_app.app_context():
        rows = list(db.session.scalars(db.select(StoredFile.sha256)))
        assert [sha256 for sha256 in rows if not store().has(sha256)] == []
        assert len(set(rows) | set(refused)) == 12
