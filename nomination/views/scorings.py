"""Scoring in a cluster: the list, opening one, its page with the ranking, and a unit's own sheet."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination import clock
from nomination.access import roles
from nomination.clock import VIETNAM
from nomination.forms.scoring import ScoringForm, SheetForm, points
from nomination.hypermedia import answer, go, sentence, spoken, told_problems
from nomination.pages import who_did
from nomination.queries.campaigns import campaigns_in_force
from nomination.queries.record import Seen
from nomination.queries.round_choices import setting, waiting
from nomination.queries.scorings import ScoringPage, page_of, scorings
from nomination.services import scorings as acts
from nomination.services.transaction import Invalid, Stale
from workflow.machine import NotYours, Refused
from workflow.scoring import POINT
from workflow.vocabulary import Role
from workflow.words import N_

blueprint = Blueprint("scorings", __name__)
DEPARTMENT = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR)
READERS = (Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER, *DEPARTMENT)
STATUS_LABELS = {"open": N_("Sheets are being written"), "closed": N_("Ended"), "cancelled": N_("Cancelled")}
LED = {
    "scoring:open": N_("Scoring opened"), "scoring:close": N_("Scoring ended"),
    "scoring:cancel": N_("Scoring cancelled"),
}  # fmt: skip
TONES = {"open": "progress", "closed": "success", "cancelled": "ended"}


@blueprint.app_template_filter("points")
def points_shown(figure: int | Fraction | None) -> str:
    """Points with two decimals at most; a mean is rounded only here, where it is shown."""
    return "" if figure is None else points(round(figure)) if figure >= 0 else f"-{points(round(-figure))}"


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"status_labels": STATUS_LABELS, "tones": TONES, "point": POINT, "timeline_of": timeline_of}


def timeline_of(led: Iterable[Seen]) -> list[dict[str, object]]:
    """Who opened and who ended a scoring, and for whom."""
    return [{"what": gettext(LED[one.entry.action]), "who": who_did(one), "when": one.entry.at} for one in led]


@blueprint.get("/scorings")
@roles(*READERS)
def index() -> Response:
    actor = current_user.actor
    leading = Role.CLUSTER_LEADER in actor.roles()
    offered = [one.row for one in campaigns_in_force().rows if one.rules.review.method.scores] if leading else []
    return answer("scorings/index.html", "scorings/_results.html", listed=scorings(actor), offered=offered)


@blueprint.route("/campaigns/<campaign>/scorings/new", methods=["GET", "POST"])
@roles(Role.CLUSTER_LEADER)
def new(campaign: str) -> BaseResponse:
    place = setting(current_user.actor, campaign, "cluster")
    nominations, form = waiting(place), ScoringForm()
    form.nominations.choices = [(one.code, one.nominee_name) for one in nominations]
    if request.method == "POST":
        until = form.moment()
        try:
            if until is not None:
                chosen = tuple(form.nominations.data or ())
                code = acts.open_scoring(current_user.actor, campaign, chosen, until)
                return go(url_for("scorings.show", code=code))
        except Invalid as error:
            form.tell(error)
    elif not form.until.data:
        local = clock.now().astimezone(VIETNAM).replace(second=0, microsecond=0, tzinfo=None)
        form.until.data = (local + timedelta(days=3)).replace(hour=17, minute=0)
    context = {"form": form, "place": place, "nominations": nominations, "campaign": campaign}
    status = 422 if form.errors else 200
    review = place.campaign_rules.review
    return answer("scorings/new.html", "scorings/_form.html", status=status, review=review, **context)


@blueprint.get("/scorings/<code>")
@roles(*READERS)
def show(code: str) -> Response:
    return _show(code)


def _show(code: str, problems: list[str] | None = None, status: int = 200) -> Response:
    page = page_of(current_user.actor, code)
    ties = [sentence(*page.found.review.tie_title(tie)) for tie in page.found.review.ties]
    context = {"shown": page, "problems": problems or [], "ties": ties}
    return answer("scorings/show.html", "scorings/_scoring.html", status=status, **context)


@blueprint.post("/scorings/<code>/close")
@roles(Role.CLUSTER_LEADER)
def close(code: str) -> BaseResponse:
    return _end(code, "close")


@blueprint.post("/scorings/<code>/cancel")
@roles(Role.CLUSTER_LEADER)
def cancel(code: str) -> BaseResponse:
    return _end(code, "cancel")


def _end(code: str, act: str) -> BaseResponse:
    verb = {"close": acts.close, "cancel": acts.cancel}[act]
    try:
        verb(current_user.actor, code, request.form.get("reason", ""))
    except Invalid as error:
        return _show(code, told_problems(error.problems), 422)
    except NotYours:
        raise
    except Refused as error:
        return _show(code, [str(spoken(reason)["text"]) for reason in error.reasons], 422)
    return go(url_for("scorings.show", code=code))


@blueprint.route("/scorings/<code>/sheets/<nomination>", methods=["GET", "POST"])
@roles(Role.CLUSTER_MEMBER)
def sheet(code: str, nomination: str) -> BaseResponse:
    """A unit's own sheet for one nomination; what was typed stays when something is wrong."""
    page = page_of(current_user.actor, code)
    line = page.found.line(nomination)
    if request.method == "GET":
        return _sheet(page, nomination, SheetForm.of(page.found.review, page.my_sheet(line)))
    form = SheetForm.typed(page.found.review, request.form)
    typed, send = form.sheet(), request.form.get("act") == "send"
    if typed is None:
        return _sheet(page, nomination, form, status=422)
    try:
        version = request.form.get("version", type=int)
        acts.write_sheet(current_user.actor, code, nomination, typed, send=send, version=version)
    except Invalid as error:
        form.tell(error)
        return _sheet(page, nomination, form, status=422)
    except Stale:
        return _sheet(page_of(current_user.actor, code), nomination, form, status=409)
    except NotYours:
        raise
    except Refused as error:
        form.errors[""] = [str(spoken(reason)["text"]) for reason in error.reasons]
        return _sheet(page, nomination, form, status=422)
    flash(gettext("The sheet is sent.") if send else gettext("Saved, not sent yet."), "success")
    return go(_next(page, nomination) if send else url_for("scorings.sheet", code=code, nomination=nomination))


def _next(page: ScoringPage, nomination: str) -> str:
    """The next nomination whose sheet is not sent, in the order of the list; else the scoring itself."""
    lines = [line.nomination.code for line in page.found.lines]
    after = [*lines[lines.index(nomination) + 1 :], *lines[: lines.index(nomination)]]
    for code in after:
        row = page.my_sheet(page.found.line(code))
        if row is None or row.sent_at is None:
            return url_for("scorings.sheet", code=page.found.row.code, nomination=code)
    return url_for("scorings.show", code=page.found.row.code)


def _sheet(page: ScoringPage, nomination: str, form: SheetForm, status: int = 200) -> Response:
    line = page.found.line(nomination)
    lines = page.found.lines
    n = lines.index(line)
    around = (lines[n - 1] if n else None, lines[n + 1] if n + 1 < len(lines) else None)
    titles = {one.code: f"{one.number}. {one.title}" for one in page.found.criteria}
    context = {"shown": page, "line": line, "form": form, "around": around, "place": n + 1, "titles": titles}
    return answer("scorings/sheet.html", "scorings/_sheet.html", status=status, row=page.my_sheet(line), **context)
