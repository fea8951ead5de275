"""Files beside a criterion: taken into the store, put beside it, taken away again. Also the files of other papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from nomination import clock
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.files import store
from nomination.filetypes import Unacceptable, clean_name, media_type
from nomination.models import Evidence, Nomination, StoredFile
from nomination.opening import Busy
from nomination.previews import checked, keep_thumbnail
from nomination.services import audit
from nomination.services.drafts import principal, touch
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.dossier import Actor
from workflow.drafting import refuse_part, refuse_writing
from workflow.words import N_

FILES_MAX = 20
NO_FILE = N_("Choose a file first.")
TOO_MANY = N_("At most %(limit)s files beside one criterion.")
BUSY = N_("Many files are being checked just now. Attach it again in a minute.")
GONE = N_("The file was not kept. Attach it again.")


class Postponed(Invalid):
    """Not taken now, for a reason that is not the file's: the same may be sent again."""


class Upload(Protocol):
    """A file as a browser sent it."""

    @property
    def filename(self) -> str | None: ...

    @property
    def stream(self) -> IO[bytes]: ...


@dataclass(frozen=True)
class Kept:
    """A file that is in the store, under the name that people see."""

    sha256: str
    size: int
    media_type: str
    name: str


def keep(upload: Upload) -> Kept:
    """Check the file and put it into the store, before any transaction. Raises `Invalid` or `Postponed` at `file`."""
    name = clean_name(upload.filename)
    if not name:
        raise Invalid.one("file", NO_FILE)
    try:
        found = media_type(upload.stream, name)
        inside = checked(upload.stream, found)
    except Unacceptable as refused:
        raise Invalid.one("file", refused.message, **refused.params) from refused
    except Busy as error:
        raise Postponed.one("file", BUSY) from error
    sha256, size = store().put(upload.stream)
    keep_thumbnail(sha256, inside)
    return Kept(sha256, size, found, name)


def store_upload(upload: Upload) -> StoredFile:
    """Check the file, store it, and answer its row."""
    kept = keep(upload)
    with writing():
        return row_of(kept)


def row_of(kept: Kept) -> StoredFile:
    """The row of a kept file, in the caller's transaction. The same content is one row, whoever sent it.

    Its bytes are looked for once the name is ours: the collector holds a name while it removes what nobody refers to.
    """
    row = db.session.get(StoredFile, kept.sha256) or _new_row(kept)
    if not store().has(kept.sha256):
        raise Postponed.one("file", GONE)
    return row


def _new_row(kept: Kept) -> StoredFile:
    """Two people may send the same content at once: the second waits for the first and takes his row."""
    row = StoredFile(sha256=kept.sha256, size=kept.size, media_type=kept.media_type, stored_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return db.session.get_one(StoredFile, kept.sha256)
    return row


def add_evidence(actor: Actor, where: ColumnElement[bool], criterion: str, files: Sequence[Kept]) -> list[Evidence]:
    """Put kept files beside a criterion. Raises `Missing`, `WrongState`, `NotYours`, `Refused`, `Invalid`."""
    with writing():
        loaded = _writable(actor, where, criterion)
        there = loaded.evidence.get(criterion, [])
        known = {one.sha256 for one in there}
        new = list({kept.sha256: kept for kept in reversed(files) if kept.sha256 not in known}.values())[::-1]
        if len(there) + len(new) > FILES_MAX:
            raise Invalid.one("file", TOO_MANY, limit=FILES_MAX)
        added = [_add(actor, loaded, criterion, kept) for kept in new]
        if added:
            listed = [{"sha256": kept.sha256, "size": kept.size, "type": kept.media_type} for kept in new]
            _record(actor, loaded, "attach", {"criterion": criterion, "files": listed})
        return added


def remove_evidence(actor: Actor, where: ColumnElement[bool], evidence_id: int) -> str:
    """Take a file away from its criterion; the row and the bytes stay. Answers the criterion."""
    with writing():
        evidence = locked(
            select(Evidence)
            .join(Nomination, Nomination.id == Evidence.nomination_id)
            .where(where, Evidence.id == evidence_id, Evidence.removed_at.is_(None))
        )
        loaded = _writable(actor, Nomination.id == evidence.nomination_id, evidence.criterion)
        evidence.removed_at = clock.now()
        _record(actor, loaded, "detach", {"criterion": evidence.criterion, "sha256": evidence.sha256})
        return str(evidence.criterion)


def _writable(actor: Actor, where: ColumnElement[bool], criterion: str) -> Loaded:
    nomination = locked(select(Nomination).where(where))
    loaded = load(Nomination.id == nomination.id)
    if loaded is None or criterion not in {one.code for one in loaded.dossier.applicable()}:
        raise Missing
    refuse_writing(loaded.dossier, actor)
    refuse_part(loaded.dossier, criterion)
    return loaded


def _add(actor: Actor, loaded: Loaded, criterion: str, kept: Kept) -> Evidence:
    evidence = Evidence(
        nomination_id=loaded.row.id, criterion=criterion, sha256=row_of(kept).sha256, name=kept.name,
        added_by_id=actor.person_id, added_at=clock.now(),
    )  # fmt: skip
    db.session.add(evidence)
    db.session.flush()
    return evidence


def _record(actor: Actor, loaded: Loaded, act: str, facts: dict[str, object]) -> None:
    audit.record(
        actor, f"nomination:{act}", subject=("nomination", loaded.row.code), facts=facts,
        on_behalf=principal(loaded.dossier, actor),
    )  # fmt: skip
    touch(loaded.row)
