"""Papers that were already made: a unit's letter to edit and to sign, and the letter of the first decision."""

from collections.abc import Iterable

from sqlalchemy import select

from demo.cases import Case
from demo.fates import RECORDED
from demo.people import HEAD
from demo.scene import Scene
from nomination.extensions import db
from nomination.models import Decision, Nomination, Submission
from nomination.papers.kinds import Form, PaperKind, Subject
from nomination.queries.papers.offered import offer
from nomination.services.papers import About, keep

MADE = -1


def plan_papers(scene: Scene, cases: Iterable[Case]) -> None:
    awarded = next(case for case in cases if case.fate in RECORDED)
    scene.agenda.on(MADE, _make, scene, awarded)


def _make(scene: Scene, case: Case) -> None:
    letter = select(Submission.code).join(Nomination, Nomination.submission_id == Submission.id)
    decided = select(Decision.code).join(Nomination, Nomination.awarded_decision_id == Decision.id)
    code, decision = (
        db.session.scalars(query.where(Nomination.code == case.code)).one() for query in (letter, decided)
    )
    for form in Form:
        _keep(scene, About(Subject.SUBMISSION, code, PaperKind.LETTER), form)
    _keep(scene, About(Subject.DECISION, decision, PaperKind.DEPARTMENT_LETTER), Form.DOCX)


def _keep(scene: Scene, about: About, form: Form) -> None:
    head = scene.actor(HEAD)
    keep(head, about, offer(head, about.subject, about.code, about.kind).content(), form)
