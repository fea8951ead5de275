"""The closed box as one JSON document: definition, slips, hashes, and what the tellers' codes open."""

from typing import Any

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import KeyWrapping, Nomination, Slip
from nomination.queries.rounds import Found, find, sees_exact
from nomination.services.round_acts import AFTER_CLOSE, COUNTED
from nomination.services.transaction import Missing
from workflow.dossier import Actor


def export(actor: Actor, code: str) -> dict[str, Any]:
    """For those who may read the minutes, once the box has closed; raises `Missing` for everybody else."""
    found = find(actor, code)
    if found.vote.status not in AFTER_CLOSE or not sees_exact(found, actor):
        raise Missing
    return {
        "round": found.vote.code,
        "status": found.vote.status,
        "definition": found.vote.definition,
        "definition_hash": found.vote.definition_hash,
        "box_hash": found.vote.box_hash,
        "voted": found.turnout.voted,
        "participants": _participants(found),
        "eligible": {line.nomination.code: line.question.eligible for line in found.lines},
        "tellers": [{"n": one.n, "name": one.person.full_name, "lock": one.lock} for one in found.tellers],
        "wrappings": _wrappings(found),
        "slips": _slips(found),
        "minutes": _minutes(found),
    }


def _participants(found: Found) -> list[str]:
    """Those who voted, as the frozen roll names them: whatever they are called now."""
    names = {name.partition(".")[0]: name for name in (found.vote.definition or {}).get("roll", [])}
    return [names.get(str(voter.n), str(voter.n)) for voter in found.voters if voter.voted]


def _minutes(found: Found) -> dict[str, dict[str, Any]]:
    """What the minutes print of each nomination; nothing before the count."""
    if found.vote.status != COUNTED:
        return {}
    figures = ("yes", "no", "abstain", "invalid", "outcome", "within_places")
    return {
        line.nomination.code: {key: getattr(line.question, key) for key in figures} | {"award": line.nomination.award}
        for line in found.lines
    }


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
