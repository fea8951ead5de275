"""The composition of the council: one row a deciding paper, with the seats that it names. Never changed afterwards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key, one_of
from nomination.models.people import Person
from workflow.council import Post


class CouncilDecision(Base):
    """A decision on who sits on the council. Entered by one person, compared with the paper and confirmed by another;
    the roles begin on `began_on`: on the day that the paper says, or when it was confirmed if that was later."""

    __tablename__ = "council_decision"
    __table_args__ = (
        CheckConstraint("trim(number) <> ''", name="numbered"),
        CheckConstraint("valid_from >= dated", name="not_before_its_paper"),
        CheckConstraint("(sha256 IS NULL) = (file_name = '')", name="scan_named"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL) AND (confirmed_at IS NULL) = (began_on IS NULL)",
            name="confirmed_by_somebody",
        ),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> entered_by_id", name="two_people"),
        CheckConstraint("(refused_at IS NULL) = (refused_by_id IS NULL)", name="refused_by_somebody"),
        CheckConstraint("refused_at IS NULL OR confirmed_at IS NULL", name="one_answer"),
        Index("ix_council_decision_began", "began_on", "id"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(comment="number and symbol, as on the paper")
    dated: Mapped[date]
    valid_from: Mapped[date]
    signer: Mapped[str] = mapped_column(default="", comment="post and name, as the paper has them")
    sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    file_name: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    began_on: Mapped[date | None]
    refused_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(default="")

    seats: Mapped[list["CouncilSeat"]] = relationship(order_by="CouncilSeat.n")

    @property
    def waiting(self) -> bool:
        return self.confirmed_at is None and self.refused_at is None


class CouncilSeat(Base):
    """One line of the list, as the paper has it. `title`: the office that the person held then."""

    __tablename__ = "council_seat"
    __table_args__ = (one_of("post", Post), UniqueConstraint("decision_id", "n"))

    decision_id: Mapped[int] = mapped_column(ForeignKey("council_decision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    post: Mapped[str] = mapped_column(String(40), primary_key=True)
    n: Mapped[int]
    title: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
