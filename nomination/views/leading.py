"""The leading of a cluster: who holds it, and giving it to the deputy's head for a time."""

from flask import Blueprint, Response, flash, make_response, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.leading import LeadingForm
from nomination.hypermedia import go, sentence, told_problems
from nomination.queries.leading import led_clusters
from nomination.services.leading import Lending, delegate_leading, end_delegation
from nomination.services.transaction import Invalid
from workflow.vocabulary import Role

blueprint = Blueprint("leading", __name__)


@blueprint.get("/leading")
@roles(Role.CLUSTER_LEADER)
def show() -> Response:
    return _page(None)


@blueprint.post("/leading")
@roles(Role.CLUSTER_LEADER)
def delegate() -> BaseResponse:
    form = LeadingForm()
    if not form.validate():
        return _page(form, 422)
    year = form.year.data or ""
    assert form.first.data is not None and form.last.data is not None
    lending = Lending(
        form.cluster.data or "", int(year) if year.isascii() and year.isdigit() and len(year) < 5 else 0,
        form.first.data, form.last.data, form.ground.data or "",
    )  # fmt: skip
    try:
        delegate_leading(current_user.actor, lending)
    except Invalid as error:
        for where, told in error.problems.items():
            sentences = [sentence(*one) for one in told]
            if where:
                form[where].errors = [*form[where].errors, *sentences]
            else:
                form.form_errors.extend(sentences)
        return _page(form, 422)
    flash(gettext("The leading is delegated."), "success")
    return go(url_for("leading.show"))


@blueprint.post("/leading/<int(max=2147483647):delegation_id>/end")
@roles(Role.CLUSTER_LEADER)
def end(delegation_id: int) -> BaseResponse:
    try:
        end_delegation(current_user.actor, delegation_id)
    except Invalid as error:
        flash(" ".join(told_problems(error.problems)), "warning")
    else:
        flash(gettext("The delegation is ended."), "success")
    return go(url_for("leading.show"))


def _page(form: LeadingForm | None, status: int = 200) -> Response:
    """Each cluster has its own form; a refused one keeps what was typed."""
    led = led_clusters(current_user.actor)
    forms = {(one.cluster.code, str(one.year)): LeadingForm(formdata=None) for one in led}
    if form is not None:
        forms[(form.cluster.data or "", form.year.data or "")] = form
    shown = [(one, forms[(one.cluster.code, str(one.year))]) for one in led]
    return make_response(render_template("leading/show.html", shown=shown, me=current_user.actor.person_id), status)
