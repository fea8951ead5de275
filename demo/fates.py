"""How many nominations of the demonstration go which way. One table; everything else is drawn from it."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """Where a nomination stands when the demonstration ends, and how it got there."""

    BEGUN = "begun"
    WRITTEN = "written"
    PROPOSED = "proposed"
    TAKEN_BACK = "taken_back"
    BEFORE_CLUSTER = "before_cluster"
    REVOTED = "revoted"
    VOTED_DOWN = "voted_down"
    TIED = "tied"
    UNRECEIVED = "unreceived"
    HALF_ASSESSED = "half_assessed"
    ASSESSED = "assessed"
    WAIVER_ASKED = "waiver_asked"
    HELD = "held"
    SUPPLEMENT = "supplement"
    REJECTED = "rejected"
    GIVEN_UP = "given_up"
    COUNCIL_REFUSED = "council_refused"
    COUNCIL_VOTING = "council_voting"
    AWAITING_CHAIR = "awaiting_chair"
    BEFORE_COUNCIL = "before_council"
    CLEARED = "cleared"
    IN_DRAFT_DECISION = "in_draft_decision"
    IN_FROZEN_DECISION = "in_frozen_decision"
    SIGNED = "signed"
    ISSUED = "issued"
    PUBLISHED = "published"
    NARROWLY_PUBLISHED = "narrowly_published"
    REVOKED = "revoked"


F = Fate

IN_UNIT = (F.BEGUN, F.WRITTEN, F.PROPOSED, F.TAKEN_BACK)
UNDECIDED_BY_CLUSTER = (*IN_UNIT, F.BEFORE_CLUSTER)
LOST_IN_CLUSTER = (F.VOTED_DOWN, F.TIED)
IN_VETTING = (F.UNRECEIVED, F.HALF_ASSESSED, F.ASSESSED, F.WAIVER_ASKED, F.HELD, F.SUPPLEMENT, F.REVOTED)
COUNTED_BY_COUNCIL = (
    F.COUNCIL_REFUSED, F.NARROWLY_PUBLISHED, F.PUBLISHED, F.IN_FROZEN_DECISION, F.SIGNED, F.ISSUED,
)  # fmt: skip
RECORDED = (F.PUBLISHED, F.NARROWLY_PUBLISHED, F.REVOKED)


@dataclass(frozen=True)
class Wave:
    """Clusters that go through the process together, and the working days before today of each stage.

    `nominating`: how many of a cluster's members take part; the others can lend their officers as tellers. `units`:
    single ones instead of whole clusters.
    """

    clusters: tuple[str, ...]
    begun: int
    submitted: int
    voted: int = 0
    received: int = 0
    concluded: int = 0
    nominating: int = 99
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portion:
    """So many collectives and individuals of one wave with one fate."""

    wave: str
    fate: Fate
    collectives: int
    individuals: int


LATE = "so-ca-mau"
"""The unit that has recorded no response and submitted nothing."""

STORY = "cuc-cntt"
"""The unit whose officer and head are shown first: each finds something to do."""

# Clusters of five hold no electronic secret ballot (one stands aside, four are too few): one has voted on paper,
# see paper_round.py, the others wait.
WAVES = {
    "first": Wave(("khoi-i", "khoi-iii", "khoi-v", "cum-ii"), -112, -95, -88, -82, -66),
    "second": Wave(("khoi-ii", "khoi-vii", "cum-iv"), -62, -49, -43, -38, -22),
    "third": Wave(("khoi-iv", "cum-iii", "cum-vii"), -32, -23, -18, -13),
    "closed": Wave(("cum-v",), -19, -10, nominating=5),
    "open": Wave(("cum-i",), -18, -9, nominating=7),
    "preparing": Wave(("cum-ix",), -15, -6, nominating=5),
    "waiting": Wave(("khoi-vi", "cum-vi", "cum-viii"), -16, -6),
    "new": Wave(("khoi-iv",), -8, -3),
    "late": Wave((), -3, -1, units=(LATE,)),
    "story": Wave((), -7, -3, units=(STORY,)),
    "alike": Wave((), -8, -3, units=("so-phu-tho",)),
    "fresh": Wave(("khoi-iv", "cum-iii", "cum-vii", "khoi-vi", "cum-vi", "cum-viii", "cum-ix"), -8, -3),
}

PORTIONS = (
    Portion("first", F.VOTED_DOWN, 5, 10), Portion("first", F.TIED, 0, 1), Portion("first", F.REJECTED, 3, 6),
    Portion("first", F.GIVEN_UP, 0, 1), Portion("first", F.COUNCIL_REFUSED, 5, 0),
    Portion("first", F.NARROWLY_PUBLISHED, 4, 0), Portion("first", F.PUBLISHED, 14, 42),
    Portion("first", F.REVOKED, 0, 1),
    Portion("second", F.VOTED_DOWN, 3, 9), Portion("second", F.REJECTED, 2, 4), Portion("second", F.GIVEN_UP, 0, 1),
    Portion("second", F.COUNCIL_VOTING, 7, 0), Portion("second", F.AWAITING_CHAIR, 2, 0),
    Portion("second", F.BEFORE_COUNCIL, 5, 0),
    Portion("second", F.CLEARED, 0, 10), Portion("second", F.IN_DRAFT_DECISION, 0, 7),
    Portion("second", F.IN_FROZEN_DECISION, 4, 10), Portion("second", F.SIGNED, 3, 10),
    Portion("second", F.ISSUED, 1, 7),
    Portion("third", F.VOTED_DOWN, 1, 4), Portion("third", F.UNRECEIVED, 4, 12),
    Portion("third", F.HALF_ASSESSED, 5, 11),
    Portion("third", F.ASSESSED, 2, 7), Portion("third", F.WAIVER_ASKED, 1, 1), Portion("third", F.HELD, 0, 4),
    Portion("third", F.SUPPLEMENT, 2, 6), Portion("third", F.REVOTED, 0, 1),
    Portion("closed", F.BEFORE_CLUSTER, 3, 9), Portion("open", F.BEFORE_CLUSTER, 3, 12),
    Portion("preparing", F.BEFORE_CLUSTER, 2, 8), Portion("waiting", F.BEFORE_CLUSTER, 5, 13),
    Portion("new", F.BEFORE_CLUSTER, 0, 3), Portion("late", F.BEGUN, 0, 2),
    Portion("alike", F.PROPOSED, 0, 2),
    Portion("story", F.WRITTEN, 0, 1), Portion("story", F.PROPOSED, 1, 1),
    Portion("fresh", F.BEGUN, 2, 5), Portion("fresh", F.WRITTEN, 3, 7), Portion("fresh", F.PROPOSED, 2, 7),
    Portion("fresh", F.TAKEN_BACK, 1, 5),
)  # fmt: skip
