"""The whole process on one page. Buttons, refusals, diagram, tests and README are drawn from this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workflow import guards as g
from workflow import round_guards as rg
from workflow import vetting_guards as vg
from workflow.dossier import Actor, Dossier, Reason
from workflow.vocabulary import Ask, Role, Stage, State, Trigger

Guard = Callable[[Dossier, Actor], list[Reason]]
Condition = Callable[[Dossier], bool]

R, S, T = Role, State, Trigger

OWNERS: dict[State, tuple[Role, ...]] = {
    S.DRAFT: (R.UNIT_OFFICER, R.UNIT_HEAD),
    S.UNIT_APPROVAL: (R.UNIT_HEAD,),
    S.CLUSTER_REVIEW: (R.CLUSTER_LEADER, R.CLUSTER_MEMBER, R.TELLER),
    S.DEPARTMENT_VETTING: (R.DEPARTMENT_OFFICER, R.DEPARTMENT_HEAD),
    S.SUPPLEMENT: (R.UNIT_OFFICER, R.UNIT_HEAD),
    S.COUNCIL_REVIEW: (R.COUNCIL_SECRETARY, R.COUNCIL_MEMBER, R.TELLER),
    S.MINISTER_SIGNOFF: (R.MINISTER, R.DEPARTMENT_HEAD),
}

STAGE_OF: dict[State, Stage] = {
    S.DRAFT: Stage.SUBMISSION,
    S.UNIT_APPROVAL: Stage.SUBMISSION,
    S.CLUSTER_REVIEW: Stage.CLUSTER,
    S.DEPARTMENT_VETTING: Stage.VETTING,
    S.SUPPLEMENT: Stage.VETTING,
    S.COUNCIL_REVIEW: Stage.COUNCIL,
    S.MINISTER_SIGNOFF: Stage.SIGNATURE,
}


@dataclass(frozen=True)
class Row:
    """One line of the process. `target` None keeps the state; `route` picks between lines of one trigger and source."""

    trigger: Trigger
    source: State
    target: State | None
    by: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    route: Condition | None = None
    asks: frozenset[Ask] = frozenset()
    counted: bool = False

    @property
    def name(self) -> str:
        return f"{self.trigger}:{self.source}:{self.target or self.source}"


def held(by: tuple[Role, ...]) -> Guard:
    return g.held_by(*by)


def forward(
    trigger: Trigger, source: State, target: State | None, *guards: Guard, by: Iterable[Role],
    criteria: Guard | None = None, **rest: object,
) -> Row:  # fmt: skip
    """A step towards the award: held by its owner, inside the window, not on hold, the criteria of the stage met."""
    roles, stage = tuple(by), STAGE_OF[source]
    standing = (held(roles), g.inside_window(stage), g.not_on_hold, criteria or g.criteria_met_at(stage))
    return Row(trigger, source, target, roles, standing + guards, **rest)  # type: ignore[arg-type]


def back(
    trigger: Trigger, source: State, target: State | None, *guards: Guard, by: Iterable[Role], **rest: object
) -> Row:
    """A step away from the award: held by its owner, a reason given."""
    roles = tuple(by)
    asks = frozenset({Ask.REASON}) | rest.pop("asks", frozenset())  # type: ignore[operator]
    return Row(trigger, source, target, roles, (held(roles), *guards), asks=asks, **rest)  # type: ignore[arg-type]


def either(
    condition: Condition, trigger: Trigger, source: State, yes: State, no: State, *guards: Guard, **rest: object
) -> tuple[Row, Row]:
    """A step forward whose destination a plain condition picks."""
    return (
        forward(trigger, source, yes, *guards, route=condition, **rest),  # type: ignore[arg-type]
        forward(trigger, source, no, *guards, route=g.negation(condition), **rest),  # type: ignore[arg-type]
    )


SUBMITTING = (
    g.drafted_by_another,
    g.in_a_submission,
    g.unit_places_left,
    g.no_unanswered_match,
)
DECIDED = (g.received, vg.criteria_decided, vg.matches_weighed, vg.opinions_in, g.unchanged_since_pledge)
BY_TWO = (vg.proposed, vg.decided_by_another)
CARRIED = (rg.box_counted, rg.quorum_reached, rg.threshold_reached, rg.within_places)
NOT_CARRIED = (rg.box_counted, rg.vote_not_carried)
UNIT_HEAD, DEPARTMENT_HEAD, MINISTER, TELLER = (R.UNIT_HEAD,), (R.DEPARTMENT_HEAD,), (R.MINISTER,), (R.TELLER,)
HOLDERS = (R.DEPARTMENT_OFFICER, R.DEPARTMENT_HEAD, R.AUDITOR)
CONFIRMED = frozenset({Ask.CONFIRMATION})
HELD_AT: tuple[tuple[State, tuple[Guard, ...]], ...] = (
    *((source, ()) for source in OWNERS), (S.AWARDED, (g.not_yet_published,)),
)  # fmt: skip
"""A hold stops signing, and after it the publishing as well."""

TRANSITIONS: tuple[Row, ...] = (
    # In the unit: the officer drafts, the head affirms the statements, confirms by name and submits.
    forward(T.PROPOSE, S.DRAFT, S.UNIT_APPROVAL, by=(R.UNIT_OFFICER,), criteria=g.criteria_ready),
    back(T.REFER_BACK, S.UNIT_APPROVAL, S.DRAFT, by=UNIT_HEAD),
    *either(
        g.cluster_votes,
        T.SUBMIT, S.DRAFT, S.CLUSTER_REVIEW, S.DEPARTMENT_VETTING,
        *SUBMITTING, by=UNIT_HEAD, asks=CONFIRMED,
    ),
    *either(
        g.cluster_votes,
        T.SUBMIT, S.UNIT_APPROVAL, S.CLUSTER_REVIEW, S.DEPARTMENT_VETTING,
        *SUBMITTING, by=UNIT_HEAD, asks=CONFIRMED,
    ),
    # In the cluster: the counted round speaks, not a person.
    back(T.REFER_BACK, S.CLUSTER_REVIEW, S.DRAFT, rg.no_round_under_way, by=(R.CLUSTER_LEADER,)),
    forward(T.ENDORSE, S.CLUSTER_REVIEW, S.DEPARTMENT_VETTING, *CARRIED, by=TELLER, counted=True),
    Row(T.DECLINE, S.CLUSTER_REVIEW, S.DECLINED, TELLER, (held(TELLER), *NOT_CARRIED), counted=True),
    # In the department: the officer receives and assesses, the head decides.
    Row(
        T.RECEIVE, S.DEPARTMENT_VETTING, None, (R.DEPARTMENT_OFFICER,),
        (held((R.DEPARTMENT_OFFICER,)), g.not_yet_received),
    ),
    back(
        T.RETURN_FOR_SUPPLEMENT, S.DEPARTMENT_VETTING, S.SUPPLEMENT, g.received, *BY_TWO,
        by=DEPARTMENT_HEAD, asks=frozenset({Ask.ITEMS, Ask.DUE}),
    ),
    *either(
        g.vote_stands,
        T.RESUBMIT, S.SUPPLEMENT, S.DEPARTMENT_VETTING, S.CLUSTER_REVIEW,
        g.only_named_parts_changed, by=UNIT_HEAD, asks=CONFIRMED, criteria=g.criteria_met,
    ),
    *either(
        g.council_required,
        T.CLEAR, S.DEPARTMENT_VETTING, S.COUNCIL_REVIEW, S.MINISTER_SIGNOFF,
        *DECIDED, vg.consultation_over, vg.feedback_weighed, *BY_TWO, by=DEPARTMENT_HEAD,
    ),
    back(
        T.DECLINE, S.DEPARTMENT_VETTING, S.DECLINED, g.received, *BY_TWO,
        by=DEPARTMENT_HEAD, asks=frozenset({Ask.CITATION}),
    ),
    # In the council, where the award needs it.
    forward(
        T.APPROVE, S.COUNCIL_REVIEW, S.MINISTER_SIGNOFF, *CARRIED, rg.chair_agreed, g.unchanged_since_pledge,
        by=TELLER, counted=True,
    ),
    Row(T.DECLINE, S.COUNCIL_REVIEW, S.DECLINED, TELLER, (held(TELLER), *NOT_CARRIED), counted=True),
    # At the minister's desk: one frozen decision, signed whole.
    back(T.REFER_BACK, S.MINISTER_SIGNOFF, S.DEPARTMENT_VETTING, by=(R.MINISTER, R.DEPARTMENT_HEAD)),
    forward(T.SIGN, S.MINISTER_SIGNOFF, S.AWARDED, *DECIDED, g.decision_is_what_was_seen, by=MINISTER),
    back(T.REVOKE, S.AWARDED, S.REVOKED, g.in_a_revocation, by=MINISTER),
    # At any open moment: the unit may withdraw; a hold stops everything ahead.
    *(
        back(T.WITHDRAW, source, S.WITHDRAWN, rg.no_round_under_way, g.not_in_a_frozen_decision, *extra, by=UNIT_HEAD)
        for source, extra in (
            (S.DRAFT, ()),
            (S.UNIT_APPROVAL, ()),
            (S.CLUSTER_REVIEW, ()),
            (S.DEPARTMENT_VETTING, (g.department_consents,)),
            (S.SUPPLEMENT, (g.department_consents,)),
            (S.COUNCIL_REVIEW, (g.department_consents,)),
            (S.MINISTER_SIGNOFF, (g.department_consents,)),
        )
    ),
    *(
        back(T.HOLD, source, None, g.not_already_held, *extra, by=HOLDERS, asks=frozenset({Ask.PAPER}))
        for source, extra in HELD_AT
    ),
    *(
        back(T.LIFT, source, None, g.is_held, g.held_by_another, by=(R.DEPARTMENT_HEAD, R.AUDITOR))
        for source, _ in HELD_AT
    ),
)  # fmt: skip


def rows_from(state: State) -> tuple[Row, ...]:
    """Every line of the process that starts at `state`, in the order of the table."""
    return tuple(row for row in TRANSITIONS if row.source is state)
