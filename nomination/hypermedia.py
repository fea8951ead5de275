"""Pages and partials: which one a request wants, how an act answers, and where a reason can be mended."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import format_datetime, format_decimal, gettext
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response as BaseResponse

from nomination.clock import VIETNAM
from workflow.dossier import Reason
from workflow.words import Word

LOOKED_AT = frozenset(
    {
        "register", "places", "campaign", "hold", "history", "round", "decision", "proposal", "opinions",
        "consultation", "feedback", "vetting",
    }
)  # fmt: skip
"""Places of what is not written by the reader who is sent there, or not by him alone."""


def wants_partial() -> bool:
    """True when htmx asks for a part of a page. A browser that restores its history wants the whole page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def answer(page: str, partial: str, /, *, status: int = 200, **context: Any) -> Response:
    """The page, or only its partial: the template whose one root element the page includes."""
    template = partial if wants_partial() else page
    return make_response(render_template(template, **context), status)


def go(location: str) -> BaseResponse:
    """After an act: a plain form is redirected (303), htmx is told to load the place in full."""
    if wants_partial():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = iri_to_uri(location)
        return response
    return redirect(location, 303)


def words(value: object) -> object:
    """A parameter as people read it: words translated, lists joined, moments in Vietnamese time."""
    if isinstance(value, Word):
        return gettext(str(value))
    if isinstance(value, tuple | list):
        return ", ".join(str(words(one)) for one in value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    if hasattr(value, "astimezone"):
        return format_datetime(value.astimezone(VIETNAM), "HH:mm dd/MM/yyyy", rebase=False)
    return value


def sentence(message: str, params: Mapping[str, object] | None = None) -> str:
    """A message of the rules in the reader's language."""
    spoken = {key: words(value) for key, value in (params or {}).items()}
    return gettext(message) % spoken if spoken else gettext(message)


def told_problems(problems: Mapping[str, Iterable[tuple[str, Mapping[str, object]]]]) -> list[str]:
    """What was refused (`Invalid.problems`), sentence by sentence, for a page that has one place for all of it."""
    return [sentence(*one) for told in problems.values() for one in told]


def told_reasons(reasons: Iterable[Reason]) -> list[str]:
    """Reasons as sentences only, where no link to mend them is shown."""
    return [sentence(reason.message, reason.params) for reason in reasons]


def spoken(reason: Reason, code: str | None = None) -> dict[str, str | None]:
    """A reason for a page: its sentence, and the address where it can be mended for nomination `code`."""
    return {
        "text": sentence(reason.message, reason.params),
        "href": mend_url(reason.mend, code),
        "mend_label": _mend_label(reason.mend),
    }


def _mend_label(place: str | None) -> str | None:
    """What is not written by the reader is to be looked at; without a label of its own a link says that it mends."""
    kind = (place or "").partition(":")[0]
    if kind == "submission":
        return gettext("Make the submission letter")
    if kind == "conduct":
        return gettext("See the entry")
    return gettext("See more") if kind in LOOKED_AT else None


def mend_url(place: str | None, code: str | None) -> str | None:
    """Where the rules' name of a place leads. Unknown places have no link."""
    if place is None or code is None:
        return None
    kind, _, detail = place.partition(":")
    routes: dict[str, tuple[str, str | None]] = {
        "criterion": ("nominations.edit", f"criterion-{detail}"),
        "record": ("reports.edit" if detail == "midterm_report" else "plans.edit", None),
        "register": ("nominations.show", f"criterion-{detail}"),
        "match": ("nominations.edit", "match_note"),
        "submission": ("submissions.new", None),
        "places": ("places.show", None),
        "campaign": ("campaigns.show", "windows"),
        "hold": ("nominations.show", "hold"),
        "history": ("nominations.show", "history"),
        "round": ("nominations.show", "round"),
        "consent": ("nominations.show", "actions"),
        "vetting": ("nominations.show", "actions"),
        "matches": ("vetting.show", "matches"),
        "opinions": ("vetting.file", "opinions"),
        "consultation": ("vetting.file", "consultations"),
        "verdict": ("vetting.show", f"criterion-{detail}"),
        "proposal": ("vetting.show", "proposal"),
        "decision": ("nominations.show", "decision"),
        "supplement": ("nominations.edit", None),
    }
    if kind == "conduct":
        return url_for("conduct.show", entry_id=int(detail))
    if kind == "feedback":
        return url_for("consultations.show", consultation_id=int(detail), _anchor="feedback")
    if kind == "queue":
        return url_for("vetting.index")
    if kind not in routes:
        return None
    endpoint, anchor = routes[kind]
    campaign = code.rsplit("-", 1)[0]
    of_campaign = ("submissions.new", "campaigns.show", "plans.edit", "reports.edit", "places.show")
    values = {"campaign": campaign} if endpoint in of_campaign else {"code": code}
    return url_for(endpoint, **values, _anchor=anchor)
