"""The acts on a round as one table: whose each is, and what stands against it. Buttons and refusals come from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.ballot import Turnout
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role
from workflow.words import N_, Word

PREPARING, KEYED, OPEN, CLOSED = "preparing", "keyed", "open", "closed"
COUNTED, INQUORATE, CANCELLED = "counted", "inquorate", "cancelled"
LIVE = (PREPARING, KEYED, OPEN, CLOSED)
REMIND_EVERY = timedelta(hours=12)
AFTER_CLOSE = (CLOSED, COUNTED, INQUORATE)

STATUS_LABELS = {
    PREPARING: N_("Being prepared"),
    KEYED: N_("Ready to open"),
    OPEN: N_("Open for voting"),
    CLOSED: N_("Closed, not yet counted"),
    COUNTED: N_("Counted"),
    INQUORATE: N_("Too few ballots: not opened"),
    CANCELLED: N_("Cancelled"),
}


@dataclass(frozen=True)
class Standing:
    """A round as one person meets it at one moment. Past its end an open box takes no ballot, closed by hand or not."""

    status: str
    actor: Actor
    now: datetime
    closes_at: datetime
    turnout: Turnout
    leads: bool = False
    tells: bool = False
    chairs: bool = False
    heads_department: bool = False
    has_code: bool = False
    confirmed: bool = False
    codes_taken: bool = False
    rehearsed: bool = False
    tellers_unconfirmed: tuple[str, ...] = ()
    chair_needed: bool = False
    chair_agreed: bool = False
    uncarried: int = 0
    reminded_at: datetime | None = None


Against = Callable[[Standing], list[Reason]]


@dataclass(frozen=True)
class Act:
    """One act: in which statuses it exists, whose it is, and what must hold besides.

    `hidden_when_over`: what stands against it can only be that it is done or too late, so a page does not offer it.
    """

    name: str
    label: str
    statuses: tuple[str, ...]
    yours: Callable[[Standing], bool]
    roles: tuple[Role, ...]
    against: tuple[Against, ...] = ()
    hidden_when_over: bool = False


@dataclass(frozen=True)
class RoundOption:
    act: Act
    reasons: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return not self.reasons


def _leads(standing: Standing) -> bool:
    return standing.leads


def _tells(standing: Standing) -> bool:
    return standing.tells


def _leads_or_tells(standing: Standing) -> bool:
    return standing.leads or standing.tells


def _chairs(standing: Standing) -> bool:
    return standing.chairs


def _may_cancel(standing: Standing) -> bool:
    """Before the box opens its leader may drop the round; an open or closed box only the department."""
    return standing.heads_department or (standing.leads and standing.status in (PREPARING, KEYED))


def not_confirmed(standing: Standing) -> list[Reason]:
    if not standing.confirmed:
        return []
    return [Reason("confirmed", N_("You have taken your code and typed it back. It cannot be shown again."))]


def code_taken(standing: Standing) -> list[Reason]:
    if standing.has_code:
        return []
    return [Reason("code", N_("Take your teller code first."))]


def no_code_taken(standing: Standing) -> list[Reason]:
    if not standing.codes_taken:
        return []
    message = N_("A teller has taken a code, so the round stays as it is. Cancel it and prepare another.")
    return [Reason("code", message)]


def tellers_confirmed(standing: Standing) -> list[Reason]:
    if not standing.tellers_unconfirmed:
        return []
    message = N_("These tellers have not yet taken their code and typed it back: %(names)s.")
    return [Reason("tellers", message, {"names": standing.tellers_unconfirmed})]


def rehearsed(standing: Standing) -> list[Reason]:
    if standing.rehearsed:
        return []
    message = N_("No trial ballot has been held yet. The leader or a teller holds one before the round opens.")
    return [Reason("rehearsal", message)]


def not_too_late(standing: Standing) -> list[Reason]:
    if standing.now < standing.closes_at:
        return []
    message = N_("The time for voting ended at %(closes)s. Cancel this round and prepare another.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def time_up_or_all_voted(standing: Standing) -> list[Reason]:
    if standing.now >= standing.closes_at or standing.turnout.voted == standing.turnout.eligible:
        return []
    message = N_("The box closes at %(closes)s, or earlier only when everyone on the roll has voted.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def voting_over(standing: Standing) -> list[Reason]:
    if standing.status == CLOSED or standing.now >= standing.closes_at:
        return []
    message = N_("The box is open until %(closes)s. It is counted after that.")
    return [Reason("window", message, {"closes": standing.closes_at})]


def something_left(standing: Standing) -> list[Reason]:
    if standing.uncarried:
        return []
    return [Reason("carried", N_("The result has been carried out for every nomination."))]


def agreement_open(standing: Standing) -> list[Reason]:
    if standing.chair_needed and not standing.chair_agreed:
        return []
    return [Reason("chair", N_("The rules ask for no further agreement of the chair here."))]


def still_open(standing: Standing) -> list[Reason]:
    if standing.now < standing.closes_at:
        return []
    return [Reason("window", N_("The time for voting ended at %(closes)s."), {"closes": standing.closes_at})]


def somebody_missing(standing: Standing) -> list[Reason]:
    if standing.turnout.voted < standing.turnout.eligible:
        return []
    return [Reason("turnout", N_("Everyone has voted."))]


def not_reminded_lately(standing: Standing) -> list[Reason]:
    if standing.reminded_at is None or standing.now - standing.reminded_at >= REMIND_EVERY:
        return []
    message = N_("Those who have not voted were reminded at %(at)s. They can be reminded again after %(hours)s hours.")
    hours = REMIND_EVERY // timedelta(hours=1)
    return [Reason("reminded", message, {"at": standing.reminded_at, "hours": hours})]


LEADING = (Role.CLUSTER_LEADER, Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD)
TELLING = (Role.TELLER,)

ACTS = (
    Act("papers", N_("Put papers before the voters"), (PREPARING, KEYED), _leads, LEADING),
    Act("change", N_("Change the round"), (PREPARING,), _leads, LEADING, (no_code_taken,), True),
    Act("codes", N_("Take my teller code"), (PREPARING,), _tells, TELLING, (not_confirmed,)),
    Act("confirm", N_("Type my code back"), (PREPARING,), _tells, TELLING, (code_taken, not_confirmed)),
    Act("ceremony", N_("Check before the opening"), (PREPARING, KEYED), _leads_or_tells, LEADING + TELLING),
    Act(
        "rehearse",
        N_("Hold a trial ballot"),
        (PREPARING, KEYED),
        _leads_or_tells,
        LEADING + TELLING,
        (tellers_confirmed,),
    ),
    Act(
        "open",
        N_("Open the round"),
        (PREPARING, KEYED),
        _leads,
        LEADING,
        (tellers_confirmed, rehearsed, not_too_late),
    ),
    Act(
        "remind",
        N_("Remind those who have not voted"),
        (OPEN,),
        _leads,
        LEADING,
        (still_open, somebody_missing, not_reminded_lately),
    ),
    Act("close", N_("Close the box"), (OPEN,), _leads_or_tells, LEADING + TELLING, (time_up_or_all_voted,)),
    Act("count", N_("Count the ballots"), (OPEN, CLOSED), _tells, TELLING, (voting_over,)),
    Act(
        "agree",
        N_("Record the chair's agreement"),
        (COUNTED,),
        _chairs,
        (Role.COUNCIL_MEMBER,),
        (agreement_open,),
        True,
    ),
    Act("carry", N_("Carry out the result"), (COUNTED,), _leads_or_tells, LEADING + TELLING, (something_left,), True),
    Act("cancel", N_("Cancel the round"), LIVE, _may_cancel, LEADING),
)
BY_NAME = {act.name: act for act in ACTS}


def options(standing: Standing) -> list[RoundOption]:
    """The acts that are this person's in the round's status, each with every reason against it."""
    found = [
        RoundOption(act, tuple(reason for guard in act.against for reason in guard(standing)))
        for act in ACTS
        if act.yours(standing) and standing.status in act.statuses
    ]
    return [option for option in found if option.possible or not option.act.hidden_when_over]


def demand(name: str, standing: Standing) -> None:
    """Raise `NotYours`, `WrongState` or `Refused` with all reasons, unless this person may do this act now."""
    act = BY_NAME[name]
    if not act.yours(standing):
        words = tuple(Word(role.label) for role in act.roles)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])
    if standing.status not in act.statuses:
        params = {"act": Word(act.label), "state": Word(STATUS_LABELS[standing.status])}
        raise WrongState([Reason("state", N_("“%(act)s” is not possible in the state “%(state)s”."), params)])
    reasons = [reason for guard in act.against for reason in guard(standing)]
    if reasons:
        raise Refused(reasons)
