"""How a draft's criteria would have judged the nominations of a launched campaign: a look, nothing is stored."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from nomination.access import roles
from nomination.hypermedia import sentence
from nomination.queries.campaign_drafts import problems
from nomination.queries.campaign_trials import DryRun, dry_run
from nomination.queries.campaigns import campaigns_in_force
from nomination.views.campaign_drafts import READERS, Draft, blueprint, found, trail

ROWS = 50


@blueprint.get("/campaign-drafts/<code>/trial")
@roles(*READERS)
def trial(code: str) -> str:
    draft, asked = found(code), request.args.get("on", "")
    offered = [(one.row.code, one.rules.title) for one in campaigns_in_force().rows]
    chosen, whole = asked if asked in dict(offered) else "", not problems(draft.content)
    start = max(0, request.args.get("from", 0, type=int))
    run = dry_run(current_user.actor, draft.content, chosen, start=start, most=ROWS) if chosen and whole else None
    return render_template(
        "campaign_drafts/trial.html", draft=draft, offered=offered, chosen=chosen, whole=whole, run=run,
        failing=_failing(run) if run else [], pages=_pages(draft, chosen, run, start) if run else {},
        trail=trail(draft, (gettext("Trial run"), None)),
    )  # fmt: skip


def _failing(run: DryRun) -> list[dict[str, Any]]:
    return [
        {"one": one, "reasons": [{"text": sentence(told.message, told.params), "href": None} for told in one.reasons]}
        for one in run.shown
    ]


def _pages(draft: Draft, chosen: str, run: DryRun, start: int) -> dict[str, str | None]:
    """The list is worked out anew each time; only one page of it is kept."""
    places = {"newer": start - ROWS, "older": start + ROWS}
    return {
        name: url_for("campaign_drafts.trial", code=draft.code, on=chosen, **{"from": max(0, place)})
        if -ROWS < place < run.failing
        else None
        for name, place in places.items()
    }
