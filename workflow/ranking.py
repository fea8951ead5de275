"""Who is through when more passed than there are places: by votes, then by the tie-breaks that the rules name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.ballot import Rule, Tally, passed, require_whole

SCORE, CHAIR, DIRECT_WORKER = "score", "chair", "direct_worker"
TIEBREAKS = (SCORE, CHAIR, DIRECT_WORKER)
"""What may decide between equals on the last place, when the rules name it: the score of the cluster, the open vote of
the one who chairs, or that who works directly goes first."""


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
    require_whole(places=places)
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
