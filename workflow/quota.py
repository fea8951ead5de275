"""Places allotted to a unit or cluster for an award, and by how many they are exceeded. Plain figures, no opinion."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """How many a holder (unit or cluster) may put forward for one award; `award` None covers all awards together."""

    holder: str
    award: str | None
    places: int | None

    def __post_init__(self) -> None:
        if self.places is not None and (type(self.places) is not int or self.places < 0):
            raise ValueError(f"places are a whole number from 0 up, or none for no limit, not {self.places!r}")

    def covers(self, proposal: "Proposal") -> bool:
        return self.holder == proposal.holder and self.award in (None, proposal.award)


@dataclass(frozen=True)
class Proposal:
    """One nomination that takes a place."""

    holder: str
    award: str


@dataclass(frozen=True)
class Excess:
    """A quota that is exceeded: the figures that a message prints."""

    holder: str
    award: str | None
    places: int
    proposed: int

    @property
    def over(self) -> int:
        return self.proposed - self.places


def remaining(quota: Quota, taken: int) -> int | None:
    """Places still free, never below zero; None when there is no limit."""
    return None if quota.places is None else max(quota.places - taken, 0)


def excesses(quotas: Iterable[Quota], proposals: Iterable[Proposal]) -> list[Excess]:
    """Every quota that the proposals exceed, in the order of the quotas. What no quota covers is not limited."""
    counted = Counter(proposals)
    return [excess for quota in quotas if (excess := _excess(quota, counted)) is not None]


def _excess(quota: Quota, counted: Counter[Proposal]) -> Excess | None:
    proposed = sum(number for proposal, number in counted.items() if quota.covers(proposal))
    if quota.places is None or proposed <= quota.places:
        return None
    return Excess(quota.holder, quota.award, quota.places, proposed)
