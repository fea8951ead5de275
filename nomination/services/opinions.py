"""Opinions asked of other bodies: a letter about nominations of one campaign, and what came in about each of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.clock import VIETNAM
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Nomination, Opinion, OpinionLetter
from nomination.queries.visible import visible_to
from nomination.services import audit
from nomination.services.clocks import keep_places
from nomination.services.evidence import Kept, row_of
from nomination.services.plans import text_problems
from nomination.services.transaction import Invalid, Missing, lock_nominations, locked, writing
from nomination.services.wording import NEEDED, Told
from workflow.dossier import Actor, Reason
from workflow.guards import received
from workflow.machine import NotYours, Refused
from workflow.opinions import ASKING, Answer, answering
from workflow.vocabulary import State
from workflow.words import N_

BODY_MAX, PAPER_MAX, TEXT_MAX, MOST = 200, 300, 5000, 100
NONE_CHOSEN = N_("Choose at least one nomination.")
ONE_CAMPAIGN = N_("A letter is about nominations of one campaign.")
NOT_HERE = N_("%(name)s: opinions are asked and recorded only while the nomination is being vetted.")
NOT_RECEIVED = N_("%(name)s: the department has not yet received this nomination.")
FUTURE = N_("This day lies in the future.")
BEFORE_RECEIPT = N_("This day lies before the receipt of %(name)s.")
BEFORE_ASKING = N_("This day lies before the day on which it was asked.")
NOT_DUE = N_("The body has until %(day)s to answer.")
CHOOSE = N_("Choose what the body answered.")


@dataclass(frozen=True)
class Letter:
    """What is asked, of whom, and until when."""

    body: str
    question: str
    asked_on: date | None
    due_on: date | None
    paper: str = ""


@dataclass(frozen=True)
class Answered:
    """What came in. For `unanswered` the text is the reason."""

    answer: str
    text: str = ""
    paper: str = ""
    answered_on: date | None = None
    file: Kept | None = None


def ask(actor: Actor, codes: Collection[str], letter: Letter) -> OpinionLetter:
    """Ask one body about nominations. Raises `Missing`, `NotYours`, `Refused` or `Invalid`."""
    with writing():
        found = chosen_in_vetting(actor, codes)
        _check_letter(letter, found)
        assert letter.asked_on is not None and letter.due_on is not None
        row = OpinionLetter(
            campaign_id=found[0].row.campaign_id, body=letter.body, paper=letter.paper, question=letter.question,
            asked_on=letter.asked_on, due_on=letter.due_on, asked_by_id=actor.person_id, asked_at=clock.now(),
        )  # fmt: skip
        row.opinions = [Opinion(nomination_id=one.row.id) for one in found]
        db.session.add(row)
        db.session.flush()
        for one in found:
            facts = {"letter": row.id, "body": row.body, "due": row.due_on}
            _note(actor, one, "ask_opinion", facts)
        keep_places(Nomination.id.in_([one.row.id for one in found]))
        return row


def record_answer(actor: Actor, letter_id: int, codes: Collection[str], said: Answered) -> None:
    """Record the answer about some nominations of a letter; one that was recorded before is replaced, both on record.

    Raises `Missing`, `NotYours`, `Refused` or `Invalid`.
    """
    with writing():
        letter = locked(select(OpinionLetter).where(OpinionLetter.id == letter_id))
        asked = {opinion.nomination_id: opinion for opinion in letter.opinions}
        found = chosen_in_vetting(actor, codes)
        if not {one.row.id for one in found} <= asked.keys():
            raise Missing
        answer = _answer(actor, letter, said)
        for one in found:
            opinion = asked[one.row.id]
            facts = {"letter": letter.id, "body": letter.body, "before": opinion.answer, "answer": answer.value}
            _fill(opinion, actor, answer, said)
            _note(actor, one, "record_opinion", facts)
        db.session.flush()
        keep_places(Nomination.id.in_([one.row.id for one in found]))


def chosen_in_vetting(actor: Actor, codes: Collection[str]) -> list[Loaded]:
    """The nominations, locked, each where opinions are asked."""
    if not actor.roles() & set(ASKING):
        raise Missing
    if not codes:
        raise Invalid.one("codes", NONE_CHOSEN)
    wanted = list(codes)[:MOST]
    ids = list(db.session.scalars(select(Nomination.id).where(Nomination.code.in_(wanted), visible_to(actor))))
    if len(ids) != len(set(codes)):
        raise Missing
    lock_nominations(ids)
    found = load_all(Nomination.id.in_(ids))
    reasons = [reason for one in found for reason in _against(one, actor)]
    if reasons:
        raise Refused(reasons)
    if len({one.row.campaign_id for one in found}) > 1:
        raise Invalid.one("codes", ONE_CAMPAIGN)
    return found


def _against(one: Loaded, actor: Actor) -> list[Reason]:
    name = {"name": one.row.nominee_name}
    if one.dossier.state is not State.DEPARTMENT_VETTING:
        return [Reason("state", NOT_HERE, name)]
    return [Reason("received", NOT_RECEIVED, name)] if received(one.dossier, actor) else []


def _check_letter(letter: Letter, found: list[Loaded]) -> None:
    problems = text_problems({"body": (letter.body, BODY_MAX), "question": (letter.question, TEXT_MAX)})
    problems |= text_problems({"paper": (letter.paper, PAPER_MAX)}, needed=False)
    late = next((one for one in found if letter.asked_on and letter.asked_on < _received_on(one)), None)
    if letter.asked_on is None:
        problems["asked_on"] = [(NEEDED, {})]
    elif letter.asked_on > clock.today():
        problems["asked_on"] = [(FUTURE, {})]
    elif late is not None:
        problems["asked_on"] = [(BEFORE_RECEIPT, {"name": late.row.nominee_name})]
    if letter.due_on is None:
        problems["due_on"] = [(NEEDED, {})]
    elif letter.asked_on is not None and letter.due_on < letter.asked_on:
        problems["due_on"] = [(BEFORE_ASKING, {})]
    if problems:
        raise Invalid(problems)


def _received_on(one: Loaded) -> date:
    assert one.row.received_at is not None
    return one.row.received_at.astimezone(VIETNAM).date()


def _answer(actor: Actor, letter: OpinionLetter, said: Answered) -> Answer:
    if said.answer not in set(Answer):
        raise Invalid.one("answer", CHOOSE)
    answer = Answer(said.answer)
    refused = answering(actor, answer)
    if refused:
        raise NotYours(refused)
    problems = text_problems({"text": (said.text, TEXT_MAX)}, needed=answer is not Answer.AGREE)
    problems |= text_problems({"paper": (said.paper, PAPER_MAX)}, needed=answer is not Answer.UNANSWERED)
    problems |= _day_problems(letter, answer, said.answered_on)
    if problems:
        raise Invalid(problems)
    return answer


def _day_problems(letter: OpinionLetter, answer: Answer, day: date | None) -> dict[str, list[Told]]:
    if answer is Answer.UNANSWERED:
        still = clock.today() <= letter.due_on
        return {"answer": [(NOT_DUE, {"day": f"{letter.due_on:%d/%m/%Y}"})]} if still else {}
    if day is None:
        return {"answered_on": [(NEEDED, {})]}
    if day > clock.today():
        return {"answered_on": [(FUTURE, {})]}
    return {"answered_on": [(BEFORE_ASKING, {})]} if day < letter.asked_on else {}


def _fill(opinion: Opinion, actor: Actor, answer: Answer, said: Answered) -> None:
    silent = answer is Answer.UNANSWERED
    opinion.answer, opinion.text, opinion.paper = answer.value, said.text.strip(), "" if silent else said.paper
    opinion.answered_on = clock.today() if silent else said.answered_on
    opinion.paper_sha256 = row_of(said.file).sha256 if said.file and not silent else None
    opinion.paper_name = said.file.name[:255] if said.file and not silent else ""
    opinion.recorded_by_id, opinion.recorded_at = actor.person_id, clock.now()


def _note(actor: Actor, one: Loaded, act: str, facts: dict[str, object]) -> None:
    """In the record of the nomination, whose open pages are old from now on."""
    action = {"ask_opinion": "nomination:ask_opinion", "record_opinion": "nomination:record_opinion"}[act]
    audit.record(actor, action, subject=("nomination", one.row.code), facts=facts)
    flag_modified(one.row, "state_since")
