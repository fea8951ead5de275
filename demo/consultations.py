"""A list that is shown to the public these days, with two letters about it: one was weighed, one waits."""

from collections.abc import Iterable

from demo.cases import Case
from demo.fates import Fate
from demo.people import department_officer
from demo.scene import Scene
from nomination import clock
from nomination.services.consultations import (
    Said,
    Showing,
    Weighing,
    open_consultation,
    record_feedback,
    weigh_feedback,
)

OFFICER = department_officer(1)
OPENED, WRITTEN, WEIGHED, SHOWN_FOR = -4, -2, -1, 10
MOST_JUDGED, MOST = 2, 5
WHERE = "Cơ quan thường trực thi đua, khen thưởng của Bộ; thư điện tử ykien@bo.example"
WRITINGS = (
    ("Trần Văn Dân", "0900 000 001", "Đề nghị xem lại số liệu tháng 6 nêu trong báo cáo thành tích."),
    ("Lê Thị Thôn", "Tổ 3, phường Mẫu", "Tôi là người dân đã làm việc với nơi này, đề nghị khen thưởng là xứng đáng."),
)


def plan_consultation(scene: Scene, cases: Iterable[Case]) -> None:
    vetted = [case for case in cases if case.fate in (Fate.ASSESSED, Fate.HALF_ASSESSED)]
    judged = [case for case in vetted if case.fate is Fate.ASSESSED][-MOST_JUDGED:]
    listed = [*judged, *(case for case in vetted if case.fate is Fate.HALF_ASSESSED)][:MOST]
    scene.agenda.on(OPENED, _show, scene, listed)


def _show(scene: Scene, cases: list[Case]) -> None:
    codes = [case.code for case in cases]
    showing = Showing("Cổng thông tin điện tử của Bộ", clock.today(), SHOWN_FOR, WHERE)
    row = open_consultation(scene.actor(OFFICER), codes, showing)
    for writing, code in zip(WRITINGS, (codes[-1], codes[-2]), strict=True):
        scene.agenda.on(WRITTEN, _write, scene, row.id, code, writing)


def _write(scene: Scene, list_id: int, code: str, writing: tuple[str, str, str]) -> None:
    name, contact, text = writing
    one = record_feedback(scene.actor(OFFICER), list_id, Said(text, clock.today(), code, name, contact))
    if writing is WRITINGS[1]:
        scene.agenda.on(WEIGHED, _weigh, scene, list_id, one.id)


def _weigh(scene: Scene, list_id: int, feedback_id: int) -> None:
    weigh_feedback(
        scene.actor(OFFICER), list_id, feedback_id,
        Weighing("taken_up", "Ý kiến ủng hộ đề nghị khen thưởng; lưu vào hồ sơ thẩm định."),
    )  # fmt: skip
