"""Opening a round: roll, questions, rules and key are frozen in one transaction under one hash."""

from typing import Any

from sqlalchemy import and_, select

from nomination import clock
from nomination.box.definition import Definition, Question, as_json, definition_hash
from nomination.box.seal import Wrapping, new_box
from nomination.extensions import db
from nomination.models import KeyWrapping, Round, RoundVoter
from nomination.queries.readiness import Readiness, readiness
from nomination.queries.roll import REDUCE
from nomination.queries.round_papers import papers_of
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit, outbox
from nomination.services.keys import read_lock
from nomination.services.round_acts import demand
from nomination.services.transaction import lock_nominations, locked, writing
from workflow.ballot import Method
from workflow.dossier import Actor
from workflow.machine import Refused


def open_round(actor: Actor, code: str) -> None:
    """From here on only ballots are added. Raises `Refused` with every reason why the round cannot open."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("open", standing(found, actor))
        lock_nominations(line.nomination.id for line in found.lines)
        ready = readiness(found, standing(found, actor))
        if ready.reasons:
            raise Refused(ready.reasons)
        _freeze(ready)
        voters = len(ready.roll.members)
        facts = {"definition": vote.definition_hash, "voters": voters, "nominations": len(found.lines)}
        told = "round_opened" if vote.method == Method.ELECTRONIC else "round_opened_apart"
        outbox.owe(told, to=("roll", vote.id), key=f"open/{code}", codes={"round": code})
        audit.record(actor, "round:open", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def _freeze(ready: Readiness) -> None:
    found, vote, members = ready.found, ready.found.vote, ready.roll.members
    if vote.method == Method.ELECTRONIC:
        _make_key(found)
    for line in found.lines:
        line.question.material_hash = ready.hashes[line.nomination.id]
        left = len(members) - len(ready.aside[line.nomination.id])
        line.question.eligible = left if vote.rule["recusal"] == REDUCE else len(members)
    vote.voters = [
        RoundVoter(
            person_id=member.person.id, n=n, unit_id=member.unit.id if member.unit else None, capacity=member.capacity,
            recused=ready.kept_off(member.person.id),
        )
        for n, member in enumerate(members, start=1)
    ]  # fmt: skip
    definition = definition_of(ready, bytes(vote.public_key or b""))
    vote.definition, vote.definition_hash = as_json(definition), definition_hash(definition)
    vote.status, vote.opened_at = "open", clock.now()


def _make_key(found: Found) -> None:
    """Only a box has a key; on paper and in writing nothing is sealed."""
    vote = found.vote
    box = new_box([read_lock(teller.lock) for teller in found.tellers if teller.lock], vote.teller_quorum)
    vote.public_key = box.public_key
    db.session.add_all(_wrapping(vote, wrapping) for wrapping in box.wrappings)


def _wrapping(vote: Round, wrapping: Wrapping) -> KeyWrapping:
    """Positions from 0 in the box, ordinals from 1 for people."""
    ordinals = "-".join(str(position + 1) for position in wrapping.tellers)
    return KeyWrapping(round_id=vote.id, tellers=ordinals, sealed=wrapping.sealed)


def definition_of(ready: Readiness, public_key: bytes) -> Definition:
    """Names stand in the roll as people read them, with their number, so that two of one name stay two."""
    names = {
        member.person.id: f"{n}. {member.person.full_name}" + (f" ({member.unit.name})" if member.unit else "")
        for n, member in enumerate(ready.roll.members, start=1)
    }
    questions = [
        Question(
            line.nomination.code, ready.hashes[line.nomination.id],
            frozenset(names[person] for person in ready.aside[line.nomination.id]),
        )
        for line in ready.found.lines
    ]  # fmt: skip
    return Definition(ready.found.vote.code, list(names.values()), questions, _rules(ready.found), public_key)


def _rules(found: Found) -> dict[str, Any]:
    vote = found.vote
    return {
        "title": vote.title,
        "body": vote.body,
        "method": vote.method,
        "campaign": found.campaign.code,
        "version": found.version.content_hash,
        "ruleset": vote.ruleset,
        "rule": vote.rule,
        "opens_at": vote.opens_at.isoformat(),
        "closes_at": vote.closes_at.isoformat(),
        "tellers": [f"{teller.n}. {teller.person.full_name}" for teller in found.tellers],
        "teller_quorum": vote.teller_quorum,
        "agenda": vote.agenda,
        "papers": [{"name": paper.name, "sha256": paper.sha256} for paper in papers_of(vote.id)],
    }
