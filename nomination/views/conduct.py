"""The department's registers of discipline and incidents: the list, a new entry, and one entry with what it stops."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from nomination.access import roles
from nomination.conduct_rows import entry_facts
from nomination.forms.conduct import ClearanceForm, CloseForm, EntryForm, tell
from nomination.forms.text import clean_line, whole_version
from nomination.hypermedia import answer, go, spoken
from nomination.queries.conduct import (
    STATUSES,
    Asked,
    EntryPage,
    Touched,
    all_units,
    entries,
    entry_page,
    known_registers,
)
from nomination.queries.dossier_page import shown_state
from nomination.services.conduct import clear_of, close_entry, note_reading, record_entry, take_clearance_back
from nomination.services.transaction import STALE, Invalid, Stale
from workflow.conduct import CLOSING, READING, RECORDING, REGISTERS, closing
from workflow.dossier import Reason
from workflow.machine import NotYours, Refused
from workflow.vocabulary import State
from workflow.words import N_

blueprint = Blueprint("conduct", __name__)
ENTRY = "/conduct/<int(max=2147483647):entry_id>"
LARGEST_KEY = 2**31 - 1
STATUS_LABELS = {"open": N_("Not closed"), "closed": N_("Closed")}
BACK_TO = {"dossier": "nominations.show", "vetting": "vetting.show"}


@blueprint.app_template_global("register_name")
def register_name(code: str) -> str:
    """How people call a register; one that only a campaign names is called by its code, in words."""
    if code in REGISTERS:
        return gettext(REGISTERS[code])
    return gettext("Register “%(code)s”", code=code.replace("-", " ").replace("_", " "))


@blueprint.get("/conduct")
@roles(*READING)
def index() -> Response:
    asked, units = _asked(), all_units()
    listed = entries(current_user.actor, asked, units)
    return answer(
        "conduct/index.html", "conduct/_results.html", asked=asked, listed=listed, units=units,
        registers=_registers, statuses=[(key, gettext(STATUS_LABELS[key])) for key in STATUSES],
        older=_address(asked, after=listed.older), newer=_address(asked, before=listed.newer),
        may_record=bool(current_user.actor.roles() & set(RECORDING)),
    )  # fmt: skip


def _asked() -> Asked:
    given = request.args
    return Asked(
        register=given.get("register", "")[:40], status=given.get("status", "")[:10], unit=given.get("unit", "")[:40],
        words=clean_line(given.get("q"))[:200], after=_place("after"), before=_place("before"),
    )  # fmt: skip


def _place(name: str) -> int | None:
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else None


def _address(asked: Asked, **place: int | None) -> str | None:
    """The same list at another place; blank filters stay out of the address."""
    if None in place.values():
        return None
    filters = {"q": asked.words, "register": asked.register, "status": asked.status, "unit": asked.unit}
    return url_for("conduct.index", **{key: value for key, value in filters.items() if value}, **place)  # type: ignore[arg-type]


def _registers() -> list[tuple[str, str]]:
    return [(code, register_name(code)) for code in known_registers()]


@blueprint.route("/conduct/new", methods=["GET", "POST"])
@roles(*RECORDING)
def new() -> BaseResponse:
    form, units = EntryForm.offering(_registers()), all_units()
    if request.method == "GET":
        form.unit.data = next((unit.name for unit in units if unit.code == request.args.get("unit")), "")
        form.register.data = request.args.get("register") or None
        return _new_page(form, 200)
    readable = form.validate()
    try:
        if not readable:
            raise Invalid({})
        entry = record_entry(current_user.actor, form.recording(units))
    except Invalid as error:
        form.tell(error, units)
        return _new_page(form, 422)
    flash(_recorded(entry_page(current_user.actor, entry.id)), "success")
    return go(url_for("conduct.show", entry_id=entry.id))


def _recorded(page: EntryPage) -> str:
    number = len(page.blocked)
    if not number:
        return gettext("The entry is recorded. It stops no nomination now.")
    return ngettext(
        "The entry is recorded. It stops %(num)s nomination now.",
        "The entry is recorded. It stops %(num)s nominations now.", number,
    )  # fmt: skip


def _new_page(form: EntryForm, status: int) -> Response:
    return make_response(render_template("conduct/new.html", form=form, units=all_units()), status)


@blueprint.get(ENTRY)
@roles(*READING)
def show(entry_id: int) -> Response:
    """The reading is on record before the page goes out; without the record there is no page."""
    page = _page(entry_id)
    note_reading(current_user.actor, entry_id)
    return page


@blueprint.post(f"{ENTRY}/close")
@roles(*CLOSING)
def close(entry_id: int) -> BaseResponse:
    form = CloseForm()
    try:
        version = whole_version(request.form.get("version"))
        close_entry(current_user.actor, entry_id, form.reason.data or "", version=version)
    except Invalid as error:
        tell(form, error)
        return _page(entry_id, 422, closing_form=form)
    except Stale:
        return _page(entry_id, 409, [Reason("stale", STALE)], closing_form=form)
    except Refused as error:
        return _page(entry_id, _status(error), error.reasons, closing_form=form)
    flash(gettext("The entry is closed. It stops nothing any more."), "success")
    return go(url_for("conduct.show", entry_id=entry_id))


@blueprint.post(f"{ENTRY}/clearances")
@roles(*RECORDING)
def clear(entry_id: int) -> BaseResponse:
    """It is not about this nomination. A form on the nomination's own page leads back there."""
    form = ClearanceForm()
    code = form.code.data or ""
    try:
        clear_of(current_user.actor, entry_id, code, form.reason.data or "")
    except Invalid as error:
        tell(form, error)
        return _page(entry_id, 422, clearance_form=form)
    except Refused as error:
        return _page(entry_id, _status(error), error.reasons, clearance_form=form)
    flash(gettext("It is on record that the entry is not about this nominee."), "success")
    return _back(entry_id, code)


@blueprint.post(f"{ENTRY}/clearances/<code>/remove")
@roles(*RECORDING)
def take_back(entry_id: int, code: str) -> BaseResponse:
    try:
        take_clearance_back(current_user.actor, entry_id, code)
    except Refused as error:
        return _page(entry_id, _status(error), error.reasons)
    flash(gettext("The finding is taken back: the entry counts against this nomination again."), "success")
    return _back(entry_id, code)


def _back(entry_id: int, code: str) -> BaseResponse:
    endpoint = BACK_TO.get(request.form.get("back", ""))
    if endpoint is None:
        return go(url_for("conduct.show", entry_id=entry_id, _anchor="touched"))
    return go(url_for(endpoint, code=code))


def _status(error: Refused) -> int:
    return 403 if isinstance(error, NotYours) else 422


def _page(entry_id: int, status: int = 200, reasons: list[Reason] | None = None, **forms: Any) -> Response:
    actor = current_user.actor
    page = entry_page(actor, entry_id)
    context = {
        "page": page,
        "reasons": [spoken(reason) for reason in reasons or []],
        "closing_form": forms.get("closing_form") or CloseForm(formdata=None),
        "clearance_form": forms.get("clearance_form") or ClearanceForm(formdata=None),
        "open_form": next(iter(forms), ""),
        "against_closing": [spoken(reason) for reason in closing(entry_facts(page.row), actor)],
        "state_of": _state_of,
        "may_record": bool(actor.roles() & set(RECORDING)),
    }
    return make_response(render_template("conduct/show.html", **context), status)


def _state_of(touched: Touched) -> Any:
    return shown_state(State(touched.nomination.state), touched.council_required, current_user.actor.roles())
