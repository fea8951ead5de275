"""The other ways of a round: attendance and figures of a paper round, opinions in writing, leave. On the rounds' own
blueprint. What was typed stays when something is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.kept import unsealed
from nomination.forms.ways import (
    LeaveForm,
    OpinionForm,
    ScanForm,
    typed_attendance,
    typed_choices,
    typed_figures,
    typed_reasons,
)
from nomination.hypermedia import go, sentence
from nomination.queries.roll import roll_for
from nomination.queries.round_pages import RoundPage, page_of
from nomination.queries.round_ways import Ways, leave_of, paper_of, scan_of, ways_of
from nomination.services import paper_rounds, written_opinions
from nomination.services.transaction import Invalid, Stale
from nomination.views.downloads import as_attachment
from nomination.views.rounds import LEADERS, READERS, act, blueprint
from workflow.ballot import Choice
from workflow.dossier import Actor
from workflow.paper_count import NAMES
from workflow.vocabulary import Role

SECOND = (Role.TELLER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
Problems = dict[str, list[str]]
LARGEST = 9999


@blueprint.get("/rounds/<code>/attendance")
@roles(*LEADERS)
def attendance(code: str) -> Response:
    page = page_of(current_user.actor, code)
    known = page.found.meeting is not None
    said = {f"present-{one.n}": "yes" if one.voted and not one.written else "no" for one in page.found.voters if known}
    said |= {f"reason-{one.n}": one.absence for one in page.found.voters}
    return _attendance(page, said)


@blueprint.post("/rounds/<code>/attendance")
@roles(*LEADERS)
def attended(code: str) -> BaseResponse:
    page = page_of(current_user.actor, code)
    came = typed_attendance(request.form, _roll(page))
    return _recorded(
        code, lambda actor: paper_rounds.record_attendance(actor, code, came),
        lambda problems: _attendance(page, request.form, problems), gettext("The attendance is recorded."),
    )  # fmt: skip


def _attendance(page: RoundPage, said: Mapping[str, str], problems: Problems | None = None) -> Response:
    return _page("rounds/attendance.html", problems, shown=page, said=said)


@blueprint.get("/rounds/<code>/absences")
@roles(*LEADERS)
def absences(code: str) -> Response:
    page = page_of(current_user.actor, code)
    return _absences(page, {f"reason-{one.n}": one.absence for one in page.found.voters})


@blueprint.post("/rounds/<code>/absences")
@roles(*LEADERS)
def absent(code: str) -> BaseResponse:
    page = page_of(current_user.actor, code)
    reasons = typed_reasons(request.form, _roll(page))
    return _recorded(
        code, lambda actor: paper_rounds.record_absences(actor, code, reasons),
        lambda problems: _absences(page, request.form, problems), gettext("The reasons are recorded."),
    )  # fmt: skip


def _absences(page: RoundPage, said: Mapping[str, str], problems: Problems | None = None) -> Response:
    return _page("rounds/absences.html", problems, shown=page, said=said)


@blueprint.post("/rounds/<code>/lapse")
@roles(*LEADERS)
def lapse(code: str) -> BaseResponse:
    return act(code, lambda actor: paper_rounds.lapse(actor, code))


@blueprint.get("/rounds/<code>/figures")
@roles(*LEADERS)
def figures(code: str) -> Response:
    ways, form = ways_of(current_user.actor, code), ScanForm()
    form.carry(scan_of(ways.found), current_user.actor.person_id)
    said = {
        f"{name}-{line.question.n}": str(getattr(ways.figures[line.nomination.id], name))
        for line in ways.found.lines if line.nomination.id in ways.figures for name in NAMES
    }  # fmt: skip
    return _figures(ways, form, said)


@blueprint.post("/rounds/<code>/figures")
@roles(*LEADERS)
def entered(code: str) -> BaseResponse:
    ways, form = ways_of(current_user.actor, code), ScanForm()
    typed = typed_figures(request.form, [line.question.n for line in ways.found.lines])
    scan = form.paper_kept(current_user.actor.person_id)
    if form.file.errors:
        return _figures(ways, form, request.form, {"file": list(form.file.errors)})
    return _recorded(
        code, lambda actor: paper_rounds.enter_figures(actor, code, typed, scan),
        lambda problems: _figures(ways, form, request.form, problems),
        gettext("The figures are entered. Another person compares them with the signed paper and confirms."),
    )  # fmt: skip


def _figures(ways: Ways, form: ScanForm, said: Mapping[str, str], problems: Problems | None = None) -> Response:
    scan = unsealed(form.kept.data, current_user.actor.person_id)
    present = {
        line.question.n: paper_rounds.able_present(ways.found, line.nomination.code) for line in ways.found.lines
    }
    return _page(
        "rounds/figures.html", problems, shown=ways.page, form=form, said=said, scan=scan, present=present, names=NAMES
    )


@blueprint.get("/rounds/<code>/approve")
@roles(*SECOND, *LEADERS)
def approve(code: str) -> Response:
    ways = ways_of(current_user.actor, code)
    return _page("rounds/approve.html", None, shown=ways.page, ways=ways)


@blueprint.post("/rounds/<code>/approve")
@roles(*SECOND)
def approved(code: str) -> BaseResponse:
    seen = request.form.get("seal", "")[:64]
    try:
        return act(code, lambda actor: paper_rounds.approve(actor, code, seen))
    except Stale:
        ways = ways_of(current_user.actor, code)
        told = {"": [gettext("The figures were entered anew meanwhile. Nothing was confirmed; compare them again.")]}
        return _page("rounds/approve.html", told, status=409, shown=ways.page, ways=ways)


@blueprint.get("/rounds/<code>/opinions")
@roles(*READERS)
def written(code: str) -> Response:
    return _opinions(ways_of(current_user.actor, code), OpinionForm(), {})


@blueprint.post("/rounds/<code>/opinions")
@roles(*LEADERS)
def write(code: str) -> BaseResponse:
    ways, form = ways_of(current_user.actor, code), OpinionForm()
    choices = typed_choices(request.form, [line.question.n for line in ways.found.lines])
    scan = form.paper_kept(current_user.actor.person_id)
    if form.file.errors:
        return _opinions(ways, form, request.form, {"file": list(form.file.errors)})
    try:
        written_opinions.enter_opinion(current_user.actor, code, n=form.number(), choices=choices, scan=scan)
    except Invalid as error:
        return _opinions(ways, form, request.form, _told(error))
    flash(gettext("The opinion is entered."), "success")
    return go(url_for("rounds.written", code=code))


def _opinions(ways: Ways, form: OpinionForm, said: Mapping[str, str], problems: Problems | None = None) -> Response:
    form.member.choices = [("", gettext("Choose"))] + [
        (str(voter.n), f"{voter.n}. {voter.person.full_name}") for voter in ways.found.able
    ]
    scan = unsealed(form.kept.data, current_user.actor.person_id)
    return _page(
        "rounds/opinions.html", problems, shown=ways.page, ways=ways, form=form, said=said, scan=scan,
        choices=list(Choice),
    )  # fmt: skip


@blueprint.post(f"/rounds/<code>/opinions/<int(max={LARGEST}):n>/remove")
@roles(*LEADERS)
def take_back(code: str, n: int) -> BaseResponse:
    written_opinions.take_back_opinion(current_user.actor, code, n)
    flash(gettext("The opinion is taken back."), "success")
    return go(url_for("rounds.written", code=code))


@blueprint.get("/rounds/<code>/leave")
@roles(*LEADERS)
def leave(code: str) -> Response:
    page = page_of(current_user.actor, code)
    row = page.found.leave
    form = LeaveForm(given_by=str(row.given_by_id) if row else "", paper=row.paper if row else "")
    form.carry(leave_of(page.found), current_user.actor.person_id)
    return _leave(page, form)


@blueprint.post("/rounds/<code>/leave")
@roles(*LEADERS)
def left(code: str) -> BaseResponse:
    page, form = page_of(current_user.actor, code), LeaveForm()
    scan = form.paper_kept(current_user.actor.person_id)
    if form.file.errors:
        return _leave(page, form, {"file": list(form.file.errors)})
    given_by, paper = form.person(), form.paper.data or ""
    return _recorded(
        code, lambda actor: written_opinions.record_leave(actor, code, given_by=given_by, paper=paper, scan=scan),
        lambda problems: _leave(page, form, problems), gettext("The leave is recorded."),
    )  # fmt: skip


def _leave(page: RoundPage, form: LeaveForm, problems: Problems | None = None) -> Response:
    roll = roll_for(page.found.vote.cluster_id, page.found.campaign.year)
    form.given_by.choices = [("", gettext("Choose"))] + [
        (str(one.person.id), one.person.full_name) for one in roll.members
    ]
    for name, told in (problems or {}).items():
        if name in form:
            form[name].errors = told
    scan = unsealed(form.kept.data, current_user.actor.person_id)
    return _page("rounds/leave.html", problems, shown=page, form=form, scan=scan)


@blueprint.get("/rounds/<code>/scans/<any(scan,leave):which>")
@roles(*READERS)
def scanned(code: str, which: str) -> Response:
    kept = paper_of(current_user.actor, code, which)
    return as_attachment(kept.sha256, kept.name)


@blueprint.get(f"/rounds/<code>/opinions/<int(max={LARGEST}):n>/paper")
@roles(*READERS)
def opinion_paper(code: str, n: int) -> Response:
    kept = paper_of(current_user.actor, code, "opinion", n)
    return as_attachment(kept.sha256, kept.name)


def _roll(page: RoundPage) -> list[int]:
    return [voter.n for voter in page.found.voters]


def _recorded(
    code: str, do: Callable[[Actor], object], again: Callable[[Problems], Response], done: str
) -> BaseResponse:
    """Back to the round, or the same form with what was typed and what is wrong."""
    try:
        do(current_user.actor)
    except Invalid as error:
        return again(_told(error))
    flash(done, "success")
    return go(url_for("rounds.show", code=code))


def _told(error: Invalid) -> Problems:
    return {where: [sentence(*one) for one in told] for where, told in error.problems.items()}


def _page(template: str, problems: Problems | None, *, status: int = 422, **context: Any) -> Response:
    page = render_template(template, problems=problems or {}, **context)
    return make_response(page, status if problems else 200)
