"""Input that nobody sends by mistake: an answer below 500 for each, and never a trace."""

from itertools import product
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from nomination.extensions import db
from tests import world_rounds as rounds
from tests.support.client import CheckingClient, _alone
from tests.support.databases import UNSAVED
from tests.world import World, build, draft, sign_in

HUGE = ["9223372036854775808", "-9223372036854775809", "9" * 30, "9" * 5000, "1e9", "\u0663", "\x00", "١٢"]
LISTS = ["nominations", "rounds", "vetting", "decisions", "register", "campaigns", "campaigns/{campaign}/submissions"]
NASTY = [
    "\x00",
    "'\"><script>alert(1)</script>{{7*7}}${7*7}",
    "㌖" * 200,
    "\ufdfa" * 200,
    "a" * 100_000,
    "%s%(x)s%n",
    "\u202e",
]


@pytest.fixture
def world(app, session) -> World:  # type: ignore[no-untyped-def]
    return build()


def ask(client: CheckingClient, url: str, method: str = "GET", **more) -> tuple[int, str]:  # type: ignore[no-untyped-def]
    """The answer as it is, whatever its status."""
    db.session.commit()
    if method == "POST":
        more["data"] = client._with_token(more.get("data"))
    answer = _alone(FlaskClient.open, client, url, method=method, **more)
    db.session.rollback()
    client.application.extensions[UNSAVED].clear()
    text = answer.text
    assert answer.status_code < 500, f"{method} {url[:80]}: {answer.status_code}"
    assert "<script>alert" not in text and "Traceback" not in text
    return answer.status_code, text


@pytest.mark.parametrize("number", HUGE, ids=lambda one: one[:12])
def test_a_place_in_a_list_is_a_number_that_a_column_holds_or_none(
    world: World, client: CheckingClient, number: str
) -> None:
    sign_in(client, world, "department_head")
    for where, name in product(LISTS, ("after", "before", "year")):
        status, _ = ask(client, f"/{where.format(campaign=world.campaign.code)}?{name}={quote(number)}")
        assert status in (200, 400), where


@pytest.mark.parametrize(
    "number", ["9223372036854775808", "2147483648", "9" * 30, "9" * 5000], ids=lambda one: one[:12]
)
def test_an_unknown_number_of_a_file_is_not_found(world: World, client: CheckingClient, number: str) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_officer")
    assert ask(client, f"/nominations/{nomination.code}/evidence/{number}")[0] == 404
    assert ask(client, f"/nominations/{nomination.code}/evidence/{number}/remove", "POST")[0] == 404


@pytest.mark.parametrize("words", NASTY[:4], ids=lambda one: ascii(one)[:12])
def test_words_to_search_for(world: World, client: CheckingClient, words: str) -> None:
    sign_in(client, world, "department_head")
    for where in LISTS:
        given = quote(words[:2000])
        names = ("campaign", "state", "unit", "cluster", "award", "kind", "status", "part")
        for asked in (f"q={given}", "&".join(f"{name}={given}" for name in names)):
            ask(client, f"/{where.format(campaign=world.campaign.code)}?{asked}")


@pytest.mark.parametrize("code", ["%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "'--", "{{7*7}}", "x" * 3000])
def test_a_name_in_an_address(world: World, client: CheckingClient, code: str) -> None:
    sign_in(client, world, "department_head")
    for path in ("nominations/{}", "nominations/{}/vetting", "rounds/{}", "rounds/{}/ballot", "rounds/{}/box",
                 "decisions/{}", "decisions/{}/paper", "register/{}", "submissions/{}", "campaigns/{}",
                 "campaigns/{}/submissions", "submissions/{}/minutes"):  # fmt: skip
        status, _ = ask(client, "/" + path.format(code))
        assert status in (400, 404, 403), path


MOMENTS = ["0001-01-01T00:00", "9999-12-31T23:59", "2020-13-45T99:99", "", "x", "\x00"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_moments_of_a_round(world: World, client: CheckingClient, moment: str) -> None:
    (nomination,) = rounds.waiting(world)
    sign_in(client, world, "eta_head")
    given = MultiDict({"title": "Phiên", "nominations": nomination.code, "opens_at": moment, "closes_at": moment})
    for teller in (*rounds.TELLERS,):
        given.add("tellers", str(world.people[teller].id))
    given.add("tellers", "9" * 30)
    status, _ = ask(client, f"/campaigns/{world.campaign.code}/rounds/new?body=cluster", "POST", data=given)
    assert status == 422


FORMS = {
    "alpha_officer": [
        "nominations/{n}/edit",
        "nominations/{n}/draft",
        "nominations/{n}/advance",
        "nominations/{n}/evidence",
        "campaigns/{c}/plan",
        "campaigns/{c}/nominations/new",
    ],
    "alpha_head": ["campaigns/{c}/submissions/new", "nominations/{n}/advance"],
    "eta_head": [
        "campaigns/{c}/rounds/new",
        "rounds/{r}/ballot",
        "rounds/{r}/ballot/review",
        "rounds/{r}/receipt",
        "rounds/{r}/open",
        "rounds/{r}/close",
        "rounds/{r}/cancel",
    ],
    "officer": [
        "campaigns/{c}/decisions/new",
        "nominations/{s}/vetting/c1",
        "rounds/{r}/count",
        "rounds/{r}/confirm",
        "rounds/{r}/codes",
        "nominations/{s}/advance",
    ],
    "department_head": ["nominations/{s}/vetting/c1/waiver", "nominations/{s}/consent", "rounds/{r}/cancel"],
}
FIELDS = [
    "trigger",
    "version",
    "reason",
    "citation",
    "paper",
    "due_on",
    "part-nominee",
    "part-\x00",
    "confirmation",
    "parts",
    "seal-nominee",
    "nominee_name",
    "summary",
    "narrative-c1",
    "cell-c3-x",
    "criterion",
    "files",
    "title",
    "unit",
    "award_for",
    "name",
    "class_code",
    "launched_on",
    "chosen",
    "met_on",
    "chair",
    "members",
    "present",
    "kept",
    "conclusion",
    "nominations",
    "opens_at",
    "closes_at",
    "tellers",
    "slip-1",
    "definition",
    "change",
    "rest",
    "slip-١",
    "slip-99999999999",
    "receipt",
    "code",
    "code-1",
    "verdict",
    "note",
    "waiver_reason",
    "act",
    "added",
    "digest",
    "number",
    "dated",
    "username",
    "password",
    "next",
]


@pytest.mark.parametrize("typed", [*NASTY[:3], HUGE[2]], ids=lambda one: ascii(one)[:12])
@pytest.mark.parametrize("who", FORMS)
def test_every_field_of_every_form(world: World, client: CheckingClient, who: str, typed: str) -> None:
    nomination = draft(world)
    voted = rounds.waiting(world)
    voting = rounds.opened(world, *voted)
    names = {"n": nomination.code, "c": world.campaign.code, "r": voting.code, "s": voted[0].code}
    sign_in(client, world, who)
    for path in FORMS[who]:
        url = "/" + path.format(**names)
        ask(client, url, "POST", data=dict.fromkeys(FIELDS, typed))
        ask(client, url, "POST", data=MultiDict([(name, value) for name in FIELDS for value in (typed, "", typed)]))
        ask(client, url, "POST", data={}, content_type="multipart/form-data")
        if path.endswith("advance"):
            for trigger in ("propose", "submit", "hold", "withdraw", "return_for_supplement", "receive"):
                ask(
                    client,
                    url,
                    "POST",
                    data=dict.fromkeys(FIELDS, typed) | {"trigger": trigger, "version": "", "due_on": ""},
                )


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data; boundary=", "multipart/form-data", "x", "\xff/\xff"],
)
def test_a_body_of_another_kind(world: World, client: CheckingClient, kind: str) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_officer")
    for body in (b"", b"{", b"\xff\xfe\x00", b"--\r\n", b"a=%ff%fe&a=%00&%00=%"):
        answer = _alone(
            FlaskClient.open,
            client,
            f"/nominations/{nomination.code}/advance",
            method="POST",
            data=body,
            content_type=kind,
        )
        assert answer.status_code in (400, 419)
