"""Who may write which part of a nomination, and when. Everything else about it is locked."""

from workflow.dossier import Actor, Dossier, Reason
from workflow.guards import acting_roles, held_by
from workflow.machine import NotYours, Refused, WrongState
from workflow.secrecy import known_state
from workflow.vocabulary import Role, State
from workflow.words import N_, Word

UNIT = (Role.UNIT_OFFICER, Role.UNIT_HEAD)
WRITERS: dict[State, tuple[Role, ...]] = {
    State.DRAFT: UNIT,
    State.UNIT_APPROVAL: (Role.UNIT_HEAD,),
    State.SUPPLEMENT: UNIT,
}

NOMINEE = "nominee"
MATCH_NOTE = "match_note"


def parts(dossier: Dossier) -> tuple[str, ...]:
    """The parts of a nomination in the order in which they are written."""
    return (NOMINEE, *(criterion.code for criterion in dossier.applicable()), MATCH_NOTE)


def open_parts(dossier: Dossier) -> frozenset[str]:
    """The parts that can be written now: all in the unit's hands; only the named ones when something was asked for,
    and the statements that another nominee made lapse."""
    if dossier.state not in WRITERS:
        return frozenset()
    if dossier.state is not State.SUPPLEMENT:
        return frozenset(parts(dossier))
    named = frozenset() if dossier.supplement is None else dossier.supplement.named
    lapsed = {code for code, answer in dossier.answers.items() if answer.lapsed}
    return (named | lapsed) & frozenset(parts(dossier))


def may_affirm(dossier: Dossier, actor: Actor) -> bool:
    """Statements are the head's own word: nobody else affirms them, or takes an affirmation back."""
    return Role.UNIT_HEAD in acting_roles(dossier, actor)


def may_write(dossier: Dossier, actor: Actor) -> bool:
    return bool(acting_roles(dossier, actor) & set(WRITERS.get(dossier.state, ())))


def refuse_writing(dossier: Dossier, actor: Actor) -> None:
    """Raise `WrongState` when nobody may write now, `NotYours` when somebody else may."""
    if dossier.state not in WRITERS:
        message = N_("The content cannot be changed in the state “%(state)s”.")
        raise WrongState([Reason("state", message, {"state": Word(known_state(dossier, actor))})])
    reasons = held_by(*WRITERS[dossier.state])(dossier, actor)
    if reasons:
        raise NotYours(reasons)


def refuse_part(dossier: Dossier, part: str) -> None:
    """Raise `Refused` when this part is not among those that the department asked to complete."""
    if part not in open_parts(dossier):
        message = N_("%(part)s is not among the parts that were asked to be completed.")
        raise Refused([Reason("part", message, {"part": part_word(dossier, part)}, "supplement")])


def part_word(dossier: Dossier, part: str) -> str:
    """How people call a part; a name of ours is a `Word`, the title of a criterion is the campaign's."""
    names = {NOMINEE: N_("The nominee"), MATCH_NOTE: N_("Similar nominations")}
    return Word(names[part]) if part in names else dossier.part_name(part)
