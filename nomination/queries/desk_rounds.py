"""Which rounds wait for the reader, and for what: the same table of acts decides that draws the buttons of a round."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased, load_only

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Nomination, Person, Round, RoundQuestion, RoundVoter, Teller
from nomination.queries.roll import chairs_council
from nomination.queries.rounds import COUNCIL, STATE_OF, leads
from nomination.services.round_acts import COUNTED, LIVE, OPEN, Standing, options
from workflow.ballot import Turnout
from workflow.dossier import Actor
from workflow.vocabulary import Role

MOST = 50
SHOWN_COLUMNS = (Round.code, Round.title, Round.status, Round.body, Round.cluster_id, Round.opens_at, Round.closes_at, Round.rule)
Voting, Telling = aliased(RoundVoter), aliased(Teller)


@dataclass(frozen=True)
class Waiting:
    """A round with the acts that are open to the reader now; `vote` is the act of casting his own ballot."""

    row: Round
    acts: frozenset[str]


def waiting_rounds(actor: Actor) -> list[Waiting]:
    """The rounds in which this person has something to do, the soonest to close first. One query, or two for a chair."""
    found = db.session.execute(_query(actor)).all()
    chairs = any(row.asks_chair for row in found) and chairs_council(actor.person_id, clock.today())
    told = [Waiting(row.Round, _acts(row, actor, chairs)) for row in found]
    return [waiting for waiting in told if waiting.acts]


def _acts(row: Row, actor: Actor, chairs: bool) -> frozenset[str]:
    vote, now = row.Round, clock.now()
    acts = {option.act.name for option in options(_standing(row, actor, chairs)) if option.possible} - {"cancel"}
    if {"codes", "confirm"} <= acts:
        acts.remove("codes")
    if "count" in acts:
        acts.discard("close")
    if row.may_vote and vote.status == OPEN and vote.opens_at <= now < vote.closes_at:
        acts.add("vote")
    return frozenset(acts)


def _standing(row: Row, actor: Actor, chairs: bool) -> Standing:
    vote = row.Round
    return Standing(
        status=vote.status, actor=actor, now=clock.now(), closes_at=vote.closes_at,
        turnout=Turnout(row.voters, row.voted),
        leads=leads(actor, vote.body, vote.cluster_id, row.year),
        tells=row.teller_n is not None,
        chairs=bool(row.asks_chair) and chairs,
        has_code=bool(row.has_code), confirmed=bool(row.confirmed),
        tellers_unconfirmed=("",) * row.unconfirmed,
        chair_needed=bool(row.asks_chair and vote.rule.get("chair_must_agree")), chair_agreed=not row.asks_chair,
        uncarried=row.uncarried,
    )  # fmt: skip
