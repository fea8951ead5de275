"""The place of nominations in the queue of vetting: the day their term ends, written when anything moves it."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import defer

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import CampaignVersion, Nomination
from nomination.models.nomination import NO_CLOCK
from nomination.queries.clocks import clocks_of
from workflow.vocabulary import State


def keep_places(where: ColumnElement[bool]) -> None:
    """Work out the places anew in the caller's transaction. A place is no content: no page grows old by it."""
    query = (
        select(Nomination, CampaignVersion)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .options(defer(CampaignVersion.content))
        .where(Nomination.state == State.DEPARTMENT_VETTING.value, Nomination.received_at.is_not(None), where)
    )
    asked = [(nomination, campaign_of(version)) for nomination, version in db.session.execute(query)]
    clocks = clocks_of(asked)
    for nomination, _ in asked:
        due = clocks[nomination.id].due or NO_CLOCK
        if nomination.vetting_due_on != due:
            db.session.execute(update(Nomination).where(Nomination.id == nomination.id).values(vetting_due_on=due))
