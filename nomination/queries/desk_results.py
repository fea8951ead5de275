"""Results on a unit's desk: what came of each letter once a decision of its campaign is out, never before."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Decision, DecisionLine, Nomination, Submission, Unit
from workflow.decision import Kind, Status
from workflow.dossier import Actor
from workflow.vocabulary import State

LATELY = timedelta(days=90)
MOST = 20
ENDED = (State.WITHDRAWN.value, State.REVOKED.value)


@dataclass(frozen=True)
class Result:
    """One letter: how many were awarded by a published decision, how many declined, and how many still wait."""

    code: str
    paper_number: str
    unit: str
    campaign: str
    awarded: int
    declined: int
    waiting: int


def results(actor: Actor) -> tuple[Result, ...]:
    """The latest letters first. Who belongs to no unit has none."""
    units = actor.units()
    if not units:
        return ()
    published = select(Decision.campaign_id).where(
        Decision.status == Status.PUBLISHED.value, Decision.kind == Kind.AWARD.value,
        Decision.published_at >= clock.now() - LATELY,
    )  # fmt: skip
    told = and_(Nomination.state == State.AWARDED.value, _published())
    waits = and_(~told, Nomination.state.not_in((State.DECLINED.value, *ENDED)))
    query = (
        select(
            Submission.code, Submission.paper_number, Unit.short_name, Campaign.title,
            _how_many(told), _how_many(Nomination.state == State.DECLINED.value), _how_many(waits),
        )
        .join(Nomination, Nomination.submission_id == Submission.id)
        .join(Unit, Unit.id == Submission.unit_id)
        .join(Campaign, Campaign.id == Submission.campaign_id)
        .where(Submission.unit_id.in_(units), Submission.campaign_id.in_(published))
        .group_by(Submission.id, Unit.short_name, Campaign.title)
        .order_by(Submission.id.desc())
        .limit(MOST)
    )  # fmt: skip
    found = [Result(*row) for row in db.session.execute(query)]
    return tuple(one for one in found if one.awarded or one.declined)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _published() -> ColumnElement[bool]:
    """The award stands in a decision that is out; one that is only signed is nobody's to tell yet."""
    return (
        select(DecisionLine.decision_id)
        .join(Decision, Decision.id == DecisionLine.decision_id)
        .where(
            DecisionLine.nomination_id == Nomination.id, Decision.kind == Kind.AWARD.value,
            Decision.status == Status.PUBLISHED.value,
        )
        .correlate(Nomination)
        .exists()
    )  # fmt: skip
