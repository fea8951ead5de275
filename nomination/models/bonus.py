"""Bonus money: what was paid for awards of a decision, each award once, with the figures it was reckoned by."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nomination.models.base import Base, Key


class BonusPayment(Base):
    """One payment by one paper, for any number of awards of one decision."""

    __tablename__ = "bonus_payment"
    __table_args__ = (
        CheckConstraint("trim(paper) <> ''", name="rests_on_paper"),
        Index("ix_bonus_payment_decision", "decision_id", "id"),
    )

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    paid_on: Mapped[date]
    paper: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    lines: Mapped[list["BonusLine"]] = relationship(cascade="all, delete-orphan")


class BonusLine(Base):
    """One award of a payment. Whole dong; the coefficient as the rule set writes it, such as 1.0."""

    __tablename__ = "bonus_line"
    __table_args__ = (CheckConstraint("amount > 0", name="some_money"), Index("ix_bonus_line_payment", "payment_id"))

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entry.id"), primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("bonus_payment.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    coefficient: Mapped[str] = mapped_column(String(20))
    base_salary: Mapped[int]
    ruleset: Mapped[str] = mapped_column(String(40))
