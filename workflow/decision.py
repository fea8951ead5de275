"""The course of a decision: its acts, who may do each, and what stands against it. A decision is signed whole, once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from workflow.dossier import Actor, Reason
from workflow.machine import Given, NotYours, Refused, WrongState, missing
from workflow.vocabulary import Ask, Role, State
from workflow.words import N_, Word


class Kind(StrEnum):
    AWARD = "award"
    REVOCATION = "revocation"

    @property
    def label(self) -> str:
        return {"award": N_("Award decision"), "revocation": N_("Revocation decision")}[self]


class Status(StrEnum):
    DRAFTING = "drafting"
    FROZEN = "frozen"
    SIGNED = "signed"
    ISSUED = "issued"
    PUBLISHED = "published"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


class Act(StrEnum):
    EDIT = "edit"
    FREEZE = "freeze"
    THAW = "thaw"
    SIGN = "sign"
    RETURN = "return"
    ISSUE = "issue"
    PUBLISH = "publish"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        return ACT_LABELS[self]


STATUS_LABELS = {
    Status.DRAFTING: N_("Being drafted"),
    Status.FROZEN: N_("Awaiting signature"),
    Status.SIGNED: N_("Signed"),
    Status.ISSUED: N_("Issued"),
    Status.PUBLISHED: N_("Published"),
    Status.CANCELLED: N_("Draft cancelled"),
}

ACT_LABELS = {
    Act.EDIT: N_("Change the list"),
    Act.FREEZE: N_("Freeze the list and send for signature"),
    Act.THAW: N_("Reopen for changes"),
    Act.SIGN: N_("Sign the decision"),
    Act.RETURN: N_("Send the decision back"),
    Act.ISSUE: N_("Enter number and date"),
    Act.PUBLISH: N_("Publish"),
    Act.CANCEL: N_("Cancel the draft"),
}

SUBJECT_STATE = {Kind.AWARD: State.MINISTER_SIGNOFF, Kind.REVOCATION: State.AWARDED}
"""Where a nomination stands while a decision about it is prepared."""


@dataclass(frozen=True)
class Line:
    """One nomination in the decision. `unchanged`: its content is still what the line was made from. `criteria_met`:
    nothing stands against its criteria now; an entry recorded since the vetting may."""

    code: str
    name: str
    state: State
    held: bool
    citation: str
    citation_max: int
    unchanged: bool
    criteria_met: bool = True


@dataclass(frozen=True)
class Paper:
    """Everything the rules may know of one decision. `content_digest` is of its rows as they are now.

    `writers` prepared or changed it; `seen_digest` is what the signer had on his screen.
    """

    code: str
    kind: Kind
    status: Status
    lines: tuple[Line, ...]
    writers: frozenset[int]
    content_digest: str
    digest: str | None = None
    seen_digest: str | None = None
    frozen_by: int | None = None
    signed_by: int | None = None
    signed_on: date | None = None

    def seen(self, digest: str | None) -> "Paper":
        return replace(self, seen_digest=digest)


Guard = Callable[[Paper, Actor], list[Reason]]


@dataclass(frozen=True)
class Step:
    """One act: from which statuses, to which, by whom, what is required and what is asked."""

    act: Act
    sources: tuple[Status, ...]
    target: Status | None
    by: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    asks: frozenset[Ask] = frozenset()


@dataclass(frozen=True)
class Choice:
    """A step that the decision's status allows, with what stands against it for this actor."""

    step: Step
    reasons: tuple[Reason, ...]
    yours: bool

    @property
    def act(self) -> Act:
        return self.step.act

    @property
    def possible(self) -> bool:
        return not self.reasons


def has_lines(paper: Paper, actor: Actor) -> list[Reason]:
    return [] if paper.lines else [Reason("empty", N_("The decision holds no nomination yet."), {}, "lines")]


def lines_in_place(paper: Paper, actor: Actor) -> list[Reason]:
    expected = SUBJECT_STATE[paper.kind]
    message = N_("%(name)s: the nomination is now in the state “%(state)s”.")
    return [
        Reason("state", message, {"name": line.name, "state": Word(line.state.label)}, f"line:{line.code}")
        for line in paper.lines
        if line.state is not expected
    ]


def no_line_held(paper: Paper, actor: Actor) -> list[Reason]:
    """A hold stops freezing, signing and publishing of the whole decision from the moment it is recorded."""
    message = N_("%(name)s: the nomination is on hold pending verification.")
    return [_about(line, "hold", message) for line in paper.lines if line.held]


def lines_meet_criteria(paper: Paper, actor: Actor) -> list[Reason]:
    """The minister would be refused: what stopped a nomination is settled, or taken out, before the list is frozen."""
    message = N_("%(name)s: a criterion is no longer met. Open the nomination to see why.")
    return [_about(line, "criteria", message) for line in paper.lines if not line.criteria_met]


def lines_unchanged(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("%(name)s: the content has changed since it was put into the decision.")
    return [_about(line, "changed", message) for line in paper.lines if not line.unchanged]


def citations_fit(paper: Paper, actor: Actor) -> list[Reason]:
    return [reason for line in paper.lines for reason in citation_fits(line)]


def citation_fits(line: Line) -> list[Reason]:
    """The citation is one line on the certificate, so its length is limited."""
    if not line.citation.strip():
        return [_about(line, "citation", N_("%(name)s: the citation is missing."))]
    if len(line.citation) <= line.citation_max:
        return []
    message = N_("%(name)s: the citation has %(length)s characters; at most %(limit)s fit on the certificate.")
    params = {"name": line.name, "length": len(line.citation), "limit": line.citation_max}
    return [Reason("citation", message, params, f"line:{line.code}")]


def _about(line: Line, code: str, message: str) -> Reason:
    return Reason(code, message, {"name": line.name}, f"line:{line.code}")


def content_is_frozen(paper: Paper, actor: Actor) -> list[Reason]:
    """What stands in the rows is still what was frozen."""
    if paper.digest == paper.content_digest:
        return []
    return [Reason("digest", N_("The decision no longer matches what was frozen. Reopen it and freeze it again."))]


def digest_was_seen(paper: Paper, actor: Actor) -> list[Reason]:
    """The signer names the digest of what he read; another one means that he read another list."""
    if paper.digest is not None and paper.digest == paper.seen_digest:
        return []
    return [Reason("digest", N_("The decision has changed since it was shown to you. Read it again before you sign."))]


def frozen_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared this decision, so another person must freeze it.")
    return _separate(actor, HEAD, paper.writers, message)


def signed_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared or froze this decision, so another person must sign it.")
    return _separate(actor, MINISTER, paper.writers | {paper.frozen_by}, message)


def issued_by_another(paper: Paper, actor: Actor) -> list[Reason]:
    message = N_("You prepared, froze or signed this decision, so another person must number it.")
    return _separate(actor, CLERK, paper.writers | {paper.frozen_by, paper.signed_by}, message)


def _separate(actor: Actor, by: tuple[Role, ...], others: frozenset[int | None], message: str) -> list[Reason]:
    """Who acts for another brings the other's earlier part with him."""
    hands = actor.hands([grant for grant in actor.grants if grant.role in by])
    return [Reason("separation", message)] if hands & others else []


S, R = Status, Role
OFFICERS = (R.DEPARTMENT_OFFICER, R.DEPARTMENT_HEAD)
HEAD, MINISTER, CLERK = (R.DEPARTMENT_HEAD,), (R.MINISTER,), (R.REGISTRY_CLERK,)
WITH_REASON, CONFIRMED = frozenset({Ask.REASON}), frozenset({Ask.CONFIRMATION})
STANDING = (no_line_held, lines_unchanged)

STEPS: tuple[Step, ...] = (
    Step(Act.EDIT, (S.DRAFTING,), None, (R.DEPARTMENT_OFFICER,)),
    Step(
        Act.FREEZE, (S.DRAFTING,), S.FROZEN, HEAD,
        (frozen_by_another, has_lines, lines_in_place, lines_meet_criteria, citations_fit, *STANDING),
    ),
    Step(
        Act.SIGN, (S.FROZEN,), S.SIGNED, MINISTER,
        (signed_by_another, has_lines, content_is_frozen, digest_was_seen, lines_in_place, *STANDING), CONFIRMED,
    ),
    Step(Act.RETURN, (S.FROZEN,), S.DRAFTING, MINISTER, (), WITH_REASON),
    Step(Act.THAW, (S.FROZEN,), S.DRAFTING, HEAD, (), WITH_REASON),
    Step(Act.ISSUE, (S.SIGNED,), S.ISSUED, CLERK, (issued_by_another, content_is_frozen)),
    Step(Act.PUBLISH, (S.ISSUED,), S.PUBLISHED, HEAD, (content_is_frozen, no_line_held), CONFIRMED),
    Step(Act.CANCEL, (S.DRAFTING,), S.CANCELLED, OFFICERS, (), WITH_REASON),
)  # fmt: skip


def step_of(act: Act) -> Step:
    return next(step for step in STEPS if step.act is act)


def choices(paper: Paper, actor: Actor) -> list[Choice]:
    """Every step from the decision's status, in the order of the table, with what stands against it."""
    return [
        Choice(step, tuple(_against(step, paper, actor)), bool(actor.roles() & set(step.by)))
        for step in STEPS
        if paper.status in step.sources
    ]


def check(paper: Paper, actor: Actor, act: Act, given: Given | None = None) -> Step:
    """The step, when it may be taken now. Raises `WrongState`, `NotYours` or `Refused` with every reason."""
    step = step_of(act)
    if paper.status not in step.sources:
        params = {"act": Word(act.label), "status": Word(paper.status.label)}
        raise WrongState([Reason("state", N_("“%(act)s” is not possible while the decision is: %(status)s."), params)])
    reasons = _against(step, paper, actor) + missing(step, actor, given or Given())
    if reasons:
        raise (Refused if actor.roles() & set(step.by) else NotYours)(reasons)
    return step


def preparing(kind: Kind, actor: Actor) -> list[Reason]:
    """An officer prepares an award decision; a revocation may also be started by the head of the department."""
    return _role_against(step_of(Act.EDIT).by if kind is Kind.AWARD else OFFICERS, actor)


def _against(step: Step, paper: Paper, actor: Actor) -> list[Reason]:
    reasons = [reason for guard in step.guards for reason in guard(paper, actor)]
    return _role_against(step.by, actor) + reasons


def _role_against(by: tuple[Role, ...], actor: Actor) -> list[Reason]:
    if actor.roles() & set(by):
        return []
    roles = tuple(Word(role.label) for role in by)
    return [Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": roles})]
