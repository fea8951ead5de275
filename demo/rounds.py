"""The rounds of the blocks and clusters: counted ones of the past, and one at each point of the way today."""

from collections import defaultdict
from collections.abc import Iterable

from demo.cases import Case
from demo.discussion import discuss
from demo.fates import IN_UNIT, WAVES
from demo.people import department_officer, head_of, officer_of
from demo.scene import Scene
from demo.voting import Dates, Vote, plan_vote

TELLERS = 3
LARGE = 8
"""From so many members on, one may stay away and the totals still tell nobody's choice."""

PAST = ("first", "second", "third")
NOT_VOTED = 4


def plan_clusters(scene: Scene, cases: Iterable[Case]) -> None:
    together: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.fate not in IN_UNIT:
            together[(case.wave, case.cluster)].append(case)
    for (wave, cluster), voted in together.items():
        if wave in PAST:
            plan_vote(scene, _past(scene, cluster, voted))
        elif wave in LIVE:
            plan_vote(scene, LIVE[wave](scene, cluster, voted))


def _past(scene: Scene, cluster: str, cases: list[Case]) -> Vote:
    """Opened on a day, closed two days later, counted the day after; one of a large cluster was away."""
    day = WAVES[cases[0].wave].voted
    dates = Dates(prepared=day - 1, opened=day, closed=day + 2, counted=day + 3)
    large = len(scene.organisation.groups[cluster].members) > LARGE
    return _vote(scene, cluster, cases, dates, absent=int(large and not any(c.fate == "tied" for c in cases)))


def _closed(scene: Scene, cluster: str, cases: list[Case]) -> Vote:
    return _vote(scene, cluster, cases, Dates(prepared=-6, opened=-5, closed=-1), absent=1)


def _open(scene: Scene, cluster: str, cases: list[Case]) -> Vote:
    """Some have voted, the others still can for some days."""
    dates = Dates(prepared=-5, opened=-4, until=scene.agenda.ahead(5))
    return _vote(scene, cluster, cases, dates, absent=NOT_VOTED)


def _preparing(scene: Scene, cluster: str, cases: list[Case]) -> Vote:
    """The first teller has his code; the others have still to take theirs. The members discuss what they read."""
    dates = Dates(prepared=-2, opens=scene.agenda.ahead(1, hour=8), until=scene.agenda.ahead(8))
    scene.agenda.on(-1, discuss, scene, cases, scene.organisation.groups[cluster].members)
    return _vote(scene, cluster, cases, dates)


LIVE = {"closed": _closed, "open": _open, "preparing": _preparing}


def _vote(scene: Scene, cluster: str, cases: list[Case], dates: Dates, absent: int = 0) -> Vote:
    name = cluster.split("-")
    title = f"Bình xét tại {'Khối' if name[0] == 'khoi' else 'Cụm'} thi đua số {name[1].upper()}"
    leader = head_of(scene.organisation.groups[cluster].leader)
    return Vote("cluster", title, leader, cases, _tellers(scene, cluster, cases), dates, absent=absent)


def _tellers(scene: Scene, cluster: str, cases: list[Case]) -> list[str]:
    """Officers of members that nominate nobody in this round; where there are too few, officers of the department."""
    nominating = {case.unit for case in cases}
    free = [officer_of(code) for code in scene.organisation.groups[cluster].members if code not in nominating]
    return (free + [department_officer(n) for n in range(1, TELLERS + 1)])[:TELLERS]
