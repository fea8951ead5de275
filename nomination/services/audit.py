"""Writes the audit chain. Each entry seals the one before; no ballot, no password and no private field goes in."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, AuditHead
from workflow.dossier import Actor

GENESIS = "0" * 64


@dataclass(frozen=True)
class Said:
    """One entry to be: `subject` is (kind, key), `facts` plain JSON."""

    action: str
    subject: tuple[str, object]
    facts: dict[str, Any]
    on_behalf: int | None = None


def record(
    actor: Actor | None,
    action: str,
    *,
    subject: tuple[str, object],
    facts: dict[str, Any],
    on_behalf: int | None = None,
) -> Audit:
    """Append one entry about `subject` (kind, key) in the caller's transaction. `facts` must be plain JSON."""
    return record_all(actor, [Said(action, subject, facts, on_behalf)])[0]


def record_all(actor: Actor | None, said: Sequence[Said]) -> list[Audit]:
    """Append entries one behind another, in the caller's transaction."""
    head = db.session.execute(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    made = []
    for one in said:
        kind, key = one.subject
        entry = Audit(
            id=head.last_id + 1, at=clock.now(), actor_id=actor.person_id if actor else None,
            on_behalf_id=one.on_behalf, action=one.action, subject_kind=kind, subject_id=str(key),
            facts=json.loads(canonical(one.facts)), previous=head.last_hash,
        )  # fmt: skip
        entry.hash = seal(entry)
        db.session.add(entry)
        head.last_id, head.last_hash = entry.id, entry.hash
        made.append(entry)
    db.session.flush()
    return made


def in_turn() -> None:
    """Take the one place at the end of the chain now. Whoever looks for something that must not be there twice does
    so alone, until his own is there."""
    db.session.execute(select(AuditHead).with_for_update())


def seal(entry: Audit) -> str:
    """SHA-256 over the entry's own fields and the hash of the one before."""
    fields = [
        entry.id,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.on_behalf_id,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.facts,
        entry.previous,
    ]
    return digest(fields)


def digest(value: object) -> str:
    """One hash of a plain value, by its one spelling."""
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: object) -> bytes:
    """One spelling of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in the audit")
