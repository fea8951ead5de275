"""Who may call a route. Every view declares one rule; a view without one is refused, and a test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, request
from flask_login import current_user

from workflow.vocabulary import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """`public` needs no sign-in; otherwise one of `roles`, or any signed-in person when there are none."""

    public: bool = False
    roles: frozenset[Role] = frozenset()


def public(view: View) -> View:
    return _declare(view, Access(public=True))


def signed_in(view: View) -> View:
    return _declare(view, Access())


def roles(*allowed: Role) -> Callable[[View], View]:
    return lambda view: _declare(view, Access(roles=frozenset(allowed)))


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def declared(app: Flask, endpoint: str) -> Access | None:
    """The rule of an endpoint; static files are public."""
    if endpoint == "static":
        return Access(public=True)
    return getattr(app.view_functions.get(endpoint), "access", None)


def enforce(app: Flask) -> None:
    @app.before_request
    def check() -> Any:
        if request.endpoint is None:
            return None
        access = declared(app, request.endpoint)
        if access is None:
            abort(403)
        if access.public:
            return None
        if not current_user.is_authenticated:
            return app.login_manager.unauthorized()  # type: ignore[attr-defined]
        if access.roles and not access.roles & current_user.actor.roles():
            abort(403)
        return None
