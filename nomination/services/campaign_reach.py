"""What the yearly count of campaigns asks about each is stated by the department, and may be stated anew."""

from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, CampaignReach
from nomination.queries.statistics import RECORDING
from nomination.services import audit
from nomination.services.bonuses import refuse_role
from nomination.services.transaction import Invalid, locked, writing
from nomination.services.wording import NEEDED, Told
from workflow.dossier import Actor
from workflow.statistics import SCOPES
from workflow.words import N_


def state_reach(actor: Actor, code: str, *, scope: str, starts_on: date | None, ends_on: date | None) -> None:
    """Raises `NotYours`, `Missing` or `Invalid`."""
    refuse_role(actor, RECORDING)
    with writing():
        campaign = locked(select(Campaign).where(Campaign.code == code))
        _check(scope, starts_on, ends_on)
        row = db.session.get(CampaignReach, campaign.id)
        before = None if row is None else {"scope": row.scope, "starts_on": row.starts_on, "ends_on": row.ends_on}
        if row is None:
            row = CampaignReach(campaign_id=campaign.id)
            db.session.add(row)
        row.scope, row.starts_on, row.ends_on = scope, starts_on, ends_on  # type: ignore[assignment]
        row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()
        facts = {"scope": scope, "starts_on": starts_on, "ends_on": ends_on, "before": before}
        audit.record(actor, "campaign:reach", subject=("campaign", code), facts=facts)


def _check(scope: str, starts_on: date | None, ends_on: date | None) -> None:
    checks: dict[str, Told | None] = {
        "scope": None if scope in SCOPES else (N_("Choose one of the list."), {}),
        "starts_on": (NEEDED, {}) if starts_on is None else None,
        "ends_on": (NEEDED, {}) if ends_on is None else None,
    }
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        checks["ends_on"] = (N_("The last day lies before the first."), {})
    problems = {name: [told] for name, told in checks.items() if told is not None}
    if problems:
        raise Invalid(problems)
