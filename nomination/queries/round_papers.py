"""The papers of a round for reading: which there are, and who may fetch them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from nomination.extensions import db
from nomination.models import RoundPaper
from nomination.queries.rounds import CLUSTER, IN_CLUSTER, Found, find, leads
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.vocabulary import Role

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR})


def papers_of(round_id: int) -> tuple[RoundPaper, ...]:
    """Those that were not taken away, in the order in which they came."""
    query = (
        select(RoundPaper)
        .where(RoundPaper.round_id == round_id, RoundPaper.removed_at.is_(None))
        .options(joinedload(RoundPaper.file, innerjoin=True))
        .order_by(RoundPaper.id)
    )
    return tuple(db.session.scalars(query))


def reads_papers(found: Found, actor: Actor) -> bool:
    """Whoever is on the roll (before the opening: would be), counts or leads the round; and the department."""
    vote = found.vote
    if actor.roles() & DEPARTMENT or found.teller(actor.person_id) is not None:
        return True
    if found.voter(actor.person_id) is not None or leads(actor, vote.body, vote.cluster_id, found.campaign.year):
        return True
    member = of_cluster(found, actor) if vote.body == CLUSTER else Role.COUNCIL_MEMBER in actor.roles()
    return not found.voters and member


def of_cluster(found: Found, actor: Actor) -> bool:
    """A member or the leader of the cluster that votes, in its year."""
    mine = {(grant.cluster_id, grant.year) for grant in actor.grants if grant.role in IN_CLUSTER}
    return found.vote.cluster_id is not None and (found.vote.cluster_id, found.campaign.year) in mine


def paper_of(actor: Actor, code: str, paper_id: int) -> RoundPaper:
    """One paper of a round that the reader may fetch; raises `Missing` otherwise."""
    found = find(actor, code)
    query = select(RoundPaper).where(
        RoundPaper.id == paper_id, RoundPaper.round_id == found.vote.id, RoundPaper.removed_at.is_(None)
    )
    paper = db.session.scalars(query).one_or_none()
    if paper is None or not reads_papers(found, actor):
        raise Missing
    return paper
