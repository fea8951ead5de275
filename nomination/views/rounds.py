"""Rounds of voting: the list, preparing, and one page from which each person does his part."""

from collections.abc import Callable, Iterable

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.allowances import each_minute
from nomination.hypermedia import answer, go, sentence, spoken, told_problems
from nomination.pages import day
from nomination.queries.council import READING as COUNCIL_READERS
from nomination.queries.roll import CAPACITIES
from nomination.queries.round_list import Asked, listing
from nomination.queries.round_pages import TONES, RoundPage, page_of
from nomination.queries.rounds import find
from nomination.services import closing, counting, keys, reminders, rounds
from nomination.services.round_facts import STATUS_LABELS
from nomination.services.transaction import Invalid
from nomination.views.reading import READERS as READS_BEFORE_VOTE
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours, Refused, WrongState
from workflow.vocabulary import Role
from workflow.words import N_

blueprint = Blueprint("rounds", __name__)
LARGEST_KEY = 2**31 - 1
BODIES = {"cluster": N_("Round of the cluster"), "council": N_("Round of the council")}
LEADERS = (Role.CLUSTER_LEADER, Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD)
DEPARTMENT = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR, Role.MINISTER)
SCORING = {Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER, *DEPARTMENT} - {Role.MINISTER}
READERS = (*LEADERS, *DEPARTMENT, Role.CLUSTER_MEMBER, Role.COUNCIL_MEMBER, Role.TELLER)


@blueprint.get("/rounds")
@roles(*READERS)
def index() -> Response:
    asked = Asked(
        status=request.args.get("status", "") if request.args.get("status") in STATUS_LABELS else "",
        campaign=request.args.get("campaign", "")[:40],
        after=_place(request.args.get("after", 0, int)),
    )
    actor = current_user.actor
    context = {
        "asked": asked, "found": listing(actor, asked), "labels": STATUS_LABELS, "tones": TONES,
        "bodies": _bodies(actor), "reads": bool(set(READS_BEFORE_VOTE) & actor.roles()),
        "scores": bool(actor.roles() & SCORING),
        "leads": Role.CLUSTER_LEADER in actor.roles(), "council": bool(actor.roles() & set(COUNCIL_READERS)),
        "status_choices": [(status, gettext(label)) for status, label in STATUS_LABELS.items()],
    }  # fmt: skip
    return answer("rounds/index.html", "rounds/_results.html", **context)


def _place(asked: int) -> int:
    """A keyset place that a column can hold."""
    return asked if 0 <= asked <= LARGEST_KEY else 0


def _bodies(actor: Actor) -> list[tuple[str, str]]:
    """The bodies for which this person prepares rounds."""
    held = actor.roles()
    mine = {
        "cluster": Role.CLUSTER_LEADER in held,
        "council": bool({Role.COUNCIL_SECRETARY, Role.DEPARTMENT_HEAD} & held),
    }
    return [(body, gettext(label)) for body, label in BODIES.items() if mine[body]]


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"told": told, "capacities": CAPACITIES, "paper_list": paper_list}


def paper_list(page: RoundPage) -> list[dict[str, object]]:
    """The papers of a round for `file_list`, each with the address at which it is taken away."""
    code = page.found.vote.code
    return [
        {
            "name": paper.name, "size": paper.file.size, "detail": day(paper.added_at),
            "href": url_for("rounds.paper", code=code, paper_id=paper.id),
            "away": url_for("rounds.remove", code=code, paper_id=paper.id),
        }
        for paper in page.papers or ()
    ]  # fmt: skip


def told(reasons: Iterable[Reason], code: str | None = None) -> list[dict[str, str | None]]:
    """Reasons as the components draw them."""
    return [spoken(reason, code) for reason in reasons]


@blueprint.get("/rounds/<code>")
@roles(*READERS)
def show(code: str) -> Response:
    return show_round(code)


@blueprint.post("/rounds/<code>/codes")
@roles(Role.TELLER)
def codes(code: str) -> Response:
    """The one answer in which the code ever stands: nothing keeps it, and the page is not cached."""
    fresh = keys.take_code(current_user.actor, code)
    page = page_of(current_user.actor, code)
    return Response(render_template("rounds/code.html", shown=page, fresh=fresh))


@blueprint.post("/rounds/<code>/confirm")
@roles(Role.TELLER)
@each_minute(20)
def confirm(code: str) -> BaseResponse:
    return act(code, lambda actor: keys.confirm_code(actor, code, request.form.get("code", "")))


@blueprint.post("/rounds/<code>/remind")
@roles(*LEADERS)
def remind(code: str) -> BaseResponse:
    return act(code, lambda actor: reminders.remind(actor, code))


@blueprint.post("/rounds/<code>/close")
@roles(*LEADERS, Role.TELLER)
def close(code: str) -> BaseResponse:
    return act(code, lambda actor: closing.close(actor, code))


@blueprint.post("/rounds/<code>/cancel")
@roles(*LEADERS)
def cancel(code: str) -> BaseResponse:
    return act(code, lambda actor: rounds.cancel(actor, code, request.form.get("reason", "")))


@blueprint.post("/rounds/<code>/carry")
@roles(*LEADERS, Role.TELLER)
def carry(code: str) -> BaseResponse:
    return act(code, lambda actor: counting.carry_out(actor, code))


@blueprint.post("/rounds/<code>/chair")
@roles(Role.COUNCIL_MEMBER)
def chair(code: str) -> BaseResponse:
    return act(code, lambda actor: counting.agree(actor, code))


@blueprint.post("/rounds/<code>/disagree")
@roles(Role.COUNCIL_MEMBER)
def disagree(code: str) -> BaseResponse:
    return act(code, lambda actor: counting.disagree(actor, code, request.form.get("reason", "")))


@blueprint.get("/rounds/<code>/count")
@roles(Role.TELLER)
def count(code: str) -> Response:
    return _count_page(code)


@blueprint.post("/rounds/<code>/count")
@roles(Role.TELLER)
@each_minute(20)
def counted(code: str) -> BaseResponse:
    """Codes come from several hands at one screen. They are never shown again, not even after a mistake."""
    tellers = find(current_user.actor, code).tellers
    typed = {teller.n: request.form.get(f"code-{teller.n}", "")[:100] for teller in tellers}
    try:
        counting.count_box(current_user.actor, code, typed)
    except Invalid as error:
        return _count_page(
            code, {where: [sentence(*one) for one in told] for where, told in error.problems.items()}, 422
        )
    except (WrongState, NotYours):
        raise
    except Refused as error:
        return _count_page(code, {"codes": [str(spoken(reason)["text"]) for reason in error.reasons]}, 422)
    return go(url_for("rounds.show", code=code))


def act(code: str, do: Callable[[Actor], object], *, leave_invalid: bool = False) -> BaseResponse:
    """One act of the round page: back to the page, or the page again with every reason. `leave_invalid`: what is wrong
    with what was typed is told by the caller, on the form."""
    try:
        do(current_user.actor)
    except Invalid as error:
        if leave_invalid:
            raise
        return show_round(code, told_problems(error.problems), 422)
    except (WrongState, NotYours):
        raise
    except Refused as error:
        return show_round(code, [str(spoken(reason)["text"]) for reason in error.reasons], 422)
    return go(url_for("rounds.show", code=code))


def show_round(code: str, problems: list[str] | None = None, status: int = 200) -> Response:
    page = page_of(current_user.actor, code)
    return answer("rounds/show.html", "rounds/_round.html", status=status, shown=page, problems=problems or [])


def _count_page(code: str, problems: dict[str, list[str]] | None = None, status: int = 200) -> Response:
    page: RoundPage = page_of(current_user.actor, code)
    title = gettext("Count the ballots")
    return answer(
        "rounds/count.html", "rounds/_count.html", status=status, shown=page, problems=problems or {}, title=title
    )


from nomination.views import (  # noqa: E402 (their views stand on this blueprint)
    round_ceremony,  # noqa: F401
    round_ends,  # noqa: F401
    round_papers,  # noqa: F401
    round_preparing,  # noqa: F401
    round_summary,  # noqa: F401
    round_ways,  # noqa: F401
)
