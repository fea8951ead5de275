"""The register of awards, open to everybody: name, unit, award, decision and campaign, nothing else about anybody."""

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from nomination.access import public
from nomination.hypermedia import answer
from nomination.queries.pages import Page
from nomination.queries.papers.award import PRINTING
from nomination.queries.register import Asked, choices, entries, entry
from nomination.services.transaction import Missing
from nomination.verification import award_address, qr_svg
from workflow.vocabulary import Role

blueprint = Blueprint("register", __name__)
REVOKING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
LARGEST_KEY = 2**63 - 1


@blueprint.get("/register")
@public
def index() -> Response:
    asked = _asked()
    listed = entries(asked)
    return answer(
        "register/index.html", "register/_results.html", asked=asked, listed=listed, older=_older(asked, listed),
        newer=_newer(asked, listed), choices=choices,
    )  # fmt: skip


@blueprint.get("/register/<code>")
@public
def show(code: str) -> str:
    found = entry(code)
    if found is None:
        raise Missing
    held = current_user.actor.roles() if current_user.is_authenticated else frozenset()
    address = award_address(code)
    qr = qr_svg(address, title=gettext("Address of this page as a code to scan"))
    return render_template("register/show.html", found=found, address=address, qr=qr, **_may(held))


def _may(held: frozenset[Role]) -> dict[str, bool]:
    looking = REVOKING | {Role.AUDITOR}
    rights = {"may_revoke": REVOKING, "may_look_back": looking, "may_print": PRINTING}
    return {name: bool(held & allowed) for name, allowed in rights.items()}


def _asked() -> Asked:
    """The filters as the address gives them; what makes no sense is no filter."""
    given = request.args
    return Asked(
        words=given.get("q", "").strip()[:200], campaign=given.get("campaign", "")[:40],
        award=given.get("award", "")[:40], unit=given.get("unit", "")[:40], year=_whole("year"),
        after=_whole("after"), before=_whole("before"),
    )  # fmt: skip


def _whole(name: str) -> int | None:
    """A whole number that a column can hold, or None."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST_KEY else None


def _older(asked: Asked, page: Page[Any]) -> str | None:
    return None if page.older is None else _address(asked, after=page.older)


def _newer(asked: Asked, page: Page[Any]) -> str | None:
    return None if page.newer is None else _address(asked, before=page.newer)


def _address(asked: Asked, **place: int) -> str:
    """The list with the same filters, at another place; blank filters stay out of the address."""
    filters = {
        "q": asked.words,
        "campaign": asked.campaign,
        "year": asked.year,
        "award": asked.award,
        "unit": asked.unit,
    }
    return url_for("register.index", **{key: value for key, value in filters.items() if value}, **place)  # type: ignore[arg-type]
