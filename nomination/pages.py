"""What every template can use: language, person, navigation, the token field, and how values are shown to people."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from nomination import clock
from nomination.charts import months_chart
from nomination.clock import VIETNAM
from nomination.filetypes import SHOWN
from nomination.hypermedia import sentence, spoken
from nomination.models import Evidence
from nomination.papers.money import figures
from nomination.queries.record import Seen
from workflow.vocabulary import Role
from workflow.words import N_

UNIT = frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD})
VOTING = frozenset({Role.CLUSTER_MEMBER, Role.CLUSTER_LEADER, Role.TELLER, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY})
DEPARTMENT = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
DECIDING = DEPARTMENT | {Role.MINISTER, Role.REGISTRY_CLERK, Role.AUDITOR}
READING = UNIT | VOTING | DECIDING

NAVIGATION: tuple[tuple[str, str, frozenset[Role] | None], ...] = (
    (N_("My desk"), "desk.show", None),
    (N_("Campaigns"), "campaigns.index", None),
    (N_("Nominations"), "nominations.index", READING),
    (N_("Rounds"), "rounds.index", VOTING | DEPARTMENT | {Role.AUDITOR}),
    (N_("Vetting"), "vetting.index", DEPARTMENT),
    (N_("Discipline and incidents"), "conduct.index", DEPARTMENT | {Role.AUDITOR}),
    (N_("Decisions"), "decisions.index", DECIDING),
    (N_("After the decision"), "handovers.index", UNIT | DEPARTMENT | {Role.AUDITOR}),
    (N_("Register"), "register.index", None),
)

# Pages that belong to an entry of the navigation without standing under its address.
CAMPAIGN_PAGES = frozenset({"campaign_drafts", "places", "plans", "questions", "reports", "responses"})
WITHIN = dict.fromkeys(CAMPAIGN_PAGES, "campaigns") | {
    "ballots": "rounds",
    "reading": "rounds",
    "scorings": "rounds",
    "leading": "rounds",
    "council": "rounds",
    "calendar": "vetting",
    "consultations": "vetting",
    "opinions": "vetting",
    "proposals": "vetting",
    "supplements": "nominations",
}
AFTERMATH = frozenset({"bonuses", "complaints", "histories", "past_awards", "recoveries", "statistics"})
WITHIN |= dict.fromkeys(AFTERMATH, "handovers")


def prepare(app: Flask) -> None:
    """Put the shared words of the templates into `app`."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=day, weekday=weekday, moment=moment, until=until, dong=dong)
    app.jinja_env.globals.update(
        csrf_field=csrf_field, spoken=spoken, sentence=sentence, today=clock.today, shown_files=shown_files
    )
    app.jinja_env.globals.update(months_chart=months_chart)
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """What the layout needs on every page."""
    signed_in = bool(current_user and current_user.is_authenticated)
    return {
        "language": str(get_locale() or "vi"),
        "person": {"name": current_user.person.full_name, "post": current_user.person.post} if signed_in else None,
        "navigation": navigation() if signed_in else public_navigation(),
        "demo": bool(getattr(g, "demo", False)) or (signed_in and current_user.person.fictional) or _demonstration(),
    }


def _demonstration() -> bool:
    return bool(current_app.config.get("DEMONSTRATION"))


def navigation() -> list[tuple[str, str, bool]]:
    held = current_user.actor.roles()
    return [_link(label, endpoint) for label, endpoint, allowed in NAVIGATION if allowed is None or allowed & held]


def public_navigation() -> list[tuple[str, str, bool]]:
    open_to_all = (
        (N_("Campaigns"), "campaigns.index"),
        (N_("Register"), "register.index"),
        (N_("Sign in"), "account.sign_in"),
    )
    return [_link(label, endpoint) for label, endpoint in open_to_all]


def _link(label: str, endpoint: str) -> tuple[str, str, bool]:
    at = request.blueprint or ""
    return gettext(label), url_for(endpoint), WITHIN.get(at, at) == endpoint.partition(".")[0]


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def shown_files(code: str, evidence: Iterable[Evidence], *, readable: bool = True) -> list[dict[str, Any]]:
    """Files of nomination `code` for `file_list`. Who may not fetch them reads their names, and no more."""
    return [_shown_file(code, one, readable) for one in evidence]


def _shown_file(code: str, evidence: Evidence, readable: bool) -> dict[str, Any]:
    place = {"code": code, "evidence_id": evidence.id}
    shown: dict[str, Any] = {"id": evidence.id, "name": evidence.name, "detail": day(evidence.added_at)}
    if readable:
        shown |= {"href": url_for("evidence.download", **place), "size": evidence.file.size}
        if evidence.name.casefold().endswith(SHOWN):
            shown["view"] = url_for("previews.show", **place)
            shown["thumbnail"] = url_for("previews.thumbnail", **place)
    return shown


def day(value: date | datetime | None) -> str:
    """03/11/2026, in Vietnam."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
    return format_date(local, "dd/MM/yyyy")


def weekday(value: date) -> str:
    """Thứ Hai, in the reader's language."""
    return format_date(value, "EEEE")


def until(value: date | datetime | None) -> str:
    """A limit as papers say it: half-open at midnight is the end of the day before; a day lasts to its end."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM) if isinstance(value, datetime) else None
    if local is not None and local.time() != time.min:
        return moment(local)
    last = value if local is None else local.date() - timedelta(days=1)
    return gettext("end of %(day)s", day=day(last))


def moment(value: datetime | None) -> str:
    """14:05, 03/11/2026, in Vietnam."""
    return "" if value is None else format_datetime(value.astimezone(VIETNAM), "HH:mm, dd/MM/yyyy", rebase=False)


def dong(amount: int) -> str:
    """1.490.000 đồng: whole dong with dots, as papers write them in every language."""
    return f"{figures(amount)} đồng"


def for_whom(name: str | None, principal: str | None) -> str | None:
    """Who acted, and for whom when it was delegated to him."""
    return gettext("%(name)s for %(principal)s", name=name, principal=principal) if principal else name


def who_did(one: Seen) -> str | None:
    return for_whom(one.name, one.principal)
