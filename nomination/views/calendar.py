"""The table of days off and days worked in exchange, which every count of working days looks into."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.calendar import CalendarForm
from nomination.hypermedia import go
from nomination.queries.calendar import kept_days
from nomination.services.calendar import enter_days, take_out_day
from nomination.services.transaction import Invalid, Missing
from workflow.calendar import read_day
from workflow.vocabulary import Role

blueprint = Blueprint("calendar", __name__)
DEPARTMENT = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)


@blueprint.get("/calendar")
@roles(*DEPARTMENT)
def show() -> Response:
    return _page(CalendarForm.offering())


@blueprint.post("/calendar")
@roles(*DEPARTMENT)
def enter() -> BaseResponse:
    form = CalendarForm.offering()
    if not form.validate() or form.first.data is None:
        return _page(form, 422)
    try:
        days = enter_days(
            current_user.actor, form.kind.data or "", form.first.data, form.last.data, form.ground.data or ""
        )
    except Invalid as error:
        form.tell(error)
        return _page(form, 422)
    flash(
        ngettext(
            "%(num)s day is entered. Every deadline is worked out anew.",
            "%(num)s days are entered. Every deadline is worked out anew.", len(days),
        ),
        "success",
    )  # fmt: skip
    return go(url_for("calendar.show"))


@blueprint.post("/calendar/remove")
@roles(*DEPARTMENT)
def remove() -> BaseResponse:
    day = read_day(request.form.get("day", ""))
    if day is None:
        raise Missing
    take_out_day(current_user.actor, day)
    flash(gettext("The day is taken out. Every deadline is worked out anew."), "success")
    return go(url_for("calendar.show"))


def _page(form: CalendarForm, status: int = 200) -> Response:
    return make_response(render_template("calendar/show.html", form=form, years=kept_days()), status)
