"""A unit's submission letter (tờ trình): several nominations together, resting on the minutes of one meeting."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from nomination.models.base import Base, Key, code_column


class Submission(Base):
    """`paper_number` stays blank until the unit's clerk gave one: it is never made up."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("members IS NULL OR members > 0", name="members_positive"),
        CheckConstraint("present IS NULL OR (present >= 0 AND present <= members)", name="present_possible"),
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_somebody"),
        CheckConstraint("sent_at IS NULL OR minutes_sha256 IS NOT NULL", name="sent_with_minutes"),
        Index("ix_submission_unit", "unit_id", "campaign_id", "id"),
        Index("ix_submission_campaign", "campaign_id", "id"),
    )

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    paper_number: Mapped[str] = mapped_column(default="")
    met_on: Mapped[date | None]
    chair: Mapped[str] = mapped_column(default="")
    members: Mapped[int | None]
    present: Mapped[int | None]
    conclusion: Mapped[str] = mapped_column(default="")
    minutes_sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"))
    minutes_name: Mapped[str] = mapped_column(String(255), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
