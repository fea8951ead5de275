"""What another body may say when its opinion is asked, and who may close the asking without an answer."""

from enum import StrEnum

from workflow.dossier import Actor, Reason
from workflow.guards import one_of
from workflow.vocabulary import Role
from workflow.words import N_

ASKING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
CLOSING = (Role.DEPARTMENT_HEAD,)


class Answer(StrEnum):
    """`unanswered` is its own value: silence is never taken for consent."""

    AGREE = "agree"
    DISAGREE = "disagree"
    OTHER = "other"
    UNANSWERED = "unanswered"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Answer.AGREE: N_("Agrees"),
    Answer.DISAGREE: N_("Does not agree"),
    Answer.OTHER: N_("Another opinion"),
    Answer.UNANSWERED: N_("No answer"),
}


def answering(actor: Actor, answer: Answer) -> list[Reason]:
    """What came in is recorded by the department; that nothing came in is for its head to say."""
    return one_of(CLOSING if answer is Answer.UNANSWERED else ASKING, actor)
