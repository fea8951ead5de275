"""A voter's ballot for reading: the lines he votes on with what he needs to judge them, and where he stands."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, select

from nomination import clock
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, Nomination, Round, RoundQuestion, RoundVoter
from nomination.queries.evidence import readable_of
from nomination.queries.rounds import visible_rounds
from nomination.rulesets import rules_of
from nomination.services.transaction import Missing
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor
from workflow.ruleset import RuleSet

EARLY, OPEN, VOTED, OVER, ASIDE = "early", "open", "voted", "over", "aside"


@dataclass(frozen=True)
class BallotLine:
    """One nomination on the ballot. A line that the voter stands aside from shows a name and nothing to judge."""

    n: int
    loaded: Loaded
    aside: bool


@dataclass(frozen=True)
class BallotPage:
    vote: Round
    campaign: Campaign
    voter: RoundVoter
    lines: tuple[BallotLine, ...]
    actor: Actor

    @cached_property
    def readable(self) -> set[int]:
        """The nominations whose files the voter may fetch."""
        return readable_of(self.actor, [line.loaded.row.id for line in self.mine])

    @property
    def mine(self) -> tuple[BallotLine, ...]:
        return tuple(line for line in self.lines if not line.aside)

    @property
    def rules_campaign(self) -> Rules:
        return self.lines[0].loaded.campaign

    @property
    def rules(self) -> RuleSet:
        return rules_of(self.rules_campaign)

    @property
    def forms(self) -> list[str]:
        return [line.loaded.award.form for line in self.lines]

    @property
    def place(self) -> str:
        """Where the voter stands: what the page shows depends on nothing else."""
        if self.voter.voted:
            return VOTED
        if not self.mine:
            return ASIDE
        moment = clock.now()
        if self.vote.status == "open" and moment < self.vote.closes_at:
            return OPEN if self.vote.opens_at <= moment else EARLY
        return OVER


def ballot_of(actor: Actor, code: str) -> BallotPage:
    """This voter's ballot; raises `Missing` for a round he may not see or is not on the roll of."""
    row = db.session.execute(
        select(Round, Campaign, RoundVoter)
        .join(Campaign, Campaign.id == Round.campaign_id)
        .join(RoundVoter, and_(RoundVoter.round_id == Round.id, RoundVoter.person_id == actor.person_id))
        .where(Round.code == code, visible_rounds(actor))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise Missing
    return BallotPage(*row, lines=_lines(row.Round.id, row.RoundVoter), actor=actor)


def _lines(round_id: int, voter: RoundVoter) -> tuple[BallotLine, ...]:
    order = select(RoundQuestion.nomination_id, RoundQuestion.n).where(RoundQuestion.round_id == round_id)
    places = {nomination_id: n for nomination_id, n in db.session.execute(order)}
    loaded = load_all(Nomination.id.in_(places))
    lines = [BallotLine(places[one.row.id], one, one.row.code in voter.recused) for one in loaded]
    return tuple(sorted(lines, key=lambda line: line.n))
