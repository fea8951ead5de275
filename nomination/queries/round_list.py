"""The list of rounds: the newest first, by keyset, narrowed as it was asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select

from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Cluster, Round, RoundQuestion, RoundVoter
from nomination.queries.pages import keys_of
from nomination.queries.rounds import parts_visible
from workflow.dossier import Actor


@dataclass(frozen=True)
class Asked:
    """What a list of rounds was asked for."""

    status: str = ""
    campaign: str = ""
    after: int = 0


@dataclass(frozen=True)
class Listed:
    vote: Round
    cluster: Cluster | None
    questions: int
    voter: RoundVoter | None


@dataclass(frozen=True)
class RoundList:
    rounds: tuple[Listed, ...]
    more: int | None
    campaigns: tuple[tuple[str, str], ...] = field(default=())


def listing(actor: Actor, asked: Asked) -> RoundList:
    """The newest rounds first, by keyset."""
    narrowed = _narrowed(asked)
    parts = [[part, *narrowed] for part in parts_visible(actor)]
    page = keys_of(Round.id, parts, after=asked.after or None)
    launched = select(CampaignVersion.campaign_id).where(CampaignVersion.status == "in_force")
    offered = select(Campaign.code, Campaign.title).where(Campaign.id.in_(launched)).order_by(Campaign.id.desc())
    campaigns = db.session.execute(offered)
    return RoundList(_listed(actor, page.rows), page.older, tuple((code, title) for code, title in campaigns))


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    of_campaign = select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
    by_status = [Round.status == asked.status] if asked.status else []
    return [*by_status, *([Round.campaign_id == of_campaign] if asked.campaign else [])]


def _listed(actor: Actor, ids: Iterable[int]) -> tuple[Listed, ...]:
    size = select(func.count()).where(RoundQuestion.round_id == Round.id).correlate(Round).scalar_subquery()
    query = (
        select(Round, Cluster, size, RoundVoter)
        .outerjoin(Cluster, Cluster.id == Round.cluster_id)
        .outerjoin(RoundVoter, and_(RoundVoter.round_id == Round.id, RoundVoter.person_id == actor.person_id))
        .where(Round.id.in_(ids))
        .order_by(Round.id.desc())
    )
    return tuple(Listed(*row) for row in db.session.execute(query))
