"""The arithmetic of a round: turnout, quorum, threshold, tie, disclosure. Integers only, and no voter in sight."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.words import N_


class Method(StrEnum):
    """How a round is held. On paper and in writing nothing is sealed: people count, and a second one confirms.

    What score sheets decided is a round too, but nobody prepares one.
    """

    ELECTRONIC = "electronic"
    PAPER = "paper"
    WRITTEN = "written"
    SCORE = "score"

    @property
    def label(self) -> str:
        return METHOD_LABELS[self]


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


METHOD_LABELS = {
    Method.ELECTRONIC: N_("Electronic secret ballot"),
    Method.PAPER: N_("Secret ballot on paper, in a meeting"),
    Method.WRITTEN: N_("Opinions in writing, without a meeting"),
    Method.SCORE: N_("Score sheets, without a ballot"),
}
PREPARED = (Method.ELECTRONIC, Method.PAPER, Method.WRITTEN)
"""How a leader may hold a round."""
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
        require_whole(numerator=self.numerator, denominator=self.denominator)
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
    """How many may vote and how many did: all that is known while the box is shut.

    `written`: of those, members who were absent and gave an opinion in writing. It counts, but nobody attended by it.
    `attended`: who came to a meeting, where that is known besides: a ballot that is kept is still a member present.
    """

    eligible: int
    voted: int
    written: int = 0
    attended: int | None = None

    def __post_init__(self) -> None:
        require_whole(eligible=self.eligible, voted=self.voted, written=self.written)
        if self.voted > self.eligible:
            raise ValueError(f"{self.voted} voted but only {self.eligible} may")
        if self.written > self.voted:
            raise ValueError(f"{self.written} wrote but only {self.voted} took part")
        if self.attended is not None and not self.voted - self.written <= self.attended <= self.eligible:
            raise ValueError(f"{self.attended} attended, {self.voted} took part, {self.eligible} may")

    @property
    def present(self) -> int:
        return self.voted - self.written if self.attended is None else self.attended

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
    written: int = 0
    attended: int | None = None

    def __post_init__(self) -> None:
        require_whole(yes=self.yes, no=self.no, abstain=self.abstain)
        if self.turnout.voted < self.valid:
            raise ValueError(f"{self.valid} valid slips but only {self.voted} voted")

    @property
    def turnout(self) -> Turnout:
        return Turnout(self.eligible, self.voted, self.written, self.attended)

    @property
    def valid(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def invalid(self) -> int:
        return self.voted - self.valid

    def base(self, base: Base) -> int:
        """The figure that `base` stands for in this count."""
        return {Base.ELIGIBLE: self.eligible, Base.PRESENT: self.voted, Base.VALID: self.valid}[base]


def with_written(tally: Tally, opinions: Mapping[Choice, int]) -> Tally:
    """The count with the opinions that absent members gave in writing: counted together, and known apart."""
    yes, no, abstain = (opinions.get(choice, 0) for choice in Choice)
    more = yes + no + abstain
    return Tally(
        tally.eligible,
        tally.voted + more,
        tally.yes + yes,
        tally.no + no,
        tally.abstain + abstain,
        more,
        tally.attended,
    )


def quorum_met(turnout: Turnout | Tally, rule: Rule) -> bool:
    """Enough of the members attended: who is absent and writes is counted, but makes no meeting."""
    figures = turnout.turnout
    return rule.quorum.reached_by(figures.present, figures.eligible)


def passed(tally: Tally, rule: Rule) -> bool:
    """The threshold alone: the quorum is asked before the box is opened, and has its own reason."""
    return rule.threshold.reached_by(tally.yes, tally.base(rule.base))


def votes_needed(members: int, share: Share) -> int:
    """The smallest number that reaches `share` of `members`, to show on the page before anybody votes."""
    require_whole(members=members)
    if members < 1:
        raise ValueError("nobody can vote")
    whole, rest = divmod(share.numerator * members, share.denominator)
    return whole + 1 if rest or share.strict else whole


def secret_enough(voters: int, minimum: int) -> bool:
    """In a very small electorate the totals tell every choice; then the round is held in a meeting, on paper."""
    require_whole(voters=voters, minimum=minimum)
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


def require_whole(**figures: int) -> None:
    """Rule files are written by people: 0.9 or "90" must not slip into the arithmetic."""
    for name, figure in figures.items():
        if type(figure) is not int or figure < 0:
            raise ValueError(f"{name} is a whole number from 0 up, not {figure!r}")
