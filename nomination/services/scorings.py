"""Scoring in a cluster: opened by its leader, sheets written and sent by heads of units, closed with a ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, func, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, Nomination, ScoreSheet, Scoring, ScoringLine
from nomination.queries.round_choices import Setting, setting, waiting
from nomination.queries.rounds import CLUSTER, leads, leads_for
from nomination.queries.scorings import Found, gather, scorer, visible_scorings
from nomination.services import audit
from nomination.services.score_round import decide
from nomination.services.transaction import Invalid, expect_version, lock_nominations, locked, writing
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours, Refused
from workflow.scoring import Sheet, against
from workflow.words import N_

NO_SHEETS = N_("The clusters of this campaign review by secret ballot, without score sheets.")
NOT_OPEN = N_("Scoring ended at %(until)s. Nothing was stored.")
REASON_MAX = 1000


@dataclass(frozen=True)
class Typed:
    """A sheet as its writer filled it in, in hundredths of a point; what was left blank is absent or 0."""

    marks: Mapping[str, int]
    bonus: int = 0
    minus: int = 0
    bonus_reason: str = ""
    minus_reason: str = ""


def open_scoring(actor: Actor, campaign: str, nominations: tuple[str, ...], until: datetime) -> str:
    """Put nominations of the cluster under scoring until a moment. Answers the code."""
    with writing():
        locked(select(Campaign).where(Campaign.code == campaign))
        place = setting(actor, campaign, CLUSTER)
        assert place.cluster is not None
        _require_method(place)
        chosen = [one for one in waiting(place) if one.code in nominations]
        _check(place, chosen, nominations, until)
        made = db.session.scalar(select(func.count()).where(Scoring.campaign_id == place.campaign.id)) or 0
        units = sorted({member.unit.id for member in place.roll().members if member.unit})
        row = Scoring(
            code=f"{place.campaign.code}-D{made + 1:02d}", campaign_id=place.campaign.id, status="open",
            campaign_version_id=place.version.id, cluster_id=place.cluster.id, opened_at=clock.now(),
            opened_by_id=actor.person_id, until=until, expected=units, reason="",
        )  # fmt: skip
        row.lines = [
            ScoringLine(nomination_id=one.id, n=n, material_hash=str(one.pledged_hash))
            for n, one in enumerate(chosen, start=1)
        ]
        db.session.add(row)
        db.session.flush()
        facts = {"nominations": [one.code for one in chosen], "until": until.isoformat(), "units": units}
        led_for = leads_for(actor, CLUSTER, place.cluster.id, place.campaign.year)
        audit.record(actor, "scoring:open", subject=("scoring", row.code), facts=facts, on_behalf=led_for)
        return row.code


def _require_method(place: Setting) -> None:
    if not place.campaign_rules.review.method.scores:
        raise Refused([Reason("method", NO_SHEETS)])


def _check(place: Setting, chosen: list[Nomination], asked: tuple[str, ...], until: datetime) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if not chosen:
        problems["nominations"] = [(N_("Choose at least one nomination."), {})]
    elif len(chosen) != len(set(asked)):
        problems["nominations"] = [(N_("One of the chosen nominations no longer waits. Choose again."), {})]
    elif _scored_now(place, chosen):
        problems["nominations"] = [(N_("One of the chosen nominations is under scoring already."), {})]
    if until <= clock.now():
        problems["until"] = [(N_("This moment has passed."), {})]
    if problems:
        raise Invalid(problems)


def _scored_now(place: Setting, chosen: list[Nomination]) -> bool:
    query = (
        select(ScoringLine.nomination_id)
        .join(Scoring, Scoring.id == ScoringLine.scoring_id)
        .where(Scoring.status == "open", ScoringLine.nomination_id.in_([one.id for one in chosen]))
    )
    return db.session.scalars(query.limit(1)).first() is not None


def write_sheet(
    actor: Actor, code: str, nomination: str, typed: Typed, *, send: bool, version: int | None = None
) -> None:
    """Keep a sheet, whole or not, or send it. A sent sheet may be changed and sent again until scoring ends."""
    with writing():
        found = _held(actor, code)
        grant = scorer(actor, found)
        if grant is None or grant.unit_id is None:
            raise NotYours([Reason("role", N_("Only heads of the units that score here write sheets."))])
        _require_open(found)
        line = found.line(nomination)
        sheet = Sheet(
            grant.unit_id, dict(typed.marks), typed.bonus, typed.minus, typed.bonus_reason, typed.minus_reason
        )
        if send:
            _require_whole(sheet, found)
        row = found.sheet(line.nomination.id, grant.unit_id)
        if row is None:
            expect_version(0, version)
            row = ScoreSheet(
                scoring_id=found.row.id, nomination_id=line.nomination.id, unit_id=grant.unit_id,
                own=line.nomination.unit_id == grant.unit_id, marks={},
            )  # fmt: skip
            db.session.add(row)
        else:
            expect_version(row.version, version)
        _fill(row, sheet, actor, send=send)
        act, on_behalf = "scoring:send" if send else "scoring:write", grant.acts_for
        facts = {"nomination": nomination, "unit": grant.unit_id}
        audit.record(actor, act, subject=("scoring", code), facts=facts, on_behalf=on_behalf)


def _fill(row: ScoreSheet, sheet: Sheet, actor: Actor, *, send: bool) -> None:
    moment = clock.now()
    row.marks, row.bonus, row.minus = dict(sheet.marks), sheet.bonus, sheet.minus
    row.bonus_reason, row.minus_reason = sheet.bonus_reason[:REASON_MAX], sheet.minus_reason[:REASON_MAX]
    row.written_by_id, row.written_at = actor.person_id, moment
    row.sent_by_id, row.sent_at = (actor.person_id, moment) if send else (None, None)


def _require_whole(sheet: Sheet, found: Found) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    for reason in against(sheet, found.review):
        problems.setdefault(reason.mend or "", []).append((reason.message, dict(reason.params)))
    if problems:
        raise Invalid(problems)


def _require_open(found: Found) -> None:
    if not found.open_now:
        raise Refused([Reason("window", NOT_OPEN, {"until": found.row.closed_at or found.row.until})])


def _held(actor: Actor, code: str) -> Found:
    row = locked(select(Scoring).where(and_(Scoring.code == code, visible_scorings(actor))))
    return gather(Scoring.id == row.id)


def close(actor: Actor, code: str, reason: str = "") -> None:
    """The leader ends scoring: at its end, when all have sent, or earlier with a reason. Where sheets alone decide, the
    result is carried out in the same transaction."""
    with writing():
        locked(select(Campaign).where(Campaign.id == _campaign_of(actor, code)))
        found = _led(actor, code)
        all_in = found.finished == len(found.row.expected)
        if clock.now() < found.row.until and not all_in and not reason.strip():
            message = N_("Not every unit has sent its sheets, and the time is not up. Give the reason for closing now.")
            raise Invalid.one("reason", message)
        _end(found, actor, "closed", reason)
        facts = {"finished": found.finished, "expected": len(found.row.expected), "reason": reason.strip()}
        audit.record(actor, "scoring:close", subject=("scoring", code), facts=facts, on_behalf=found.led_for(actor))
        if not found.review.method.votes:
            lock_nominations(line.nomination.id for line in found.lines)
            decide(found, actor)


def cancel(actor: Actor, code: str, reason: str) -> None:
    """Scoring ends without a ranking; its sheets count for nothing."""
    with writing():
        found = _led(actor, code)
        if not reason.strip():
            raise Invalid.one("reason", N_("Give the reason."))
        _end(found, actor, "cancelled", reason)
        facts = {"reason": reason.strip()}
        audit.record(actor, "scoring:cancel", subject=("scoring", code), facts=facts, on_behalf=found.led_for(actor))


def _campaign_of(actor: Actor, code: str) -> ScalarSelect[int]:
    """Locked first: the round of a closed scoring takes the next code of the campaign, as a prepared one does."""
    return select(Scoring.campaign_id).where(Scoring.code == code, visible_scorings(actor)).scalar_subquery()


def _led(actor: Actor, code: str) -> Found:
    found = _held(actor, code)
    if not leads(actor, CLUSTER, found.row.cluster_id, found.campaign.year):
        raise NotYours([Reason("role", N_("Only this year's leader of the cluster may do this."))])
    if found.row.status != "open":
        raise Refused([Reason("state", N_("This scoring has ended already."))])
    return found


def _end(found: Found, actor: Actor, status: str, reason: str) -> None:
    found.row.status, found.row.reason = status, reason.strip()[:REASON_MAX]
    found.row.closed_at, found.row.closed_by_id = clock.now(), actor.person_id
