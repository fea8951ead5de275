"""A unit's submission letter: several nominations go forward together with the minutes of one meeting, or none does."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import and_, func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Nomination, Submission
from nomination.queries.visible import visible_to
from nomination.services import audit
from nomination.services.advance import advance
from nomination.services.evidence import Kept, row_of
from nomination.services.transaction import Invalid, Missing, expect_version, locked_by, writing
from workflow.dossier import Actor, Reason
from workflow.machine import Given, NotYours, Refused
from workflow.vocabulary import Role, Trigger
from workflow.words import N_

MOST = 100
"""Nominations in one letter."""


@dataclass(frozen=True)
class Meeting:
    """The meeting of the unit that chose, as its minutes say. Its number stays blank until the clerk gave one."""

    met_on: date | None
    chair: str
    members: int | None
    present: int | None
    conclusion: str
    paper_number: str = ""


class Unready(Refused):
    """Some of the chosen nominations cannot be submitted. `by_code` holds every reason of each."""

    def __init__(self, by_code: Mapping[str, list[Reason]]) -> None:
        super().__init__([reason for reasons in by_code.values() for reason in reasons])
        self.by_code = by_code


def submit_letter(
    actor: Actor,
    campaign: str,
    versions: Mapping[str, int | None],
    meeting: Meeting,
    *,
    minutes: Kept | None,
    confirmation: str,
) -> Submission:
    """Make the letter and submit every nomination in it. `versions` maps each chosen code to the version that was seen.

    Raises `Invalid` (what is typed), `Stale`, `Missing`, `NotYours`, or `Unready`; then nothing at all is written.
    """
    problems = _problems(versions, meeting, minutes)
    if problems:
        raise Invalid(problems)
    with writing():
        row = locked_by(Campaign, code=campaign)
        chosen = _chosen(actor, row, versions)
        letter = _letter(actor, row, chosen[0].unit_id, meeting, minutes)
        refused = _send(actor, letter, chosen, confirmation)
        if refused:
            raise Unready(refused)
        facts = {"nominations": [nomination.code for nomination in chosen], "minutes": letter.minutes_sha256}
        on_behalf = actor.for_whom(Role.UNIT_HEAD, unit=letter.unit_id)
        audit.record(actor, "submission:send", subject=("submission", letter.code), facts=facts, on_behalf=on_behalf)
        return letter


def _problems(
    versions: Mapping[str, int | None], meeting: Meeting, minutes: Kept | None
) -> dict[str, list[tuple[str, dict[str, object]]]]:
    """What is missing or impossible on the form itself, all of it."""
    checks: list[tuple[str, bool, str]] = [
        ("chosen", bool(versions), N_("Choose at least one nomination.")),
        ("chosen", len(versions) <= MOST, N_("One letter holds at most 100 nominations.")),
        ("met_on", meeting.met_on is not None, N_("Give the day of the meeting.")),
        ("met_on", not _future(meeting.met_on), N_("The meeting cannot lie in the future.")),
        ("chair", bool(meeting.chair), N_("Give the name of the person who chaired the meeting.")),
        ("members", (meeting.members or 0) > 0, N_("Give the number of members, from 1 up.")),
        ("present", meeting.present is not None and meeting.present > 0, N_("Give how many were present, from 1 up.")),
        (
            "present",
            not meeting.members or (meeting.present or 0) <= meeting.members,
            N_("More were present than there are members."),
        ),
        ("conclusion", bool(meeting.conclusion), N_("Write what the meeting concluded.")),
        ("minutes", minutes is not None, N_("Attach the minutes of the meeting.")),
    ]
    found: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for field, holds, message in checks:
        if not holds and field not in found:
            found[field] = [(message, {})]
    return found


def _future(day: date | None) -> bool:
    return day is not None and day > clock.today()


def _chosen(actor: Actor, campaign: Campaign, versions: Mapping[str, int | None]) -> list[Nomination]:
    """The nominations, locked in one order, all of one unit that the actor belongs to and as he saw them."""
    query = (
        select(Nomination)
        .where(and_(Nomination.code.in_(versions), Nomination.campaign_id == campaign.id, visible_to(actor)))
        .order_by(Nomination.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    chosen = list(db.session.scalars(query))
    if len(chosen) != len(versions):
        raise Missing
    for nomination in chosen:
        expect_version(nomination.version, versions[nomination.code])
    if len({nomination.unit_id for nomination in chosen}) > 1:
        raise Invalid.one("chosen", N_("One letter carries the nominations of one unit only."))
    if not any(grant.unit_id == chosen[0].unit_id for grant in actor.grants_of(Role.UNIT_HEAD)):
        raise NotYours([Reason("role", N_("Only the head of the unit submits its letter."))])
    return chosen


def _letter(actor: Actor, campaign: Campaign, unit_id: int, meeting: Meeting, minutes: Kept | None) -> Submission:
    number = db.session.scalar(select(func.count()).where(Submission.unit_id == unit_id)) or 0
    letter = Submission(
        code=f"tt-{unit_id}-{number + 1}", campaign_id=campaign.id, unit_id=unit_id, created_by_id=actor.person_id,
        created_at=clock.now(), minutes_sha256=row_of(minutes).sha256 if minutes else None,
        minutes_name=minutes.name[:255] if minutes else "", **asdict(meeting),
    )  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    return letter


def _send(actor: Actor, letter: Submission, chosen: Iterable[Nomination], confirmation: str) -> dict[str, list[Reason]]:
    """Submit each, and collect what stands against each: the caller undoes everything when anything does."""
    refused: dict[str, list[Reason]] = {}
    for nomination in chosen:
        nomination.submission_id = letter.id
        db.session.flush()
        try:
            advance(actor, Trigger.SUBMIT, Nomination.id == nomination.id, given=Given(confirmation=confirmation))
        except Refused as error:
            refused[nomination.code] = error.reasons
    return refused
