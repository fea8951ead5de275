"""More of the small world: published awards, and demonstration accounts."""

from datetime import date

from sqlalchemy import update

from nomination import clock
from nomination.extensions import db
from nomination.models import Account, Decision, Nomination, RegisterEntry
from nomination.names import fold
from nomination.register_rows import position
from tests.world import World, facts
from tests.world_steps import awarded

DATED = date(2021, 1, 15)


def published(world: World, nomination: Nomination, *, number: str = "15/QĐ-TN") -> RegisterEntry:
    """An award in the register, its decision numbered and published. The acts on decisions have tests of their own."""
    awarded(world, nomination)
    decision = db.session.get_one(Decision, nomination.awarded_decision_id)
    decision.status, decision.signed_at, decision.signed_by_id = "published", clock.now(), world.people["minister"].id
    decision.number, decision.dated, decision.published_at = number, DATED, clock.now()
    loaded = facts(nomination)
    entry = RegisterEntry(
        code=f"SV-{nomination.code}", campaign_id=world.campaign.id, decision_id=decision.id,
        nomination_id=nomination.id, position=position(DATED, nomination_id=nomination.id), kind=nomination.kind,
        name_key=nomination.nominee_key, class_code="", method="thematic", decision_number=number, decision_dated=DATED,
        ordinal=1, year=world.campaign.year, name=nomination.nominee_name, name_fold=nomination.nominee_fold,
        unit_id=nomination.unit_id, unit_name=loaded.unit.name, award=nomination.award, award_name=loaded.award.name,
        citation=nomination.citation, published_at=clock.now(),
        search=fold(f"{nomination.nominee_name} {loaded.unit.name}"),
    )  # fmt: skip
    db.session.add(entry)
    db.session.commit()
    return entry


def make_demonstration() -> None:
    """Every account becomes one of the demonstration."""
    db.session.execute(update(Account).values(demo=True))
    db.session.commit()
