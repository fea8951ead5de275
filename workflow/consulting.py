"""A list shown to the public: how it stands on a day, who may end it early, and who weighs what people wrote."""

from datetime import date
from enum import StrEnum

from workflow.dossier import Actor, Reason
from workflow.guards import one_of
from workflow.vocabulary import Role
from workflow.words import N_

ENDING = (Role.DEPARTMENT_HEAD,)
WEIGHING = (Role.DEPARTMENT_OFFICER,)


class Standing(StrEnum):
    """Only while it is being shown does anybody outside the department read the list."""

    COMING = "coming"
    SHOWN = "shown"
    OVER = "over"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {
            "coming": N_("Not yet shown"), "shown": N_("Being shown"), "over": N_("Term over"),
            "ended": N_("Ended early"),
        }[self]  # fmt: skip


class Weight(StrEnum):
    """What became of a feedback."""

    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"

    @property
    def label(self) -> str:
        return {"taken_up": N_("Taken up"), "not_taken_up": N_("Not taken up")}[self]


def standing(opens_on: date, closes_on: date, *, ended: bool, today: date) -> Standing:
    """The first and the last day are days on which it is shown."""
    if ended:
        return Standing.ENDED
    if today < opens_on:
        return Standing.COMING
    return Standing.SHOWN if today <= closes_on else Standing.OVER


def ending(stands: Standing, actor: Actor) -> list[Reason]:
    """The head of the department ends it, as long as its term is not over."""
    reasons = one_of(ENDING, actor)
    if stands is Standing.ENDED:
        reasons.append(Reason("ended", N_("This list was ended already.")))
    if stands is Standing.OVER:
        reasons.append(Reason("over", N_("The term of this list is over already.")))
    return reasons


def weighing(actor: Actor) -> list[Reason]:
    """An officer weighs; the head, who decides on the nominations, reads what he found."""
    return one_of(WEIGHING, actor)
