"""A nomination and what may be the same achievement: another nomination, or an award decided before. A reason to look.

No second award for the same achievement (Law 06/2022/QH15, art. 5.2.c). Two people often share a name, so nothing here
refuses: an officer looks at each and says, with a reason, what it is.
"""

from dataclasses import dataclass
from enum import StrEnum

from workflow.words import N_


class MatchVerdict(StrEnum):
    """What an officer found about a possible duplicate."""

    ANOTHER_NOMINEE = "another_nominee"
    ANOTHER_ACHIEVEMENT = "another_achievement"
    SAME_ACHIEVEMENT = "same_achievement"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    MatchVerdict.ANOTHER_NOMINEE: N_("Another person or collective of the same name"),
    MatchVerdict.ANOTHER_ACHIEVEMENT: N_("The same nominee, another achievement"),
    MatchVerdict.SAME_ACHIEVEMENT: N_("The same nominee, the same achievement"),
}


@dataclass(frozen=True)
class Match:
    """Something of the same name. `year` is that of its achievement, as far as known; `verdict` None: not looked at."""

    other: str
    title: str
    year: int | None
    verdict: MatchVerdict | None = None

    def may_overlap(self, year: int) -> bool:
        """About the year of the campaign, or the paper does not say which: then somebody has to look."""
        return self.year is None or self.year == year
