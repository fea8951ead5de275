"""What a unit asks the department about a campaign. An answer is given once and never changed, only shown to more."""

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Question
from nomination.services import audit
from nomination.services.plans import campaign_and_rules, refuse_stranger, text_problems
from nomination.services.transaction import Invalid, Missing, Stale, locked, writing
from workflow.dossier import Actor
from workflow.vocabulary import UNIT_ROLES, Role

SUBJECT_MAX, BODY_MAX, ANSWER_MAX = 200, 5_000, 10_000
ANSWERING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})


def ask(actor: Actor, campaign_code: str, unit_id: int, *, subject: str, body: str) -> Question:
    """Ask for the actor's own unit. Raises `Missing` (not a campaign in force, not his unit) or `Invalid`."""
    refuse_stranger(actor, unit_id)
    problems = text_problems({"subject": (subject, SUBJECT_MAX), "body": (body, BODY_MAX)})
    if problems:
        raise Invalid(problems)
    with writing():
        campaign, _ = campaign_and_rules(campaign_code)
        question = Question(
            campaign_id=campaign.id, unit_id=unit_id, subject=subject, body=body, asked_by_id=actor.person_id,
            asked_at=clock.now(),
        )  # fmt: skip
        db.session.add(question)
        db.session.flush()
        _record(actor, "ask", campaign_code, question, {"unit": unit_id, "subject": subject, "body": body})
        return question


def answer(actor: Actor, campaign_code: str, question_id: int, *, text: str, shared: bool) -> Question:
    """Answer for the department. Raises `Missing`, `Invalid`, or `Stale` when somebody answered already."""
    _refuse_outsider(actor)
    problems = text_problems({"answer": (text, ANSWER_MAX)})
    if problems:
        raise Invalid(problems)
    with writing():
        question = _question(campaign_code, question_id)
        if question.answered_at is not None:
            raise Stale
        question.answer, question.shared = text, shared
        question.answered_by_id, question.answered_at = actor.person_id, clock.now()
        db.session.flush()
        _record(actor, "answer", campaign_code, question, {"answer": text, "shared": shared})
        return question


def share(actor: Actor, campaign_code: str, question_id: int) -> Question:
    """Show an answered question to all addressees. Raises `Missing`, or `Stale` when it is shown, or not answered."""
    _refuse_outsider(actor)
    with writing():
        question = _question(campaign_code, question_id)
        if question.answered_at is None or question.shared:
            raise Stale
        question.shared = True
        db.session.flush()
        _record(actor, "share", campaign_code, question, {})
        return question


def _refuse_outsider(actor: Actor) -> None:
    if not actor.roles() & ANSWERING:
        raise Missing


def _question(campaign_code: str, question_id: int) -> Question:
    of_campaign = select(Campaign.id).where(Campaign.code == campaign_code).scalar_subquery()
    return locked(select(Question).where(Question.id == question_id, Question.campaign_id == of_campaign))


def _record(actor: Actor, act: str, campaign: str, question: Question, facts: dict[str, object]) -> None:
    roles, unit = (UNIT_ROLES, question.unit_id) if act == "ask" else (ANSWERING, None)
    audit.record(
        actor, f"question:{act}", subject=("question", question.id), facts={"campaign": campaign} | facts,
        on_behalf=actor.for_whom(*roles, unit=unit),
    )  # fmt: skip
