"""The nominations of a round of the council in the order of its ballot, each with the summary of its vetting."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.match_rows import WEIGHED
from nomination.models import Nomination, Round, RoundQuestion
from nomination.queries.rounds import COUNCIL, visible_rounds
from nomination.queries.vetting_summaries import Summary, summaries
from nomination.queries.visible import visible_to
from nomination.services.transaction import Missing
from workflow.dossier import Actor
from workflow.vocabulary import Role, State

READING = frozenset(
    {
        Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR,
    }
)  # fmt: skip
PAGE = 50


@dataclass(frozen=True)
class AgendaLine:
    n: int
    loaded: Loaded
    summary: Summary

    @property
    def looked_up(self) -> bool:
        """Registers and earlier awards are looked up only while something is still to be decided."""
        return self.loaded.row.state in WEIGHED

    @property
    def waits(self) -> bool:
        """Before the council, so that its members read it whole and speak about it."""
        return self.loaded.dossier.state is State.COUNCIL_REVIEW


@dataclass(frozen=True)
class Agenda:
    """`more`: the number after which the next page goes on."""

    vote: Round
    lines: tuple[AgendaLine, ...]
    more: int | None


def summarised_for(actor: Actor, vote: Round) -> bool:
    """Who reads what the department found: the council, and the department itself. Tellers do not."""
    return vote.body == COUNCIL and bool(actor.roles() & READING)


def agenda_of(actor: Actor, code: str, after: int = 0) -> Agenda:
    """Raises `Missing` unless it is a round of the council that the reader may see with its summaries."""
    vote = db.session.scalars(select(Round).where(and_(Round.code == code, visible_rounds(actor)))).one_or_none()
    if vote is None or not summarised_for(actor, vote):
        raise Missing
    query = select(RoundQuestion.nomination_id, RoundQuestion.n).where(RoundQuestion.round_id == vote.id)
    rows = db.session.execute(query.where(RoundQuestion.n > after).order_by(RoundQuestion.n).limit(PAGE + 1)).all()
    numbers = {key: n for key, n in rows[:PAGE]}
    found = load_all(and_(Nomination.id.in_(numbers), visible_to(actor)))
    told = summaries(numbers)
    lines = [AgendaLine(numbers[one.row.id], one, told[one.row.id]) for one in found]
    more = rows[PAGE - 1].n if len(rows) > PAGE else None
    return Agenda(vote, tuple(sorted(lines, key=lambda line: line.n)), more)
