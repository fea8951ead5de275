"""Decisions: the list, a new one, the screen on which everybody does his part, and the paper to print."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.decisions import grouped
from nomination.forms.decisions import TitleForm
from nomination.forms.text import clean_line
from nomination.hypermedia import answer, go
from nomination.papers.decision import subject_of_awards
from nomination.queries.decisions import Asked, campaign_choices, candidates, decisions, launched
from nomination.queries.papers.decision import offers_of, paper_of, posts_of
from nomination.services import decisions as acts
from nomination.services.transaction import Invalid, Missing
from nomination.views.decision_words import TONES, found_page, put, screen
from workflow.decision import Kind, Status
from workflow.vocabulary import Role

blueprint = Blueprint("decisions", __name__)
OFFICER = Role.DEPARTMENT_OFFICER
READERS = (OFFICER, Role.DEPARTMENT_HEAD, Role.MINISTER, Role.REGISTRY_CLERK, Role.AUDITOR)
LARGEST_KEY = 2**31 - 1


@blueprint.get("/decisions")
@roles(*READERS)
def index() -> Response:
    given = request.args
    asked = Asked(
        campaign=clean_line(given.get("campaign"))[:40], status=given.get("status", ""), kind=given.get("kind", ""),
        after=_whole("after"), before=_whole("before"),
    )  # fmt: skip
    page = decisions(current_user.actor, asked)
    return answer(
        "decisions/index.html", "decisions/_results.html", asked=asked, page=page, campaigns=campaign_choices,
        statuses=list(Status), tones=TONES, kinds=list(Kind), prepares=OFFICER in current_user.actor.roles(),
        older=_place(asked, after=page.older), newer=_place(asked, before=page.newer),
    )  # fmt: skip


@blueprint.route("/campaigns/<campaign>/decisions/new", methods=["GET", "POST"])
@roles(OFFICER)
def new(campaign: str) -> BaseResponse:
    """Choose the nominations. Those on hold may be chosen too: the hold stops freezing, not drafting."""
    found = launched(campaign)
    if found is None:
        raise Missing
    form = TitleForm()
    if request.method == "GET":
        form.title.data = subject_of_awards(found[0].title)
        return _new(campaign, form)
    chosen = request.form.getlist("nominations")
    try:
        code = acts.prepare(current_user.actor, campaign, form.title.data or "", chosen)
    except Invalid as refusal:
        return _new(campaign, form, chosen, put(form, refusal), 422)
    flash(gettext("The draft is ready. Arrange the list, then the head of the department freezes it."), "success")
    return go(url_for("decisions.show", code=code))


def _new(
    campaign: str,
    form: TitleForm,
    chosen: list[str] | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> Response:
    found = launched(campaign)
    if found is None:
        raise Missing
    listed = candidates(current_user.actor, found[0].id)
    ticked = {one.code for one in listed if not one.held} if chosen is None else set(chosen)
    page = render_template(
        "decisions/new.html", form=form, campaign=found[0], listed=listed, ticked=ticked, problems=problems,
        awards=_awards(found[1].content),
    )  # fmt: skip
    return make_response(page, status)


def _awards(content: dict[str, object]) -> dict[str, str]:
    running = content["running"]
    return {award["code"]: award["name"] for award in running["awards"]}  # type: ignore[index]


@blueprint.get("/decisions/<code>")
@roles(*READERS)
def show(code: str) -> Response:
    return screen(code)


@blueprint.get("/decisions/<code>/paper")
@roles(*READERS)
def paper(code: str) -> str:
    """The decision as it is printed and signed; always in Vietnamese."""
    page = found_page(code)
    return render_template(
        "decisions/paper.html", page=page, paper=paper_of(page), posts=posts_of(page),
        digest=grouped(page.decision.digest), kinds=[one.kind for one in offers_of(current_user.actor, page)],
    )  # fmt: skip


def _whole(name: str) -> int | None:
    """A whole number that a column can hold, or None."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else None


def _place(asked: Asked, **place: int | None) -> str | None:
    """The list with the same filters, at another place; None where it ends."""
    if None in place.values():
        return None
    filters = {"campaign": asked.campaign, "status": asked.status, "kind": asked.kind}
    return url_for("decisions.index", **{key: value for key, value in filters.items() if value}, **place)


from nomination.views import (  # noqa: E402  they share this blueprint
    corrections,  # noqa: F401
    decision_acts,  # noqa: F401
    decision_files,  # noqa: F401
    decision_lines,  # noqa: F401
)
