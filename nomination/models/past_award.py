"""Awards decided before, taken over from papers: what a nominee already has, for whoever weighs a new nomination."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from workflow.dossier import NomineeKind
from workflow.matches import MatchVerdict


class PastDecision(Base):
    """A decision of the past, as its paper names it, and who took it over. `number` is never made up."""

    __tablename__ = "past_decision"
    __table_args__ = (UniqueConstraint("number", "dated"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(80))
    dated: Mapped[date]
    issuer: Mapped[str]
    title: Mapped[str]
    signer: Mapped[str] = mapped_column(default="", comment="post and name, as the paper has them")
    method: Mapped[str] = mapped_column(String(20), default="", comment="as in the register; blank: not known")
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("stored_file.sha256"), comment="the sheet it was read from")
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="who put it in the register")
    published_at: Mapped[datetime | None]


class PastAward(Base):
    """One line of a past decision."""

    __tablename__ = "past_award"
    __table_args__ = (
        one_of("kind", NomineeKind),
        UniqueConstraint("decision_id", "ordinal"),
        CheckConstraint("trim(name) <> ''", name="named"),
        Index("ix_past_award_key", "name_key", "kind"),
        Index("ix_past_award_unit", "unit_id"),
    )

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("past_decision.id"))
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(comment="the name by its looser key")
    unit_name: Mapped[str] = mapped_column(default="", comment="as the paper names it")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    form: Mapped[str] = mapped_column(String(40), default="", comment="form of commendation as rule sets name it")
    award_name: Mapped[str]
    year: Mapped[int | None] = mapped_column(comment="of the achievement, when the paper says it")
    achievement: Mapped[str] = mapped_column(default="")
    class_code: Mapped[str] = mapped_column(String(40), default="", comment="class for the yearly statistics")

    decision: Mapped[PastDecision] = relationship()


class MatchFinding(Base):
    """What an officer found about a possible duplicate of a nomination: a decision with its reason, never automatic.

    `other` names it: a nomination's code, or `past:<id>` for an award of the past.
    """

    __tablename__ = "match_finding"
    __table_args__ = (
        one_of("verdict", MatchVerdict),
        CheckConstraint("trim(reason) <> ''", name="reasoned"),
    )

    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    other: Mapped[str] = mapped_column(String(60), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
