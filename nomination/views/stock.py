"""Where words stand on the ministry's blank, with a picture of a sheet as it would be printed now."""

from datetime import date

from flask import Blueprint, Response, flash, make_response, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.forms.stock import StockForm
from nomination.hypermedia import go
from nomination.papers.certificate import FIELDS, Certificate, StockPrint
from nomination.papers.certificate_pdf import stock_picture
from nomination.papers.pdf import Unprintable
from nomination.queries.stock import frames
from nomination.services.stock import PLACING, place_fields
from nomination.services.transaction import Invalid, Missing
from nomination.verification import award_address, qr_file

blueprint = Blueprint("stock", __name__)
SPECIMEN = "MAU"


@blueprint.get("/certificates/stock")
@roles(*PLACING)
def show() -> Response:
    return _page(StockForm.showing(frames()), 200)


@blueprint.post("/certificates/stock")
@roles(*PLACING)
def place() -> BaseResponse:
    form = StockForm()
    if not form.validate():
        return _page(form, 422)
    try:
        place_fields(current_user.actor, form.frames())
    except Invalid as error:
        form.tell(error)
        return _page(form, 422)
    flash(gettext("The frames are saved. Print one sheet on plain paper and hold it against a blank."), "success")
    return go(url_for("stock.show"))


@blueprint.get("/certificates/stock/preview")
@roles(*PLACING)
def preview() -> Response:
    """A sheet with a specimen and its frames; never an award of anybody."""
    try:
        picture = stock_picture(StockPrint((_specimen(),), tuple(frames().items()), guides=True))
    except Unprintable as error:
        raise Missing from error
    answer = Response(picture, mimetype="image/png")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(form: StockForm, status: int) -> Response:
    return make_response(render_template("stock/show.html", form=form, fields=FIELDS), status)


def _specimen() -> Certificate:
    address = award_address(SPECIMEN)
    return Certificate(
        code=SPECIMEN, awarder="Bộ trưởng", award="Bằng khen", name="Trung tâm Mẫu minh họa có tên dài để thử khung",
        unit="Cục Mẫu minh họa",
        citation="Đã có thành tích xuất sắc trong phong trào thi đua (dòng chữ mẫu để thử khung)",
        number="…/QĐ-…", dated=date(2000, 1, 1), ordinal=1, issued_at="Địa danh", signed_as=("Bộ trưởng",),
        signer="Họ và tên người ký", qr=qr_file(address), address=address,
    )  # fmt: skip
