"""A nomination: who is proposed for what, where it stands, the answers to the criteria, and every step it took."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of
from nomination.models.campaign import CampaignVersion
from nomination.models.organisation import Cluster, Unit
from workflow.dossier import NomineeKind
from workflow.vocabulary import State, Trigger

UNSUBMITTED = f"('{State.DRAFT}', '{State.UNIT_APPROVAL}', '{State.WITHDRAWN}')"
PLEDGED = {f"{engine}_where": text("pledged_hash IS NOT NULL") for engine in ("sqlite", "postgresql")}
"""The department sees no drafts, so its indexes hold none."""
NO_CLOCK = date(9999, 12, 31)
"""The place of a nomination whose vetting has no limit, or whose clock stands still: behind every deadline."""
DECIDED = f"('{State.AWARDED}', '{State.REVOKED}')"


class Nomination(Base):
    """`pledged_hash` seals the material content as the unit last submitted it: what is voted on and signed."""

    __tablename__ = "nomination"
    __table_args__ = (
        one_of("state", State),
        one_of("kind", NomineeKind),
        CheckConstraint(f"state IN {UNSUBMITTED} OR submission_id IS NOT NULL", name="submitted_by_letter"),
        CheckConstraint(f"state IN {UNSUBMITTED} OR pledged_hash IS NOT NULL", name="submitted_with_hash"),
        CheckConstraint(f"state NOT IN {DECIDED} OR awarded_decision_id IS NOT NULL", name="awarded_by_decision"),
        CheckConstraint(f"awarded_decision_id IS NULL OR state IN {DECIDED}", name="decision_means_awarded"),
        CheckConstraint("(received_at IS NULL) = (received_by_id IS NULL)", name="received_by_somebody"),
        CheckConstraint("trim(nominee_name) <> ''", name="nominee_named"),
        Index("ix_nomination_campaign_state", "campaign_id", "state", "id"),
        Index("ix_nomination_campaign", "campaign_id", "id"),
        Index("ix_nomination_unit", "unit_id", "id", "cluster_id", "kind", "award", "author_id", "officer_id"),
        Index("ix_nomination_unit_campaign", "unit_id", "campaign_id", "id"),
        Index("ix_nomination_unit_state", "unit_id", "state", "id"),
        Index("ix_nomination_cluster", "cluster_id", "id"),
        Index(
            "ix_nomination_cluster_campaign",
            "cluster_id",
            "campaign_id",
            "id",
            "state",
            "kind",
            "award",
            "author_id",
            "officer_id",
            **PLEDGED,
        ),
        Index("ix_nomination_cluster_state", "cluster_id", "state", "id"),
        Index("ix_nomination_fold", "unit_id", "campaign_id", "nominee_fold"),
        Index("ix_nomination_key", "nominee_key", "kind"),
        Index("ix_nomination_submission", "submission_id"),
        Index("ix_nomination_author", "author_id", "id"),
        Index("ix_nomination_officer", "officer_id", "id"),
        Index("ix_nomination_receipt", "campaign_id", "receipt_year", "receipt_number", unique=True),
        Index("ix_nomination_deadline", "state", "vetting_due_on", "id", **PLEDGED),
        Index("ix_nomination_pledged_state", "state", "id", **PLEDGED),
        Index("ix_nomination_pledged_award", "award", "id", "kind", "state", "campaign_id", **PLEDGED),
    )

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    campaign_version_id: Mapped[int] = mapped_column(ForeignKey("campaign_version.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    kind: Mapped[str]
    award: Mapped[str] = mapped_column(String(40))
    nominee_name: Mapped[str]
    nominee_fold: Mapped[str] = mapped_column(comment="name folded: no marks, lower case; finds the same name")
    nominee_key: Mapped[str] = mapped_column(default="", comment="looser than the fold; finds other spellings too")
    nominee_title: Mapped[str] = mapped_column(default="", comment="Ông, Bà; blank for a collective")
    nominee_post: Mapped[str] = mapped_column(default="")
    nominee_place: Mapped[str] = mapped_column(default="", comment="division within the unit")
    class_code: Mapped[str] = mapped_column(String(40), default="", comment="class for the yearly statistics")
    summary: Mapped[str] = mapped_column(default="", comment="the achievement in short")
    citation: Mapped[str] = mapped_column(default="", comment="the line on the certificate")
    match_note: Mapped[str] = mapped_column(default="", comment="what the unit says about a similar nomination")
    state: Mapped[str] = mapped_column(String(30), default=State.DRAFT.value)
    state_since: Mapped[datetime]
    steps: Mapped[int] = mapped_column(default=0, comment="ordinal of the last transition")
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    pledged_hash: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    receipt_year: Mapped[int | None] = mapped_column(comment="year of receipt in Vietnam; numbers start anew in it")
    receipt_number: Mapped[int | None] = mapped_column(comment="in order of receipt within campaign and year")
    vetting_due_on: Mapped[date] = mapped_column(
        default=NO_CLOCK, server_default=text(f"'{NO_CLOCK}'"), comment="place in the queue, deadlines first"
    )
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="vetting officer in charge")
    ruleset: Mapped[str | None] = mapped_column(String(40), comment="rule set pinned at receipt")
    withdrawal_consent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    awarded_decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    search: Mapped[str] = mapped_column(comment="folded words of nominee, unit and code, for the full-text index")

    campaign_version: Mapped[CampaignVersion] = relationship()
    unit: Mapped[Unit] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    answers: Mapped[list["CriterionAnswer"]] = relationship(
        cascade="all, delete-orphan", order_by="CriterionAnswer.criterion"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def receipt(self) -> str:
        """The receipt number as people read it; blank until the department received it."""
        return f"{self.receipt_number}/{self.receipt_year}" if self.receipt_number else ""


class CriterionAnswer(Base):
    """The answer to one criterion: narrative, figures by month, statements affirmed, initiatives told.

    `affirmed`: a list of {"key", "by" (person id), "name", "at", "nominee" (seal of whom it was affirmed for)}.
    `initiatives`: a list of {"title", "scope", "paper", "issuer", "recognised_on"}.
    """

    __tablename__ = "criterion_answer"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    narrative: Mapped[str] = mapped_column(default="")
    figures: Mapped[list[Any]] = mapped_column(default=list)
    affirmed: Mapped[list[Any]] = mapped_column(default=list)
    initiatives: Mapped[list[Any]] = mapped_column(default=list)


class InitiativeUse(Base):
    """An initiative told in a nomination, by its folded title: one initiative is used once (letter 5007/BNV-TĐKT)."""

    __tablename__ = "initiative_use"
    __table_args__ = (Index("ix_initiative_use_key", "title_key", "nomination_id"),)

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    title_key: Mapped[str]


class Transition(Base):
    """One change of state, tied to exactly one audit entry in the same transaction."""

    __tablename__ = "transition"
    __table_args__ = (
        one_of("trigger", Trigger),
        UniqueConstraint("audit_id"),
        Index("ix_transition_moment", "at"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    trigger: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_behalf_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    citation: Mapped[str] = mapped_column(default="")
    rules_hash: Mapped[str] = mapped_column(String(64))
    findings: Mapped[dict[str, Any]] = mapped_column(comment="what was found of every criterion at this moment")
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
