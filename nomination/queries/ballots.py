"""A voter's ballot for reading: the lines he votes on, where he stands, and one line with what he needs to judge it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, select

from nomination import clock
from nomination.dossiers import Loaded, campaign_by_hash, load
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, Nomination, Round, RoundQuestion, RoundVoter, Unit
from nomination.queries.evidence import readable_of
from nomination.queries.rounds import visible_rounds
from nomination.rulesets import rules_of
from nomination.services.transaction import Missing
from workflow.ballot import Method
from workflow.campaign import Award
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor
from workflow.ruleset import RuleSet

EARLY, OPEN, VOTED, OVER, ASIDE = "early", "open", "voted", "over", "aside"
WROTE, OTHERWISE = "wrote", "otherwise"


@dataclass(frozen=True)
class BallotLine:
    """One nomination on the ballot. A line that the voter stands aside from shows a name and nothing to judge."""

    n: int
    row: Nomination
    unit: str
    campaign: Rules
    aside: bool

    @property
    def award(self) -> Award:
        return self.campaign.award(self.row.award)


@dataclass(frozen=True)
class BallotPage:
    vote: Round
    campaign: Campaign
    voter: RoundVoter
    lines: tuple[BallotLine, ...]

    @cached_property
    def mine(self) -> dict[int, BallotLine]:
        """The lines that this voter has a slip for, by number."""
        return {line.n: line for line in self.lines if not line.aside}

    @property
    def by_award(self) -> list[tuple[Award, list[BallotLine]]]:
        """All lines under their awards, in the order of the ballot."""
        groups: dict[str, list[BallotLine]] = {}
        for line in self.lines:
            groups.setdefault(line.row.award, []).append(line)
        return [(lines[0].award, lines) for lines in groups.values()]

    @property
    def rules_campaign(self) -> Rules:
        return self.lines[0].campaign

    @property
    def method_label(self) -> str:
        return Method(self.vote.method).label

    @property
    def rules(self) -> RuleSet:
        return rules_of(self.rules_campaign)

    @property
    def forms(self) -> list[str]:
        return [line.award.form for line in self.lines]

    @property
    def place(self) -> str:
        """Where the voter stands: what the page shows depends on nothing else."""
        if self.voter.written:
            return WROTE
        if self.voter.voted and self.vote.method == Method.ELECTRONIC:
            return VOTED
        if not self.mine:
            return ASIDE
        moment = clock.now()
        if self.vote.method != Method.ELECTRONIC:
            return OTHERWISE
        if self.vote.status == "open" and moment < self.vote.closes_at:
            return OPEN if self.vote.opens_at <= moment else EARLY
        return OVER


@dataclass(frozen=True)
class LinePage:
    """One line with its whole nomination, and the lines before and after it that are the voter's to vote on."""

    page: BallotPage
    line: BallotLine
    loaded: Loaded
    readable: bool
    before: BallotLine | None
    after: BallotLine | None


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
    return BallotPage(*row, lines=tuple(_lines(row.RoundVoter)))


def line_of(actor: Actor, code: str, n: int) -> LinePage:
    """Raises `Missing` also for a line that the voter stands aside from."""
    page = ballot_of(actor, code)
    line = page.mine.get(n)
    loaded = load(Nomination.id == line.row.id) if line else None
    if line is None or loaded is None:
        raise Missing
    numbers = list(page.mine)
    place = numbers.index(n)
    before = page.mine[numbers[place - 1]] if place else None
    after = page.mine[numbers[place + 1]] if place + 1 < len(numbers) else None
    return LinePage(page, line, loaded, bool(readable_of(actor, [line.row.id])), before, after)


def _lines(voter: RoundVoter) -> Iterator[BallotLine]:
    query = (
        select(RoundQuestion.n, Nomination, Unit.name, CampaignVersion.content_hash)
        .join(Nomination, Nomination.id == RoundQuestion.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .where(RoundQuestion.round_id == voter.round_id)
        .order_by(RoundQuestion.n)
    )
    for n, row, unit, content_hash in db.session.execute(query).all():
        yield BallotLine(n, row, unit, campaign_by_hash(content_hash), row.code in voter.recused)
