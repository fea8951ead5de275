"""Signing in and out, and the language.

Guessing is slowed in two ways: by address, and by name for browsers that nobody ever signed in to that name from. A
browser that has signed in keeps a signed mark of it, with its own allowance, so that no outsider can lock anybody out.
"""

import hashlib

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user, login_user
from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItem, parse
from werkzeug.wrappers import Response

from nomination.access import public, signed_in
from nomination.extensions import limiter
from nomination.forms.account import SignInForm, local_path
from nomination.hypermedia import go
from nomination.identity import SignedIn
from nomination.queries.account import demo_accounts
from nomination.services import sessions
from nomination.services.transaction import Invalid
from workflow.words import N_

blueprint = Blueprint("account", __name__)

BY_ADDRESS = "10 per minute"
BY_NAME: RateLimitItem = parse("5 per minute")
KNOWN_BROWSER = "known_browser"
KNOWN_FOR = 60 * 60 * 24 * 180
SLOWER = N_("There were too many attempts with this username. Wait a minute, then try again.")


@blueprint.after_app_request
def stay(response: Response) -> Response:
    """Whoever is at work stays signed in. Only when the request has looked at the person anyway."""
    person = g.get("_login_user")
    if isinstance(person, SignedIn) and request.endpoint != "account.sign_out":
        sessions.keep_alive(person)
    return response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(BY_ADDRESS, methods=["POST"], deduct_when=lambda response: response.status_code >= 400)
def sign_in() -> Response:
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(local_path(request.args.get("next")), 303)
        form.next.data = local_path(request.args.get("next"))
        return _form(form, 200)
    if not form.validate():
        return _form(form, 422)
    name = (form.username.data or "").strip().casefold()
    if not _may_try(name):
        return _refused(form, SLOWER, 429)
    try:
        person = sessions.sign_in(name, form.password.data or "")
    except Invalid as refusal:
        _note_failure(name)
        return _refused(form, refusal.problems[""][0][0], 422)
    return _enter(person, name, local_path(form.next.data))


def _refused(form: SignInForm, message: str, status: int) -> Response:
    form.form_errors.append(gettext(message))
    return _form(form, status)


def _form(form: SignInForm, status: int) -> Response:
    """The password is never put back into the page."""
    shown = [] if current_app.config["PRODUCTION"] else demo_accounts()
    password = current_app.config.get("DEMO_PASSWORD")
    page = render_template("account/sign_in.html", form=form, demo_accounts=shown, demo_password=password)
    return make_response(page, status)


def _enter(person: SignedIn, name: str, wanted: str) -> Response:
    """A new cookie for the new session; of the old one only the language is kept."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    login_user(person)
    response = go(wanted)
    response.set_cookie(
        KNOWN_BROWSER, _marks().dumps([*_known_names(), _short(name)][-8:]), max_age=KNOWN_FOR, httponly=True,
        samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"], path=url_for("account.sign_in"),
    )  # fmt: skip
    return response


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """The row ends, so that a copy of the cookie is worthless, and the browser forgets what it kept."""
    sessions.sign_out(current_user.token)
    session.clear()
    response = go(url_for("account.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.post("/language")
@public
def language() -> Response:
    wanted = request.form.get("language", "")
    if wanted not in sessions.LOCALES:
        raise Invalid.one("language", N_("This language is not available."))
    session["locale"] = wanted
    if current_user.is_authenticated:
        sessions.choose_locale(current_user.session.account_id, wanted)
    return go(local_path(request.form.get("next")))


def _marks() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=KNOWN_BROWSER)


def _short(name: str) -> str:
    """A name as the mark and the counters know it, so that neither holds what somebody typed."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _known_names() -> list[str]:
    try:
        kept = _marks().loads(request.cookies.get(KNOWN_BROWSER, "")[:2000])
    except BadSignature:
        return []
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def _allowance(name: str) -> tuple[str, str]:
    """Strangers share one allowance for a name; a known browser has its own, kept under its own mark."""
    short = _short(name)
    if short in _known_names():
        return ("known", _short(request.cookies[KNOWN_BROWSER]))
    return ("stranger", short)


def _may_try(name: str) -> bool:
    return not limiter.enabled or limiter.limiter.test(BY_NAME, *_allowance(name))


def _note_failure(name: str) -> None:
    if limiter.enabled:
        limiter.limiter.hit(BY_NAME, *_allowance(name))
