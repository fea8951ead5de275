"""The names of the process: states, triggers, roles, stages, what an act may ask for. Labels are English messages."""

from enum import StrEnum

from workflow.words import N_


class State(StrEnum):
    """Where a nomination is: a place where somebody owes work, or an outcome."""

    DRAFT = "draft"
    UNIT_APPROVAL = "unit_approval"
    CLUSTER_REVIEW = "cluster_review"
    DEPARTMENT_VETTING = "department_vetting"
    SUPPLEMENT = "supplement"
    COUNCIL_REVIEW = "council_review"
    MINISTER_SIGNOFF = "minister_signoff"
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """True while the nomination is still on its way; False at an outcome."""
        return self in OPEN_STATES


class Trigger(StrEnum):
    """What a person, or a counted round, does to a nomination."""

    PROPOSE = "propose"
    REFER_BACK = "refer_back"
    SUBMIT = "submit"
    ENDORSE = "endorse"
    DECLINE = "decline"
    RECEIVE = "receive"
    RETURN_FOR_SUPPLEMENT = "return_for_supplement"
    RESUBMIT = "resubmit"
    CLEAR = "clear"
    APPROVE = "approve"
    SIGN = "sign"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    HOLD = "hold"
    LIFT = "lift"

    @property
    def label(self) -> str:
        return TRIGGER_LABELS[self]


class Role(StrEnum):
    """A part that a person plays by a dated assignment, never a property of the person."""

    UNIT_OFFICER = "unit_officer"
    UNIT_HEAD = "unit_head"
    CLUSTER_MEMBER = "cluster_member"
    CLUSTER_LEADER = "cluster_leader"
    TELLER = "teller"
    DEPARTMENT_OFFICER = "department_officer"
    DEPARTMENT_HEAD = "department_head"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    MINISTER = "minister"
    REGISTRY_CLERK = "registry_clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


UNIT_ROLES = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
"""The roles that a person has in a unit."""


class Stage(StrEnum):
    """A stage of the campaign. Each has a window and looks at the criteria again."""

    SUBMISSION = "submission"
    CLUSTER = "cluster"
    VETTING = "vetting"
    COUNCIL = "council"
    SIGNATURE = "signature"

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]


class Ask(StrEnum):
    """What an act asks of the person who does it, beyond the click."""

    REASON = "reason"
    CITATION = "citation"
    PAPER = "paper"
    DUE = "due"
    ITEMS = "items"
    CONFIRMATION = "confirmation"


OPEN_STATES = frozenset(
    {
        State.DRAFT,
        State.UNIT_APPROVAL,
        State.CLUSTER_REVIEW,
        State.DEPARTMENT_VETTING,
        State.SUPPLEMENT,
        State.COUNCIL_REVIEW,
        State.MINISTER_SIGNOFF,
    }
)

STATE_LABELS = {
    State.DRAFT: N_("Draft"),
    State.UNIT_APPROVAL: N_("Awaiting the head's confirmation"),
    State.CLUSTER_REVIEW: N_("In cluster review"),
    State.DEPARTMENT_VETTING: N_("Being vetted"),
    State.SUPPLEMENT: N_("Returned for completion"),
    State.COUNCIL_REVIEW: N_("Awaiting the council"),
    State.MINISTER_SIGNOFF: N_("Awaiting signature"),
    State.AWARDED: N_("Awarded"),
    State.DECLINED: N_("Not selected"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.REVOKED: N_("Revoked"),
}

TRIGGER_LABELS = {
    Trigger.PROPOSE: N_("Send to the head of unit"),
    Trigger.REFER_BACK: N_("Send back"),
    Trigger.SUBMIT: N_("Submit"),
    Trigger.ENDORSE: N_("Endorse by counted vote"),
    Trigger.DECLINE: N_("Decline"),
    Trigger.RECEIVE: N_("Receive"),
    Trigger.RETURN_FOR_SUPPLEMENT: N_("Return for completion"),
    Trigger.RESUBMIT: N_("Resubmit"),
    Trigger.CLEAR: N_("Conclude vetting: eligible"),
    Trigger.APPROVE: N_("Approve by counted vote"),
    Trigger.SIGN: N_("Sign"),
    Trigger.WITHDRAW: N_("Withdraw"),
    Trigger.REVOKE: N_("Revoke"),
    Trigger.HOLD: N_("Put on hold"),
    Trigger.LIFT: N_("Lift the hold"),
}

ROLE_LABELS = {
    Role.UNIT_OFFICER: N_("Unit officer"),
    Role.UNIT_HEAD: N_("Head of unit"),
    Role.CLUSTER_MEMBER: N_("Cluster member"),
    Role.CLUSTER_LEADER: N_("Cluster leader"),
    Role.TELLER: N_("Teller"),
    Role.DEPARTMENT_OFFICER: N_("Vetting officer"),
    Role.DEPARTMENT_HEAD: N_("Head of the emulation department"),
    Role.COUNCIL_MEMBER: N_("Council member"),
    Role.COUNCIL_SECRETARY: N_("Council secretary"),
    Role.MINISTER: N_("Minister"),
    Role.REGISTRY_CLERK: N_("Registry clerk"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("System administrator"),
}

STAGE_LABELS = {
    Stage.SUBMISSION: N_("Nomination by the unit"),
    Stage.CLUSTER: N_("Cluster review"),
    Stage.VETTING: N_("Vetting"),
    Stage.COUNCIL: N_("Council"),
    Stage.SIGNATURE: N_("Signature"),
}
