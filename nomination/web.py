"""Extensions that serve the web, the headers of every answer, and the check that production is no demonstration."""

from flask import Flask, Response, g, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import inspect, select

from nomination.errors import page
from nomination.extensions import babel, csrf, db, limiter, login_manager
from nomination.hypermedia import wants_partial
from nomination.models import Account

LOCALES = ("vi", "en")
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def prepare_extensions(app: Flask) -> None:
    babel.init_app(app, locale_selector=chosen_locale, timezone_selector=lambda: "Asia/Ho_Chi_Minh")
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.unauthorized_handler(sign_in_first)
    if app.config["PRODUCTION"]:
        refuse_demo_accounts(app)


def chosen_locale() -> str:
    """The reader's language: his account's, else what this browser chose, else Vietnamese."""
    if getattr(g, "locale", None) in LOCALES:
        return str(g.locale)
    if session.get("locale") in LOCALES:
        return str(session["locale"])
    return current_user.locale if current_user and current_user.is_authenticated else "vi"


def sign_in_first() -> Response:
    """Signed out: the whole page goes to sign-in, also when only a part of it was asked for, and back afterwards."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" and not wants_partial() else None
    location = url_for("account.sign_in", next=wanted)
    if wants_partial():
        answer = page(403)
        answer.status_code = 401
        answer.headers["HX-Redirect"] = location
        return answer  # type: ignore[return-value]
    return redirect(location, 303)  # type: ignore[return-value]


def refuse_demo_accounts(app: Flask) -> None:
    """Production never starts with the accounts of the demonstration, whose passwords everybody knows."""
    with app.app_context():
        if inspect(db.engine).has_table("account") and db.session.scalar(
            select(Account.id).where(Account.demo).limit(1)
        ):
            raise RuntimeError(
                "this database holds demonstration accounts: the product does not start in production with it"
            )


def secure(app: Flask) -> None:
    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.add("Vary", "HX-Request, Cookie")
        if app.config["PRODUCTION"]:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
