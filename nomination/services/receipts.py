"""Receipt numbers: in order of receipt within a campaign and a year. Ours, and no number of a document."""

from sqlalchemy import func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Nomination
from nomination.services import audit


def next_receipt(nomination: Nomination) -> tuple[int, int]:
    """Year and number that come next. Whoever asks goes on alone until his own is written."""
    audit.in_turn()
    year = clock.today().year
    last = select(func.max(Nomination.receipt_number)).where(
        Nomination.campaign_id == nomination.campaign_id, Nomination.receipt_year == year
    )
    return year, (db.session.scalar(last) or 0) + 1
