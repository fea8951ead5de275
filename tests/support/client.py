"""The test client: every answer is checked, and so is that the request left nothing uncommitted."""

import secrets
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

from flask.ctx import AppContext, RequestContext
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import TestResponse

from nomination.extensions import db
from nomination.identity import open_session
from nomination.models import Account
from tests.support.databases import UNSAVED
from tests.support.page_checks import check_page


class CheckingClient(FlaskClient):
    """States the status of every answer: 200 for a page, 303 for an act, anything else as `status=`.

    `hx=True` asks as htmx does, for a partial. A POST carries a valid token unless `token=False`.
    """

    def open(
        self, *args: Any, status: int | None = None, hx: bool = False, token: bool = True, **kwargs: Any
    ) -> TestResponse:
        method = str(kwargs.get("method", "GET"))
        if hx:
            kwargs["headers"] = _as_htmx(kwargs.get("headers"))
        if method == "POST" and token and "json" not in kwargs:
            kwargs["data"] = self._with_token(kwargs.get("data"))
        expected = status or (303 if method == "POST" and not hx and not kwargs.get("follow_redirects") else 200)
        db.session.commit()
        response: TestResponse = _alone(super().open, *args, **kwargs)
        check_page(response, status=expected, partial=hx)
        self._check_saved(f"{method} {response.request.path}")
        return response

    def peek(self, path: str) -> TestResponse:
        """The answer to a GET whatever its status, unchecked: for a walk over every route."""
        db.session.commit()
        response: TestResponse = _alone(super().open, path)
        return response

    def sign_in(self, account: Account) -> None:
        """A signed-in browser, without the cost of a password."""
        db.session.commit()
        signed_in = open_session(account)
        db.session.commit()
        with self.session_transaction() as kept:
            kept.clear()
            kept.update(_user_id=signed_in.get_id(), _fresh=True)

    def sign_out(self) -> None:
        with self.session_transaction() as kept:
            kept.clear()

    def _with_token(self, data: Any) -> Any:
        """`data` with the token that a page of this browser would hold."""
        with self.session_transaction() as kept:
            raw = kept.setdefault("csrf_token", secrets.token_hex(20))
        token = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token").dumps(raw)
        given = MultiDict(data or {})
        given.setdefault("csrf_token", token)
        return given

    def _check_saved(self, what: str) -> None:
        unsaved = list(self.application.extensions[UNSAVED])
        self.application.extensions[UNSAVED].clear()
        assert not unsaved, f"{what}: {', '.join(unsaved)}"


def _as_htmx(headers: Any) -> Headers:
    asked = Headers(headers or {})
    asked.set("HX-Request", "true")
    asked.setdefault("HX-Request-Type", "partial")
    return asked


def _alone(call: Callable[..., TestResponse], *args: Any, **kwargs: Any) -> TestResponse:
    """Call outside the test's own app context, so that a request starts with nothing but what it brings."""
    alone = Context()
    for variable, value in copy_context().items():
        if not isinstance(value, AppContext | RequestContext):
            alone.run(variable.set, value)
    return alone.run(call, *args, **kwargs)
