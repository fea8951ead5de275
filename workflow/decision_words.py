"""The words of a decision: its kinds, its statuses and the acts on it, with their labels."""

from enum import StrEnum

from workflow.vocabulary import State
from workflow.words import N_


class Kind(StrEnum):
    AWARD = "award"
    REVOCATION = "revocation"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


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
    RECORD = "record"
    CONFIRM = "confirm"
    RETURN = "return"
    ISSUE = "issue"
    PUBLISH = "publish"
    CANCEL = "cancel"

    @property
    def label(self) -> str:
        return ACT_LABELS[self]


KIND_LABELS = {
    Kind.AWARD: N_("Award decision"),
    Kind.REVOCATION: N_("Revocation decision"),
    Kind.CORRECTION: N_("Correction decision"),
}

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
    Act.RECORD: N_("Enter the paper that was signed by hand"),
    Act.CONFIRM: N_("Confirm the paper that was signed by hand"),
    Act.RETURN: N_("Send the decision back"),
    Act.ISSUE: N_("Enter number and date"),
    Act.PUBLISH: N_("Publish"),
    Act.CANCEL: N_("Cancel the draft"),
}

SUBJECT_STATE = {
    Kind.AWARD: State.MINISTER_SIGNOFF,
    Kind.REVOCATION: State.AWARDED,
    Kind.CORRECTION: State.AWARDED,
}
"""Where a nomination stands while a decision about it is prepared."""
