"""What a revocation asks to be taken back: money that was paid and objects that were handed over."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import aliased

from nomination.models import BonusLine, BonusPayment, Decision, Handover, Recovery, RegisterEntry
from nomination.queries.pages import Page, page_of
from workflow.dossier import Actor
from workflow.vocabulary import Role

RECORDING = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
READING = (*RECORDING, Role.AUDITOR)


@dataclass(frozen=True)
class Due:
    """One revoked award. `money` and `objects`: what came back, when something is recorded."""

    entry: RegisterEntry
    revocation: Decision | None
    paid: BonusLine | None
    payment: BonusPayment | None
    handover: Handover | None
    money: Recovery | None
    objects: Recovery | None


def readable_by(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.roles() & set(READING) else false()


def recoveries(
    actor: Actor, *, after: int | None = None, before: int | None = None, code: str | None = None
) -> Page[Due]:
    """Revoked awards, the latest decision first; with `code` that one alone. One query."""
    money, objects = aliased(Recovery), aliased(Recovery)
    query = (
        select(RegisterEntry, Decision, BonusLine, BonusPayment, Handover, money, objects)
        .outerjoin(Decision, Decision.id == RegisterEntry.revoked_by_decision_id)
        .outerjoin(BonusLine, BonusLine.entry_id == RegisterEntry.id)
        .outerjoin(BonusPayment, BonusPayment.id == BonusLine.payment_id)
        .outerjoin(Handover, Handover.entry_id == RegisterEntry.id)
        .outerjoin(money, and_(money.entry_id == RegisterEntry.id, money.what == "money"))
        .outerjoin(objects, and_(objects.entry_id == RegisterEntry.id, objects.what == "objects"))
        .where(RegisterEntry.revoked_at.is_not(None), readable_by(actor))
    )
    if code is not None:
        query = query.where(RegisterEntry.code == code)
    page = page_of(query, RegisterEntry.position, after=after, before=before)
    return Page([Due(*row) for row in page.rows], page.older, page.newer)
