"""What a nomination is in the middle of: letter, places, round, supplement, hold, opinions, decision. Frozen facts."""

from dataclasses import dataclass
from datetime import date

from workflow.ballot import Rule, Tally, Turnout


@dataclass(frozen=True)
class Hold:
    hold_id: int
    set_by: int
    paper: str


@dataclass(frozen=True)
class Opinion:
    """An opinion asked of another body. Unanswered counts as in only when somebody marked it so with a reason."""

    body: str
    answer: str | None
    marked_unanswered: bool = False

    @property
    def is_in(self) -> bool:
        return self.answer is not None or self.marked_unanswered


@dataclass(frozen=True)
class Supplement:
    """What was asked for when the nomination came back: the named parts, and those that changed since."""

    named: frozenset[str]
    changed: frozenset[str]
    due_on: date


@dataclass(frozen=True)
class Submission:
    """The unit's submission letter that carries this nomination, with the meeting it rests on."""

    code: str
    met_on: date | None
    members: int | None
    present: int | None
    has_minutes: bool


@dataclass(frozen=True)
class Places:
    """Places allotted, and how many are taken by others. No limit when `limit` is None; `shared` by all awards."""

    limit: int | None = None
    taken: int = 0
    shared: bool = False

    @property
    def full(self) -> bool:
        return self.limit is not None and self.taken >= self.limit


@dataclass(frozen=True)
class RoundFacts:
    """The round this nomination is in. `turnout` or `tally`, never both: nobody sees a count before the end.

    `reached`: where score sheets decided, whether their mean suffices; None where votes are counted.
    """

    round_id: int
    status: str
    rule: Rule
    turnout: Turnout | None = None
    tally: Tally | None = None
    within_places: bool = True
    chair_needed: bool = False
    chair_agreed: bool = False
    reached: bool | None = None

    def __post_init__(self) -> None:
        if self.turnout is not None and self.tally is not None:
            raise ValueError("a round shows its turnout or its tally, never both")


@dataclass(frozen=True)
class DecisionFacts:
    """The decision this nomination is in, and the digest that the signer has on his screen."""

    decision_id: int
    kind: str
    status: str
    digest: str | None
    seen_digest: str | None = None
    material_hash: str | None = None
