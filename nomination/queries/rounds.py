"""Rounds for reading: which ones somebody may see, how one stands for him, and what may be put into a new one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from nomination import clock
from nomination.extensions import db
from nomination.models import (
    Campaign,
    CampaignVersion,
    Cluster,
    Destruction,
    Extension,
    HoldRecord,
    Leave,
    Nomination,
    PaperMeeting,
    Person,
    Rehearsal,
    Round,
    RoundQuestion,
    RoundVoter,
    Teller,
    TieVote,
)
from nomination.services.round_facts import LIVE
from nomination.services.transaction import Missing
from workflow.ballot import Method, Turnout
from workflow.dossier import Actor, Grant
from workflow.vocabulary import Role, State

CLUSTER, COUNCIL = "cluster", "council"
STATE_OF = {CLUSTER: State.CLUSTER_REVIEW, COUNCIL: State.COUNCIL_REVIEW}
EVERY_ROUND = frozenset(
    {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.COUNCIL_SECRETARY, Role.AUDITOR, Role.MINISTER}
)
EXACT = frozenset({Role.DEPARTMENT_HEAD, Role.AUDITOR, Role.MINISTER})
IN_CLUSTER = frozenset({Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER})


def visible_rounds(actor: Actor) -> ColumnElement[bool]:
    """Rounds of one's cluster or council, those one votes or tells in, and for the department every round."""
    return or_(*parts_visible(actor))


def parts_visible(actor: Actor) -> list[ColumnElement[bool]]:
    """`visible_rounds` in parts, each of which an index gives in order."""
    roles = actor.roles()
    if roles & EVERY_ROUND:
        return [true()]
    on_roll = select(RoundVoter.round_id).where(RoundVoter.person_id == actor.person_id)
    telling = select(Teller.round_id).where(Teller.person_id == actor.person_id)
    council = [Round.body == COUNCIL] if Role.COUNCIL_MEMBER in roles else []
    return [Round.id.in_(on_roll), Round.id.in_(telling), *council, *_of_clusters(actor)]


def _of_clusters(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """One part for each cluster, whatever the number of years for which the reader belongs to it."""
    years: dict[int | None, set[int | None]] = defaultdict(set)
    for grant in actor.grants:
        if grant.role in IN_CLUSTER:
            years[grant.cluster_id].add(grant.year)
    for cluster, of_it in years.items():
        campaigns = select(Campaign.id).where(Campaign.year.in_(of_it))
        yield and_(Round.cluster_id == cluster, Round.campaign_id.in_(campaigns))


@dataclass(frozen=True)
class Line:
    """One question of a round with what a list shows of its nomination."""

    question: RoundQuestion
    nomination: Nomination
    tie: TieVote | None = None


@dataclass(frozen=True)
class Found:
    """A round with everything its pages and acts look at. Who of `voters` voted is shown only after the end."""

    vote: Round
    campaign: Campaign
    version: CampaignVersion
    cluster: Cluster | None
    meeting: PaperMeeting | None
    leave: Leave | None
    destruction: Destruction | None
    holds: int
    lines: tuple[Line, ...]
    voters: tuple[RoundVoter, ...]
    tellers: tuple[Teller, ...]
    extensions: tuple[Extension, ...]
    rehearsal: Rehearsal | None = None
    """The last trial ballot."""

    @property
    def able(self) -> tuple[RoundVoter, ...]:
        """Those who have a slip for at least one nomination."""
        return tuple(voter for voter in self.voters if len(voter.recused) < len(self.lines))

    @property
    def turnout(self) -> Turnout:
        """Of those who are able: nobody waits for a member who stands aside from all. An absent member who wrote did
        not attend, except where nobody meets and all write."""
        took_part = [voter for voter in self.able if voter.voted]
        meets = self.vote.method != Method.WRITTEN
        return Turnout(len(self.able), len(took_part), sum(meets and voter.written for voter in took_part))

    @property
    def asked_longer(self) -> Extension | None:
        """The extension that waits for its answer; the end that it would move has not come."""
        last = self.extensions[-1] if self.extensions else None
        waits = last is not None and last.answered_at is None and not self.over
        return last if waits else None

    @property
    def over(self) -> bool:
        """No ballot can come any more."""
        return self.vote.status not in LIVE or self.vote.status == "closed" or clock.now() >= self.vote.closes_at

    def voter(self, person_id: int) -> RoundVoter | None:
        return next((voter for voter in self.voters if voter.person_id == person_id), None)

    def teller(self, person_id: int) -> Teller | None:
        return next((teller for teller in self.tellers if teller.person_id == person_id), None)

    def led_for(self, actor: Actor) -> int | None:
        """For whom the actor leads here, when the leading was delegated to him."""
        return leads_for(actor, self.vote.body, self.vote.cluster_id, self.campaign.year)

    @property
    def uncarried(self) -> tuple[Line, ...]:
        """Counted, but still before the body: on hold, or outside its window, when it was counted."""
        if self.vote.status != "counted":
            return ()
        return tuple(line for line in self.lines if speaks_for(self.vote, line.question, line.nomination))


def speaks_for(vote: Round, question: RoundQuestion, nomination: Nomination) -> bool:
    """The round is about this nomination as it now is: before this body, with the content that was voted on."""
    return nomination.state == STATE_OF[vote.body] and question.material_hash == nomination.pledged_hash


def find(actor: Actor, code: str) -> Found:
    """The round of this code within what the actor may see, in four queries; raises `Missing`."""
    return gather(and_(Round.code == code, visible_rounds(actor)))


def gather(where: ColumnElement[bool]) -> Found:
    row = db.session.execute(
        select(
            Round,
            Campaign,
            CampaignVersion,
            Cluster,
            PaperMeeting,
            Leave,
            Destruction,
            _holds(),
            Rehearsal,
        )
        .join(Campaign, Campaign.id == Round.campaign_id)
        .join(CampaignVersion, CampaignVersion.id == Round.campaign_version_id)
        .outerjoin(Cluster, Cluster.id == Round.cluster_id)
        .outerjoin(PaperMeeting, PaperMeeting.round_id == Round.id)
        .outerjoin(Leave, Leave.round_id == Round.id)
        .outerjoin(Destruction, Destruction.round_id == Round.id)
        .outerjoin(Rehearsal, Rehearsal.id == _last_rehearsal())
        .options(joinedload(Rehearsal.done_by))
        .where(where)
    ).one_or_none()
    if row is None:
        raise Missing
    *rows, rehearsal = row
    key = row.Round.id
    people = {"voters": _voters(key), "tellers": _tellers(key)}
    of_round = {"lines": _lines(key), "extensions": _extensions(row.Round), **people}
    return Found(*rows, **of_round, rehearsal=rehearsal)


def _holds() -> ColumnElement[int]:
    """How many nominations of the round are on hold."""
    held = and_(HoldRecord.nomination_id == RoundQuestion.nomination_id, HoldRecord.lifted_at.is_(None))
    query = select(func.count()).select_from(RoundQuestion).join(HoldRecord, held)
    return query.where(RoundQuestion.round_id == Round.id).correlate(Round).scalar_subquery().label("holds")


def _extensions(vote: Round) -> tuple[Extension, ...]:
    """Asked only where there can be some of interest: while voting goes on, or when it ended otherwise than fixed."""
    fixed = (vote.definition or {}).get("rules", {}).get("closes_at")
    if vote.opened_at is None or (vote.status != "open" and fixed == vote.closes_at.isoformat()):
        return ()
    query = select(Extension).where(Extension.round_id == vote.id).order_by(Extension.id)
    return tuple(db.session.scalars(query.execution_options(populate_existing=True)))


def _last_rehearsal() -> Any:
    return select(func.max(Rehearsal.id)).where(Rehearsal.round_id == Round.id).correlate(Round).scalar_subquery()


def _lines(round_id: int) -> tuple[Line, ...]:
    query = (
        select(RoundQuestion, Nomination, TieVote)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .outerjoin(
            TieVote,
            and_(TieVote.round_id == RoundQuestion.round_id, TieVote.nomination_id == RoundQuestion.nomination_id),
        )
        .options(joinedload(Nomination.unit), joinedload(Nomination.campaign_version))
        .where(RoundQuestion.round_id == round_id)
        .order_by(RoundQuestion.n)
    )
    return tuple(Line(*row) for row in db.session.execute(query))


def _voters(round_id: int) -> tuple[RoundVoter, ...]:
    query = (
        select(RoundVoter).where(RoundVoter.round_id == round_id).options(joinedload(RoundVoter.person))
        .order_by(RoundVoter.n).execution_options(populate_existing=True)
    )  # fmt: skip
    return tuple(db.session.scalars(query))


def _tellers(round_id: int) -> tuple[Teller, ...]:
    query = select(Teller).where(Teller.round_id == round_id).options(joinedload(Teller.person)).order_by(Teller.n)
    return tuple(db.session.scalars(query.execution_options(populate_existing=True)))


def leads(actor: Actor, body: str, cluster_id: int | None, year: int) -> bool:
    """Prepares and opens rounds: this year's cluster leader; for the council its secretary or the department head."""
    return bool(_leading(actor, body, cluster_id, year))


def leads_for(actor: Actor, body: str, cluster_id: int | None, year: int) -> int | None:
    """For whom the actor leads, when the leading was delegated to him."""
    return actor.on_behalf(_leading(actor, body, cluster_id, year))


def _leading(actor: Actor, body: str, cluster_id: int | None, year: int) -> list[Grant]:
    if body == COUNCIL:
        return [grant for grant in actor.grants if grant.role in (Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD)]
    held = actor.grants_of(Role.CLUSTER_LEADER)
    return [grant for grant in held if (grant.cluster_id, grant.year) == (cluster_id, year)]


def sees_exact(found: Found, actor: Actor) -> bool:
    """Figures stand in the minutes; others learn only whether the required share was reached."""
    keeps = {Role.COUNCIL_SECRETARY} if found.vote.body == COUNCIL else set()
    return bool((EXACT | keeps) & actor.roles()) or found.teller(actor.person_id) is not None


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in people if one is not None}
    if not wanted:
        return {}
    query = select(Person.id, Person.full_name).where(Person.id.in_(wanted))
    return {person_id: name for person_id, name in db.session.execute(query)}
