"""The arithmetic of a round: turnout, quorum, threshold, tie, disclosure. Integers only, and no voter in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workflow.words import N_


class Choice(StrEnum):
    """What a slip may say. An abstention is a slip like the others, so that staying silent does not stand out."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"

    @property
    def label(self) -> str:
        return CHOICE_LABELS[self]


class Base(StrEnum):
    """What a threshold is a share of. The law counts all members; other rules count those present, or valid slips."""

    ELIGIBLE = "eligible"
    PRESENT = "present"
    VALID = "valid"

    @property
    def label(self) -> str:
        return BASE_LABELS[self]


class Band(StrEnum):
    """A result without figures."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"

    @property
    def label(self) -> str:
        return BAND_LABELS[self]


class Audience(StrEnum):
    """Who is about to read a result."""

    MINUTES = "minutes"
    MEMBERS = "members"
    PUBLIC = "public"


CHOICE_LABELS = {Choice.YES: N_("Agree"), Choice.NO: N_("Do not agree"), Choice.ABSTAIN: N_("No opinion")}
BASE_LABELS = {
    Base.ELIGIBLE: N_("all members"),
    Base.PRESENT: N_("members who voted"),
    Base.VALID: N_("valid ballots"),
}
BAND_LABELS = {Band.PASSED: N_("Required share reached"), Band.NOT_PASSED: N_("Required share not reached")}


@dataclass(frozen=True)
class Share:
    """A required part of a whole: "from 90 % up" by default, "above 90 %" when `strict`."""

    numerator: int
    denominator: int
    strict: bool = False

    def __post_init__(self) -> None:
        _require_whole(numerator=self.numerator, denominator=self.denominator)
        if not 0 < self.numerator <= self.denominator:
            raise ValueError("a share is more than nothing and at most the whole")
        if self.strict and self.numerator == self.denominator:
            raise ValueError("nothing is more than the whole")

    @classmethod
    def percent(cls, percent: int, *, strict: bool = False) -> "Share":
        return cls(percent, 100, strict)

    def reached_by(self, part: int, whole: int) -> bool:
        """Cross-multiplied, never divided: 26 of 29 prints as 90 % but is not. Nobody reaches a share of nobody."""
        if whole < 1:
            return False
        have, need = part * self.denominator, self.numerator * whole
        return have > need if self.strict else have >= need


@dataclass(frozen=True)
class Rule:
    """What a round needs: a quorum of all members, then a threshold of the base."""

    quorum: Share
    threshold: Share
    base: Base = Base.ELIGIBLE


@dataclass(frozen=True)
class Turnout:
    """How many may vote and how many did: all that is known while the box is shut."""

    eligible: int
    voted: int

    def __post_init__(self) -> None:
        _require_whole(eligible=self.eligible, voted=self.voted)
        if self.voted > self.eligible:
            raise ValueError(f"{self.voted} voted but only {self.eligible} may")

    @property
    def turnout(self) -> "Turnout":
        return self


@dataclass(frozen=True)
class Tally:
    """The count of one nomination. A slip that is neither yes, no nor abstention is invalid, and still took part."""

    eligible: int
    voted: int
    yes: int
    no: int
    abstain: int

    def __post_init__(self) -> None:
        _require_whole(yes=self.yes, no=self.no, abstain=self.abstain)
        if self.turnout.voted < self.valid:
            raise ValueError(f"{self.valid} valid slips but only {self.voted} voted")

    @property
    def turnout(self) -> Turnout:
        return Turnout(self.eligible, self.voted)

    @property
    def valid(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def invalid(self) -> int:
        return self.voted - self.valid

    def base(self, base: Base) -> int:
        """The figure that `base` stands for in this count."""
        return {Base.ELIGIBLE: self.eligible, Base.PRESENT: self.voted, Base.VALID: self.valid}[base]


def quorum_met(turnout: Turnout | Tally, rule: Rule) -> bool:
    """Enough of the members took part."""
    figures = turnout.turnout
    return rule.quorum.reached_by(figures.voted, figures.eligible)


def passed(tally: Tally, rule: Rule) -> bool:
    """The threshold alone: the quorum is asked before the box is opened, and has its own reason."""
    return rule.threshold.reached_by(tally.yes, tally.base(rule.base))


def votes_needed(members: int, share: Share) -> int:
    """The smallest number that reaches `share` of `members`, to show on the page before anybody votes."""
    _require_whole(members=members)
    if members < 1:
        raise ValueError("nobody can vote")
    whole, rest = divmod(share.numerator * members, share.denominator)
    return whole + 1 if rest or share.strict else whole


def secret_enough(voters: int, minimum: int) -> bool:
    """In a very small electorate the totals tell every choice; then the round is held in a meeting, on paper."""
    _require_whole(voters=voters, minimum=minimum)
    return voters >= minimum


def disclosure(tally: Tally, rule: Rule, audience: Audience) -> Tally | Band | None:
    """Figures for the minutes, reached or not for members and units, nothing for the public.

    A unanimous result and one with a single dissenter look alike in the band.
    """
    if audience is Audience.MINUTES:
        return tally
    if audience is Audience.MEMBERS:
        return Band.PASSED if passed(tally, rule) else Band.NOT_PASSED
    return None


@dataclass(frozen=True)
class Contender:
    """One nomination in a ranking, with the figures of named tie-breaks where they are known; the higher goes first."""

    code: str
    tally: Tally
    merits: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Ranking:
    """Threshold first, then places. `tied` compete for `places_open` places that no known figure gives to one of them.

    `awaiting` names the tie-break that must be settled next (a chair's vote is cast only after the tie is seen); it is
    None when the list of tie-breaks is exhausted and people have to decide.
    """

    selected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    places_open: int = 0
    awaiting: str | None = None
    beyond_quota: tuple[str, ...] = ()
    below_threshold: tuple[str, ...] = ()


def rank_with_quota(
    contenders: Sequence[Contender], rule: Rule, *, places: int | None, tiebreaks: Sequence[str] = ()
) -> Ranking:
    """Who is through: by yes votes among those over the threshold, then by each tie-break in turn.

    Only a tie on the last place is looked into. Codes come back in alphabetical order, so that no gap shows.
    """
    _require_distinct(contenders)
    over = [contender for contender in contenders if passed(contender.tally, rule)]
    below = [contender for contender in contenders if not passed(contender.tally, rule)]
    if places is None:
        return Ranking(selected=_codes(over), below_threshold=_codes(below))
    _require_whole(places=places)
    return replace(_share_out(over, places, (None, *tiebreaks)), below_threshold=_codes(below))


def _share_out(equals: Sequence[Contender], places: int, merits: Sequence[str | None]) -> Ranking:
    """Give `places` to contenders who are equal so far; where they do not fit, the next merit looks closer.

    The merit without a name is the yes votes, and comes first.
    """
    if len(equals) <= places:
        return Ranking(selected=_codes(equals))
    if places == 0:
        return Ranking(beyond_quota=_codes(equals))
    if not merits or not all(_knows(contender, merits[0]) for contender in equals):
        return Ranking(tied=_codes(equals), places_open=places, awaiting=merits[0] if merits else None)
    higher, border, lower = _split(equals, places, merits[0])
    inner = _share_out(border, places - len(higher), merits[1:])
    return replace(
        inner,
        selected=tuple(sorted(_codes(higher) + inner.selected)),
        beyond_quota=tuple(sorted(inner.beyond_quota + _codes(lower))),
    )


def _split(
    equals: Sequence[Contender], places: int, merit: str | None
) -> tuple[list[Contender], list[Contender], list[Contender]]:
    """Those above, at and below the figure of the first contender who finds no place."""
    figures = sorted((_figure(contender, merit) for contender in equals), reverse=True)
    border = figures[places]
    return (
        [contender for contender in equals if _figure(contender, merit) > border],
        [contender for contender in equals if _figure(contender, merit) == border],
        [contender for contender in equals if _figure(contender, merit) < border],
    )


def _figure(contender: Contender, merit: str | None) -> int:
    return contender.tally.yes if merit is None else contender.merits[merit]


def _knows(contender: Contender, merit: str | None) -> bool:
    return merit is None or merit in contender.merits


def _codes(contenders: Sequence[Contender]) -> tuple[str, ...]:
    return tuple(sorted(contender.code for contender in contenders))


def _require_distinct(contenders: Sequence[Contender]) -> None:
    if len({contender.code for contender in contenders}) != len(contenders):
        raise ValueError("a nomination stands twice in the ranking")


def _require_whole(**figures: int) -> None:
    """Rule files are written by people: 0.9 or "90" must not slip into the arithmetic."""
    for name, figure in figures.items():
        if type(figure) is not int or figure < 0:
            raise ValueError(f"{name} is a whole number from 0 up, not {figure!r}")
