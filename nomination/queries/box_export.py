"""The closed box as one JSON document: definition, slips, hashes, and what the tellers' codes open."""

from typing import Any

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import KeyWrapping, Nomination, Slip
from nomination.queries.rankings import open_places
from nomination.queries.round_repeats import others_of, withheld
from nomination.queries.rounds import Found, Line, find, sees_exact
from nomination.queries.written_opinions import opinions_of
from nomination.services.round_facts import AFTER_CLOSE, COUNTED
from nomination.services.transaction import Missing
from workflow.dossier import Actor


def export(actor: Actor, code: str) -> dict[str, Any]:
    """For those who may read the minutes, once the box has closed; raises `Missing` for everybody else."""
    found = find(actor, code)
    if found.vote.status not in AFTER_CLOSE or not sees_exact(found, actor):
        raise Missing
    names = _names(found)
    return {
        "round": found.vote.code,
        "status": found.vote.status,
        "definition": found.vote.definition,
        "definition_hash": found.vote.definition_hash,
        "box_hash": found.vote.box_hash,
        "method": found.vote.method,
        "voted": found.turnout.present,
        "participants": _participants(found),
        "eligible": {line.nomination.code: line.question.eligible for line in found.lines},
        "tellers": [{"n": one.n, "name": one.person.full_name, "lock": one.lock} for one in found.tellers],
        "wrappings": _wrappings(found),
        "slips": _slips(found),
        "minutes": _minutes(found),
        "places": open_places(found) if found.vote.status == COUNTED else {},
        "extensions": _extensions(found),
        "written_opinions": _opinions(found),
        "absences": {names[voter.n]: voter.absence for voter in found.voters if not voter.voted},
        "destroyed": _destroyed(found),
    }


def _participants(found: Found) -> list[str]:
    """Those who cast a ballot, as the frozen roll names them. Who wrote stands beside his opinion instead."""
    names = _names(found)
    return [names[voter.n] for voter in found.voters if voter.voted and not voter.written]


def _names(found: Found) -> dict[int, str]:
    names = {name.partition(".")[0]: name for name in (found.vote.definition or {}).get("roll", [])}
    return {voter.n: names.get(str(voter.n), str(voter.n)) for voter in found.voters}


def _minutes(found: Found) -> dict[str, dict[str, Any]]:
    """What the minutes print of each nomination, and as little where they keep the figures back; nothing before the
    count."""
    if found.vote.status != COUNTED:
        return {}
    kept_back = withheld(found, others_of(found))
    return {line.nomination.code: _printed(line, shown=line.nomination.id not in kept_back) for line in found.lines}


def _printed(line: Line, *, shown: bool) -> dict[str, Any]:
    told = {key: getattr(line.question, key) for key in ("outcome", "within_places")}
    figures = {key: getattr(line.question, key) for key in ("yes", "no", "abstain", "invalid")} if shown else {}
    return told | figures | {"award": line.nomination.award, "withheld": not shown}


def _extensions(found: Found) -> list[dict[str, Any]]:
    """Longer windows that were agreed. The definition keeps the end under which the box was opened."""
    return [
        {"from": one.ends_before.isoformat(), "to": one.ends_after.isoformat(), "reason": one.reason}
        for one in found.extensions if one.consented
    ]  # fmt: skip


def _opinions(found: Found) -> list[dict[str, str]]:
    """Opinions in writing are open: by the name on the roll."""
    names = {voter.person_id: _names(found)[voter.n] for voter in found.voters if voter.written}
    codes = {line.nomination.id: line.nomination.code for line in found.lines}
    return [
        {"name": names[one.person_id], "nomination": codes[key], "choice": choice.value}
        for one in (opinions_of(found.vote.id) if names else ()) for key, choice in sorted(one.choices.items())
    ]  # fmt: skip


def _destroyed(found: Found) -> dict[str, Any] | None:
    """What stays of a destroyed box: the list of slips, which still makes the hash of the box."""
    end = found.destruction
    if end is None or end.confirmed_at is None:
        return None
    slips = [{"id": one, "sha256": digest, "nomination": code} for one, digest, code in end.listed]
    return {"at": end.confirmed_at.isoformat(), "slips": slips, "keys": end.keys}


def _wrappings(found: Found) -> dict[str, str]:
    rows = db.session.scalars(select(KeyWrapping).where(KeyWrapping.round_id == found.vote.id))
    return {row.tellers: bytes(row.sealed).hex() for row in rows}


def _slips(found: Found) -> list[dict[str, str]]:
    """In the order of their ids, which is no order of time."""
    rows = db.session.execute(
        select(Slip.id, Nomination.code, Slip.sealed)
        .join(Nomination, Nomination.id == Slip.nomination_id)
        .where(Slip.round_id == found.vote.id)
        .order_by(Slip.id)
    )
    return [{"id": bytes(row.id).hex(), "nomination": row.code, "sealed": bytes(row.sealed).hex()} for row in rows]
