"""After the published decision of the demonstration: part of it is paid and handed over, and one unit has confirmed."""

from collections.abc import Iterable

from sqlalchemy import select

from demo.cases import Case
from demo.fates import Fate
from demo.people import department_officer, head_of
from demo.scene import Scene
from nomination import clock
from nomination.extensions import db
from nomination.models import Decision, RegisterEntry
from nomination.queries.bonuses import lines_of
from nomination.services.bonuses import record_payment
from nomination.services.handovers import Handing, confirm_receipt, record_handover

PAID, HANDED, CONFIRMED = -44, -40, -38
"""Before the award that is taken back later is revoked, so that there is something to take back."""
PLACE, PAPER = "Hội trường cơ quan (minh họa)", "Lệnh chi minh họa số 01"


def plan_aftermath(scene: Scene, cases: Iterable[Case]) -> None:
    listed = [case for case in cases if case.fate in (Fate.PUBLISHED, Fate.REVOKED)]
    chosen = listed[: len(listed) // 2] + [case for case in listed[len(listed) // 2 :] if case.fate is Fate.REVOKED]
    scene.agenda.on(PAID, _pay, scene, chosen)
    scene.agenda.on(HANDED, _hand_over, scene, chosen)
    unit = chosen[0].unit
    scene.agenda.on(CONFIRMED, _confirm, scene, unit, [case for case in chosen if case.unit == unit])


def _pay(scene: Scene, cases: list[Case]) -> None:
    entry = db.session.scalars(select(RegisterEntry).where(RegisterEntry.code == cases[0].code)).one()
    decision = db.session.get_one(Decision, entry.decision_id)
    payable = {line.entry.code for line in lines_of(decision) if line.payable}
    awards = [case.code for case in cases if case.code in payable]
    if awards:
        officer = scene.actor(department_officer(2))
        record_payment(officer, decision.code, awards, paid_on=clock.today(), paper=PAPER)


def _hand_over(scene: Scene, cases: list[Case]) -> None:
    said = Handing(clock.today(), PLACE, "Đại diện đơn vị (minh họa)", ("certificate", "frame"))
    record_handover(scene.actor(department_officer(2)), [case.code for case in cases], said)


def _confirm(scene: Scene, unit: str, cases: list[Case]) -> None:
    confirm_receipt(scene.actor(head_of(unit)), [case.code for case in cases])
