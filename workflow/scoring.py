"""Scoring in a cluster's review: groups of criteria with points, bonus and minus, the mean of the others, and the rank.

Points are kept in whole hundredths, and means as exact fractions: nothing that is printed rounded is compared rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from workflow.dossier import Reason
from workflow.words import N_

POINT = 100
"""One point, in the unit in which points are kept."""


class Method(StrEnum):
    """How a cluster reviews: by secret ballot, by score sheets alone, or by sheets first and a ballot after them."""

    VOTE = "vote"
    SCORE = "score"
    SCORE_THEN_VOTE = "score_then_vote"

    @property
    def label(self) -> str:
        return METHOD_LABELS[self]

    @property
    def scores(self) -> bool:
        return self is not Method.VOTE

    @property
    def votes(self) -> bool:
        return self is not Method.SCORE


METHOD_LABELS = {
    Method.VOTE: N_("Secret ballot"),
    Method.SCORE: N_("Score sheets"),
    Method.SCORE_THEN_VOTE: N_("Score sheets, then a secret ballot"),
}
FEWER_MINUS, MORE_BONUS, SMALLER_SPREAD, GROUP = "fewer_minus", "more_bonus", "smaller_spread", "group"
TIE_LABELS = {
    FEWER_MINUS: N_("fewer minus points"),
    MORE_BONUS: N_("more bonus points"),
    SMALLER_SPREAD: N_("smaller spread of the scores"),
    GROUP: N_("higher score in the group “%(group)s”"),
}
"""What may decide between equal scores. `group:<code>` names a group."""


@dataclass(frozen=True)
class Group:
    """Criteria that are scored together. `most`: whole points at most; `criteria`: codes of the campaign's criteria."""

    code: str
    title: str
    most: int
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """How the campaign's clusters review. No source gives a scale, so all of it is the ministry's own choice.

    `least`: whole points of the mean from which score sheets alone carry a nomination; None carries every one that has
    its place. `ties`: named rules in their order.
    """

    method: Method = Method.VOTE
    groups: tuple[Group, ...] = ()
    bonus_most: int = 0
    minus_most: int = 0
    least: int | None = None
    ties: tuple[str, ...] = ()
    source: str = ""

    @property
    def most(self) -> int:
        """Whole points without a bonus."""
        return sum(group.most for group in self.groups)

    def tie_title(self, tie: str) -> tuple[str, dict[str, str]]:
        """The words for a tie rule and their parameters."""
        rule, _, code = tie.partition(":")
        title = next((group.title for group in self.groups if group.code == code), code)
        return TIE_LABELS[rule], {"group": title} if rule == GROUP else {}


BY_BALLOT = Review()
"""What a campaign that says nothing gets."""


@dataclass(frozen=True)
class Sheet:
    """What one unit gives to one nomination, in hundredths of a point. `minus` is what is taken off, never negative."""

    unit: int
    marks: Mapping[str, int] = field(hash=False)
    bonus: int = 0
    minus: int = 0
    bonus_reason: str = ""
    minus_reason: str = ""

    @property
    def total(self) -> int:
        return sum(self.marks.values()) + self.bonus - self.minus


def against(sheet: Sheet, review: Review) -> list[Reason]:
    """Why this sheet cannot be sent. `mend` names the field: `group:<code>`, `bonus`, `minus` and their reasons."""
    reasons = [reason for group in review.groups for reason in _against_mark(sheet, group)]
    reasons += _against_extra("bonus", sheet.bonus, review.bonus_most, sheet.bonus_reason)
    reasons += _against_extra("minus", sheet.minus, review.minus_most, sheet.minus_reason)
    return reasons


def _against_mark(sheet: Sheet, group: Group) -> list[Reason]:
    mark = sheet.marks.get(group.code)
    if mark is None:
        return [Reason("mark", N_("Give points for “%(group)s”."), {"group": group.title}, f"group:{group.code}")]
    if 0 <= mark <= group.most * POINT:
        return []
    message = N_("“%(group)s” has from 0 to %(most)s points.")
    return [Reason("mark", message, {"group": group.title, "most": group.most}, f"group:{group.code}")]


def _against_extra(name: str, points: int, most: int, reason: str) -> list[Reason]:
    if not 0 <= points <= most * POINT:
        return [Reason(name, N_("From 0 to %(most)s points."), {"most": most}, name)]
    if points and not reason.strip():
        return [Reason(name, N_("Say what these points are for."), {}, f"{name}_reason")]
    return []


@dataclass(frozen=True)
class Score:
    """One nomination with its sheets. The unit's own sheet is shown and never counted: nobody scores himself."""

    code: str
    own: Sheet | None = None
    others: tuple[Sheet, ...] = ()

    @property
    def mean(self) -> Fraction | None:
        return _mean([sheet.total for sheet in self.others])

    @property
    def low(self) -> int | None:
        return min((sheet.total for sheet in self.others), default=None)

    @property
    def high(self) -> int | None:
        return max((sheet.total for sheet in self.others), default=None)

    @property
    def spread(self) -> int | None:
        """Between the highest and the lowest sheet."""
        return None if self.low is None or self.high is None else self.high - self.low

    def of_group(self, code: str) -> Fraction | None:
        return _mean([sheet.marks.get(code, 0) for sheet in self.others])

    def merit(self, tie: str) -> Fraction:
        """The figure that a tie rule compares; the higher goes first."""
        rule, _, code = tie.partition(":")
        if rule == GROUP:
            return self.of_group(code) or Fraction(0)
        if rule == FEWER_MINUS:
            return -(_mean([sheet.minus for sheet in self.others]) or Fraction(0))
        if rule == MORE_BONUS:
            return _mean([sheet.bonus for sheet in self.others]) or Fraction(0)
        return Fraction(-(self.spread or 0))


def _mean(figures: Sequence[int]) -> Fraction | None:
    return Fraction(sum(figures), len(figures)) if figures else None


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking, from 1; equals share one, and the places after it stay empty.

    `by`: the tie rule that put it below or above an equal score; None where the scores alone decided.
    """

    code: str
    place: int
    shared: bool = False
    by: str | None = None


def ranking(scores: Sequence[Score], ties: Sequence[str] = ()) -> list[Ranked]:
    """Those with at least one sheet of another unit: by the mean, then by each tie rule in turn, then by code."""
    scored = [score for score in scores if score.mean is not None]
    keys = {score.code: _key(score, ties) for score in scored}
    ordered = sorted(scored, key=lambda score: score.code)
    ordered.sort(key=lambda score: keys[score.code], reverse=True)
    return [_ranked(score.code, keys, ties) for score in ordered]


def _key(score: Score, ties: Sequence[str]) -> tuple[Fraction, ...]:
    return (score.mean or Fraction(0), *(score.merit(tie) for tie in ties))


def _ranked(code: str, keys: Mapping[str, tuple[Fraction, ...]], ties: Sequence[str]) -> Ranked:
    own = keys[code]
    above = sum(key > own for key in keys.values())
    rivals = [key for other, key in keys.items() if other != code and key[0] == own[0]]
    used = [_parted(own, rival) for rival in rivals if rival != own]
    by = ties[max(used) - 1] if used else None
    return Ranked(code, above + 1, shared=own in rivals, by=by)


def _parted(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> int:
    """The place of the first figure in which two equal scores differ, the mean being 0."""
    return next(n for n, (mine, his) in enumerate(zip(one, other, strict=True)) if mine != his)


def carried(score: Score, review: Review) -> bool:
    """Whether score sheets alone carry the nomination, places left aside: exact, so 89.996 does not pass as 90."""
    if score.mean is None:
        return False
    return review.least is None or score.mean >= review.least * POINT
