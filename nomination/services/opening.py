"""Opening a round: roll, questions, rules and key are frozen in one transaction under one hash."""

from typing import Any

from sqlalchemy import and_, select

from nomination import clock
from nomination.box.definition import Definition, Question, as_json, definition_hash
from nomination.box.seal import Wrapping, new_box
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import KeyWrapping, Nomination, Round, RoundVoter
from nomination.queries.roll import REDUCE, Roll, cluster_roll, council_roll, recused
from nomination.queries.round_papers import papers_of
from nomination.queries.rounds import STATE_OF, Found, gather, standing, visible_rounds
from nomination.services import audit, outbox
from nomination.services.keys import read_lock
from nomination.services.round_acts import demand
from nomination.services.transaction import lock_nominations, locked, writing
from workflow.ballot import secret_enough
from workflow.dossier import Actor, Reason
from workflow.machine import Refused
from workflow.words import N_


def open_round(actor: Actor, code: str) -> None:
    """From here on only ballots are added. Raises `Refused` with every reason why the round cannot open."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("open", standing(found, actor))
        lock_nominations(line.nomination.id for line in found.lines)
        roll = _roll(found)
        loaded = {one.row.id: one for one in load_all(Nomination.id.in_([line.nomination.id for line in found.lines]))}
        reasons = _against(found, roll, loaded)
        if reasons:
            raise Refused(reasons)
        _freeze(found, roll, loaded)
        facts = {"definition": vote.definition_hash, "voters": len(roll.members), "nominations": len(found.lines)}
        outbox.owe("round_opened", to=("roll", vote.id), key=f"open/{code}", codes={"round": code})
        audit.record(actor, "round:open", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def _roll(found: Found) -> Roll:
    if found.vote.cluster_id is None:
        return council_roll(clock.today())
    return cluster_roll(found.vote.cluster_id, found.campaign.year, clock.today())


def _against(found: Found, roll: Roll, loaded: dict[int, Loaded]) -> list[Reason]:
    message = N_("The unit “%(unit)s” has no head in office today, so the roll would be incomplete.")
    reasons = [Reason("roll", message, {"unit": unit.name}) for unit in roll.vacant]
    for line in found.lines:
        reasons += _against_line(found, roll, loaded[line.nomination.id])
    return reasons


def _against_line(found: Found, roll: Roll, loaded: Loaded) -> list[Reason]:
    reasons, name = [], {"nominee": loaded.row.nominee_name}
    if loaded.dossier.state is not STATE_OF[found.vote.body]:
        message = N_(
            "The nomination of “%(nominee)s” no longer waits for this vote. Cancel this round and prepare another."
        )
        reasons.append(Reason("state", message, name))
    elif loaded.dossier.material_hash != loaded.dossier.pledged_hash:
        message = N_("The content of the nomination of “%(nominee)s” is not what its unit submitted.")
        reasons.append(Reason("changed", message, name))
    slips = len(roll.members) - len(recused(roll.members, loaded.row, found.vote.rule["recusal"]))
    least = found.vote.rule["min_voters"]
    if not secret_enough(slips, least):
        message = N_("Only %(slips)s people may vote on “%(nominee)s”; below %(least)s the vote is held on paper.")
        reasons.append(Reason("small", message, name | {"slips": slips, "least": least}))
    return reasons


def _freeze(found: Found, roll: Roll, loaded: dict[int, Loaded]) -> None:
    vote = found.vote
    box = new_box([read_lock(teller.lock) for teller in found.tellers if teller.lock], vote.teller_quorum)
    vote.public_key = box.public_key
    db.session.add_all(_wrapping(vote, wrapping) for wrapping in box.wrappings)
    aside = {line.nomination.id: recused(roll.members, line.nomination, vote.rule["recusal"]) for line in found.lines}
    for line in found.lines:
        line.question.material_hash = loaded[line.nomination.id].dossier.material_hash
        left = len(roll.members) - len(aside[line.nomination.id])
        line.question.eligible = left if vote.rule["recusal"] == REDUCE else len(roll.members)
    vote.voters = [
        RoundVoter(
            person_id=member.person.id, n=n, unit_id=member.unit.id if member.unit else None, capacity=member.capacity,
            recused=[line.nomination.code for line in found.lines if member.person.id in aside[line.nomination.id]],
        )
        for n, member in enumerate(roll.members, start=1)
    ]  # fmt: skip
    definition = _definition(found, roll, aside)
    vote.definition, vote.definition_hash = as_json(definition), definition_hash(definition)
    vote.status, vote.opened_at = "open", clock.now()


def _wrapping(vote: Round, wrapping: Wrapping) -> KeyWrapping:
    """Positions from 0 in the box, ordinals from 1 for people."""
    ordinals = "-".join(str(position + 1) for position in wrapping.tellers)
    return KeyWrapping(round_id=vote.id, tellers=ordinals, sealed=wrapping.sealed)


def _definition(found: Found, roll: Roll, aside: dict[int, frozenset[int]]) -> Definition:
    """Names stand in the roll as people read them, with their number, so that two of one name stay two."""
    names = {
        member.person.id: f"{n}. {member.person.full_name}" + (f" ({member.unit.name})" if member.unit else "")
        for n, member in enumerate(roll.members, start=1)
    }
    questions = [
        Question(
            line.nomination.code, str(line.question.material_hash),
            frozenset(names[person] for person in aside[line.nomination.id]),
        )
        for line in found.lines
    ]  # fmt: skip
    return Definition(
        found.vote.code, list(names.values()), questions, _rules(found), bytes(found.vote.public_key or b"")
    )


def _rules(found: Found) -> dict[str, Any]:
    vote = found.vote
    return {
        "title": vote.title,
        "body": vote.body,
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
