"""The council: who sits on it today, the papers by which it was composed, and entering a new one by two people."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import roles
from nomination.forms.council import CouncilForm, SeatLine, rearranged, typed_seats
from nomination.forms.kept import unsealed
from nomination.forms.text import clean_text
from nomination.forms.told import tell
from nomination.hypermedia import answer, go, sentence, told_problems, told_reasons, wants_partial
from nomination.queries.council import (
    READING,
    STANDINGS,
    WRITING,
    Known,
    called,
    composition,
    compositions,
    sitting,
    suggestions,
    waiting_decision,
    written_for,
)
from nomination.services.council import (
    SEATS_MOST,
    TOO_MANY,
    UNDER_WAY,
    Composition,
    confirm_composition,
    enter_composition,
    refuse_composition,
)
from nomination.services.transaction import Invalid, Missing
from nomination.views.downloads import as_attachment
from workflow.council import Post, Seat
from workflow.machine import Refused
from workflow.words import N_

blueprint = Blueprint("council", __name__)
UNKNOWN = N_("Nobody with an account here is called “%(name)s”. Choose a name that is offered while you type.")
SEVERAL = N_("Several people are called “%(name)s”: %(people)s. Write the one that is meant, with the account name.")
LARGEST_KEY = 2**31 - 1


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"posts": {post.value: gettext(post.label) for post in Post}, "standings": STANDINGS}


@blueprint.get("/council")
@roles(*READING)
def index() -> Response:
    place = request.args.get("after", 0, type=int)
    actor = current_user.actor
    papers = compositions(actor, place if 0 < place <= LARGEST_KEY else None)
    context = {"papers": papers, "may_write": bool(actor.roles() & set(WRITING))}
    sits = () if wants_partial() else sitting(clock.today())
    return answer("council/index.html", "council/_papers.html", sits=sits, **context)


@blueprint.get("/council/decisions/<int(max=2147483647):composition_id>")
@roles(*READING)
def show(composition_id: int) -> Response:
    return _show(composition_id)


def _show(composition_id: int, *, status: int = 200, **told: Any) -> Response:
    found, actor = composition(current_user.actor, composition_id), current_user.actor
    writes = found.row.waiting and bool(actor.roles() & set(WRITING))
    mine = found.row.entered_by_id == actor.person_id
    context = {"problems": [], "reason": "", "may_refuse": writes, "may_confirm": writes and not mine, "mine": mine}
    return make_response(render_template("council/show.html", found=found, **context | told), status)


@blueprint.get("/council/decisions/<int(max=2147483647):composition_id>/paper")
@roles(*READING)
def paper(composition_id: int) -> Response:
    row = composition(current_user.actor, composition_id).row
    if row.sha256 is None:
        raise Missing
    return as_attachment(row.sha256, row.file_name)


@blueprint.route("/council/new", methods=["GET", "POST"])
@roles(*WRITING)
def new() -> BaseResponse:
    """The whole list of the paper. It begins with those who sit today, for most of them usually stay."""
    if request.method == "GET":
        return _page(CouncilForm(), _today(), loose=[gettext(UNDER_WAY)] if waiting_decision() else [])
    form, lines = CouncilForm(), typed_seats(request.form)
    changed = rearranged(lines, request.form.get("act", ""))
    if changed is not None:
        return _rearranged(form, changed)
    readable = form.validate()
    scan = form.paper_kept(current_user.actor.person_id)
    seats, problems = _seats(lines)
    if not readable or form.file.errors or problems:
        return _page(form, lines, problems=problems, status=422)
    said = Composition(
        form.number.data or "", form.dated.data, form.valid_from.data, form.signer.data or "", tuple(seats), scan
    )
    try:
        row = enter_composition(current_user.actor, said)
    except Invalid as error:
        of_list = [sentence(*one) for one in error.problems.pop("seats", [])]
        return _page(form, lines, loose=tell(form, error), problems={"seats": of_list} if of_list else {}, status=422)
    flash(gettext("The composition is entered. It is in force once another person has confirmed it."), "success")
    return go(url_for("council.show", composition_id=row.id))


def _today() -> list[SeatLine]:
    sits = sitting(clock.today())
    names = written_for(one.person.id for one in sits)
    return [SeatLine(names.get(one.person.id, one.person.full_name), one.post.value) for one in sits]


def _rearranged(form: CouncilForm, lines: list[SeatLine]) -> Response:
    """A line more or less, everything else as it was typed. Nothing is recorded."""
    problems = {"seats": [sentence(TOO_MANY, {"most": SEATS_MOST})]} if len(lines) > SEATS_MOST else {}
    lines = lines[:SEATS_MOST]
    if wants_partial():
        context = {"lines": list(enumerate(lines)), "problems": problems, "known": suggestions()}
        return make_response(render_template("council/_seats.html", **context))
    form.paper_kept(current_user.actor.person_id)
    return _page(form, lines, problems=problems)


def _seats(lines: Sequence[SeatLine]) -> tuple[list[Seat], dict[str, list[str]]]:
    """The people that the lines name, and what is wrong at each line that names nobody or several."""
    given = [line for line in lines if not line.blank]
    people = called((line.name for line in given if not line.exact), (line.username for line in given))
    seats, problems = [], {}
    for n, line in enumerate(lines):
        if line.blank:
            continue
        found = _meant(line, people)
        if len(found) == 1:
            seats.append(Seat(found[0].person_id, Post(line.post)))
        elif found:
            told = {"name": line.name, "people": "; ".join(one.written for one in found)}
            problems[f"seat-{n}-who"] = [sentence(SEVERAL, told)]
        else:
            problems[f"seat-{n}-who"] = [sentence(UNKNOWN, {"name": line.who})]
    return seats, problems


def _meant(line: SeatLine, people: Sequence[Known]) -> list[Known]:
    by_account = [one for one in people if one.username == line.username]
    if by_account or line.exact:
        return by_account
    return [one for one in people if one.name.casefold() == line.name.casefold()]


def _page(
    form: CouncilForm, lines: Sequence[SeatLine], *, problems: dict[str, list[str]] | None = None,
    loose: Sequence[str] = (), status: int = 200,
) -> Response:  # fmt: skip
    page = render_template(
        "council/new.html", form=form, lines=list(enumerate(lines)), problems=problems or {}, loose=loose,
        known=suggestions(), scan=unsealed(form.kept.data, current_user.actor.person_id),
    )  # fmt: skip
    return make_response(page, status)


@blueprint.post("/council/decisions/<int(max=2147483647):composition_id>/confirm")
@roles(*WRITING)
def confirm(composition_id: int) -> BaseResponse:
    try:
        confirm_composition(current_user.actor, composition_id)
    except Refused as error:
        return _show(composition_id, problems=told_reasons(error.reasons), status=422)
    flash(gettext("The composition is confirmed."), "success")
    return go(url_for("council.show", composition_id=composition_id))


@blueprint.post("/council/decisions/<int(max=2147483647):composition_id>/refuse")
@roles(*WRITING)
def refuse(composition_id: int) -> BaseResponse:
    reason = clean_text(request.form.get("reason"))
    try:
        refuse_composition(current_user.actor, composition_id, reason)
    except Invalid as error:
        problems = told_problems(error.problems)
        return _show(composition_id, problems=problems, reason=reason, status=422)
    except Refused as error:
        return _show(composition_id, problems=told_reasons(error.reasons), status=422)
    flash(gettext("The composition is sent back. It never was in force."), "success")
    return go(url_for("council.index"))
