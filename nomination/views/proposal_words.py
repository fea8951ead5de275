"""What the pages of the vetting say of a proposal: the steps that can be proposed, and what stands against each."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from nomination.dossiers import Loaded
from nomination.forms.acts import AdvanceForm
from nomination.hypermedia import spoken, words
from nomination.pages import day
from nomination.queries.dossier_ways import as_the_department_reads, once_each
from workflow.dossier import Actor, Reason
from workflow.drafting import MATCH_NOTE, part_word, parts
from workflow.machine import options
from workflow.proposing import PROPOSED, proposing
from workflow.vocabulary import Role, State
from workflow.words import N_

OUTCOMES = {
    None: N_("Waits for the head"),
    "followed": N_("Followed"),
    "decided_otherwise": N_("Decided otherwise"),
    "replaced": N_("Replaced by a newer one"),
    "lapsed": N_("Lapsed: the nomination was withdrawn"),
}


def part_title(loaded: Loaded, part: str) -> str:
    return str(words(part_word(loaded.dossier, part)))


def day_of(kept: str) -> str:
    return day(date.fromisoformat(kept))


def proposal_context(
    loaded: Loaded, actor: Actor, form: AdvanceForm | None = None, refused: Sequence[Reason] = (), part_error: str = ""
) -> dict[str, Any]:
    """Everything that `proposals/panel.html` shows; `form` and what follows come from a proposal that was refused."""
    offers = Role.DEPARTMENT_OFFICER in actor.roles() and loaded.dossier.state is State.DEPARTMENT_VETTING
    against = {step: proposing(loaded.dossier, actor, step) for step in PROPOSED} if offers else {}
    return {
        "proposing": [(str(step), gettext(step.label)) for step, reasons in against.items() if not reasons],
        "unproposable": [
            (gettext(step.label), _speak(loaded, reasons)) for step, reasons in against.items() if reasons
        ],
        "decides": Role.DEPARTMENT_HEAD in actor.roles() and loaded.dossier.state is State.DEPARTMENT_VETTING,
        "against_proposal": _against_following(loaded, actor),
        "proposal_form": (form or AdvanceForm.empty()).named("propose"),
        "refused_proposal": [spoken(one, loaded.row.code) for one in refused],
        "part_choices": [(part, part_title(loaded, part)) for part in parts(loaded.dossier) if part != MATCH_NOTE],
        "part_error": part_error,
        "part_title": part_title,
        "day_of": day_of,
    }


def _against_following(loaded: Loaded, actor: Actor) -> list[dict[str, str | None]]:
    if loaded.proposal is None:
        return []
    taken = [one for one in once_each(options(loaded.dossier, actor)) if one.trigger is loaded.proposal.step]
    return _speak(loaded, (reason for option in taken for reason in option.reasons))


def _speak(loaded: Loaded, reasons: Iterable[Reason]) -> list[dict[str, str | None]]:
    return [spoken(reason, loaded.row.code) for reason in as_the_department_reads(loaded, reasons)]
