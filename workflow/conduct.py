"""Entries in the department's registers of discipline and incidents: whom they speak against, and since when."""

from dataclasses import dataclass
from datetime import date

from workflow.dossier import Actor, Dossier, NomineeKind, Reason
from workflow.guards import held_by, one_of
from workflow.vocabulary import Role
from workflow.words import N_, Word

READING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR)
"""Who may know what an entry says, and how many there are. Everybody else reads one neutral sentence."""

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
CLOSING = (Role.DEPARTMENT_HEAD,)

REGISTERS = {
    "discipline": N_("Register of discipline"),
    "incident": N_("Register of incidents"),
}
"""The registers that the product knows by name. Campaigns may name others."""


@dataclass(frozen=True)
class Entry:
    """One entry of a register. `kind` None: individuals and collectives; a blank `subject_key`: the whole unit.

    It counts from one day to another, both included; without the second until it is closed.
    """

    entry_id: int
    register: str
    paper: str
    counts_from: date
    counts_to: date | None = None
    with_below: bool = False
    kind: NomineeKind | None = None
    subject_key: str = ""
    closed: bool = False
    recorded_by: int | None = None

    def counts_on(self, day: date) -> bool:
        return not self.closed and self.counts_from <= day and (self.counts_to is None or day <= self.counts_to)


@dataclass(frozen=True)
class Nominee:
    """Whom an entry may concern. `key` is the name in the form in which namesakes are equal."""

    kind: NomineeKind
    key: str


def speaks_against(entry: Entry, nominee: Nominee, *, above: bool, day: date) -> bool:
    """Whether the entry concerns the nominee on that day, by kind and name.

    `above`: it was recorded for a unit above the nominee's. Whether people found it to be about somebody else is not
    asked here.
    """
    return (
        entry.counts_on(day)
        and (entry.with_below or not above)
        and entry.kind in (None, nominee.kind)
        and entry.subject_key in ("", nominee.key)
    )


def closing(entry: Entry, actor: Actor) -> list[Reason]:
    """The head of the department closes an entry, and never one that he recorded himself."""
    reasons = one_of(CLOSING, actor)
    if entry.closed:
        reasons.append(Reason("closed", N_("This entry is already closed.")))
    elif entry.recorded_by in actor.hands([grant for grant in actor.grants if grant.role in CLOSING]):
        message = N_("You recorded this entry yourself, so another head of the department must close it.")
        reasons.append(Reason("separation", message))
    return reasons


def clearing(dossier: Dossier, actor: Actor, *, officer_id: int | None) -> list[Reason]:
    """Who may find that an entry is not about this nomination: the officer in charge of it, or the head.

    Before anybody took charge, any officer of the department may.
    """
    reasons = held_by(*RECORDING)(dossier, actor)
    heads = bool(actor.grants_of(Role.DEPARTMENT_HEAD))
    if not reasons and not heads and officer_id not in (None, actor.person_id):
        message = N_("Only the officer in charge of this nomination or the head of the department may say this.")
        reasons.append(Reason("charge", message))
    if not dossier.state.is_open:
        message = N_("The nomination has reached its end, so no entry stands in its way: %(state)s.")
        reasons.append(Reason("state", message, {"state": Word(dossier.state.label)}))
    return reasons
