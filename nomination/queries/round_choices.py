"""What may go into a new round: nominations that wait for a vote, and people who may count it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Cluster,
    ClusterMembership,
    Nomination,
    Person,
    RoleAssignment,
    Round,
    RoundQuestion,
)
from nomination.queries.roll import Roll, in_force, roll_for
from nomination.queries.rounds import CLUSTER, STATE_OF, leads, visible_rounds
from nomination.queries.tellers import bars
from nomination.rulesets import rules_of
from nomination.services.round_facts import LIVE
from nomination.services.transaction import Missing
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor
from workflow.ruleset import RuleSet
from workflow.vocabulary import Role

UNIT_ROLES = (Role.UNIT_OFFICER.value, Role.UNIT_HEAD.value)


@dataclass(frozen=True)
class Setting:
    """Where a round is prepared: campaign, body, and for a cluster round its cluster."""

    campaign: Campaign
    version: CampaignVersion
    body: str
    cluster: Cluster | None

    @property
    def rules(self) -> RuleSet:
        return rules_of(self.campaign_rules)

    @property
    def campaign_rules(self) -> Rules:
        return campaign_of(self.version)

    @property
    def forms(self) -> list[str]:
        """The forms of commendation on which this body votes."""
        awards = self.campaign_rules.awards
        return [one.form for one in awards if (one.cluster_vote if self.body == CLUSTER else one.council_required)]

    def roll(self) -> Roll:
        return roll_for(self.cluster.id if self.cluster else None, self.campaign.year)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be a teller, with the unit he belongs to (none for the department)."""

    person: Person
    unit_id: int | None
    role: Role


def setting(actor: Actor, campaign: str, body: str, cluster_id: int | None = None) -> Setting:
    """The campaign and body for which the actor may prepare a round; raises `Missing` otherwise. `cluster_id`: of a
    round that is there; without it the cluster that the actor leads."""
    row = db.session.execute(
        select(Campaign, CampaignVersion)
        .join(CampaignVersion, and_(CampaignVersion.campaign_id == Campaign.id, CampaignVersion.status == "in_force"))
        .where(Campaign.code == campaign)
    ).one_or_none()
    if row is None or body not in STATE_OF:
        raise Missing
    cluster = _led(actor, row.Campaign.year, cluster_id) if body == CLUSTER else None
    if not leads(actor, body, cluster.id if cluster else None, row.Campaign.year):
        raise Missing
    return Setting(row.Campaign, row.CampaignVersion, body, cluster)


def _led(actor: Actor, year: int, cluster_id: int | None) -> Cluster | None:
    led = [grant.cluster_id for grant in actor.grants_of(Role.CLUSTER_LEADER) if grant.year == year]
    led = [one for one in led if cluster_id in (None, one)]
    return db.session.get(Cluster, led[0]) if led else None


def waiting(place: Setting, own_round: int | None = None) -> list[Nomination]:
    """Nominations before the body that are in no live round but `own_round`, and that no counted one has decided."""
    query = (
        select(Nomination)
        .options(joinedload(Nomination.unit), joinedload(Nomination.campaign_version).defer(CampaignVersion.content))
        .where(Nomination.campaign_id == place.campaign.id, Nomination.state == STATE_OF[place.body].value)
        .where(~_in_round(place.body, own_round))
        .order_by(Nomination.award, Nomination.unit_id, Nomination.id)
    )
    if place.cluster is not None:
        query = query.where(Nomination.cluster_id == place.cluster.id)
    return list(db.session.scalars(query))


def _in_round(body: str, own_round: int | None) -> ColumnElement[bool]:
    """A live round holds it; a counted one decided it when it carried it inside the places, on its present content."""
    decided = and_(
        Round.status == "counted", RoundQuestion.outcome == "carried", RoundQuestion.within_places,
        RoundQuestion.material_hash == Nomination.pledged_hash,
    )  # fmt: skip
    return exists(
        select(RoundQuestion.round_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(RoundQuestion.nomination_id == Nomination.id, Round.body == body, Round.id != (own_round or 0))
        .where(or_(Round.status.in_(LIVE), decided))
        .correlate(Nomination)
    )


def codes_of(actor: Actor, code: str) -> list[str]:
    """The nominations of an earlier round that is to be repeated; none when there is no such round for the actor."""
    query = (
        select(Nomination.code)
        .join(RoundQuestion, RoundQuestion.nomination_id == Nomination.id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(Round.code == code, visible_rounds(actor))
        .order_by(RoundQuestion.n)
    )
    return list(db.session.scalars(query)) if code else []


def teller_candidates(place: Setting, actor: Actor) -> list[Candidate]:
    """Officers of the member units and of the department; for the council the department, the registry and members.

    Never the preparer, a system administrator, the leading unit's people or the chair, whoever else they are.
    """
    barred = select(RoleAssignment.person_id).where(
        bars(place.cluster.id if place.cluster else None, place.campaign.year), in_force(clock.today())
    )
    query = (
        select(Person, RoleAssignment.unit_id, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(in_force(clock.today()), _counting(place), Person.id != actor.person_id)
        .where(Person.id.not_in(barred))
        .order_by(Person.sort_key, Person.id, RoleAssignment.id)
    )
    found: dict[int, Candidate] = {}
    for person, unit_id, role in db.session.execute(query):
        if person.id not in found or found[person.id].unit_id is None:
            found[person.id] = Candidate(person, unit_id, Role(role))
    return list(found.values())


def _counting(place: Setting) -> ColumnElement[bool]:
    department = RoleAssignment.role == Role.DEPARTMENT_OFFICER.value
    if place.cluster is None:
        others = (Role.REGISTRY_CLERK.value, Role.COUNCIL_MEMBER.value)
        return or_(department, RoleAssignment.role.in_(others))
    members = select(ClusterMembership.unit_id).where(
        ClusterMembership.cluster_id == place.cluster.id, ClusterMembership.year == place.campaign.year,
        ClusterMembership.left_on.is_(None),
    )  # fmt: skip
    officer = and_(RoleAssignment.role == Role.UNIT_OFFICER.value, RoleAssignment.unit_id.in_(members))
    return or_(department, officer)
