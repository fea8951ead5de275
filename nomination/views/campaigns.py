"""Campaigns for everybody: the dispatch word for word, what each criterion asks, windows, awards and rules."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from nomination import clock
from nomination.access import public
from nomination.hypermedia import answer, sentence
from nomination.queries.campaigns import InForce, campaign_in_force, campaigns_in_force, own_units
from nomination.rulesets import rules_of
from nomination.services.transaction import Missing
from nomination.views.response_links import Link, plan_links, response_links
from nomination.views.rule_words import Told, told
from workflow.campaign import Campaign, Dispatch
from workflow.criteria import explain
from workflow.dossier import Actor, Window
from workflow.ruleset import RuleSet
from workflow.vocabulary import Role, Stage

blueprint = Blueprint("campaigns", __name__)

DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})


@blueprint.get("/campaigns")
@public
def index() -> Response:
    listed = campaigns_in_force(after=request.args.get("after", type=int), before=request.args.get("before", type=int))
    writes = current_user.is_authenticated and bool(current_user.actor.roles() & (DEPARTMENT | {Role.AUDITOR}))
    return answer("campaigns/index.html", "campaigns/_results.html", listed=listed, writes=writes)


@blueprint.get("/campaigns/<campaign>")
@public
def show(campaign: str) -> str:
    found = campaign_in_force(campaign)
    if found is None:
        raise Missing
    return render_template("campaigns/show.html", found=found, links=_links(found), **page_of(found.rules))


def page_of(rules: Campaign) -> dict[str, object]:
    """What the page says of one version of a campaign, launched or not."""
    legal = _legal(rules)
    return {
        "rules": rules, "letter": rules.dispatch, "number": number_line(rules.dispatch),
        "place_and_date": date_line(rules.dispatch), "criteria": _criteria(rules), "windows": _windows(rules),
        "legal": legal, "parameters": _parameters(legal, rules),
    }  # fmt: skip


def number_line(letter: Dispatch) -> str:
    """“Số: 12/SYMBOL”, with room for the number when the paper leaves it blank."""
    return f"Số: {letter.number or ' ' * 6}/{letter.symbol}"


def date_line(letter: Dispatch) -> str:
    """Place and date as papers write them: days below 10 and the first two months with a nought, a blank day blank."""
    day = f"{letter.day:02d}" if letter.day is not None else " " * 4
    month = f"{letter.month:02d}" if letter.month < 3 else str(letter.month)
    return f"{letter.place}, ngày {day} tháng {month} năm {letter.year}"


def _legal(rules: Campaign) -> RuleSet | None:
    try:
        return rules_of(rules)
    except LookupError:
        return None


def _parameters(legal: RuleSet | None, rules: Campaign) -> list[Told]:
    return told(legal, rules) if legal else []


def _criteria(rules: Campaign) -> list[dict[str, object]]:
    return [
        {"criterion": one, "asks": [sentence(message, params) for message, params in explain(one)]}
        for one in rules.criteria
    ]


def _windows(rules: Campaign) -> list[dict[str, object]]:
    """Every stage with its window; a stage without one is not limited."""
    return [
        {"stage": stage, "window": rules.windows.get(stage), "now": _now(rules.windows.get(stage))} for stage in Stage
    ]


def _now(window: Window | None) -> tuple[str, str]:
    """How the window stands, in words, and the tone to show it in."""
    moment = clock.now()
    if window is None or (window.opens is None and window.closes is None):
        return gettext("Not limited"), "neutral"
    if window.contains(moment):
        return gettext("Open now"), "progress"
    if window.opens is not None and moment < window.opens:
        return gettext("Not open yet"), "waiting"
    return gettext("Closed"), "ended"


def _links(found: InForce) -> list[Link]:
    if not current_user.is_authenticated:
        return []
    actor, code = current_user.actor, found.row.code
    return (
        _unit_links(actor, found)
        + response_links(actor, found)
        + _cluster_links(actor, found)
        + _department_links(actor, code)
    )


def _unit_links(actor: Actor, found: InForce) -> list[Link]:
    """The unit's own response, a new nomination, and for the head the letter that submits them."""
    units = own_units(actor)
    if not units:
        return []
    code, links = found.row.code, plan_links(found, units)
    links.append((gettext("New nomination"), url_for("nominations.new", campaign=code), ""))
    links.append((gettext("Nominations of the unit"), url_for("nominations.index", campaign=code), ""))
    if actor.grants_of(Role.UNIT_HEAD):
        links.append((gettext("New submission letter"), url_for("submissions.new", campaign=code), ""))
    links.append((gettext("Places of the unit"), url_for("places.show", campaign=code), ""))
    links.append((gettext("Submission letters of the unit"), url_for("submissions.index", campaign=code), ""))
    return links


def _cluster_links(actor: Actor, found: InForce) -> list[Link]:
    leads = any(grant.year == found.row.year for grant in actor.grants_of(Role.CLUSTER_LEADER))
    words, target = (
        gettext("New round of the block or cluster"),
        url_for("rounds.new", campaign=found.row.code, body="cluster"),
    )
    return [(words, target, "")] if leads else []


def _department_links(actor: Actor, code: str) -> list[Link]:
    links: list[Link] = []
    if actor.roles() & DEPARTMENT:
        links.append((gettext("All nominations"), url_for("nominations.index", campaign=code), ""))
        links.append((gettext("Vetting"), url_for("vetting.index", campaign=code), ""))
        links.append((gettext("Places"), url_for("places.show", campaign=code), ""))
    if actor.roles() & (DEPARTMENT | {Role.AUDITOR}):
        links.append((gettext("Versions"), url_for("campaigns.versions", campaign=code), gettext("And a new one")))
    if actor.grants_of(Role.DEPARTMENT_OFFICER):
        links.append((gettext("New decision"), url_for("decisions.new", campaign=code), ""))
    if actor.grants_of(Role.COUNCIL_SECRETARY):
        links.append((gettext("New council round"), url_for("rounds.new", campaign=code, body="council"), ""))
    return links


from nomination.views import campaign_versions  # noqa: E402,F401  (its views stand on the same blueprint)
