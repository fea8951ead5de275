"""How a round stands for one person at one moment: what the table of acts asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import ClusterLeadership, WrittenOpinion
from nomination.queries.rankings import rankings
from nomination.queries.roll import chairs_council
from nomination.queries.rounds import CLUSTER, Found, leads
from nomination.services.round_facts import CLOSED, COUNTED, Standing
from workflow.ballot import Method, quorum_met
from workflow.dossier import Actor
from workflow.ranking import CHAIR, Ranking
from workflow.vocabulary import Role

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})


def standing(found: Found, actor: Actor) -> Standing:
    """How the round stands for this person now."""
    vote, teller = found.vote, found.teller(actor.person_id)
    asks_chair = bool(vote.rule.get("chair_must_agree"))
    return Standing(
        status=vote.status,
        actor=actor,
        now=clock.now(),
        closes_at=vote.closes_at,
        turnout=found.turnout,
        leads=leads(actor, vote.body, vote.cluster_id, found.campaign.year),
        tells=teller is not None,
        chairs=asks_chair and chairs_council(actor.person_id, clock.today()),
        heads_department=Role.DEPARTMENT_HEAD in actor.roles(),
        department=bool(DEPARTMENT & actor.roles()),
        council=vote.body != CLUSTER,
        has_code=teller is not None and teller.lock is not None,
        confirmed=teller is not None and teller.confirmed,
        rehearsed=found.rehearsal is not None,
        codes_taken=any(one.lock is not None for one in found.tellers),
        tellers_unconfirmed=tuple(one.person.full_name for one in found.tellers if not one.confirmed),
        chair_needed=asks_chair and not vote.chair_refusal,
        chair_agreed=vote.chair_agreed_by_id is not None,
        uncarried=len(found.uncarried),
        reminded_at=vote.reminded_at,
        **_otherwise(found, actor),
    )


def _otherwise(found: Found, actor: Actor) -> dict[str, Any]:
    """What the other ways of a round look at: paper, opinions, a longer window, a tie, the end."""
    vote, end, longer, ties = found.vote, found.destruction, found.asked_longer, awaiting_chair(found)
    return {
        "method": vote.method,
        "quorate": quorum_met(found.turnout, rule_from(vote.rule)),
        "attended": found.meeting is not None,
        "opinions_allowed": vote.rule.get("absent_policy") == "written_opinion",
        "absent": sum(not voter.voted for voter in found.able),
        "leave": found.leave is not None,
        "figures_by": _typed_by(found),
        "longer_by": longer.asked_by_id if longer else None,
        "tie": bool(ties),
        "own_tie": _own_tie(found, actor, ties),
        "complaints_until": _complaints_until(found),
        "holds": found.holds,
        "end_asked_by": end.asked_by_id if end else None,
        "ended": end is not None and end.confirmed_at is not None,
    }


def _typed_by(found: Found) -> frozenset[int]:
    """Who typed what a second person confirms."""
    if found.vote.method == Method.WRITTEN and found.vote.status == CLOSED:
        query = select(WrittenOpinion.entered_by_id).where(WrittenOpinion.round_id == found.vote.id).distinct()
        return frozenset(db.session.scalars(query))
    typed = found.meeting.figures_by_id if found.meeting else None
    return frozenset() if typed is None else frozenset({typed})


def awaiting_chair(found: Found) -> list[Ranking]:
    """The ties that the vote of the one who chairs decides."""
    if found.vote.status != COUNTED or CHAIR not in found.vote.rule.get("tiebreak", []) or not found.uncarried:
        return []
    return [ranking for ranking in rankings(found) if ranking.awaiting == CHAIR]


def _own_tie(found: Found, actor: Actor, ties: Sequence[Ranking]) -> bool:
    """One of the equals is a case of the unit that the one who chairs leads, or for whom he chairs."""
    if not ties:
        return False
    units: set[int | None] = {grant.unit_id for grant in actor.grants_of(Role.CLUSTER_LEADER)}
    if found.led_for(actor) is not None:
        query = select(ClusterLeadership.unit_id).where(
            ClusterLeadership.cluster_id == found.vote.cluster_id, ClusterLeadership.year == found.campaign.year,
            ClusterLeadership.post == "leader",
        )  # fmt: skip
        units |= set(db.session.scalars(query))
    tied = {code for ranking in ties for code in ranking.tied}
    return any(line.nomination.code in tied and line.nomination.unit_id in units for line in found.lines)


def _complaints_until(found: Found) -> datetime | None:
    ended, days = found.vote.counted_at or found.vote.closed_at, found.vote.rule.get("complaint_days")
    return ended + timedelta(days=days) if ended is not None and isinstance(days, int) else None
