"""Bonus money: decisions with their sums, the payment list of one, a sheet of it, and the record of a payment."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.bonuses import PaymentForm
from nomination.forms.told import tell
from nomination.hypermedia import answer, go
from nomination.pages import day, dong
from nomination.queries.bonuses import READING, RECORDING, Line, PaymentList, costs, payment_list
from nomination.services.bonuses import record_payment
from nomination.services.transaction import Invalid
from nomination.sheet_export import Cell, sent, table_sheet

blueprint = Blueprint("bonuses", __name__)


@blueprint.get("/bonuses")
@roles(*READING)
def index() -> Response:
    place = {name: request.args.get(name, type=int) for name in ("after", "before")}
    listed = costs(current_user.actor, **place)
    return answer("bonuses/index.html", "bonuses/_results.html", listed=listed)


@blueprint.get("/bonuses/<code>")
@roles(*READING)
def show(code: str) -> Response:
    return _page(code, PaymentForm(formdata=None), 200)


@blueprint.post("/bonuses/<code>/payments")
@roles(*RECORDING)
def pay(code: str) -> BaseResponse:
    form, ticked = PaymentForm(), request.form.getlist("awards")
    form.validate()
    try:
        record_payment(current_user.actor, code, ticked, paid_on=form.paid_on.data, paper=form.paper.data or "")
    except Invalid as error:
        return _page(code, form, 422, ticked, tell(form, error))
    flash(gettext("The payment is recorded."), "success")
    return go(url_for("bonuses.show", code=code))


@blueprint.get("/bonuses/<code>/sheet")
@roles(*READING)
def sheet(code: str) -> Response:
    """Headings stay Vietnamese in every language: the sheet goes to an office."""
    found = payment_list(current_user.actor, code)
    rows: list[list[Cell]] = []
    bold = []
    for part in found.parts:
        rows += [_cells(line) for line in part.lines]
        bold.append(len(rows))
        rows.append([None, f"Cộng: {part.unit}", None, None, None, None, part.total, None])
    bold.append(len(rows))
    rows.append([None, "Tổng cộng", None, None, None, None, found.total, None])
    headings = ["Số thứ tự", "Họ tên, tên tập thể", "Đơn vị", "Hình thức khen thưởng", "Hệ số", "Mức lương cơ sở",
                "Số tiền (đồng)", "Ghi chú"]  # fmt: skip
    number, dated = found.decision.number, day(found.decision.dated)
    title = f"Danh sách chi tiền thưởng kèm theo Quyết định số {number} ngày {dated}"
    notes = [f"Mức thưởng: hệ số nhân mức lương cơ sở tại ngày {dated}, làm tròn lên theo quy định."]
    notes += [f"Chưa kiểm chứng: {one.key}, {one.citation}." for one in _unverified(found)]
    made = table_sheet(title=title, notes=notes, headings=headings, rows=rows, bold=bold)
    return sent(made, f"chi-thuong-{code}")


def _cells(line: Line) -> list[Cell]:
    entry, worth = line.entry, line.worth
    note = "Đã hủy bỏ quyết định" if entry.revoked_at else "Đã chi" if line.paid else ""
    reckoned = line.paid or worth
    coefficient = reckoned.coefficient.replace(".", ",") if reckoned else ""
    base = reckoned.base_salary if reckoned else None
    return [entry.ordinal, entry.name, entry.unit_name, entry.award_name, coefficient, base, line.due, note]


def _unverified(found: PaymentList) -> list[object]:
    return [one for one in found.rests_on if not one.confidence.verified]


def _page(
    code: str, form: PaymentForm, status: int, ticked: list[str] | None = None, problems: list[str] | None = None
) -> Response:
    found = payment_list(current_user.actor, code)
    offered = [line.entry.code for line in found.lines if line.payable]
    page = render_template(
        "bonuses/show.html", found=found, form=form, problems=problems or [], offered=offered,
        ticked=offered if ticked is None else ticked, unverified=_unverified(found), total=dong(found.total),
        may_record=bool(current_user.actor.roles() & set(RECORDING)),
    )  # fmt: skip
    return make_response(page, status)
