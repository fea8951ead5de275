"""Which rounds wait for the reader, and for what: the same table of acts decides that draws the buttons of a round."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, false, func, or_, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased, load_only
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from nomination import clock
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import (
    Campaign,
    Extension,
    Leave,
    Nomination,
    PaperMeeting,
    Rehearsal,
    Round,
    RoundQuestion,
    RoundVoter,
    Teller,
)
from nomination.queries.roll import chairs_council
from nomination.queries.round_standing import DEPARTMENT
from nomination.queries.rounds import COUNCIL, STATE_OF, leads
from nomination.services.round_acts import options
from nomination.services.round_facts import CLOSED, COUNTED, LIVE, OPEN, Standing
from workflow.ballot import Method, Turnout, quorum_met
from workflow.dossier import Actor
from workflow.vocabulary import Role

MOST = 50
ASKED = frozenset(
    {
        "codes", "confirm", "rehearse", "open", "leave", "attendance", "figures", "approve", "consent", "close",
        "count", "agree", "carry",
    }
)  # fmt: skip
"""The acts for which a round waits; the others are there for whoever needs them."""


@dataclass(frozen=True)
class Waiting:
    """A round with the acts that are open to the reader now; `vote` is the casting of his own ballot."""

    row: Round
    acts: frozenset[str]


def waiting_rounds(actor: Actor) -> list[Waiting]:
    """The rounds in which this person has something to do, soonest to close first. One query, or two for a chair."""
    found = db.session.execute(_query(actor)).all()
    chairs = any(_asks_chair(row.Round) for row in found) and chairs_council(actor.person_id, clock.today())
    told = [Waiting(row.Round, _acts(row, actor, chairs)) for row in found]
    return [waiting for waiting in told if waiting.acts]


def _acts(row: Any, actor: Actor, chairs: bool) -> frozenset[str]:
    """What is left to do of what is possible: a code that is taken is typed back, a box that is over is counted.

    Nothing that was carried moves before the chair agrees, so until then only he is asked.
    """
    vote, now = row.Round, clock.now()
    acts = {option.act.name for option in options(_standing(row, actor, chairs)) if option.possible} & ASKED
    if "confirm" in acts:
        acts.discard("codes")
    if row.rehearsed or not leads(actor, vote.body, vote.cluster_id, row.year):
        acts.discard("rehearse")
    if "count" in acts:
        acts.discard("close")
    if ("leave" in acts and row.leave) or ("figures" in acts and vote.status != OPEN):
        acts -= {"leave", "figures"}  # there already, and only to be mended
    if "figures" in acts:
        acts.discard("attendance")
    if _asks_chair(vote):
        acts.discard("carry")
    if (
        row.may_vote
        and vote.method == Method.ELECTRONIC
        and vote.status == OPEN
        and vote.opens_at <= now < vote.closes_at
    ):
        acts.add("vote")
    return frozenset(acts)


def _standing(row: Any, actor: Actor, chairs: bool) -> Standing:
    vote, now = row.Round, clock.now()
    return Standing(
        status=vote.status, actor=actor, now=now, closes_at=vote.closes_at,
        turnout=Turnout(row.voters, row.voted), leads=leads(actor, vote.body, vote.cluster_id, row.year),
        tells=row.tells, chairs=_asks_chair(vote) and chairs, has_code=row.has_code, confirmed=row.confirmed,
        rehearsed=row.rehearsed,
        tellers_unconfirmed=("",) * row.unconfirmed, chair_needed=_asks_chair(vote),
        chair_agreed=vote.chair_agreed_by_id is not None, uncarried=row.uncarried,
        department=bool(DEPARTMENT & actor.roles()), heads_department=Role.DEPARTMENT_HEAD in actor.roles(),
        council=vote.body == COUNCIL, method=vote.method, attended=row.attended, leave=row.leave,
        quorate=quorum_met(Turnout(row.voters, row.voted, row.written), rule_from(vote.rule)),
        figures_by=frozenset({row.typed_by} - {None}), longer_by=row.longer_by if now < vote.closes_at else None,
    )  # fmt: skip


def _asks_chair(vote: Round) -> bool:
    open_still = vote.status == COUNTED and vote.chair_agreed_by_id is None and not vote.chair_refusal
    return open_still and bool(vote.rule.get("chair_must_agree"))


def _query(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The reader's rounds that are not over: those he votes in, tells in, or leads."""
    voting, telling, uncarried = aliased(RoundVoter), aliased(Teller), _uncarried()
    return (
        select(
            Round, Campaign.year, telling.person_id.is_not(None).label("tells"),
            telling.lock.is_not(None).label("has_code"), func.coalesce(telling.confirmed, false()).label("confirmed"),
            case((and_(voting.voted.is_(False), _has_slip(voting)), True), else_=False).label("may_vote"),
            uncarried.label("uncarried"), _counted(RoundVoter, _has_slip(RoundVoter)).label("voters"),
            _counted(RoundVoter, _has_slip(RoundVoter), RoundVoter.voted).label("voted"),
            exists().where(Rehearsal.round_id == Round.id).correlate(Round).label("rehearsed"),
            _counted(RoundVoter, RoundVoter.written, Round.method != Method.WRITTEN.value).label("written"),
            _counted(Teller, Teller.confirmed.is_(False)).label("unconfirmed"),
            PaperMeeting.round_id.is_not(None).label("attended"), PaperMeeting.figures_by_id.label("typed_by"),
            Leave.round_id.is_not(None).label("leave"), _longer_by().label("longer_by"),
        )
        .join(Campaign, Campaign.id == Round.campaign_id)
        .outerjoin(voting, and_(voting.round_id == Round.id, voting.person_id == actor.person_id))
        .outerjoin(telling, and_(telling.round_id == Round.id, telling.person_id == actor.person_id))
        .outerjoin(PaperMeeting, PaperMeeting.round_id == Round.id)
        .outerjoin(Leave, Leave.round_id == Round.id)
        .where(Round.id.in_(union(select(Round.id).where(Round.status.in_(LIVE)), _waiting_to_be_carried())))
        .where(or_(voting.person_id.is_not(None), telling.person_id.is_not(None), *_led(actor)))
        .options(load_only(
            Round.code, Round.title, Round.method, Round.status, Round.body, Round.cluster_id, Round.opens_at,
            Round.closes_at, Round.rule, Round.chair_agreed_by_id,
        ))
        .order_by(Round.closes_at, Round.id)
        .limit(MOST)
    )  # fmt: skip


def _led(actor: Actor) -> list[ColumnElement[bool]]:
    led = [
        and_(Round.cluster_id == grant.cluster_id, Campaign.year == grant.year)
        for grant in actor.grants_of(Role.CLUSTER_LEADER)
    ]
    if DEPARTMENT & actor.roles():
        led.append(and_(Round.status == CLOSED, Round.method != Method.ELECTRONIC.value))
    if actor.grants_of(Role.DEPARTMENT_HEAD):
        led.append(and_(Round.status == OPEN, _longer_by().is_not(None)))
    return [*led, Round.body == COUNCIL] if actor.grants_of(Role.COUNCIL_SECRETARY) else led


def _longer_by() -> Any:
    """Who asked for a longer window and waits for the answer."""
    waits = select(func.max(Extension.asked_by_id)).where(
        Extension.round_id == Round.id, Extension.answered_at.is_(None), Extension.ends_before == Round.closes_at
    )
    return waits.correlate(Round).scalar_subquery()


def _waiting_to_be_carried() -> Select[int]:
    """Found from the nominations that lie before a body, for they are few beside all rounds that were ever counted."""
    return (
        select(RoundQuestion.round_id)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .join(Round, Round.id == RoundQuestion.round_id)
        .where(Nomination.state.in_([state.value for state in STATE_OF.values()]), Nomination.pledged_hash.is_not(None))
        .where(RoundQuestion.outcome.is_not(None), RoundQuestion.material_hash == Nomination.pledged_hash)
        .where(Round.counted_at.is_not(None), _before_its_body())
    )


def _before_its_body() -> ColumnElement[bool]:
    return or_(*(and_(Round.body == body, Nomination.state == state.value) for body, state in STATE_OF.items()))


def _counted(model: type[RoundVoter] | type[Teller], *more: Any) -> Any:
    return select(func.count()).where(model.round_id == Round.id, *more).correlate(Round).scalar_subquery()


def _has_slip(voter: Any) -> ColumnElement[bool]:
    """Nobody waits for a member who stands aside from every nomination of the round, and he is asked for no ballot."""
    lines = select(func.count()).where(RoundQuestion.round_id == Round.id).correlate(Round).scalar_subquery()
    return _Length(voter.recused) < lines


class _Length(FunctionElement[int]):
    """How many a stored list holds; the two engines name the function differently."""

    type = Integer()
    inherit_cache = True


@compiles(_Length)
def _length(element: _Length, compiler: SQLCompiler, **given: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **given)})"


@compiles(_Length, "postgresql")
def _length_in_postgresql(element: _Length, compiler: SQLCompiler, **given: Any) -> str:
    return f"jsonb_array_length({compiler.process(element.clauses, **given)})"


def _uncarried() -> Any:
    """Counted, but still before the body with the content that was voted on."""
    return (
        select(func.count())
        .select_from(RoundQuestion)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .where(RoundQuestion.round_id == Round.id, RoundQuestion.outcome.is_not(None), _before_its_body())
        .where(RoundQuestion.material_hash == Nomination.pledged_hash)
        .correlate(Round)
        .scalar_subquery()
    )
