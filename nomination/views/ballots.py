"""The ballot of one voter. Choices live in the request that carries them and nowhere else: no address or log."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.allowances import each_minute
from nomination.forms.ballot import LONGEST, MARKS, Marked, read_ballot, receipt_for
from nomination.hypermedia import answer, go, spoken, told_problems, wants_partial
from nomination.queries.ballots import ASIDE, VOTED, BallotPage, ballot_of, line_of
from nomination.services.ballots import InBox, cast_ballot, in_box, require_known, require_open, require_whole
from nomination.services.transaction import Invalid
from workflow.ballot import Choice
from workflow.machine import NotYours, Refused, WrongState

blueprint = Blueprint("ballots", __name__)
PILES = (Choice.NO, Choice.ABSTAIN, Choice.YES)
"""The order in which a ballot is read once more: what differs from the rest stands first."""


@blueprint.after_request
def as_it_is(response: Response) -> Response:
    """Nobody on the way may compress an answer: its length would then depend on what is in it."""
    response.headers["Cache-Control"] = "no-store, no-transform"
    return response


@blueprint.get("/rounds/<code>/ballot")
@signed_in
def show(code: str) -> Response:
    return _ballot(ballot_of(current_user.actor, code))


@blueprint.get("/rounds/<code>/ballot/lines/<int(max=9999):number>")
@signed_in
def line(code: str, number: int) -> Response:
    """What one nomination rests on: beside the ballot, or as a page of its own where there is no JavaScript."""
    return answer("ballots/line.html", "ballots/_line.html", shown=line_of(current_user.actor, code, number))


@blueprint.post("/rounds/<code>/ballot/review")
@signed_in
def review(code: str) -> BaseResponse:
    """The ballot to read once more. It is the only page that repeats choices, and only inside this answer."""
    page = ballot_of(current_user.actor, code)
    if page.place in (VOTED, ASIDE):
        return go(url_for("ballots.show", code=code))
    try:
        marked, choices, problems = _marked(page)
    except (Invalid, Refused) as error:
        return _refused(page, error)
    context = {
        "page": page, "choices": choices, "piles": PILES, "mark_of": {choice: mark for mark, choice in MARKS.items()},
        "marks": list(MARKS.items()), "problems": problems, "receipt": receipt_for(marked.receipt),
        "beside": wants_partial(),
    }  # fmt: skip
    return answer("ballots/review.html", "ballots/_review.html", status=422 if problems else 200, **context)


@blueprint.post("/rounds/<code>/ballot")
@signed_in
@each_minute(60)
def cast(code: str) -> BaseResponse:
    """Whether this ballot or an earlier one of the same voter is in the box, the answer is the same."""
    try:
        marked = read_ballot(request.form.to_dict(flat=False))
        cast_ballot(current_user.actor, code, marked.receipt, marked.choices, seen=marked.definition)
    except NotYours:
        raise
    except (Invalid, Refused) as error:
        return _refused(ballot_of(current_user.actor, code), error)
    return go(url_for("ballots.show", code=code))


@blueprint.route("/rounds/<code>/receipt", methods=["GET", "POST"])
@signed_in
@each_minute(30, methods=["POST"])
def receipt(code: str) -> Response:
    """Did I vote, and is my ballot in the box. The receipt comes by POST, so that no log keeps it."""
    page, problem = ballot_of(current_user.actor, code), ""
    try:
        asked = in_box(current_user.actor, code, request.form.get("receipt", "")[:LONGEST])
    except Invalid as error:
        asked, problem = InBox(page.voter.voted), _sentences(error)[0]
    except NotYours:
        asked = InBox(False)
    context = {"page": page, "asked": asked, "problem": problem}
    return make_response(render_template("ballots/receipt.html", **context), 422 if problem else 200)


def _marked(page: BallotPage) -> tuple[Marked, dict[int, Choice], list[str]]:
    """What was sent, the choices with those that are agreed to without a mark, and what a page can still mend.

    A line without a mark, or one that the voter marks anew, is asked on the page that holds the others: nothing he
    marked is lost without JavaScript. With it the ballot is still on his screen, and is told what it lacks.
    """
    marked = read_ballot(request.form.to_dict(flat=False))
    require_open(page.vote, marked.definition)
    require_known(page.mine, marked.choices)
    agreed = {n: Choice.YES for n in page.mine} if marked.rest else {}
    choices = agreed | {n: choice for n, choice in marked.choices.items() if n != marked.change}
    try:
        require_whole(page.mine, choices)
    except Invalid as error:
        if wants_partial():
            raise
        return marked, choices, [] if marked.change in page.mine else _sentences(error)
    return marked, choices, []


def _refused(page: BallotPage, error: Invalid | Refused) -> Response:
    """Why, and where the voter stands. What he marked is still in his browser; no answer gives a choice back."""
    status = 409 if isinstance(error, WrongState) else 422
    if wants_partial():
        partial = render_template("ballots/_problems.html", page=page, problems=_sentences(error))
        return make_response(partial, status)
    return _ballot(page, _sentences(error), status)


def _ballot(page: BallotPage, problems: list[str] | None = None, status: int = 200) -> Response:
    """A fresh ballot, without a mark on it."""
    context = {"page": page, "problems": problems or [], "marks": list(MARKS.items())}
    return make_response(render_template("ballots/show.html", **context), status)


def _sentences(error: Invalid | Refused) -> list[str]:
    if isinstance(error, Refused):
        return [str(spoken(reason)["text"]) for reason in error.reasons]
    return told_problems(error.problems)
