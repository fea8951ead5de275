"""Every refusal as a clear page or partial in the reader's language, with the right status. Never a trace."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from nomination.extensions import db
from nomination.hypermedia import spoken, wants_partial
from nomination.services.transaction import Invalid, Missing, Stale
from workflow.machine import NotYours, Refused, WrongState
from workflow.words import N_


@dataclass(frozen=True)
class Saying:
    """What a status says to people: what happened, and what to do now."""

    title: str
    advice: str


SAYINGS = {
    400: Saying(N_("The request could not be read"), N_("Go back, check what you entered and try again.")),
    403: Saying(
        N_("This is not yours to do"), N_("Your role does not allow it. Ask the department if you think it should.")
    ),
    404: Saying(N_("Nothing found here"), N_("The address is wrong, or it is not within what you may see.")),
    405: Saying(N_("That cannot be done here"), N_("Go back to the page you came from.")),
    409: Saying(
        N_("Somebody else was quicker"), N_("What you see is no longer the newest. Nothing was changed by you.")
    ),
    413: Saying(
        N_("What you sent is too large"), N_("Files may have up to 25 MB each. Make them smaller and try again.")
    ),
    419: Saying(
        N_("The page was open too long"), N_("Load the page again, then repeat the step. Nothing was changed.")
    ),
    422: Saying(N_("This is not possible yet"), N_("These are all the reasons:")),
    429: Saying(N_("Too many attempts"), N_("Wait a minute, then try again.")),
    500: Saying(
        N_("Something went wrong on our side"),
        N_("Nothing was changed. Try again; if it goes on, tell the administrator."),
    ),
}


def page(status: int, *, reasons: list[dict[str, Any]] | None = None) -> Response:
    """The error as a page, or as a partial that says the same in place of what was asked for."""
    saying = SAYINGS.get(status, SAYINGS[400 if status < 500 else 500])
    template = "errors/_problem.html" if wants_partial() else "errors/problem.html"
    context = {
        "status": status,
        "title": gettext(saying.title),
        "advice": gettext(saying.advice),
        "reasons": reasons or [],
    }
    return make_response(render_template(template, **context), status)


def register(app: Flask) -> None:
    """Answer each kind of refusal with its status: 409 wrong state or stale, 403 not yours, 422 a broken rule."""

    @app.errorhandler(CSRFError)
    def token(error: CSRFError) -> Response:
        return page(419)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response
        return page(error.code or 500)

    @app.errorhandler(Missing)
    def missing(error: Missing) -> Response:
        return page(404)

    @app.errorhandler(Stale)
    def stale(error: Stale) -> Response:
        return page(409)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        status = 409 if isinstance(error, WrongState) else 403 if isinstance(error, NotYours) else 422
        code = (request.view_args or {}).get("code")
        return page(status, reasons=[spoken(reason, code) for reason in error.reasons])

    @app.errorhandler(Invalid)
    def invalid(error: Invalid) -> Response:
        from nomination.hypermedia import sentence

        listed = [{"text": sentence(*told), "href": None} for told_all in error.problems.values() for told in told_all]
        return page(422, reasons=listed)

    _register_faults(app)


def _register_faults(app: Flask) -> None:
    """What is no refusal: input that no column can hold, and errors of our own."""

    @app.errorhandler(OverflowError)
    @app.errorhandler(DataError)
    def unstorable(error: DataError | OverflowError) -> Response:
        """Such as NUL in an address, or a number beyond every column: the request is at fault, not the product."""
        db.session.rollback()
        return page(400)

    @app.errorhandler(Exception)
    def ours(error: Exception) -> Response:
        db.session.rollback()
        app.logger.exception("unexpected error")
        return page(500)
