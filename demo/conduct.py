"""Entries in the department's registers: one that stops a nomination, one that was closed, one about a namesake."""

from collections.abc import Iterable
from datetime import date

from demo.cases import Case
from demo.fates import STORY, Fate
from demo.people import HEAD, department_officer
from demo.scene import Scene
from demo.texts import INDIVIDUAL
from demo.vetting import officer_in_charge
from nomination.models import ConductEntry
from nomination.services.conduct import Recording, clear_of, close_entry, record_entry

RECORDER = department_officer(1)
INCIDENT_BEGAN, INCIDENT_CLOSED, RECORDED, CLEARED = -140, -130, -4, -3


def plan_conduct(scene: Scene, cases: Iterable[Case]) -> None:
    listed, agenda = [case for case in cases if case.kind == INDIVIDUAL], scene.agenda
    stopped = next(case for case in listed if case.fate is Fate.ASSESSED)
    mistaken = next(case for case in listed if case.fate is Fate.HALF_ASSESSED)
    agenda.on(INCIDENT_BEGAN, _an_incident, scene)
    agenda.on(RECORDED, _being_looked_into, scene, stopped)
    agenda.on(RECORDED, _a_namesake, scene, mistaken)


def _an_incident(scene: Scene) -> None:
    """Settled before anything was nominated."""
    said = _said(
        scene, "incident", STORY, INCIDENT_BEGAN - 2, "Gián đoạn dịch vụ trực tuyến trong một ngày làm việc.",
        "Báo cáo số 05/BC về sự cố gián đoạn dịch vụ",
    )  # fmt: skip
    entry = record_entry(scene.actor(RECORDER), said)
    scene.agenda.on(INCIDENT_CLOSED, _close, scene, entry)


def _close(scene: Scene, entry: ConductEntry) -> None:
    reason = "Đã khắc phục xong; kết luận là lỗi đường truyền, không thuộc trách nhiệm của đơn vị."
    close_entry(scene.actor(HEAD), entry.id, reason)


def _being_looked_into(scene: Scene, case: Case) -> None:
    said = _said(
        scene, "discipline", case.unit, RECORDED - 1, "Đơn vị đang xem xét trách nhiệm, chưa có kết luận.",
        "Thông báo số 07/TB về việc xem xét trách nhiệm", name=case.name,
    )  # fmt: skip
    record_entry(scene.actor(RECORDER), said)


def _a_namesake(scene: Scene, case: Case) -> None:
    said = _said(
        scene, "discipline", case.unit, RECORDED - 20, "Khiển trách do chậm nộp báo cáo.",
        "Quyết định số 18/QĐ về việc khiển trách", name=case.name,
    )  # fmt: skip
    entry = record_entry(scene.actor(RECORDER), said)
    scene.agenda.on(CLEARED, _clear, scene, case, entry)


def _clear(scene: Scene, case: Case, entry: ConductEntry) -> None:
    reason = "Trùng họ tên: người bị khiển trách sinh năm khác và công tác ở phòng khác, đã đối chiếu với đơn vị."
    clear_of(scene.actor(officer_in_charge(case)), entry.id, case.code, reason)


def _said(scene: Scene, register: str, unit: str, since: int, summary: str, paper: str, *, name: str = "") -> Recording:
    """A name means a person."""
    first: date = scene.agenda.day(since)
    return Recording(
        register, scene.unit(unit).id, summary, paper, first, kind=INDIVIDUAL if name else "", subject_name=name
    )
