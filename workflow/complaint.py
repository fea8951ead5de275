"""A complaint about an award or a round: its kinds, and the days that it leaves.

Accepted within 10 days of receipt, settled within 30 days, 45 in a complex case. The source is a secondary one, and the
second term is counted here from the day of acceptance.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.words import N_

KINDS = {"complaint": N_("Complaint"), "denunciation": N_("Denunciation"), "other": N_("Other paper")}
ACCEPT, SETTLE, SETTLE_COMPLEX = 10, 30, 45


@dataclass(frozen=True)
class Due:
    """What is due next and until when; the day itself still counts."""

    label: str
    day: date

    def late(self, today: date) -> bool:
        return today > self.day


def next_due(*, kind: str, received_on: date, accepted_on: date | None, complex_case: bool, ended: bool) -> Due | None:
    """Known for complaints alone, and only until they have ended."""
    if kind != "complaint" or ended:
        return None
    if accepted_on is None:
        return Due(N_("To be accepted by"), received_on + timedelta(days=ACCEPT))
    days = SETTLE_COMPLEX if complex_case else SETTLE
    return Due(N_("To be settled by"), accepted_on + timedelta(days=days))
