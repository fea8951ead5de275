"""The rounds of the council: results at both sides of nine in ten, one that waits for the chair, one that is open."""

from collections.abc import Iterable

from demo.cases import Case
from demo.discussion import discuss_in_council
from demo.fates import COUNTED_BY_COUNCIL, Fate
from demo.people import CHAIR, CLERK, OFFICERS, SECRETARY, department_officer
from demo.scene import Scene
from demo.texts import COLLECTIVE
from demo.voting import Dates, Vote, plan_vote

NOT_VOTED = 8
TELLERS = [*(department_officer(n) for n in range(1, OFFICERS + 1)), CLERK]
COUNTED = {"first": Dates(-61, -60, -58, -57), "second": Dates(-19, -18, -16, -15)}


def plan_councils(scene: Scene, cases: Iterable[Case]) -> None:
    collectives = [case for case in cases if case.kind == COLLECTIVE]
    for number, (wave, dates) in enumerate(COUNTED.items(), start=1):
        voted = [case for case in collectives if case.wave == wave and case.fate in COUNTED_BY_COUNCIL]
        plan_vote(scene, _vote(f"Hội đồng xét khen thưởng tập thể, phiên thứ {number}", voted, dates))
    unagreed = [case for case in collectives if case.fate is Fate.AWAITING_CHAIR]
    title = "Hội đồng xét khen thưởng tập thể, phiên thứ 3"
    plan_vote(scene, _vote(title, unagreed, Dates(-9, -8, -6, -5), agreed=False))
    waiting = [case for case in collectives if case.fate is Fate.COUNCIL_VOTING]
    dates = Dates(prepared=-4, opened=-3, until=scene.agenda.ahead(6))
    scene.agenda.on(dates.prepared, discuss_in_council, scene, waiting)
    plan_vote(scene, _vote("Hội đồng xét khen thưởng tập thể, phiên thứ 4", waiting, dates, absent=NOT_VOTED))


def _vote(title: str, cases: list[Case], dates: Dates, *, absent: int = 0, agreed: bool = True) -> Vote:
    return Vote("council", title, SECRETARY, cases, TELLERS, dates, absent=absent, chair=CHAIR if agreed else None)
