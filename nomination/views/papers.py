"""Papers as files: what can be made of one thing, making it, and the kept copies. Whoever reads the thing has them."""

from flask import Blueprint, Response, flash, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import signed_in
from nomination.hypermedia import go
from nomination.papers.kinds import Form, PaperKind, Subject
from nomination.papers.pdf import Unprintable
from nomination.queries.papers.offered import kept, kept_paper, offer, offers
from nomination.services.papers import About, keep
from nomination.services.stock import PLACING
from nomination.services.transaction import Missing
from nomination.views.downloads import as_attachment
from workflow.words import N_

blueprint = Blueprint("papers", __name__)
PAGES = {
    Subject.SUBMISSION: ("submissions.show", N_("Submission letter %(code)s")),
    Subject.NOMINATION: ("nominations.show", N_("Nomination %(code)s")),
    Subject.ROUND: ("rounds.minutes", N_("Minutes of round %(code)s")),
    Subject.DECISION: ("decisions.show", N_("Decision %(code)s")),
    Subject.AWARD: ("register.show", N_("Award %(code)s")),
}
blueprint.add_app_template_global(PaperKind, "paper_kind")
UNPRINTABLE = N_("The paper could not be made just now. Nothing was lost: please try again in a minute.")


@blueprint.get("/papers/<subject>/<code>")
@signed_in
def index(subject: str, code: str) -> str:
    found = offers(current_user.actor, subject, code)
    endpoint, title = PAGES[Subject(subject)]
    return render_template(
        "papers/index.html", subject=subject, code=code, kinds=[one.kind for one in found],
        kept=kept(subject, code, found), back=url_for(endpoint, code=code),
        title=gettext(title, code=code),
        places_stock=PaperKind.STOCK_PRINT in {one.kind for one in found} and current_user.actor.roles() & PLACING,
    )  # fmt: skip


@blueprint.post("/papers/<subject>/<code>/<kind>/<form>")
@signed_in
def make(subject: str, code: str, kind: str, form: str) -> BaseResponse:
    """The answer is the file itself: made now, or the kept one when nothing that it says has changed."""
    found = offer(current_user.actor, subject, code, kind)
    if form not in found.kind.forms:
        raise Missing
    about = About(Subject(subject), code, PaperKind(kind))
    try:
        paper = keep(current_user.actor, about, found.content(), Form(form))
    except Unprintable:
        flash(gettext(UNPRINTABLE), "error")
        return go(url_for("papers.index", subject=subject, code=code))
    return as_attachment(paper.sha256, paper.name)


@blueprint.get("/papers/kept/<int(max=2147483647):number>")
@signed_in
def download(number: int) -> Response:
    paper = kept_paper(current_user.actor, number)
    return as_attachment(paper.sha256, paper.name)
