"""Bonus money for readers: decisions with what they cost, and one decision line by line, with what was paid."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, false, func, select, true
from sqlalchemy.orm import aliased

from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import (
    BonusLine,
    BonusPayment,
    CampaignVersion,
    Decision,
    Nomination,
    Person,
    RegisterEntry,
    Unit,
)
from nomination.queries.pages import Page, page_of
from nomination.rulesets import rulesets
from nomination.services.transaction import Missing
from workflow.bonus import Bonus, bonus, rules_on
from workflow.decision import Kind, Status
from workflow.dossier import Actor, NomineeKind
from workflow.ruleset import Parameter, RuleSet
from workflow.vocabulary import Role

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READING = (*RECORDING, Role.AUDITOR)


@dataclass(frozen=True)
class Line:
    """One award: what it is worth, what was paid, and other awards of the same name for the same year."""

    entry: RegisterEntry
    worth: Bonus | None
    paid: BonusLine | None = None
    others: tuple[str, ...] = ()
    pinned: str = ""
    unit: str = ""

    @property
    def place(self) -> str:
        """The division within the unit, as the decision has it; blank for the unit itself."""
        return self.entry.unit_name.removesuffix(self.unit).rstrip(", ")

    @property
    def payable(self) -> bool:
        return self.worth is not None and self.paid is None and self.entry.revoked_at is None

    @property
    def due(self) -> int:
        """What stands in the payment list: what was paid, else what is to be paid; nothing for a revoked award."""
        if self.paid is not None:
            return self.paid.amount
        return self.worth.amount if self.worth and self.entry.revoked_at is None else 0


@dataclass(frozen=True)
class UnitPart:
    """The lines of one unit, with their sum."""

    unit: str
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(line.due for line in self.lines)


@dataclass(frozen=True)
class PaymentList:
    """One decision. `rules`: the rule sets it was reckoned by; `unverified`: parameters nobody has checked."""

    decision: Decision
    parts: list[UnitPart]
    payments: list[tuple[BonusPayment, str, int]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def paid(self) -> int:
        return sum(line.paid.amount for line in self.lines if line.paid)

    @property
    def rules(self) -> list[str]:
        return sorted({line.worth.ruleset for line in self.lines if line.worth})

    @property
    def outlived(self) -> list[str]:
        """Rule sets of campaigns that had ended by the day of the decision, so that another was taken."""
        return sorted({line.pinned for line in self.lines if line.worth and line.worth.ruleset != line.pinned})

    @property
    def rests_on(self) -> list[Parameter]:
        found = {one.key: one for line in self.lines if line.worth for one in line.worth.rests_on}
        return [found[key] for key in sorted(found)]


@dataclass(frozen=True)
class Costs:
    """A decision in the list: how many awards count, how many of them are paid, and what was paid so far."""

    decision: Decision
    awards: int
    paid_awards: int
    paid: int


def readable_by(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.roles() & set(READING) else false()


def costs(actor: Actor, *, after: int | None = None, before: int | None = None) -> Page[Costs]:
    """Published award decisions, the newest first."""
    query = select(Decision).where(
        readable_by(actor), Decision.status == Status.PUBLISHED.value, Decision.kind == Kind.AWARD.value
    )
    page = page_of(query, Decision.id, after=after, before=before)
    ids = [row.id for (row,) in page.rows]
    counted = (
        select(
            RegisterEntry.decision_id, func.count(RegisterEntry.id), func.count(BonusLine.entry_id),
            func.coalesce(func.sum(BonusLine.amount), 0),
        )
        .outerjoin(BonusLine, BonusLine.entry_id == RegisterEntry.id)
        .where(RegisterEntry.decision_id.in_(ids))
        .group_by(RegisterEntry.decision_id)
    )  # fmt: skip
    sums = {key: (number, paid, int(money)) for key, number, paid, money in db.session.execute(counted)}
    return Page([Costs(row, *sums.get(row.id, (0, 0, 0))) for (row,) in page.rows], page.older, page.newer)


def payment_list(actor: Actor, code: str) -> PaymentList:
    """Raises `Missing` for a decision that is not published, or not for this reader."""
    query = select(Decision).where(
        Decision.code == code, Decision.kind == Kind.AWARD.value, Decision.status == Status.PUBLISHED.value,
        readable_by(actor),
    )  # fmt: skip
    decision = db.session.scalars(query).one_or_none()
    if decision is None:
        raise Missing
    parts: dict[str, list[Line]] = defaultdict(list)
    for line in lines_of(decision):
        parts[line.unit].append(line)
    return PaymentList(decision, [UnitPart(unit, lines) for unit, lines in parts.items()], _payments(decision.id))


def lines_of(decision: Decision) -> list[Line]:
    """Every award of the decision in its order, with what it is worth on the day of the decision."""
    query = (
        select(RegisterEntry, CampaignVersion, BonusLine, Unit.name)
        .join(Nomination, Nomination.id == RegisterEntry.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(CampaignVersion, CampaignVersion.id == Nomination.campaign_version_id)
        .outerjoin(BonusLine, BonusLine.entry_id == RegisterEntry.id)
        .where(RegisterEntry.decision_id == decision.id)
        .order_by(RegisterEntry.ordinal)
    )
    rows = db.session.execute(query).all()
    others = _others(decision.id)
    return [
        Line(entry, _worth(entry, version), paid, tuple(others.get(entry.id, ())), version.ruleset, unit)
        for entry, version, paid, unit in rows
    ]


def _worth(entry: RegisterEntry, version: CampaignVersion) -> Bonus | None:
    campaign = campaign_of(version)
    form = next((award.form for award in campaign.awards if award.code == entry.award), "")
    return bonus(
        _rules(campaign.ruleset, campaign.parameters, entry), form, NomineeKind(entry.kind), entry.decision_dated
    )


def _rules(code: str, own: tuple[Parameter, ...], entry: RegisterEntry) -> RuleSet | None:
    """What a campaign sets itself holds with its own rule set only."""
    pinned = rulesets()[code].with_own(own)
    return rules_on(pinned, rulesets().values(), entry.decision_dated)


def _others(decision_id: int) -> dict[int, list[str]]:
    """Awards of the same name and kind for the same year: only the highest may count (R-BONUS-3). A reason to look."""
    mine, other = aliased(RegisterEntry), aliased(RegisterEntry)
    query = (
        select(mine.id, other.code)
        .join(other, and_(other.name_key == mine.name_key, other.kind == mine.kind, other.id != mine.id))
        .where(mine.decision_id == decision_id, other.year == mine.year, other.revoked_at.is_(None))
        .order_by(other.position)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for entry_id, code in db.session.execute(query):
        found[entry_id].append(code)
    return found


def _payments(decision_id: int) -> list[tuple[BonusPayment, str, int]]:
    """Each payment with who recorded it and its sum."""
    query = (
        select(BonusPayment, Person.full_name, func.sum(BonusLine.amount))
        .join(Person, Person.id == BonusPayment.recorded_by_id)
        .join(BonusLine, BonusLine.payment_id == BonusPayment.id)
        .where(BonusPayment.decision_id == decision_id)
        .group_by(BonusPayment.id, Person.full_name)
        .order_by(BonusPayment.id)
    )
    return [(row, name, int(total)) for row, name, total in db.session.execute(query)]
