"""The department's queue: what lies with it, deadlines first, whose it is, and how far each nomination is assessed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select, tuple_, union_all

from nomination import clock
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, HoldRecord, Nomination, Opinion, Person, Proposal
from nomination.queries.campaigns import launched_rules
from nomination.queries.clocks import clocks_of
from nomination.queries.desk_nominations import all_settled
from nomination.queries.search import matching
from nomination.queries.visible import visible_to
from workflow.calendar import Clock
from workflow.dossier import Actor, Verdict
from workflow.vocabulary import Stage, State

PAGE = 25
PARTS = ("unreceived", "mine", "assessing", "decidable", "proposed", "overdue", "standing", "held")
NOBODY = "none"
ORDER = (Nomination.vetting_due_on, Nomination.id)
Place = tuple[date, int]


@dataclass(frozen=True)
class Asked:
    """What the reader filters the queue by: it stands in the address. `after` and `before`: the place to go on from."""

    part: str = ""
    campaign: str = ""
    officer: str = ""
    search: str = ""
    after: Place | None = None
    before: Place | None = None

    @property
    def values(self) -> dict[str, str]:
        """As it stands in an address, blanks left out."""
        named = {"part": self.part, "campaign": self.campaign, "officer": self.officer, "q": self.search}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Queue:
    nominations: list[Loaded]
    clocks: dict[int, Clock] = field(default_factory=dict)
    later: str | None = None
    earlier: str | None = None


@dataclass(frozen=True)
class Beside:
    """The nominations before and after one of the queue, in its order: code and name of each."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None


def place_from(typed: str) -> Place | None:
    """A place as an address holds it; what is none is no place."""
    day, _, key = typed.partition("-")
    try:
        return (datetime.strptime(day, "%Y%m%d").date(), int(key)) if key.isdigit() and len(key) < 10 else None
    except ValueError:
        return None


def queue(actor: Actor, asked: Asked) -> Queue:
    """One page of the nominations being vetted that meet `asked`, those due first at the top."""
    rows, further = _page_of(actor, asked)
    if not rows:
        return Queue([])
    places = {row.id: n for n, row in enumerate(rows)}
    shown = sorted(load_all(Nomination.id.in_(places)), key=lambda one: places[one.row.id])
    first, last = (f"{row.vetting_due_on:%Y%m%d}-{row.id}" for row in (rows[0], rows[-1]))
    back = asked.before is not None
    return Queue(
        shown,
        clocks_of((one.row, one.campaign) for one in shown),
        later=last if back or further else None,
        earlier=first if asked.after or (back and further) else None,
    )


def _page_of(actor: Actor, asked: Asked) -> tuple[list[Any], bool]:
    """The places of one page in their order, and whether more lie beyond it in the direction of reading."""
    condition, order, back = _within(actor, asked), list(ORDER), asked.before is not None
    if asked.before is not None:
        condition.append(tuple_(*ORDER) < tuple_(*(literal(one) for one in asked.before)))
        order = [column.desc() for column in ORDER]
    elif asked.after is not None:
        condition.append(tuple_(*ORDER) > tuple_(*(literal(one) for one in asked.after)))
    rows = list(db.session.execute(select(*ORDER).where(*condition).order_by(*order).limit(PAGE + 1)).all())
    page = rows[:PAGE]
    return page[::-1] if back else page, len(rows) > PAGE


def beside(actor: Actor, asked: Asked, nomination: Nomination) -> Beside:
    """What comes before and after a nomination in the queue, also when it has just left it. One query."""
    here = tuple_(literal(nomination.vetting_due_on), literal(nomination.id))
    condition = _within(actor, asked)
    sides = [
        select(literal(side).label("side"), Nomination.code, Nomination.nominee_name)
        .where(*condition, further(tuple_(*ORDER)))
        .order_by(*order)
        .limit(1)
        .subquery()
        for side, further, order in (
            ("before", here.__gt__, [column.desc() for column in ORDER]),
            ("after", here.__lt__, list(ORDER)),
        )
    ]
    found = {side: (code, name) for side, code, name in db.session.execute(union_all(*map(select, sides)))}
    return Beside(found.get("before"), found.get("after"))


def _within(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """Pledged it always is in this state; the index wants to hear it."""
    in_vetting = and_(Nomination.state == State.DEPARTMENT_VETTING.value, Nomination.pledged_hash.is_not(None))
    return [visible_to(actor), in_vetting, *_narrowed(actor, asked)]


def _narrowed(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    found = [_part(actor, asked.part)] if asked.part in PARTS else []
    if asked.officer == NOBODY:
        found.append(Nomination.officer_id.is_(None))
    elif asked.officer:
        found.append(Nomination.officer_id == int(asked.officer))
    if asked.campaign:
        found.append(
            Nomination.campaign_id == select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
        )
    words = matching(Nomination, asked.search)
    return found if words is None else [*found, words]


def _part(actor: Actor, part: str) -> ColumnElement[bool]:
    received = Nomination.received_at.is_not(None)
    held = select(HoldRecord.id).where(HoldRecord.nomination_id == Nomination.id, HoldRecord.lifted_at.is_(None))
    out = select(Opinion.letter_id).where(Opinion.nomination_id == Nomination.id, Opinion.answer.is_(None))
    proposed = select(Proposal.id).where(Proposal.nomination_id == Nomination.id, Proposal.closed_at.is_(None))
    if part == "decidable":
        return and_(received, all_settled({key: rules for key, (_, rules) in launched_rules().items()}))
    return {
        "unreceived": Nomination.received_at.is_(None),
        "mine": Nomination.officer_id == actor.person_id,
        "assessing": received,
        "proposed": proposed.exists(),
        "overdue": Nomination.vetting_due_on < clock.today(),
        "standing": or_(held.exists(), out.exists()),
        "held": held.exists(),
    }[part]


@dataclass(frozen=True)
class Progress:
    """How far a nomination is judged: of `asked` criteria so many `decided`; the numbers of those that hold it up."""

    decided: int
    asked: int
    not_met: tuple[int, ...]
    awaiting: tuple[int, ...]
    failing: tuple[int, ...]


def progress(loaded: Loaded) -> Progress:
    """`awaiting`: waivers without approval; `failing`: what the machine does not pass and nobody waived."""
    criteria, judged = loaded.dossier.to_confirm(Stage.VETTING), loaded.dossier.assessments
    found = loaded.dossier.findings()
    numbers = {criterion.code: criterion.number for criterion in criteria}
    not_met = [code for code in numbers if code in judged and judged[code].verdict is Verdict.NOT_MET]
    settled = [code for code in numbers if code in judged and judged[code].settled]
    waived = [code for code in numbers if code in judged and judged[code].verdict is Verdict.WAIVED]
    return Progress(
        len(not_met) + len(settled), len(numbers),
        tuple(numbers[code] for code in not_met),
        tuple(numbers[code] for code in waived if code not in settled),
        tuple(numbers[code] for code in numbers if not found[code].met and code not in waived),
    )  # fmt: skip


def settled(loaded: Loaded) -> bool:
    """Every criterion that vetting has to confirm has a verdict that lets the nomination pass."""
    assessments = loaded.dossier.assessments
    wanted = loaded.dossier.to_confirm(Stage.VETTING)
    return all(one.code in assessments and assessments[one.code].settled for one in wanted)


def names_of(ids: set[int]) -> dict[int, str]:
    """Full names by person id."""
    if not ids:
        return {}
    query = select(Person.id, Person.full_name).where(Person.id.in_(ids))
    return {person_id: name for person_id, name in db.session.execute(query)}
