"""The acts on a round as one table: whose each is, and what stands against it. Buttons and refusals come from here."""

from collections.abc import Callable
from dataclasses import dataclass

from nomination.services.round_conditions import (
    agreement_open,
    attendance_recorded,
    before_the_end,
    chairs,
    code_taken,
    complaints_over,
    consents,
    end_asked,
    end_not_asked,
    leads,
    leads_or_tells,
    leave_recorded,
    longer_asked,
    may_cancel,
    no_code_taken,
    no_quorum,
    not_confirmed,
    not_ended,
    not_own_end,
    not_own_request,
    not_own_tie,
    not_reminded_lately,
    not_too_late,
    nothing_asked,
    nothing_held,
    nothing_uncarried,
    opinions_known,
    quorum_present,
    rehearsed,
    second,
    somebody_absent,
    somebody_missing,
    something_left,
    still_open,
    tellers_confirmed,
    tells,
    tie_seen,
    time_up_or_all_voted,
    typed_by_another,
    votes_unknown,
    voting_over,
)
from nomination.services.round_facts import (
    CLOSED,
    COUNTED,
    INQUORATE,
    KEYED,
    LIVE,
    OPEN,
    PREPARING,
    STATUS_LABELS,
    Standing,
)
from workflow.ballot import Method
from workflow.dossier import Reason
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role
from workflow.words import N_, Word

Against = Callable[[Standing], list[Reason]]


@dataclass(frozen=True)
class Act:
    """One act: in which statuses and for which ways of voting it exists, whose it is, and what must hold besides.

    `offered`: without these a page does not even name it, for there is nothing to be done about them.
    """

    name: str
    label: str
    statuses: tuple[str, ...]
    yours: Callable[[Standing], bool]
    roles: tuple[Role, ...]
    against: tuple[Against, ...] = ()
    offered: tuple[Against, ...] = ()
    methods: tuple[str, ...] = tuple(Method)

    def exists(self, standing: Standing) -> bool:
        return standing.status in self.statuses and standing.method in self.methods


@dataclass(frozen=True)
class RoundOption:
    act: Act
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return not self.reasons


LEADING = (Role.CLUSTER_LEADER, Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD)
TELLING = (Role.TELLER,)

ELECTRONIC, PAPER, WRITTEN = (Method.ELECTRONIC,), (Method.PAPER,), (Method.WRITTEN,)
SECOND = (Role.TELLER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
CONSENTING = (Role.DEPARTMENT_HEAD, Role.COUNCIL_SECRETARY)

ACTS = (
    Act("papers", N_("Put papers before the voters"), (PREPARING, KEYED), leads, LEADING),
    Act("change", N_("Change the round"), (PREPARING,), leads, LEADING, (), (no_code_taken,)),
    Act("ceremony", N_("Check before the opening"), (PREPARING, KEYED), leads_or_tells, LEADING + TELLING),
    Act(
        "rehearse", N_("Hold a trial ballot"), (PREPARING, KEYED), leads_or_tells, LEADING + TELLING,
        (tellers_confirmed,), methods=ELECTRONIC,
    ),
    Act(
        "codes", N_("Take my teller code"), (PREPARING,), tells, TELLING, (not_confirmed,), methods=ELECTRONIC
    ),
    Act(
        "confirm", N_("Type my code back"), (PREPARING,), tells, TELLING, (code_taken, not_confirmed),
        methods=ELECTRONIC,
    ),
    Act("leave", N_("Record the leave not to meet"), (PREPARING,), leads, LEADING, methods=WRITTEN),
    Act(
        "open", N_("Open the round"), (PREPARING, KEYED), leads, LEADING,
        (tellers_confirmed, rehearsed, leave_recorded, not_too_late),
    ),
    Act(
        "consent", N_("Answer the request for a longer window"), (OPEN,), consents, CONSENTING,
        (not_own_request,), (longer_asked,), methods=ELECTRONIC + WRITTEN,
    ),
    Act("attendance", N_("Record who is present"), (OPEN,), leads, LEADING, methods=PAPER),
    Act(
        "opinion", N_("Enter an opinion in writing"), (OPEN, CLOSED), leads, LEADING, (),
        (opinions_known, votes_unknown),
    ),
    Act(
        "figures", N_("Enter the figures of the counting minutes"), (OPEN, CLOSED), leads, LEADING,
        (attendance_recorded, quorum_present), methods=PAPER,
    ),
    Act(
        "lapse", N_("Record that the meeting had no quorum"), (OPEN,), leads, LEADING, (),
        (attendance_recorded, no_quorum), methods=PAPER,
    ),
    Act(
        "approve", N_("Confirm the figures"), (CLOSED,), second, SECOND, (typed_by_another,), methods=PAPER + WRITTEN
    ),
    Act(
        "remind", N_("Remind those who have not voted"), (OPEN,), leads, LEADING,
        (still_open, somebody_missing, not_reminded_lately), methods=ELECTRONIC,
    ),
    Act(
        "close", N_("Close the box"), (OPEN,), leads_or_tells, LEADING + TELLING, (time_up_or_all_voted,),
        methods=ELECTRONIC + WRITTEN,
    ),
    Act("count", N_("Count the ballots"), (OPEN, CLOSED), tells, TELLING, (voting_over,), methods=ELECTRONIC),
    Act(
        "extend", N_("Ask for a longer window"), (OPEN,), leads, LEADING, (before_the_end, nothing_asked),
        methods=ELECTRONIC + WRITTEN,
    ),
    Act(
        "agree", N_("Record the chair's agreement"), (COUNTED,), chairs, (Role.COUNCIL_MEMBER,), (), (agreement_open,)
    ),
    Act(
        "disagree", N_("Record that the chair does not agree"), (COUNTED,), chairs, (Role.COUNCIL_MEMBER,), (),
        (agreement_open,),
    ),
    Act("settle", N_("Vote between equals, as the chair"), (COUNTED,), leads, LEADING, (not_own_tie,), (tie_seen,)),
    Act("carry", N_("Carry out the result"), (COUNTED,), leads_or_tells, LEADING + TELLING, (), (something_left,)),
    Act(
        "absences", N_("Record why members were absent"), (CLOSED, COUNTED, INQUORATE), leads, LEADING,
        (), (somebody_absent,), methods=ELECTRONIC + WRITTEN,
    ),
    Act(
        "end", N_("Ask that slips and keys be destroyed"), (COUNTED, INQUORATE), leads_or_tells, LEADING + TELLING,
        (complaints_over, nothing_uncarried, nothing_held), (not_ended, end_not_asked), methods=ELECTRONIC,
    ),
    Act(
        "destroy", N_("Destroy slips and keys"), (COUNTED, INQUORATE), consents, CONSENTING,
        (not_own_end, complaints_over, nothing_uncarried, nothing_held), (not_ended, end_asked), methods=ELECTRONIC,
    ),
    Act("cancel", N_("Cancel the round"), LIVE, may_cancel, LEADING),
)  # fmt: skip
BY_NAME = {act.name: act for act in ACTS}


def options(standing: Standing) -> list[RoundOption]:
    """The acts that are this person's in the round's status, each with every reason against it."""
    return [
        RoundOption(act, _reasons(act.against, standing))
        for act in ACTS
        if act.yours(standing) and act.exists(standing) and not _reasons(act.offered, standing)
    ]


def demand(name: str, standing: Standing) -> None:
    """Raise `NotYours`, `WrongState` or `Refused` with all reasons, unless this person may do this act now."""
    act = BY_NAME[name]
    if not act.yours(standing):
        words = tuple(Word(role.label) for role in act.roles)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])
    if not act.exists(standing):
        params = {"act": Word(act.label), "state": Word(STATUS_LABELS[standing.status])}
        raise WrongState([Reason("state", N_("“%(act)s” is not possible in the state “%(state)s”."), params)])
    reasons = _reasons(act.offered + act.against, standing)
    if reasons:
        raise Refused(list(reasons))


def _reasons(guards: tuple[Against, ...], standing: Standing) -> tuple[Reason, ...]:
    return tuple(reason for guard in guards for reason in guard(standing))
