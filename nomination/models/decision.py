"""Decisions, their lines, and the register of what was awarded. The order of the lines is the golden book number."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, code_column, one_of
from nomination.models.people import Person
from workflow.dossier import NomineeKind

DECISION_KINDS = ("award", "revocation", "correction")
DECISION_STATUSES = ("drafting", "frozen", "signed", "issued", "published", "cancelled")
DECISION_FILES = ("frozen_pdf", "frozen_docx", "signed", "issued", "scan")
ISSUED = "('issued', 'published')"
FROZEN = "('frozen', 'signed', 'issued', 'published')"
SIGNED = "('signed', 'issued', 'published')"


class Decision(Base):
    """One paper that the minister signs once. `number` and `dated` are given by the registry clerk alone.

    `revokes_id` is the decision that this one takes back or corrects.
    """

    __tablename__ = "decision"
    __table_args__ = (
        one_of("kind", DECISION_KINDS),
        one_of("status", DECISION_STATUSES),
        CheckConstraint(f"status NOT IN {FROZEN} OR digest IS NOT NULL", name="frozen_digest"),
        CheckConstraint(f"(status IN {SIGNED}) = (signed_at IS NOT NULL)", name="signed_when"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_by_somebody"),
        CheckConstraint(f"status NOT IN {ISSUED} OR (number <> '' AND dated IS NOT NULL)", name="numbered"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_when"),
        CheckConstraint("frozen_by_id <> signed_by_id", name="freezer_not_signer"),
        CheckConstraint("prepared_by_id <> frozen_by_id OR frozen_by_id IS NULL", name="preparer_not_freezer"),
        Index("ix_decision_campaign", "campaign_id", "id"),
        Index("ix_decision_status", "status", "id"),
        Index("uq_decision_number_dated", "number", "dated", unique=True, sqlite_where=text("number <> ''"),
              postgresql_where=text("number <> ''")),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str]
    revokes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    title: Mapped[str]
    status: Mapped[str] = mapped_column(default="drafting")
    digest: Mapped[str | None] = mapped_column(String(64))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    number: Mapped[str] = mapped_column(default="")
    dated: Mapped[date | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="", comment="ground of a revocation")
    paper_signed_on: Mapped[date | None] = mapped_column(comment="the day on a paper that was signed by hand")
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="whom the frozen paper names")
    scan_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="who entered the scanned paper")
    version: Mapped[int] = mapped_column(default=1)

    signer: Mapped[Person | None] = relationship(foreign_keys=[signer_id])
    original: Mapped["Decision | None"] = relationship(remote_side="Decision.id", foreign_keys=[revokes_id])
    lines: Mapped[list["DecisionLine"]] = relationship(order_by="DecisionLine.ordinal", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}


class DecisionLine(Base):
    """One nomination in a decision, as it will be printed, with the hash of the content that was vetted."""

    __tablename__ = "decision_line"
    __table_args__ = (UniqueConstraint("decision_id", "ordinal"), Index("ix_decision_line_nomination", "nomination_id"))

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    ordinal: Mapped[int]
    name: Mapped[str]
    unit_name: Mapped[str]
    award: Mapped[str] = mapped_column(String(40))
    award_name: Mapped[str]
    citation: Mapped[str]
    material_hash: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any] | None] = mapped_column(comment="what a correction found in place of its own words")


class DecisionFile(Base):
    """One file of a decision by what it is: frozen, signed, issued, or the scan of a paper signed by hand.

    The signed file begins with the frozen one, the issued with the signed one. What was frozen goes when the decision
    is reopened; its name stays in the audit.
    """

    __tablename__ = "decision_file"
    __table_args__ = (one_of("kind", DECISION_FILES),)

    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_file.sha256"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class RegisterEntry(Base):
    """An award in the register: one that was published here, or one of a past decision that the department published.

    Public: name, unit, award and decision only. A revoked one stays, marked. `position` orders the register; the
    words of `search` are indexed in that order.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        one_of("kind", NomineeKind),
        UniqueConstraint("decision_id", "ordinal"),
        CheckConstraint("revoked_at IS NULL OR revoked_by_decision_id IS NOT NULL", name="revoked_by_decision"),
        CheckConstraint("(nomination_id IS NULL) <> (past_award_id IS NULL)", name="own_or_past"),
        CheckConstraint("nomination_id IS NULL OR (campaign_id IS NOT NULL AND decision_id IS NOT NULL)", name="own"),
        Index("ix_register_entry_campaign", "campaign_id", "position"),
        Index("ix_register_entry_year", "year", "position"),
        Index("ix_register_entry_fold", "campaign_id", "name_fold"),
        Index("ix_register_entry_key", "name_key", "kind"),
        Index("ix_register_entry_unit", "unit_id", "position"),
        Index("ix_register_entry_unit_year", "unit_id", "year", "position"),
        Index("ix_register_entry_award", "award", "position"),
        Index("ix_register_entry_revoked", "revoked_at", "position", sqlite_where=text("revoked_at IS NOT NULL"),
              postgresql_where=text("revoked_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[str] = code_column()
    position: Mapped[int] = mapped_column(BigInteger, unique=True, comment="by day of the decision; see queries")
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"), unique=True)
    past_award_id: Mapped[int | None] = mapped_column(ForeignKey("past_award.id"), unique=True)
    ordinal: Mapped[int]
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    name_fold: Mapped[str]
    name_key: Mapped[str] = mapped_column(comment="the name by its looser key")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    unit_name: Mapped[str]
    award: Mapped[str] = mapped_column(String(40))
    award_name: Mapped[str]
    class_code: Mapped[str] = mapped_column(String(40), default="", comment="for the yearly statistics; never public")
    method: Mapped[str] = mapped_column(String(20), default="", comment="regular, thematic, sudden; blank: not known")
    decision_number: Mapped[str]
    decision_dated: Mapped[date]
    citation: Mapped[str]
    search: Mapped[str]
    published_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by_decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))

    decision: Mapped[Decision | None] = relationship(foreign_keys=[decision_id])
