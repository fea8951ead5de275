"""Papers of a submission letter: the letter itself, the minutes it rests on, and the notice of what came of it."""

from sqlalchemy import select

from nomination.decisions import printed_name
from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import Decision, DecisionLine, Transition
from nomination.papers.kinds import PaperKind
from nomination.papers.letter import Letter, Proposed, letter
from nomination.papers.notice import Notice, Told, notice
from nomination.papers.official import Official
from nomination.papers.sentences import grounds_of
from nomination.papers.unit_minutes import UnitMinutes, unit_minutes
from nomination.queries.papers import Offer, Offers
from nomination.queries.papers.words import class_word, department_symbol
from nomination.queries.submissions import Letter as Found
from nomination.queries.submissions import letter as find_letter
from nomination.rulesets import rules_of
from workflow.dossier import Actor
from workflow.vocabulary import State

ENDED = (State.WITHDRAWN, State.REVOKED)
"""Of these nobody waits for a result any more."""


def of_submission(actor: Actor, code: str) -> Offers:
    """Raises `Missing` when the actor may not read the letter."""
    found = find_letter(actor, code)
    if not found.carried:
        return ()
    papers = [
        Offer(PaperKind.LETTER, lambda: _letter(found)),
        Offer(PaperKind.UNIT_MINUTES, lambda: _minutes(found)),
    ]
    return papers + ([Offer(PaperKind.NOTICE, lambda: _notice(found))] if _decided(found) else [])


def _decided(found: Found) -> bool:
    return any(one.row.state in (State.AWARDED, State.DECLINED) for one in found.carried)


def _letter(found: Found) -> Official:
    row, campaign = found.row, found.carried[0].campaign
    rules = rules_of(campaign)
    return letter(
        Letter(
            parent=found.unit.head_block, unit=found.unit.name, number=row.paper_number,
            campaign=campaign.title, issuer=campaign.issuer, standing_body=rules.text("standing_body"),
            grounds=grounds_of(rules), met_on=row.met_on, chair=row.chair, present=row.present, members=row.members,
            sender=found.sender or "", proposed=_proposed(found),
        )
    )  # fmt: skip


def _proposed(found: Found) -> tuple[Proposed, ...]:
    return tuple(
        Proposed(
            printed_name(one), one.row.nominee_post, one.row.nominee_place,
            class_word(one.row.kind, one.row.class_code), one.award.name, one.row.citation,
        )
        for one in found.carried
    )  # fmt: skip


def _minutes(found: Found) -> Official:
    row, campaign = found.row, found.carried[0].campaign
    return unit_minutes(
        UnitMinutes(
            parent=found.unit.head_block, unit=found.unit.name, campaign=campaign.title,
            met_on=row.met_on, chair=row.chair, present=row.present, members=row.members, conclusion=row.conclusion,
            proposed=_proposed(found),
        )
    )  # fmt: skip


def _notice(found: Found) -> Official:
    """What is decided but not out yet waits: a decision is told of once it is published."""
    campaign = found.carried[0].campaign
    awarded, declined = _awarded(found), _declined(found)
    return notice(
        Notice(
            issuer=campaign.issuer, standing_body=rules_of(campaign).text("standing_body"),
            symbol=department_symbol(campaign), place=campaign.dispatch.place, campaign=campaign.title,
            unit=found.unit.name, awarded=awarded, declined=declined,
            waiting=sum(one.row.state not in ENDED for one in found.carried) - len(awarded) - len(declined),
        )
    )  # fmt: skip


def _awarded(found: Found) -> tuple[Told, ...]:
    names = {one.row.id: one for one in found.carried if one.row.state == State.AWARDED}
    query = (
        select(DecisionLine, Decision)
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(DecisionLine.nomination_id.in_(names), Decision.kind == "award", Decision.status == "published")
        .order_by(Decision.id, DecisionLine.ordinal)
    )
    return tuple(
        Told(line.name, line.award_name, decision.number, decision.dated, line.ordinal)
        for line, decision in db.session.execute(query)
    )


def _declined(found: Found) -> tuple[Told, ...]:
    """With the reason that the last step gave."""
    refused = {one.row.id: one for one in found.carried if one.row.state == State.DECLINED}
    query = select(Transition.nomination_id, Transition.reason, Transition.citation).where(
        Transition.nomination_id.in_(refused), Transition.to_state == State.DECLINED.value
    )
    reasons = {key: " ".join(part for part in told if part) for key, *told in db.session.execute(query)}
    return tuple(_refusal(one, reasons.get(key, "")) for key, one in refused.items())


def _refusal(one: Loaded, reason: str) -> Told:
    return Told(printed_name(one), one.award.name, reason=reason)
