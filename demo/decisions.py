"""The decisions: one published and in the register, others at every point before that, and one award taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app

from demo.cases import Case
from demo.fates import RECORDED, Fate
from demo.people import CLERK, HEAD, MINISTER, department_officer
from demo.scene import Scene
from nomination.extensions import db
from nomination.models import Decision, Nomination
from nomination.services.decisions import Arranging, arrange, prepare
from nomination.services.freezing import freeze
from nomination.services.publishing import issue, propose_revocation, publish
from nomination.services.signatures import sign
from workflow.machine import Given

SYMBOL = "QĐ-MINHHOA"
"""No real decision has this symbol: numbers of the demonstration must not look like the ministry's."""

REVOCATION_NUMBER = 9


@dataclass
class Paper:
    """A decision and the working days of its steps; 0 where it has not come so far."""

    fates: tuple[Fate, ...]
    part: str
    prepared: int
    frozen: int = 0
    signed: int = 0
    issued: int = 0
    published: int = 0
    code: str = ""


def papers() -> tuple[Paper, ...]:
    return (
        Paper(RECORDED, "đợt 1", -54, -53, -51, -50, -49),
        Paper((Fate.ISSUED,), "đợt 2", -11, -10, -8, -6),
        Paper((Fate.SIGNED,), "đợt 3", -9, -7, -3),
        Paper((Fate.IN_FROZEN_DECISION,), "đợt 4", -5, -2),
        Paper((Fate.IN_DRAFT_DECISION,), "đợt 5", -1),
    )


def revocation() -> Paper:
    return Paper((Fate.REVOKED,), "", -34, -32, -30, -29, -28)


def plan_decisions(scene: Scene, cases: Iterable[Case]) -> None:
    listed = list(cases)
    for number, paper in enumerate(papers(), start=1):
        chosen = [case for case in listed if case.fate in paper.fates]
        scene.agenda.on(paper.prepared, _prepare, scene, paper, chosen)
        _plan_steps(scene, paper, number)
    against, revoked = revocation(), next(case for case in listed if case.fate is Fate.REVOKED)
    scene.agenda.on(against.prepared, _propose_revocation, scene, against, revoked)
    _plan_steps(scene, against, REVOCATION_NUMBER)


def _plan_steps(scene: Scene, paper: Paper, number: int) -> None:
    steps = ((paper.frozen, _freeze), (paper.signed, _sign), (paper.issued, _issue), (paper.published, _publish))
    for day, step in steps:
        if day:
            scene.agenda.on(day, step, scene, paper, number)


def _prepare(scene: Scene, paper: Paper, cases: list[Case]) -> None:
    title = f"Về việc tặng Bằng khen của Bộ trưởng trong {scene.campaign_in_words} ({paper.part})"
    officer = scene.actor(department_officer(1))
    paper.code = prepare(officer, scene.campaign, title, [case.code for case in cases])
    if Fate.IN_FROZEN_DECISION in paper.fates:
        _shorten_one(scene, paper.code)


def _shorten_one(scene: Scene, code: str) -> None:
    """One citation is printed otherwise than the unit asked: the minister's screen says so."""
    line = db.session.scalars(db.select(Decision).where(Decision.code == code)).one().lines[1]
    nomination = db.session.get_one(Nomination, line.nomination_id).code
    shorter = Arranging(citations={nomination: line.citation.partition(", ")[0]})
    arrange(scene.actor(department_officer(1)), code, shorter)


def _propose_revocation(scene: Scene, paper: Paper, case: Case) -> None:
    paper.code = propose_revocation(
        scene.actor(department_officer(2)), case.code, title="Về việc hủy bỏ việc tặng Bằng khen đối với một cá nhân",
        reason="Thành tích kê khai không đúng với kết quả kiểm tra.", paper="Kết luận kiểm tra của Thanh tra Bộ",
    )  # fmt: skip


def _freeze(scene: Scene, paper: Paper, number: int) -> None:
    freeze(scene.actor(HEAD), paper.code)


def _sign(scene: Scene, paper: Paper, number: int) -> None:
    minister = scene.actor(MINISTER)
    seen = db.session.scalars(db.select(Decision.digest).where(Decision.code == paper.code)).one()
    sign(minister, paper.code, seen=seen or "", given=Given(confirmation=minister.name), secret=_secret())


def _issue(scene: Scene, paper: Paper, number: int) -> None:
    day, written = scene.agenda.day(paper.issued), f"{number:02d}/{SYMBOL}"
    issue(scene.actor(CLERK), paper.code, number=written, dated=day, secret=_secret())


def _secret() -> str:
    """The keys of the demonstration open with the password of its accounts."""
    return str(current_app.config["DEMO_PASSWORD"])


def _publish(scene: Scene, paper: Paper, number: int) -> None:
    head = scene.actor(HEAD)
    publish(head, paper.code, Given(confirmation=head.name))
