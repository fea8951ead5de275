"""How often something may be done in a minute: by one person, and, far wider, from one address.

A whole office sits behind one address and votes in the same quarter of an hour; it must not use up its own allowance.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app
from flask_limiter.util import get_remote_address
from flask_login import current_user

from nomination.extensions import limiter

View = TypeVar("View", bound=Callable[..., Any])

OFFICE = 40
"""As many people at once, each at his own limit, as one address may hold."""


def each_minute(times: int, *, methods: list[str] | None = None) -> Callable[[View], View]:
    """`times` a minute for each person. Below `signed_in` or `roles`, which see to it that there is a person."""

    def counted(view: View) -> View:
        by_address = limiter.limit(lambda: f"{times * OFFICE}/minute", methods=methods)
        by_person = limiter.limit(f"{times}/minute", key_func=_person, methods=methods)
        return by_address(by_person(view))

    return counted


def _person() -> str:
    """Who it is, so that no counter says it to whoever keeps the counters; the address of one who is not signed in."""
    if not current_user.is_authenticated:
        return get_remote_address()
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, b"allowance\x00%d" % current_user.person.id, hashlib.sha256).hexdigest()[:24]
