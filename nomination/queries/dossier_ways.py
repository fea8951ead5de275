"""The steps that lead on from where a nomination is: what eases each, and the ways as one reader may know them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from nomination.conduct_rows import told_inside
from nomination.dossiers import Loaded
from workflow.dossier import Reason
from workflow.machine import Option
from workflow.process import Row
from workflow.vocabulary import State, Trigger
from workflow.words import N_

ELSEWHERE = frozenset({Trigger.SIGN, Trigger.REVOKE})
"""Steps that are taken for a whole decision, on its own page."""

PERSONAL = frozenset({"role", "separation"})
"""Reasons against this person, not against the step: somebody else may take it."""

VETTING_ONLY = frozenset({"verdict", "opinion", "feedback", "proposal"})
UNFINISHED = N_("The department has not finished vetting the criteria.")


@dataclass(frozen=True)
class Way:
    """One way on from here. `against`: what closes it, whoever goes it; `barred`: why another person must go it."""

    number: int
    row: Row
    against: tuple[Reason, ...]
    yours: bool
    barred: tuple[Reason, ...]
    place: str | None

    @property
    def key(self) -> str:
        return f"{self.row.source}:{self.row.target}"

    @property
    def open(self) -> bool:
        return not self.against

    @property
    def mine(self) -> bool:
        """The reader himself may take it now."""
        return self.open and self.yours and not self.barred and not self.row.counted


def ways_from(
    found: Iterable[Option], loaded: Loaded, *, inside: bool, reachable: Callable[[Iterable[Reason]], list[Reason]]
) -> tuple[Way, ...]:
    """Every way that leaves this place, numbered in the order of the process."""
    leading = [option for option in found if option.row.target is not None]
    return tuple(_way(n, option, loaded, inside, reachable) for n, option in enumerate(leading, start=1))


def _way(
    number: int, option: Option, loaded: Loaded, inside: bool, reachable: Callable[[Iterable[Reason]], list[Reason]]
) -> Way:
    left, place = eased(option, in_decision=loaded.decision is not None)
    against = [reason for reason in left if reason.code not in PERSONAL]
    if not inside and loaded.dossier.state in (State.DEPARTMENT_VETTING, State.SUPPLEMENT):
        against = _outside(against)
    barred = [reason for reason in left if reason.code == "separation"]
    return Way(number, option.row, tuple(reachable(against)), option.yours, tuple(reachable(barred)), place)


def _outside(against: list[Reason]) -> list[Reason]:
    """While the department judges, its verdicts and the opinions it asked for are its own: one word for all of them."""
    told = [reason for reason in against if reason.code not in VETTING_ONLY]
    return told if len(told) == len(against) else [*told, Reason("vetting", UNFINISHED)]


WRITTEN_BY_THE_UNIT = frozenset({"criterion", "match", "supplement", "submission", "record"})


def as_the_department_reads(loaded: Loaded, reasons: Iterable[Reason]) -> list[Reason]:
    """With the papers of what a register holds, and without links to what only the unit can write."""
    told = told_inside(reasons, loaded.against, loaded.dossier.criteria)
    return [
        replace(one, mend=None) if (one.mend or "").partition(":")[0] in WRITTEN_BY_THE_UNIT else one for one in told
    ]


def eased(option: Option, *, in_decision: bool) -> tuple[tuple[Reason, ...], str | None]:
    """What stands against a step, less what the page where it is taken takes away; and that page, if it is another.

    On the decision's page its digest is before the signer's eyes; on the letter's page the letter is made.
    """
    if option.trigger in ELSEWHERE and in_decision:
        return tuple(reason for reason in option.reasons if reason.code != "digest"), "decision"
    if {reason.code for reason in option.reasons} - PERSONAL == {"submission"}:
        return tuple(reason for reason in option.reasons if reason.code != "submission"), "submission"
    return option.reasons, None


def once_each(found: Iterable[Option]) -> list[Option]:
    """One line for each trigger: the possible one where there are several."""
    chosen: dict[Trigger, Option] = {}
    for option in found:
        if option.trigger not in chosen or (option.possible and not chosen[option.trigger].possible):
            chosen[option.trigger] = option
    return list(chosen.values())


def pointless(option: Option) -> bool:
    """A step whose work is done already: lifting where nothing is held, holding or receiving a second time."""
    done = {Trigger.HOLD: "hold", Trigger.LIFT: "hold", Trigger.RECEIVE: "received"}
    no_mend = {Trigger.LIFT: None, Trigger.HOLD: "hold", Trigger.RECEIVE: "vetting"}
    return any(
        reason.code == done.get(option.trigger) and reason.mend == no_mend[option.trigger] for reason in option.reasons
    )
