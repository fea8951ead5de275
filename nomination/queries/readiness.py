"""What must hold before a box opens, line by line: the page of the check list and the opening itself both ask here."""

from collections.abc import Mapping
from dataclasses import dataclass

from nomination.dossier_rows import answers_of
from nomination.material import material_hash
from nomination.queries.roll import Roll, recused, roll_for
from nomination.queries.rounds import STATE_OF, Found
from nomination.queries.tellers import barred_tellers, own_case
from nomination.services.round_conditions import leave_recorded, not_too_late, rehearsed, tellers_confirmed
from nomination.services.round_facts import Standing
from workflow.ballot import Method, secret_enough
from workflow.dossier import Reason
from workflow.words import N_

VACANT = N_("The unit “%(unit)s” has no head in office today, so the roll would be incomplete.")
MOVED_ON = N_("The nomination of “%(nominee)s” no longer waits for this vote. Cancel this round and prepare another.")
CHANGED = N_("The content of the nomination of “%(nominee)s” is not what its unit submitted.")
SMALL = N_("Only %(slips)s people may vote on “%(nominee)s”; below %(least)s the vote is held on paper.")
UNFIT = N_("%(name)s may no longer count this round: since it was prepared his or her roles have changed.")

ANEW = N_("Cancel this round and prepare another.")
LINES = {
    "tellers": (
        N_("Every teller has taken a code and typed it back"),
        N_("Each teller signs in, takes the code on the page of this round, writes it down, and types it back."),
    ),
    "fit": (N_("Every teller may still count: nobody's own case, no leader, no administrator"), ANEW),
    "window": (N_("The time for voting is not over"), ANEW),
    "roll": (
        N_("The roll is complete: every member has somebody in office"),
        N_("The department has to enter who heads the unit before the box can open."),
    ),
    "state": (N_("Every nomination still waits for this vote"), ANEW),
    "changed": (
        N_("The content of every nomination is what its unit submitted"),
        N_("Cancel this round and send the nomination back to its unit, which submits it again."),
    ),
    "small": (
        N_("Enough people vote on each nomination for a secret ballot"),
        N_("Cancel this round and hold this vote on paper, in a meeting."),
    ),
    "rehearsal": (
        N_("A trial ballot was held with throw-away keys"),
        N_("Open the specimen ballot, choose, and let the system seal, open and count it."),
    ),
    "leave": (
        N_("Leave was given to ask in writing instead of meeting"),
        N_("Record who gave leave, with the paper."),
    ),
}
"""Each line of the list: what must hold, and what is to be done when it does not."""
ONLY = {
    "tellers": (Method.ELECTRONIC,), "small": (Method.ELECTRONIC,), "rehearsal": (Method.ELECTRONIC,),
    "leave": (Method.WRITTEN,),
}  # fmt: skip
"""Lines that only some ways of voting know."""


@dataclass(frozen=True)
class Check:
    """One line of the list, with everything that stands against it."""

    code: str
    label: str
    todo: str
    reasons: tuple[Reason, ...]

    @property
    def met(self) -> bool:
        return not self.reasons


@dataclass(frozen=True)
class Readiness:
    """The round as it would be frozen now. `aside`: who would hold no slip, by nomination; `hashes`: its content."""

    found: Found
    roll: Roll
    aside: Mapping[int, frozenset[int]]
    hashes: Mapping[int, str]
    checks: tuple[Check, ...]

    @property
    def reasons(self) -> list[Reason]:
        return [reason for check in self.checks for reason in check.reasons]

    def kept_off(self, person_id: int) -> list[str]:
        """The codes of the nominations for which this member would hold no slip."""
        return [line.nomination.code for line in self.found.lines if person_id in self.aside[line.nomination.id]]

    @property
    def on_paper(self) -> bool:
        """Too few could vote on something for an electronic ballot to be secret."""
        return any(reason.code == "small" for reason in self.reasons)


def readiness(found: Found, standing: Standing) -> Readiness:
    """In three queries, or four for the council."""
    roll = roll_for(found.vote.cluster_id, found.campaign.year)
    nominations, recusal = [line.nomination for line in found.lines], found.vote.rule["recusal"]
    aside = {one.id: recused(roll.members, one, recusal) for one in nominations}
    answers, _ = answers_of([one.id for one in nominations])
    hashes = {one.id: material_hash(one, answers[one.id]) for one in nominations}
    against = {
        "tellers": tellers_confirmed(standing),
        "fit": _unfit(found),
        "window": not_too_late(standing),
        "roll": _vacant(roll),
        "state": _moved_on(found),
        "changed": _changed(found, hashes),
        "small": _small(found, roll, aside),
        "rehearsal": rehearsed(standing),
        "leave": leave_recorded(standing),
    }
    checks = tuple(
        Check(code, *LINES[code], tuple(reasons))
        for code, reasons in against.items()
        if found.vote.method in ONLY.get(code, tuple(Method))
    )
    return Readiness(found, roll, aside, hashes, checks)


def _vacant(roll: Roll) -> tuple[Reason, ...]:
    return tuple(Reason("roll", VACANT, {"unit": unit.name}) for unit in roll.vacant)


def _moved_on(found: Found) -> tuple[Reason, ...]:
    wanted = STATE_OF[found.vote.body]
    gone = [line.nomination for line in found.lines if line.nomination.state != wanted]
    return tuple(Reason("state", MOVED_ON, {"nominee": one.nominee_name}) for one in gone)


def _changed(found: Found, hashes: Mapping[int, str]) -> tuple[Reason, ...]:
    """Of those that still wait: whatever else lies elsewhere is no concern of this round."""
    here = [line.nomination for line in found.lines if line.nomination.state == STATE_OF[found.vote.body]]
    other = [one for one in here if hashes[one.id] != one.pledged_hash]
    return tuple(Reason("changed", CHANGED, {"nominee": one.nominee_name}) for one in other)


def _small(found: Found, roll: Roll, aside: Mapping[int, frozenset[int]]) -> tuple[Reason, ...]:
    least = found.vote.rule["min_voters"]
    slips = {line.nomination: len(roll.members) - len(aside[line.nomination.id]) for line in found.lines}
    return tuple(
        Reason("small", SMALL, {"nominee": one.nominee_name, "slips": number, "least": least})
        for one, number in slips.items()
        if not secret_enough(number, least)
    )


def _unfit(found: Found) -> tuple[Reason, ...]:
    """Roles begin and end between the preparing and the opening, and whoever counts must still be nobody's party."""
    people, nominations = [teller.person_id for teller in found.tellers], [line.nomination for line in found.lines]
    barred, units = barred_tellers(people, found.vote.cluster_id, found.campaign.year)
    return tuple(
        Reason("fit", UNFIT, {"name": teller.person.full_name})
        for teller in found.tellers
        if teller.person_id in barred
        or own_case(teller.person, units.get(teller.person_id, ()), nominations) is not None
    )
