"""Awards of the past: looked up by the department, and taken over from a decision's list after a look at every row."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.classes import CLASS_WORDS
from nomination.filetypes import Unacceptable, clean_name
from nomination.forms.past_awards import PastDecisionForm
from nomination.hypermedia import answer, go, sentence
from nomination.queries.past_awards import Asked, past_awards, past_decision
from nomination.services.past_awards import ROWS_MAX, Line, import_decision, paper_problems, read_sheet
from nomination.services.past_publishing import PUBLISHERS, publish_past, take_out_of_register
from nomination.services.transaction import Invalid, Missing
from nomination.sheet_template import list_sheet
from nomination.sheets import rows_of_file
from workflow.commendation import method_label
from workflow.vocabulary import Role

blueprint = Blueprint("past_awards", __name__)
READERS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR)
WRITERS = (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50
"""Problems of one sheet that are shown at once."""


@blueprint.get("/past-awards")
@roles(*READERS)
def index() -> Response:
    asked = Asked(
        words=request.args.get("q", "")[:200], after=request.args.get("after", type=int),
        before=request.args.get("before", type=int),
    )  # fmt: skip
    may_import = bool(current_user.actor.roles() & set(WRITERS))
    context = {"asked": asked, "listed": past_awards(asked), "may_import": may_import}
    return answer("past_awards/index.html", "past_awards/_results.html", **context)


@blueprint.get("/past-awards/decisions/<int(max=2147483647):decision_id>")
@roles(*READERS)
def show(decision_id: int) -> str:
    found = past_decision(decision_id)
    if found is None:
        raise Missing
    decision, awards = found
    may = current_user.actor.roles()
    standing = {"may_publish": bool(may & set(PUBLISHERS)), "method": gettext(method_label(decision.method))}
    return render_template("past_awards/show.html", decision=decision, awards=awards, **standing)


@blueprint.post("/past-awards/decisions/<int(max=2147483647):decision_id>/register")
@roles(*PUBLISHERS)
def put_in_register(decision_id: int) -> BaseResponse:
    """Into the public register, or out of it again: what the paper lists is published whole or not at all."""
    if request.form.get("act") == "take_out":
        take_out_of_register(current_user.actor, decision_id)
        flash(gettext("The awards of this decision are no longer in the public register."), "success")
    else:
        number = publish_past(current_user.actor, decision_id)
        flash(gettext("%(number)s awards of this decision are in the public register now.", number=number), "success")
    return go(url_for("past_awards.show", decision_id=decision_id))


@blueprint.get("/past-awards/template")
@roles(*WRITERS)
def template() -> Response:
    """Headings stay Vietnamese in every language, as papers have them."""
    headings = [
        "Loại",
        "Họ tên, tên tập thể",
        "Đơn vị",
        "Hình thức khen thưởng",
        "Năm thành tích",
        "Nội dung khen thưởng",
        "Nhóm đối tượng",
    ]
    classes = "; ".join(said for kind in CLASS_WORDS.values() for said in kind.values())
    note = (
        "Loại: cá nhân hoặc tập thể. Mỗi dòng một người hoặc một tập thể, đúng như trong quyết định. "
        f"Nhóm đối tượng (để trống nếu không rõ): {classes}."
    )
    made = list_sheet(title="Danh sách kèm theo quyết định khen thưởng", note=note, headings=headings)
    sent = make_response(made)
    sent.headers["Content-Type"] = XLSX
    sent.headers["Content-Disposition"] = 'attachment; filename="danh-sach-khen-thuong.xlsx"'
    return sent


@blueprint.get("/past-awards/import")
@roles(*WRITERS)
def new() -> Response:
    return _page(PastDecisionForm.offering(), (), [], 200)


@blueprint.post("/past-awards/import", endpoint="take_over")
@roles(*WRITERS)
def take_over() -> BaseResponse:
    """First the rows as they were read, with every problem; only then, by a second button, all of it or nothing."""
    form = PastDecisionForm.offering()
    readable = form.validate()
    lines, problems = _lines(form)
    found = paper_problems(form.paper(), lines) if not problems else {}
    _tell(form, found)
    if problems or found or not readable:
        return _page(form, lines, problems, 422)
    if request.form.get("act") != "import":
        return _page(form, lines, [], 200)
    try:
        made = import_decision(current_user.actor, form.paper(), lines)
    except Invalid as error:
        _tell(form, error.problems)
        return _page(form, lines, [], 422)
    flash(gettext("The decision was taken over with %(number)s awards.", number=len(lines)), "success")
    return go(url_for("past_awards.show", decision_id=made.id))


def _lines(form: PastDecisionForm) -> tuple[tuple[Line, ...], list[str]]:
    """Of the sheet that came now, else of the one that was read before."""
    upload = request.files.get("sheet")
    if upload is None or not upload.filename:
        return form.remembered(), []
    try:
        sheet = read_sheet(rows_of_file(upload.stream, clean_name(upload.filename), most=ROWS_MAX + 10))
    except Unacceptable as refused:
        return (), [sentence(refused.message, refused.params)]
    problems = [sentence(*told) for told in sheet.problems]
    if not problems:
        form.remember(sheet.lines)
    more = len(problems) - SHOWN
    return sheet.lines, problems[:SHOWN] + ([gettext("And %(more)s more.", more=more)] if more > 0 else [])


def _tell(form: PastDecisionForm, problems: dict[str, list[tuple[str, dict[str, object]]]]) -> None:
    for name, told in problems.items():
        form[name].errors = [*form[name].errors, *(sentence(*one) for one in told)]


def _page(form: PastDecisionForm, lines: tuple[Line, ...], problems: list[str], status: int) -> Response:
    ready = bool(lines) and not problems and not form.errors
    page = render_template("past_awards/import.html", form=form, lines=lines, problems=problems, ready=ready)
    return make_response(page, status)
