"""What the page of a round shows to one person: his acts, the coarse turnout, results as far as he may know them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from nomination.dossiers import campaign_of, load_all
from nomination.extensions import db
from nomination.facts import rule_from
from nomination.models import Audit, Nomination, Round, RoundPaper
from nomination.queries.council_agenda import summarised_for
from nomination.queries.leading import Lent, lent_now
from nomination.queries.rankings import tally_of, tied_codes
from nomination.queries.round_papers import of_cluster, papers_of, reads_papers
from nomination.queries.round_repeats import Other, others_of, withheld
from nomination.queries.round_standing import standing
from nomination.queries.rounds import CLUSTER, STATE_OF, Found, Line, find, leads, names_of, sees_exact
from nomination.rulesets import rules_of
from nomination.services.pinning import AFTER_DECISION
from nomination.services.results import trigger_of, voice_of
from nomination.services.round_acts import RoundOption, options
from nomination.services.round_facts import AFTER_CLOSE, COUNTED, LIVE, OPEN, STATUS_LABELS
from workflow.ballot import Audience, Band, Method, Rule, Tally, disclosure, quorum_met, votes_needed
from workflow.campaign import Campaign
from workflow.dossier import Actor, Reason
from workflow.machine import options as steps
from workflow.ruleset import RuleSet
from workflow.secrecy import DECIDING, DECISION_OUT
from workflow.vocabulary import Role
from workflow.words import N_

UNKNOWN = N_("Attendance is not recorded yet")
FEW, HALF, QUORATE, ALL = (
    N_("Fewer than half have voted"),
    N_("At least half have voted; the quorum is not reached yet"),
    N_("The quorum is reached; not everyone has voted"),
    N_("Everyone has voted"),
)
TIME_UP = N_("Voting is over; the box awaits its count")
TOLD_OTHERWISE = {
    (Method.PAPER, "open"): N_("The meeting is held on paper"),
    (Method.PAPER, "closed"): N_("Figures entered; another person confirms them"),
    (Method.PAPER, "inquorate"): N_("No quorum: nothing was decided"),
    (Method.WRITTEN, "open"): N_("Opinions in writing are being collected"),
    (Method.WRITTEN, "closed"): N_("Opinions collected; another person confirms them"),
    (Method.WRITTEN, "inquorate"): N_("Too few opinions: nothing was decided"),
}
"""The states of a round that is not sealed, in words of its own."""
TONES = {
    "preparing": "neutral", "keyed": "waiting", "open": "progress", "closed": "waiting", "counted": "success",
    "inquorate": "error", "cancelled": "ended",
}  # fmt: skip


OF_COUNCIL = frozenset({Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY})


@dataclass(frozen=True)
class Result:
    """One line with what this reader may know of it: figures, a band, or nothing yet."""

    line: Line
    award: str
    shown: Tally | Band | None
    needed: int | None
    left: tuple[Reason, ...] = ()

    @property
    def figures(self) -> Tally | None:
        return self.shown if isinstance(self.shown, Tally) else None

    @property
    def band(self) -> Band | None:
        return self.shown if isinstance(self.shown, Band) else None


@dataclass(frozen=True)
class RoundPage:
    found: Found
    rule: Rule
    results: tuple[Result, ...]
    options: Mapping[str, RoundOption]
    exact: bool
    may_vote: bool
    voted: bool
    names: Mapping[int, str]
    prepares: bool
    lent: Lent | None = None
    """The delegation under which the cluster is led now."""
    others: tuple[Other, ...] = ()
    withheld: frozenset[int] = frozenset()
    """Nominations whose figures are given by nobody, though they were counted."""
    first_to_read: str | None = None
    """The nomination with which a member begins to read what his cluster or the council votes on."""
    papers: tuple[RoundPaper, ...] | None = None
    """None for whoever may not read them."""
    summarised: bool = False
    """The reader is one for whom the department summarised what it found."""
    chair: int | None = None
    """Who agreed, or refused, as the chair of the council."""

    @property
    def rules(self) -> RuleSet:
        """The rule set that the round was prepared under, to say where each of its rules comes from."""
        return rules_of(self.campaign)

    @property
    def campaign(self) -> Campaign:
        return campaign_of(self.found.version)

    @property
    def form(self) -> str:
        """The form of commendation that decided which share of yes the round needs."""
        return self.campaign.award(self.found.lines[0].nomination.award).form if self.found.lines else ""

    @property
    def quorum_needed(self) -> int:
        return votes_needed(max(self.found.turnout.eligible, 1), self.rule.quorum)

    @property
    def status_label(self) -> str:
        vote, status = self.found.vote, self.found.vote.status
        if (Method(vote.method), status) in TOLD_OTHERWISE:
            return TOLD_OTHERWISE[Method(vote.method), status]
        return TIME_UP if status == OPEN and self.found.over else STATUS_LABELS[status]

    @property
    def by_score(self) -> bool:
        """Decided by score sheets: the scoring, whose code is the round's title, holds every figure."""
        return self.found.vote.method == Method.SCORE

    @property
    def method_label(self) -> str:
        return Method(self.found.vote.method).label

    @property
    def tone(self) -> str:
        return TONES[self.found.vote.status]

    @property
    def turnout(self) -> str:
        """Coarse while the box is open: an exact figure that moves tells who has just voted."""
        figures = self.found.turnout
        if self.found.vote.method == Method.PAPER and not figures.voted:
            return UNKNOWN
        if figures.voted == figures.eligible:
            return ALL
        if quorum_met(figures, self.rule):
            return QUORATE
        return HALF if figures.voted * 2 >= figures.eligible else FEW

    @property
    def roll_shown(self) -> bool:
        """Who voted is open once nobody can vote any more."""
        return self.found.vote.status in AFTER_CLOSE


def page_of(actor: Actor, code: str) -> RoundPage:
    return page_from(actor, find(actor, code))


def page_from(actor: Actor, found: Found) -> RoundPage:
    voter = found.voter(actor.person_id)
    exact = sees_exact(found, actor)
    others = others_of(found) if exact and found.vote.status == COUNTED else ()
    kept_back = withheld(found, others)
    results, chair = _results(found, actor, exact=exact, kept_back=kept_back), _spoke_as_chair(found.vote)
    return RoundPage(
        found=found,
        rule=rule_from(found.vote.rule),
        results=results,
        options={option.act.name: _of_use(option, results) for option in options(standing(found, actor))},
        exact=exact,
        may_vote=voter is not None
        and found.vote.status == OPEN
        and found.vote.method == Method.ELECTRONIC
        and not found.over
        and len(voter.recused) < len(found.lines),
        voted=voter is not None and voter.voted and found.vote.method == Method.ELECTRONIC,
        names=names_of([chair, *_named(found)]),
        others=others,
        withheld=kept_back,
        prepares=leads(actor, found.vote.body, found.vote.cluster_id, found.campaign.year),
        lent=_lent(found),
        first_to_read=_first_to_read(found, actor),
        papers=papers_of(found.vote.id) if reads_papers(found, actor) else None,
        summarised=summarised_for(actor, found.vote),
        chair=chair,
    )


def _spoke_as_chair(vote: Round) -> int | None:
    """Of a refusal the round keeps the reason, the record keeps the person."""
    if not vote.chair_refusal:
        return vote.chair_agreed_by_id
    said = (Audit.subject_kind == "round", Audit.subject_id == vote.code, Audit.action == "round:disagree")
    return db.session.scalars(select(Audit.actor_id).where(*said).order_by(Audit.id.desc()).limit(1)).first()


def _lent(found: Found) -> Lent | None:
    of_cluster = found.vote.cluster_id is not None and found.vote.status in LIVE
    return lent_now(found.vote.cluster_id or 0, found.campaign.year) if of_cluster else None


def _first_to_read(found: Found, actor: Actor) -> str | None:
    before = [line.nomination.code for line in found.lines if line.nomination.state == STATE_OF[found.vote.body]]
    mine = of_cluster(found, actor) if found.vote.body == CLUSTER else bool(actor.roles() & OF_COUNCIL)
    return before[0] if before and found.vote.status in LIVE and mine else None


def _named(found: Found) -> list[int | None]:
    """Everybody whom the page names because of an act: nobody where nothing was asked."""
    asked = [person for one in found.extensions for person in (one.asked_by_id, one.answered_by_id)]
    end, meeting = found.destruction, found.meeting
    ended = [end.asked_by_id, end.confirmed_by_id] if end else []
    return [*asked, *ended, *([meeting.figures_by_id, meeting.confirmed_by_id] if meeting else [])]


def _of_use(option: RoundOption, results: tuple[Result, ...]) -> RoundOption:
    """Carrying out is off while every nomination that is left waits for the chair, or is tied: it could not succeed."""
    left = [result.left for result in results if result.left]
    waits = [next((reason for reason in reasons if reason.code in ("chair", "tied")), None) for reasons in left]
    if option.act.name != "carry" or not waits or not waits[0] or not all(waits):
        return option
    return RoundOption(option.act, (replace(waits[0], mend=None),))


def _results(found: Found, actor: Actor, *, exact: bool, kept_back: frozenset[int]) -> tuple[Result, ...]:
    campaign, rule = campaign_of(found.version), rule_from(found.vote.rule)
    told = found.vote.status == COUNTED and not _untold(found, actor, exact=exact)
    left = _left(found, actor) if told else {}

    def shown(line: Line) -> Tally | Band | None:
        audience = Audience.MINUTES if exact and line.nomination.id not in kept_back else Audience.MEMBERS
        return disclosure(tally_of(line.question), rule, audience) if told else None

    return tuple(
        Result(
            line=line,
            award=campaign.award(line.nomination.award).name,
            shown=shown(line),
            needed=votes_needed(line.question.eligible, rule.threshold) if line.question.eligible else None,
            left=left.get(line.nomination.code, ()),
        )
        for line in found.lines
    )


def _untold(found: Found, actor: Actor, *, exact: bool) -> bool:
    """The rules tell units the result only with the decision: then all of the round at once, for what some have learned
    tells of the others."""
    if exact or found.vote.rule.get("results_to_units") != AFTER_DECISION or DECIDING & actor.roles():
        return False
    return not all(line.nomination.state in DECISION_OUT for line in found.lines)


def _left(found: Found, actor: Actor) -> dict[str, tuple[Reason, ...]]:
    """Why the result has not moved a nomination: what the process itself says against the step."""
    if not found.uncarried:
        return {}
    tied, voice = tied_codes(found), voice_of(found, actor)
    reasons: dict[str, tuple[Reason, ...]] = dict.fromkeys(tied, ())
    lines = {line.nomination.id: line for line in found.uncarried}
    for loaded in load_all(Nomination.id.in_(lines)):
        wanted = trigger_of(found, lines[loaded.row.id])
        against = [step.reasons for step in steps(loaded.dossier, voice) if step.trigger is wanted]
        reasons[loaded.row.code] = tied.get(loaded.row.code) or (against[0] if against else ())
    return reasons
