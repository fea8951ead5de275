"""Where else an initiative is told: a reason to look, never a refusal."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from nomination.dossiers import Loaded
from nomination.extensions import db
from nomination.models import Campaign, InitiativeUse, Nomination, Unit
from nomination.queries.visible import visible_to
from workflow.dossier import Actor
from workflow.vocabulary import State

LISTED = 20
UNUSED = (State.WITHDRAWN.value, State.DECLINED.value)
"""What is told in these was used for no award."""


@dataclass(frozen=True)
class Elsewhere:
    """Another nomination that tells an initiative of the same title."""

    title: str
    code: str
    nominee: str
    unit: str
    campaign: str


def told_elsewhere(actor: Actor, loaded: Loaded) -> dict[str, list[Elsewhere]]:
    """By criterion, among the nominations that the reader may see. One query; none where no initiative is told."""
    if not any(answer.initiatives for answer in loaded.dossier.answers.values()):
        return {}
    own, other = aliased(InitiativeUse), aliased(InitiativeUse)
    query = (
        select(own.criterion, own.title, Nomination.code, Nomination.nominee_name, Unit.name, Campaign.title)
        .distinct()
        .join(other, other.title_key == own.title_key)
        .join(Nomination, Nomination.id == other.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Campaign, Campaign.id == Nomination.campaign_id)
        .where(own.nomination_id == loaded.row.id, own.title_key != "", other.nomination_id != loaded.row.id)
        .where(visible_to(actor), Nomination.state.not_in(UNUSED))
        .order_by(own.criterion, own.title, Nomination.code)
        .limit(LISTED)
    )
    found: dict[str, list[Elsewhere]] = defaultdict(list)
    for criterion, *told in db.session.execute(query):
        found[criterion].append(Elsewhere(*told))
    return found
