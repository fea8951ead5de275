"""Preparing a round and changing it before the first code is taken, with its papers. On the blueprint of the rounds."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.rounds import RoundForm
from nomination.forms.text import whole_version
from nomination.hypermedia import answer, go, sentence, told_problems
from nomination.queries.places import cluster_standings
from nomination.queries.round_choices import Setting, codes_of, setting, teller_candidates, waiting
from nomination.queries.round_papers import paper_of
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, find
from nomination.services import rounds
from nomination.services.evidence import keep
from nomination.services.pinning import methods_of
from nomination.services.round_acts import demand
from nomination.services.round_papers import add_paper, may_add_papers, remove_paper
from nomination.services.transaction import STALE, Invalid, Stale
from nomination.views.downloads import as_attachment
from nomination.views.rounds import LEADERS, READERS, blueprint, show_round

PAPER = "/rounds/<code>/papers/<int(max=2147483647):paper_id>"


@blueprint.route("/campaigns/<campaign>/rounds/new", methods=["GET", "POST"])
@roles(*LEADERS)
def new(campaign: str) -> BaseResponse:
    """Prepare a round; what was chosen stays chosen when something is wrong."""
    body = request.values.get("body", "cluster")
    place = setting(current_user.actor, campaign, body)
    form, context = _form(place)
    if request.method == "GET":
        earlier = codes_of(current_user.actor, request.args.get("repeat", "")[:40])
        form.suggest(request.args.get("method", ""), earlier)
    draft = form.draft() if request.method == "POST" else None
    if draft is not None:
        try:
            vote = rounds.prepare(current_user.actor, campaign, body, draft)
        except Invalid as error:
            form.tell(error)
        else:
            return go(url_for("rounds.show", code=vote.code))
    return _page(form, context, url_for("rounds.new", campaign=campaign))


@blueprint.route("/rounds/<code>/change", methods=["GET", "POST"])
@roles(*LEADERS)
def change(code: str) -> BaseResponse:
    """The same form with what was prepared. Whoever opened it before somebody else's change sees both."""
    found = find(current_user.actor, code)
    demand("change", standing(found, current_user.actor))
    place = Setting(found.campaign, found.version, found.vote.body, found.cluster)
    form, context = _form(place, found.vote.id)
    if request.method == "GET":
        form.recall(found)
    draft = form.draft() if request.method == "POST" else None
    if draft is not None:
        try:
            rounds.change(current_user.actor, code, draft, version=whole_version(form.version.data))
        except Invalid as error:
            form.tell(error)
        except Stale:
            return _newer(form, context, code)
        else:
            return go(url_for("rounds.show", code=code))
    return _page(form, context | {"found": found}, url_for("rounds.change", code=code))


def _form(place: Setting, own_round: int | None = None) -> tuple[RoundForm, dict[str, Any]]:
    actor = current_user.actor
    nominations, candidates = waiting(place, own_round), teller_candidates(place, actor)
    form = RoundForm()
    form.method.choices = [(one.value, gettext(one.label)) for one in methods_of(place)]
    form.nominations.choices = [(one.code, one.nominee_name) for one in nominations]
    form.tellers.choices = [
        (one.person.id, f"{one.person.full_name} ({gettext(one.role.label)})") for one in candidates
    ]
    return form, {"place": place, "nominations": nominations, "found": None}


def _page(form: RoundForm, context: dict[str, Any], action: str, status: int = 200) -> Response:
    place: Setting = context["place"]
    cluster = [place.cluster] if place.cluster else []
    fresh = cluster and context["found"] is None
    standings = cluster_standings(place.campaign.id, place.campaign_rules, cluster) if fresh else []
    status = 422 if status == 200 and (form.errors or form.form_errors) else status
    return answer(
        "rounds/new.html", "rounds/_form.html", status=status, form=form, action=action, body=place.body,
        roll=place.roll(), standings=standings, **context,
    )  # fmt: skip


def _newer(form: RoundForm, context: dict[str, Any], code: str) -> Response:
    """What was typed stays in the form; the round as it now is stands beside it. Saved again, the typed one counts."""
    found: Found = find(current_user.actor, code)
    form.version.data = str(found.vote.version)
    form.form_errors.append(sentence(STALE))
    return _page(form, context | {"found": found, "newer": True}, url_for("rounds.change", code=code), 409)


@blueprint.post("/rounds/<code>/papers")
@roles(*LEADERS)
def add(code: str) -> BaseResponse:
    may_add_papers(current_user.actor, code)
    try:
        add_paper(current_user.actor, code, keep(request.files.get("file", FileStorage())))
    except Invalid as error:
        return show_round(code, told_problems(error.problems), 422)
    return go(url_for("rounds.show", code=code, _anchor="papers"))


@blueprint.post(f"{PAPER}/remove")
@roles(*LEADERS)
def remove(code: str, paper_id: int) -> BaseResponse:
    remove_paper(current_user.actor, code, paper_id)
    return go(url_for("rounds.show", code=code, _anchor="papers"))


@blueprint.get(PAPER)
@roles(*READERS)
def paper(code: str, paper_id: int) -> Response:
    found = paper_of(current_user.actor, code, paper_id)
    return as_attachment(found.sha256, found.name)
