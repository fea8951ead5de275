"""Interprets the table: fires a trigger, lists what is possible and why not. The only user of `transitions`."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, cast

from transitions import EventData, Machine

from workflow.dossier import Actor, Dossier, Finding, Reason
from workflow.guards import acting_roles
from workflow.process import TRANSITIONS, Row, rows_from
from workflow.secrecy import kept_from, known_state
from workflow.vocabulary import Ask, State, Trigger
from workflow.words import N_, Word


class Refused(Exception):
    """The act is not possible now. `reasons` holds every reason, never only the first."""

    def __init__(self, reasons: list[Reason]) -> None:
        super().__init__("; ".join(reason.code for reason in reasons))
        self.reasons = reasons


class WrongState(Refused):
    """The process has no such step from where the nomination is."""


class NotYours(Refused):
    """The step exists, but belongs to somebody else."""


def refuse(reasons: list[Reason]) -> None:
    """Raise what stands against an act: `NotYours` when it is somebody else's. Nothing when there are no reasons."""
    if reasons:
        raise (NotYours if any(reason.code == "role" for reason in reasons) else Refused)(reasons)


@dataclass(frozen=True)
class Given:
    """What the actor gave with the act: reason, citation, paper, due date, named parts with a reason each, own name."""

    reason: str = ""
    citation: str = ""
    paper: str = ""
    due_on: date | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    confirmation: str = ""


@dataclass(frozen=True)
class Fired:
    """What came of an act: the line taken, where it led, and what was found of each criterion."""

    row: Row
    state: State
    findings: Mapping[str, Finding]


@dataclass(frozen=True)
class Option:
    """A step that leads on from here: possible when there are no reasons. `yours` when the actor holds its role."""

    row: Row
    reasons: tuple[Reason, ...]
    yours: bool

    @property
    def trigger(self) -> Trigger:
        return self.row.trigger

    @property
    def possible(self) -> bool:
        return not self.reasons


@dataclass
class _Token:
    """What the shared machine moves instead of a row: one per act, thrown away after it."""

    dossier: Dossier
    actor: Actor
    given: Given
    state: State
    taken: Row | None = None


class _Gate:
    """The one condition of a line: the route fits, and then every guard passes or all their reasons are raised."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def __call__(self, event: EventData) -> bool:
        token = cast(_Token, event.model)
        if self.row.route is not None and not self.row.route(token.dossier):
            return False
        reasons = _against(self.row, token.dossier, token.actor) + missing(self.row, token.actor, token.given)
        if reasons:
            yours = bool(acting_roles(token.dossier, token.actor) & set(self.row.by))
            raise (Refused if yours else NotYours)(reasons)
        token.taken = self.row
        return True


def _against(row: Row, dossier: Dossier, actor: Actor) -> list[Reason]:
    return [reason for guard in row.guards for reason in guard(dossier, actor)]


TYPE_YOUR_NAME = N_("Type your full name to confirm: %(name)s.")


class Asking(Protocol):
    """A line of any process that asks something of whoever takes it."""

    @property
    def asks(self) -> frozenset[Ask]: ...


def missing(row: Asking, actor: Actor, given: Given) -> list[Reason]:
    """What the line asks of the actor and was not given."""
    checks = {
        Ask.REASON: (bool(given.reason.strip()), N_("Give the reason.")),
        Ask.CITATION: (bool(given.citation.strip()), N_("Name the rule that the decision rests on.")),
        Ask.PAPER: (bool(given.paper.strip()), N_("Name the paper that this rests on.")),
        Ask.DUE: (given.due_on is not None, N_("Give the date by which it is due.")),
        Ask.ITEMS: (_all_explained(given.parts), N_("Name at least one part to complete, with a reason for each.")),
        Ask.CONFIRMATION: (same_name(given.confirmation, actor.name), TYPE_YOUR_NAME),
    }
    return [
        Reason(f"ask_{ask}", checks[ask][1], {"name": actor.name} if ask is Ask.CONFIRMATION else {}, f"ask:{ask}")
        for ask in Ask
        if ask in row.asks and not checks[ask][0]
    ]


def _all_explained(parts: Mapping[str, str]) -> bool:
    return bool(parts) and all(reason.strip() for reason in parts.values())


def same_name(typed: str, name: str) -> bool:
    """Whether somebody typed that name, whatever the case and the spaces."""
    return _plain(typed) == _plain(name)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _build() -> Machine:
    machine = Machine(
        model=None, states=list(State), initial=None, auto_transitions=False, send_event=True, queued=False
    )
    for row in TRANSITIONS:
        destination = row.source if row.target is None else row.target
        machine.add_transition(str(row.trigger), row.source, destination, conditions=[_Gate(row)])
    return machine


MACHINE = _build()


def fire(dossier: Dossier, actor: Actor, trigger: Trigger, given: Given | None = None) -> Fired:
    """Take the step, or raise `WrongState`, `NotYours` or `Refused` with every reason. Changes nothing itself."""
    event = MACHINE.events.get(str(trigger))
    if event is None or dossier.state.name not in event.transitions or _would_tell(dossier, actor, trigger):
        params = {"act": Word(trigger.label), "state": Word(known_state(dossier, actor))}
        raise WrongState([Reason("state", N_("“%(act)s” is not possible in the state “%(state)s”."), params)])
    token = _Token(dossier, actor, given or Given(), dossier.state)
    event.trigger(token)
    if token.taken is None:
        raise RuntimeError(f"no route of {trigger} leads on from {dossier.state}")
    return Fired(token.taken, State(token.state), dossier.findings())


def _would_tell(dossier: Dossier, actor: Actor, trigger: Trigger) -> bool:
    """A step of somebody else, refused with its own reasons, would show which of two states is kept from the actor."""
    if not kept_from(dossier, actor):
        return False
    roles = acting_roles(dossier, actor)
    return not any(row.trigger is trigger and roles & set(row.by) for row in rows_from(dossier.state))


def options(dossier: Dossier, actor: Actor) -> list[Option]:
    """Every step from here, in the order of the process, with what stands against it for this actor."""
    roles = acting_roles(dossier, actor)
    return [
        Option(row, tuple(_against(row, dossier, actor)), bool(roles & set(row.by)))
        for row in rows_from(dossier.state)
        if row.route is None or row.route(dossier)
    ]
