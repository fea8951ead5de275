"""Places given on top of a campaign's own: by the head of the department, to one unit or cluster, with the reason."""

from dataclasses import dataclass

from sqlalchemy import select

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, Cluster, ExtraPlaces, Unit
from nomination.queries.campaigns import version_in_force
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, locked, writing
from workflow.campaign import Campaign as Rules
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours
from workflow.quota import BODIES, UNIT, holder
from workflow.vocabulary import Role
from workflow.words import N_, Word

MOST = 100
REASON_MAX = 1000
Problems = dict[str, list[tuple[str, dict[str, object]]]]


@dataclass(frozen=True)
class Extra:
    """What is given: to a unit or cluster by its code, for which award, how many more, and why."""

    body: str
    code: str
    award: str
    places: int | None
    reason: str


def give_extra(actor: Actor, campaign_code: str, extra: Extra) -> ExtraPlaces:
    """Record it; a place given is not taken back. Raises `Missing`, `NotYours`, or `Invalid` with every problem."""
    if not actor.grants_of(Role.DEPARTMENT_HEAD):
        words = (Word(Role.DEPARTMENT_HEAD.label),)
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])
    with writing():
        campaign = locked(select(Campaign).where(Campaign.code == campaign_code))
        rules, held = _in_force(campaign), _holder(extra)
        problems = _problems(rules, extra, held)
        if problems or held is None or extra.places is None:
            raise Invalid(problems)
        given = ExtraPlaces(
            campaign_id=campaign.id, award=extra.award, places=extra.places, reason=extra.reason.strip(),
            unit_id=held.id if extra.body == UNIT else None, cluster_id=None if extra.body == UNIT else held.id,
            granted_by_id=actor.person_id, granted_at=clock.now(),
        )  # fmt: skip
        db.session.add(given)
        db.session.flush()
        to = holder(extra.body, extra.code)
        facts = {
            "to": to,
            "award": extra.award,
            "places": extra.places,
            "reason": given.reason,
        }
        audit.record(actor, "campaign:extra_places", subject=("campaign", campaign.code), facts=facts)
        return given


def _in_force(campaign: Campaign) -> Rules:
    version = version_in_force(campaign.id)
    if version is None:
        raise Missing
    return campaign_of(version)


def _holder(extra: Extra) -> Unit | Cluster | None:
    if extra.body not in BODIES:
        return None
    model: type[Unit] | type[Cluster] = Unit if extra.body == UNIT else Cluster
    return db.session.scalars(select(model).where(model.code == extra.code)).one_or_none()


def _problems(rules: Rules, extra: Extra, held: Unit | Cluster | None) -> Problems:
    award = next((one for one in rules.awards if one.code == extra.award), None)
    limited = held is not None and award is not None and bool(rules.quotas_for(extra.body, extra.code, award.code))
    checks: list[tuple[str, bool, str, dict[str, object]]] = [
        ("holder", held is not None, N_("Choose the unit or cluster from the list."), {}),
        ("award", award is not None, N_("Choose one of the awards of this campaign."), {}),
        ("holder", held is None or award is None or limited, N_("Nothing limits it for this award."), {}),
        (
            "places", extra.places is not None and 1 <= extra.places <= MOST,
            N_("Give a whole number from 1 to %(most)s."), {"most": MOST},
        ),
        ("reason", bool(extra.reason.strip()), N_("Give the reason."), {}),
        (
            "reason", len(extra.reason) <= REASON_MAX, N_("At most %(limit)s characters; you wrote %(length)s."),
            {"limit": REASON_MAX, "length": len(extra.reason)},
        ),
    ]  # fmt: skip
    found: Problems = {}
    for field, holds, message, params in checks:
        if not holds:
            found.setdefault(field, []).append((message, params))
    return found
