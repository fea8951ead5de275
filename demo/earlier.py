"""Awards decided before the campaign, taken over by the department, and what officers find about those of one name."""

from collections.abc import Iterable

from demo.cases import Case
from demo.fates import Fate
from demo.people import HEAD, department_officer
from demo.scene import Scene
from nomination.dossiers import load
from nomination.models import Nomination
from nomination.services.matches import find_match
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.past_publishing import publish_past
from workflow.commendation import SUDDEN
from workflow.dossier import NomineeKind
from workflow.matches import MatchVerdict
from workflow.vocabulary import State

AWARD = "Giấy khen của thủ trưởng đơn vị"
NUMBER, TITLE, ISSUER = "Số minh họa 01", "Về việc khen thưởng đột xuất (dữ liệu minh họa)", "Cơ quan minh họa"
SIGNER = "Thủ trưởng cơ quan minh họa"
REASON = "Đã đối chiếu đơn vị và nội dung thành tích; không phải cùng một thành tích."
KNOWN = frozenset({Fate.ASSESSED, Fate.PUBLISHED, Fate.CLEARED})


def plan_earlier(scene: Scene, day: int, cases: Iterable[Case]) -> None:
    """One earlier decision, with people who are proposed again; one of them for the campaign's own year."""
    people = [case for case in cases if case.kind == NomineeKind.INDIVIDUAL and case.fate in KNOWN]
    current = next(case for case in people if case.fate is Fate.ASSESSED)
    scene.agenda.on(day, _take_over, scene, [case for case in people if case is not current][:5], current)


def _take_over(scene: Scene, earlier: list[Case], current: Case) -> None:
    year = scene.rules.year
    rows = [(case, year - 1) for case in earlier] + [(current, year)]
    lines = [
        Line(n, NomineeKind.INDIVIDUAL, case.name, scene.unit(case.unit).name, AWARD, of, "")
        for n, (case, of) in enumerate(rows, start=2)
    ]
    dated = scene.agenda.today.replace(year=year, month=3, day=20)
    made = import_decision(
        scene.actor(department_officer(1)), Paper(NUMBER, dated, ISSUER, TITLE, SIGNER, SUDDEN), lines
    )
    publish_past(scene.actor(HEAD), made.id)


def weigh_namesakes(scene: Scene, officer: str, code: str) -> None:
    """Before the vetting is concluded, the officer says of each of the same name and year that it is somebody else."""
    loaded = load(Nomination.code == code)
    if loaded is None or loaded.dossier.state is not State.DEPARTMENT_VETTING:
        return
    for match in loaded.dossier.matches:
        if match.verdict is None and match.may_overlap(loaded.dossier.year):
            verdict = MatchVerdict.ANOTHER_NOMINEE.value
            find_match(scene.actor(officer), Nomination.code == code, match.other, verdict, REASON)
