"""Before a draft is put in force: what it changes, how it would have judged earlier nominations, and the act itself."""

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.campaigns import content_hash
from nomination.forms.campaign_drafts import LaunchForm
from nomination.hypermedia import go
from nomination.queries.campaign_drafts import problems
from nomination.queries.campaigns import InForce, campaign_in_force
from nomination.services.campaign_drafts import put_in_force
from nomination.services.transaction import Invalid, Stale
from nomination.views.campaign_changes import changes
from nomination.views.campaign_drafts import READERS, Draft, blueprint, checks, found, reasons_against, trail
from nomination.views.content_choices import legal_of
from workflow.vocabulary import Role


@blueprint.get("/campaign-drafts/<code>/changes")
@roles(*READERS)
def difference(code: str) -> str:
    """What the draft changes against the version that is in force."""
    draft = found(code)
    before = campaign_in_force(code)
    return render_template(
        "campaign_drafts/difference.html", draft=draft, before=before, changes=_changes(draft, before),
        trail=trail(draft, (gettext("What changes"), None)),
    )  # fmt: skip


def _changes(draft: Draft, before: InForce | None) -> list[Any]:
    return [] if before is None else changes(before.version.content, draft.content)


@blueprint.route("/campaign-drafts/<code>/launch", methods=["GET", "POST"])
@roles(Role.DEPARTMENT_HEAD)
def launch(code: str) -> BaseResponse:
    """The act of another person: by name, with the reason, on what stands on the page."""
    draft, form = found(code), LaunchForm()
    if request.method == "GET":
        form.revision.data = str(draft.revision)
        return _launch_page(draft, form, 200)
    try:
        put_in_force(
            current_user.actor, code, revision=form.began_from(), reason=form.reason.data or "",
            confirmation=form.confirmation.data or "",
        )  # fmt: skip
    except Invalid as refusal:
        form.tell(refusal)
        return _launch_page(found(code), form, 422)
    except Stale:
        draft = found(code)
        form.revision.data = str(draft.revision)
        return _launch_page(draft, form, 409)
    flash(gettext("The campaign is in force."), "success")
    return go(url_for("campaigns.show", campaign=code))


def _launch_page(draft: Draft, form: LaunchForm, status: int) -> Response:
    before = campaign_in_force(draft.code)
    page = render_template(
        "campaign_drafts/launch.html", draft=draft, form=form, before=before, changes=_changes(draft, before),
        hash=content_hash(draft.content), against=reasons_against(draft, problems(draft.content)), stale=status == 409,
        name=current_user.person.full_name, trail=trail(draft, (gettext("Put in force"), None)),
        legal=legal_of(draft.content), checks=checks(draft)[:-1],
    )  # fmt: skip
    return make_response(page, status)
