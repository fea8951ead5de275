"""Places allotted to a unit or cluster for an award, what is left, and by how many they are exceeded. Plain figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

UNIT, CLUSTER = "unit", "cluster"
BODIES = (UNIT, CLUSTER)


def holder(body: str, code: str) -> str:
    """The name under which a unit or cluster holds places, such as `unit:alpha`."""
    return f"{body}:{code}"


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

    def counted(self, by_award: Mapping[str, int]) -> int:
        """Of figures by award, those that this quota is about."""
        return sum(number for award, number in by_award.items() if self.award in (None, award))

    def with_extra(self, by_award: Mapping[str, int]) -> "Quota":
        """With places that were given on top."""
        return self if self.places is None else replace(self, places=self.places + self.counted(by_award))


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


@dataclass(frozen=True)
class Balance:
    """Direct workers against leaders among the individuals put forward. `asked`: direct workers for each leader."""

    direct: int
    leaders: int
    asked: int | None

    @property
    def short(self) -> int:
        """Direct workers that are missing; 0 when enough, or when nothing is asked. Never more than a reminder."""
        return 0 if self.asked is None else max(self.leaders * self.asked - self.direct, 0)


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
