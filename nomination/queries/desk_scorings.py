"""Scoring on the desk: sheets that the reader's unit has still to send, and scorings that he leads and may end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Cluster, ScoreSheet, Scoring, ScoringLine
from nomination.queries.desk_nominations import COUNTED_TO
from nomination.queries.rounds import CLUSTER, leads
from nomination.queries.scorings import visible_scorings
from workflow.dossier import Actor
from workflow.vocabulary import Role
from workflow.words import N_

SHEETS = N_("Score sheets to send")
ENDING = N_("Scorings to end")


@dataclass(frozen=True)
class ScoringWaiting:
    """One open scoring. `sheets`: those of the reader's unit that are not sent, while they are still taken."""

    code: str
    cluster: str
    campaign: str
    until: datetime
    sheets: bool
    ending: bool


def waiting_scorings(actor: Actor) -> list[ScoringWaiting]:
    """One query, for heads of member units alone."""
    units = {grant.unit_id for grant in actor.grants_of(Role.CLUSTER_MEMBER)}
    if not units:
        return []
    lines = select(func.count()).where(ScoringLine.scoring_id == Scoring.id).correlate(Scoring).scalar_subquery()
    sent = select(func.count()).where(
        ScoreSheet.scoring_id == Scoring.id, ScoreSheet.unit_id.in_(units), ScoreSheet.sent_at.is_not(None)
    )
    query = (
        select(Scoring, Cluster.name, Campaign.title, Campaign.year, lines, sent.correlate(Scoring).scalar_subquery())
        .join(Cluster, Cluster.id == Scoring.cluster_id)
        .join(Campaign, Campaign.id == Scoring.campaign_id)
        .where(visible_scorings(actor), Scoring.status == "open")
        .order_by(Scoring.until)
        .limit(COUNTED_TO)
    )
    found = []
    for row, cluster, campaign, year, asked, given in db.session.execute(query):
        over, mine = clock.now() >= row.until, len(units & set(row.expected))
        sheets = not over and given < asked * mine
        found.append(
            ScoringWaiting(
                row.code, cluster, campaign, row.until, sheets, over and leads(actor, CLUSTER, row.cluster_id, year)
            )
        )
    return found
