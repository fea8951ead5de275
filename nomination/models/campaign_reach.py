"""What the yearly count of campaigns (Biểu 0601) asks about each: how far it reached and how long it lasted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, one_of
from workflow.statistics import SCOPES


class CampaignReach(Base):
    """As the department states it: the scope of a campaign, its first and its last day."""

    __tablename__ = "campaign_reach"
    __table_args__ = (one_of("scope", tuple(SCOPES)), CheckConstraint("ends_on >= starts_on", name="dates_in_order"))

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
