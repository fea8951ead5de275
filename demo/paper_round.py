"""A block too small for an electronic ballot: it met and voted on paper, and a second person has yet to confirm."""

from collections.abc import Iterable

from demo.cases import Case
from demo.files import Files
from demo.people import department_officer, head_of
from demo.scene import Scene
from demo.voting import AGENDAS
from nomination.models import Round
from nomination.queries.rounds import gather
from nomination.services.opening import open_round
from nomination.services.paper_rounds import Came, enter_figures, record_attendance
from nomination.services.rounds import Draft, prepare
from workflow.ballot import Method

CLUSTER, PREPARED, MET = "khoi-vi", -4, -2
TELLERS = (1, 2, 3)


def plan_paper_round(scene: Scene, files: Files, cases: Iterable[Case]) -> None:
    voted = [case for case in cases if case.cluster == CLUSTER and case.wave == "waiting"]
    scene.agenda.on(PREPARED, _prepare, scene, files, voted)


def _prepare(scene: Scene, files: Files, cases: list[Case]) -> None:
    """Officers of the department count: every member of the block nominates somebody."""
    leader = head_of(scene.organisation.groups[CLUSTER].leader)
    draft = Draft(
        title="Bình xét tại Khối thi đua số VI", nominations=tuple(case.code for case in cases),
        opens_at=scene.agenda.moment(MET), closes_at=scene.agenda.moment(MET, 0.9),
        tellers=tuple(scene.people[department_officer(n)].id for n in TELLERS), agenda=AGENDAS["cluster"],
        method=Method.PAPER,
    )  # fmt: skip
    code = prepare(scene.actor(leader), scene.campaign, "cluster", draft).code
    scene.forget_roles()
    scene.agenda.on(MET, _meet, scene, files, code, leader)


def _meet(scene: Scene, files: Files, code: str, leader: str) -> None:
    """Everybody came, and nobody voted against."""
    actor = scene.actor(leader)
    open_round(actor, code)
    found = gather(Round.code == code)
    record_attendance(actor, code, {voter.n: Came(True) for voter in found.voters})
    sheets = {}
    for line in found.lines:
        able = sum(line.nomination.code not in voter.recused for voter in found.voters)
        sheets[line.question.n] = dict.fromkeys(("issued", "returned", "valid", "yes"), able)
        sheets[line.question.n] |= dict.fromkeys(("invalid", "no", "blank"), 0)
    enter_figures(actor, code, sheets, files.under("bien-ban", "Bien ban kiem phieu Khoi VI"))
