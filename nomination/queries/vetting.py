"""The department's queue: what lies with it, whose it is, and how far each nomination is assessed."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, HoldRecord, Nomination, Person
from nomination.queries.search import matching
from nomination.queries.visible import visible_to
from workflow.dossier import Actor, Verdict
from workflow.vocabulary import Stage, State

PAGE = 25


@dataclass(frozen=True)
class Asked:
    """What the reader filters the queue by; `after` is the keyset place."""

    part: str = ""
    campaign: str = ""
    search: str = ""
    after: int = 0


@dataclass(frozen=True)
class Queue:
    nominations: list[Loaded]
    officers: dict[int, str]
    more: int | None


PARTS = ("unreceived", "mine", "assessing", "decidable", "held")


def queue(actor: Actor, asked: Asked) -> Queue:
    """One page of the nominations being vetted that meet `asked`, oldest first."""
    condition = [visible_to(actor), Nomination.state == State.DEPARTMENT_VETTING, Nomination.id > asked.after]
    condition.append(Nomination.pledged_hash.is_not(None))  # always so in this state; the index wants to hear it
    condition += _narrowed(actor, asked)
    ids = list(db.session.scalars(select(Nomination.id).where(*condition).order_by(Nomination.id).limit(PAGE + 1)))
    shown = load_all(Nomination.id.in_(ids[:PAGE])) if ids else []
    if asked.part == "decidable":
        shown = [loaded for loaded in shown if settled(loaded)]
    return Queue(
        shown,
        names_of({loaded.row.officer_id for loaded in shown if loaded.row.officer_id}),
        ids[PAGE - 1] if len(ids) > PAGE else None,
    )


def _narrowed(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    held = select(HoldRecord.nomination_id).where(HoldRecord.lifted_at.is_(None))
    parts: dict[str, ColumnElement[bool]] = {
        "unreceived": Nomination.received_at.is_(None),
        "mine": Nomination.officer_id == actor.person_id,
        "assessing": Nomination.received_at.is_not(None),
        "decidable": Nomination.received_at.is_not(None),
        "held": Nomination.id.in_(held),
    }
    found = [parts[asked.part]] if asked.part in parts else []
    if asked.campaign:
        found.append(
            Nomination.campaign_id == select(Campaign.id).where(Campaign.code == asked.campaign).scalar_subquery()
        )
    words = matching(Nomination, asked.search)
    return found if words is None else [*found, words]


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
