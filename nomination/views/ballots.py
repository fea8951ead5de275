"""The ballot of one voter. Choices live in the request that carries them and nowhere else: no address or log."""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.box.codes import new_receipt
from nomination.extensions import limiter
from nomination.hypermedia import go, sentence, spoken
from nomination.queries.ballots import OPEN, BallotPage, ballot_of
from nomination.services.ballots import InBox, cast_ballot, in_box
from nomination.services.transaction import Invalid
from workflow.ballot import Choice
from workflow.machine import NotYours, Refused
from workflow.words import N_

blueprint = Blueprint("ballots", __name__)
FIELD = "slip-"
MARKS = {"1": Choice.YES, "2": Choice.NO, "3": Choice.ABSTAIN}
"""How a choice is written in a form: one character each, so that no length betrays it."""

TWICE = N_("A line of the ballot carries more than one choice. Nothing was stored.")
UNKNOWN = N_("A line of the ballot carries a choice that does not exist. Nothing was stored.")


@blueprint.get("/rounds/<code>/ballot")
@signed_in
def show(code: str) -> Response:
    return _ballot(code)


@blueprint.post("/rounds/<code>/ballot/review")
@signed_in
def review(code: str) -> Response:
    """The ballot to read once more. It is the only page that repeats choices, and only inside this answer."""
    page = ballot_of(current_user.actor, code)
    if page.place != OPEN:
        return _ballot(code)
    try:
        choices = read_choices(request.form.to_dict(flat=False))
        _require_same(page, choices)
    except Invalid as error:
        return _ballot(code, _sentences(error), 422)
    marks = {choice: mark for mark, choice in MARKS.items()}
    receipt = request.form.get("receipt", "")[:64]
    return make_response(
        render_template("ballots/review.html", page=page, choices=choices, marks=marks, receipt=receipt)
    )


@blueprint.post("/rounds/<code>/ballot")
@signed_in
@limiter.limit("60/minute")
def cast(code: str) -> BaseResponse:
    """Whether this ballot or an earlier one of the same voter is in the box, the answer is the same."""
    try:
        choices = read_choices(request.form.to_dict(flat=False))
        cast_ballot(current_user.actor, code, request.form.get("receipt", "")[:64], choices)
    except Invalid as error:
        return _ballot(code, _sentences(error), 422)
    except NotYours:
        raise
    except Refused as error:
        return _ballot(code, [str(spoken(reason)["text"]) for reason in error.reasons], 422)
    return go(url_for("ballots.show", code=code))


@blueprint.route("/rounds/<code>/receipt", methods=["GET", "POST"])
@signed_in
@limiter.limit("30/minute", methods=["POST"])
def receipt(code: str) -> Response:
    """Did I vote, and is my ballot in the box. The receipt comes by POST, so that no log keeps it."""
    page, problem = ballot_of(current_user.actor, code), ""
    try:
        asked = in_box(current_user.actor, code, request.form.get("receipt", "")[:64])
    except Invalid as error:
        asked, problem = InBox(page.voter.voted), _sentences(error)[0]
    except NotYours:
        asked = InBox(False)
    context = {"page": page, "asked": asked, "problem": problem}
    return make_response(render_template("ballots/receipt.html", **context), 422 if problem else 200)


def read_choices(fields: Mapping[str, list[str]]) -> dict[int, Choice]:
    """Question number to choice. Raises `Invalid`, in words that do not repeat what was sent."""
    choices: dict[int, Choice] = {}
    for name, given in fields.items():
        if not name.startswith(FIELD):
            continue
        number = name.removeprefix(FIELD)
        if len(given) != 1:
            raise Invalid.one("choices", TWICE)
        if given[0] not in MARKS or not (number.isascii() and number.isdigit() and len(number) < 6):
            raise Invalid.one("choices", UNKNOWN)
        choices[int(number)] = MARKS[given[0]]
    return choices


def _require_same(page: BallotPage, choices: Mapping[int, Choice]) -> None:
    """Said before the review already; the service says it again when it counts."""
    missing = {line.n for line in page.mine} - choices.keys()
    if missing:
        message = N_("%(number)s nominations have no choice yet. Nothing was stored.")
        raise Invalid.one("choices", message, number=len(missing))
    if choices.keys() - {line.n for line in page.mine}:
        raise Invalid.one("choices", UNKNOWN)


def _ballot(code: str, problems: list[str] | None = None, status: int = 200) -> Response:
    """A fresh ballot with a fresh receipt. A refused one is not filled in again: nothing gives a choice back."""
    page = ballot_of(current_user.actor, code)
    context = {"page": page, "problems": problems or [], "receipt": new_receipt(), "choices": _listed()}
    return make_response(render_template("ballots/show.html", **context), status)


def _listed() -> list[tuple[str, Choice]]:
    return list(MARKS.items())


def _sentences(error: Invalid) -> list[str]:
    return [sentence(*one) for told in error.problems.values() for one in told]
