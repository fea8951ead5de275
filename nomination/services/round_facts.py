"""The states of a round, and a round as one person meets it at one moment: the facts that its acts are judged by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.ballot import Method, Turnout
from workflow.dossier import Actor
from workflow.words import N_

PREPARING, KEYED, OPEN, CLOSED = "preparing", "keyed", "open", "closed"
COUNTED, INQUORATE, CANCELLED = "counted", "inquorate", "cancelled"
REMIND_EVERY = timedelta(hours=12)
LIVE = (PREPARING, KEYED, OPEN, CLOSED)
AFTER_CLOSE = (CLOSED, COUNTED, INQUORATE)

STATUS_LABELS = {
    PREPARING: N_("Being prepared"),
    KEYED: N_("Ready to open"),
    OPEN: N_("Open for voting"),
    CLOSED: N_("Closed, not yet counted"),
    COUNTED: N_("Counted"),
    INQUORATE: N_("Too few ballots: not opened"),
    CANCELLED: N_("Cancelled"),
}


@dataclass(frozen=True)
class Standing:
    """A round as one person meets it at one moment. Past its end an open box takes no ballot, closed by hand or not."""

    status: str
    actor: Actor
    now: datetime
    closes_at: datetime
    turnout: Turnout
    leads: bool = False
    tells: bool = False
    chairs: bool = False
    heads_department: bool = False
    has_code: bool = False
    confirmed: bool = False
    codes_taken: bool = False
    rehearsed: bool = False
    tellers_unconfirmed: tuple[str, ...] = ()
    chair_needed: bool = False
    chair_agreed: bool = False
    uncarried: int = 0
    reminded_at: datetime | None = None
    department: bool = False
    council: bool = False
    method: str = Method.ELECTRONIC
    quorate: bool = True
    attended: bool = False
    absent: int = 0
    opinions_allowed: bool = False
    leave: bool = False
    figures_by: frozenset[int] = frozenset()
    longer_by: int | None = None
    tie: bool = False
    own_tie: bool = False
    complaints_until: datetime | None = None
    holds: int = 0
    end_asked_by: int | None = None
    ended: bool = False
