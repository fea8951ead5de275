"""The registers of discipline and incidents: an entry is recorded, closed by another, found to be about another."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.conduct_rows import entry_facts, touchable
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.models import ConductClearance, ConductEntry, Nomination, Unit
from nomination.names import match_key
from nomination.queries.conduct import known_registers
from nomination.services import audit
from nomination.services.plans import text_problems
from nomination.services.transaction import Invalid, Missing, expect_version, lock_nominations, locked, writing
from nomination.services.wording import NEEDED, Told, line_problem, name_problem, one_line
from workflow.conduct import RECORDING, clearing, closing
from workflow.dossier import Actor, NomineeKind, Reason
from workflow.machine import NotYours, Refused
from workflow.words import N_, Word

PAPER_MAX, SUMMARY_MAX, REASON_MAX = 300, 2000, 2000
UNTOUCHED = N_("This entry does not speak against a nomination with this code.")


@dataclass(frozen=True)
class Recording:
    """What is written in a register. A blank `kind` means both kinds, a blank `subject_name` the whole unit."""

    register: str
    unit_id: int | None
    summary: str
    paper: str
    counts_from: date | None
    counts_to: date | None = None
    with_below: bool = False
    kind: str = ""
    subject_name: str = ""


def record_entry(actor: Actor, said: Recording) -> ConductEntry:
    """A new entry. From now on it blocks what it speaks against: nobody signs one of them at the same moment.

    Raises `NotYours` or `Invalid` with everything that is wrong.
    """
    _refuse_role(actor)
    with writing():
        name = one_line(said.subject_name)
        _check(said, name)
        entry = ConductEntry(
            register=said.register, unit_id=said.unit_id, with_below=said.with_below, kind=said.kind,
            subject_name=name, subject_key=match_key(name), summary=said.summary.strip(), paper=said.paper.strip(),
            counts_from=said.counts_from, counts_to=said.counts_to, recorded_by_id=actor.person_id,
            recorded_at=clock.now(),
        )  # fmt: skip
        db.session.add(entry)
        db.session.flush()
        lock_nominations(db.session.scalars(select(Nomination.id).where(touchable(entry))).all())
        audit.record(actor, "conduct:record", subject=("conduct", entry.id), facts=_facts(entry))
        return entry


def note_reading(actor: Actor, entry_id: int) -> None:
    """What an entry says of a person is read on record: who, which entry, when."""
    with writing():
        audit.record(actor, "conduct:read", subject=("conduct", entry_id), facts={})


def close_entry(actor: Actor, entry_id: int, reason: str, *, version: int | None = None) -> None:
    """The entry counts no more, from now on. Raises `Missing`, `Stale`, `NotYours`, `Refused` or `Invalid`."""
    with writing():
        entry = _locked(entry_id)
        expect_version(entry.version, version)
        _refuse(closing(entry_facts(entry), actor))
        _check_reason(reason)
        entry.closed_at, entry.closed_by_id, entry.close_reason = clock.now(), actor.person_id, reason.strip()
        facts = {"reason": entry.close_reason}
        audit.record(actor, "conduct:close", subject=("conduct", entry.id), facts=facts)


def clear_of(actor: Actor, entry_id: int, code: str, reason: str) -> None:
    """The entry is not about nomination `code`, which may be one that only its unit sees and has told the code of.

    A code that is none and one that the entry does not touch are refused alike.
    """
    with writing():
        entry = _locked(entry_id)
        loaded = _nomination(code)
        if loaded is None or all(one.id != entry.id for one in loaded.against.speaking):
            _refuse_role(actor)
            raise Invalid.one("code", UNTOUCHED)
        _refuse(clearing(loaded.dossier, actor, officer_id=loaded.row.officer_id))
        _check_reason(reason)
        db.session.add(
            ConductClearance(
                nomination_id=loaded.row.id, entry_id=entry.id, person_id=actor.person_id, at=clock.now(),
                reason=reason.strip(),
            )
        )  # fmt: skip
        facts = {"entry": entry.id, "register": entry.register, "reason": reason.strip()}
        audit.record(actor, "nomination:clear_of_entry", subject=("nomination", code), facts=facts)


def take_clearance_back(actor: Actor, entry_id: int, code: str) -> None:
    """The entry speaks against the nomination again. The record keeps what had been found, and by whom."""
    with writing():
        entry = _locked(entry_id)
        loaded = _nomination(code)
        clearance = db.session.get(ConductClearance, (loaded.row.id, entry.id)) if loaded else None
        if loaded is None or clearance is None:
            raise Missing
        _refuse(clearing(loaded.dossier, actor, officer_id=loaded.row.officer_id))
        facts = {
            "entry": entry.id,
            "register": entry.register,
            "found_by": clearance.person_id,
            "reason": clearance.reason,
        }
        db.session.delete(clearance)
        audit.record(actor, "nomination:take_clearance_back", subject=("nomination", code), facts=facts)


def _nomination(code: str) -> Loaded | None:
    """Under lock, and whatever its state: a draft is told of by its unit."""
    row = db.session.scalars(select(Nomination).where(Nomination.code == code.strip()).with_for_update()).one_or_none()
    return load(Nomination.id == row.id) if row else None


def _locked(entry_id: int) -> ConductEntry:
    return locked(select(ConductEntry).where(ConductEntry.id == entry_id))


def _facts(entry: ConductEntry) -> dict[str, object]:
    names = (
        "register", "unit_id", "with_below", "kind", "subject_name", "summary", "paper", "counts_from", "counts_to",
    )  # fmt: skip
    return {name: getattr(entry, name) for name in names}


def _refuse_role(actor: Actor) -> None:
    if not actor.roles() & set(RECORDING):
        roles = tuple(Word(role.label) for role in RECORDING)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": roles})])


def _refuse(reasons: list[Reason]) -> None:
    if any(reason.code == "role" for reason in reasons):
        raise NotYours(reasons)
    if reasons:
        raise Refused(reasons)


def _check_reason(reason: str) -> None:
    problems = text_problems({"reason": (reason, REASON_MAX)})
    if problems:
        raise Invalid(problems)


def _check(said: Recording, name: str) -> None:
    problems = text_problems({"summary": (said.summary, SUMMARY_MAX), "paper": (said.paper, PAPER_MAX)})
    if said.register not in known_registers():
        problems["register"] = [(N_("Choose a register."), {})]
    if said.unit_id is None or db.session.get(Unit, said.unit_id) is None:
        problems["unit"] = [(N_("Choose a unit from the list."), {})]
    problems |= {key: [told] for key, told in (_subject(said.kind, name) | _days(said)).items()}
    paper = None if "paper" in problems else line_problem(said.paper, PAPER_MAX)
    if paper is not None:
        problems["paper"] = [paper]
    if problems:
        raise Invalid(problems)


def _subject(kind: str, name: str) -> dict[str, Told]:
    """A name is that of a person or of a collective, and is written as such."""
    if kind not in ("", *NomineeKind):
        return {"kind": (N_("Choose whom the entry concerns."), {})}
    if name and not kind:
        return {"kind": (N_("Say whether the name is that of a person or of a collective."), {})}
    told = name_problem(name, NomineeKind(kind)) if name else None
    return {"subject_name": told} if told else {}


def _days(said: Recording) -> dict[str, Told]:
    problems: dict[str, Told] = {}
    if said.counts_from is None:
        problems["counts_from"] = (NEEDED, {})
    elif said.counts_from > clock.today():
        problems["counts_from"] = (N_("The day from which it counts cannot lie in the future."), {})
    elif said.counts_to is not None and said.counts_to < said.counts_from:
        problems["counts_to"] = (N_("The last day lies before the day from which it counts."), {})
    return problems
