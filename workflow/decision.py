"""The course of a decision: its acts, who may do each, and what stands against it. A decision is signed whole, once."""

from dataclasses import dataclass

from workflow.decision_guards import (
    CLERK,
    HEAD,
    MINISTER,
    OFFICERS,
    Guard,
    Line,
    Paper,
    citation_fits,
    citations_fit,
    confirmed_by_another,
    content_is_frozen,
    digest_was_seen,
    file_is_frozen,
    frozen_by_another,
    has_lines,
    issued_by_another,
    lines_in_place,
    lines_meet_criteria,
    lines_unchanged,
    named_on_the_paper,
    no_line_held,
    recorded_by_another,
    signed_by_another,
    signed_paper_is_there,
)
from workflow.decision_words import SUBJECT_STATE, Act, Kind, Status
from workflow.dossier import Actor, Reason
from workflow.machine import Given, NotYours, Refused, WrongState, missing
from workflow.vocabulary import Ask, Role
from workflow.words import N_, Word

__all__ = [
    "OFFICERS", "STEPS", "SUBJECT_STATE", "Act", "Choice", "Kind", "Line", "Paper", "Status", "Step", "check",
    "choices", "citation_fits", "preparing", "step_of",
]  # fmt: skip


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


S, R = Status, Role
WITH_REASON, CONFIRMED = frozenset({Ask.REASON}), frozenset({Ask.CONFIRMATION})
STANDING = (no_line_held, lines_unchanged)
FROZEN = (has_lines, content_is_frozen, file_is_frozen, digest_was_seen, lines_in_place, *STANDING)

STEPS: tuple[Step, ...] = (
    Step(Act.EDIT, (S.DRAFTING,), None, (R.DEPARTMENT_OFFICER,)),
    Step(
        Act.FREEZE, (S.DRAFTING,), S.FROZEN, HEAD,
        (frozen_by_another, has_lines, lines_in_place, lines_meet_criteria, citations_fit, *STANDING),
    ),
    Step(
        Act.SIGN, (S.FROZEN,), S.SIGNED, MINISTER,
        (signed_by_another, named_on_the_paper, *FROZEN), CONFIRMED,
    ),
    Step(Act.RECORD, (S.FROZEN,), None, CLERK, (recorded_by_another, *FROZEN)),
    Step(
        Act.CONFIRM, (S.FROZEN,), S.SIGNED, OFFICERS,
        (signed_paper_is_there, confirmed_by_another, *FROZEN), CONFIRMED,
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
