"""The minutes of a count, whole: every figure with its denominator, and everything that happened to the round."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from nomination.clock import VIETNAM
from nomination.extensions import db
from nomination.models import ClusterLeadership, TieVote, Unit
from nomination.papers.round_notes import (
    Before,
    ChairWord,
    Longer,
    Note,
    RoundNotes,
    Written,
    chair_word,
    ending_of,
    notes_of,
)
from nomination.queries.rankings import tally_of
from nomination.queries.record import of_subject
from nomination.queries.roll import NO_RECUSAL, interested
from nomination.queries.round_pages import RoundPage, page_from
from nomination.queries.round_repeats import Other
from nomination.queries.rounds import Found, find, names_of, sees_exact
from nomination.queries.written_opinions import opinions_of
from nomination.services.paper_rounds import figures_of
from nomination.services.round_facts import AFTER_CLOSE, COUNTED
from nomination.services.transaction import Missing
from workflow.ballot import Method
from workflow.dossier import Actor

HEADED = {"khoi": ("Khối trưởng", "Khối phó"), "cum": ("Cụm trưởng", "Cụm phó")}


@dataclass(frozen=True)
class Minutes:
    """`letterhead`: parent body and issuer; `notes`: what is said besides the figures, label and sentence."""

    page: RoundPage
    names: Mapping[int, str]
    kept_off: Mapping[str, tuple[str, ...]]
    letterhead: tuple[str, str]
    notes: tuple[Note, ...]
    chair: ChairWord
    led_for: str = ""
    """For whom the round was prepared, when the leading was delegated."""

    @property
    def leading_posts(self) -> tuple[str, ...]:
        """Under which posts the leader of a cluster signs; the deputy to whom the leading was delegated, for him."""
        if self.page.found.cluster is None:
            return ()
        leader, deputy = HEADED[self.page.found.cluster.kind]
        return (f"KT. {leader}", deputy) if self.led_for else (leader,)

    @property
    def ending(self) -> str:
        """Why there is no result, when there is none."""
        return ending_of(self.page.found.vote.method, self.page.found.vote.status)


def minutes_of(actor: Actor, code: str) -> Minutes:
    """For those who may see figures, once the box was counted or stayed shut; raises `Missing` otherwise."""
    found = find(actor, code)
    vote = found.vote
    if vote.status not in AFTER_CLOSE or vote.method == Method.SCORE or not sees_exact(found, actor):
        raise Missing
    page = page_from(actor, found)
    settled = [line.tie for line in found.lines if line.tie is not None]
    kept_off = {
        line.nomination.code: tuple(v.person.full_name for v in found.voters if line.nomination.code in v.recused)
        for line in found.lines
    }
    leave = [found.leave.given_by_id] if found.leave else []
    people = names_of([vote.prepared_by_id, *leave, *(one.person_id for one in settled)])
    names = {**page.names, **people}
    notes = notes_of(_facts(page, names, settled))
    asked = vote.status == COUNTED and bool(vote.rule.get("chair_must_agree"))
    chair = chair_word(name=names.get(page.chair or 0, ""), refusal=vote.chair_refusal, needed=asked)
    letterhead, led_for = _letterhead(found, page.campaign.issuer), _led_for(found)
    return Minutes(page, names, kept_off, letterhead, tuple(notes), chair, led_for)


def _led_for(found: Found) -> str:
    prepared = of_subject("round", found.vote.code, "round:prepare", most=1)
    return next((one.principal or "" for one in prepared), "")


COUNCIL_NAME = "Hội đồng Thi đua - Khen thưởng"


def _letterhead(at: Found, issuer: str) -> tuple[str, str]:
    """A cluster has no seal of its own: its papers go out under the head of the unit that leads it in this year."""
    if at.cluster is None:
        return issuer, COUNCIL_NAME
    leading = select(Unit).join(ClusterLeadership, ClusterLeadership.unit_id == Unit.id).where(
        ClusterLeadership.cluster_id == at.cluster.id, ClusterLeadership.year == at.campaign.year,
        ClusterLeadership.post == "leader",
    )  # fmt: skip
    unit = db.session.scalars(leading).first()
    return (unit.head_block, unit.name) if unit else ("", at.cluster.name)


def _facts(page: RoundPage, names: Mapping[int, str], settled: list[TieVote]) -> RoundNotes:
    found, vote = page.found, page.found.vote
    meeting, end, leave = found.meeting, found.destruction, found.leave
    who = {line.nomination.id: line.nomination.nominee_name for line in found.lines}
    typed = figures_of(vote.id) if meeting is not None else {}
    return RoundNotes(
        method=vote.method,
        interested=_interested(found, who),
        absent=tuple((one.person.full_name, one.absence) for one in found.able if not one.voted),
        attended=(found.turnout.present, found.turnout.eligible) if vote.method == Method.PAPER else None,
        typed=(names.get(meeting.figures_by_id, ""), names.get(meeting.confirmed_by_id or 0, ""), meeting.scan_name)
        if meeting is not None and meeting.figures_by_id is not None
        else None,
        issued=tuple((who[key], one.issued, one.returned) for key, one in typed.items() if key not in page.withheld),
        leave=(names.get(leave.given_by_id, ""), leave.paper) if leave else None,
        written=_written(found, who),
        longer=tuple(
            Longer(one.ends_before, one.ends_after, names[one.asked_by_id], names[one.answered_by_id or 0],
                   one.answered_at, one.reason)
            for one in found.extensions if one.consented and one.answered_at is not None
        ),
        settled=_settled(settled, who, names),
        earlier=tuple(_before(one, who, page) for one in page.others if one.vote.id < vote.id),
        withheld=tuple(who[key] for key in who if key in page.withheld),
        destroyed=(end.confirmed_at, end.slips or 0, end.keys or 0) if end and end.confirmed_at else None,
    )  # fmt: skip


def _interested(found: Found, who: Mapping[int, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Where nobody stands aside the minutes tell whose own case it was. No text forbids it; practice varies."""
    if found.vote.rule.get("recusal") != NO_RECUSAL or found.vote.opened_at is None:
        return ()
    day = found.vote.opened_at.astimezone(VIETNAM).date()
    told = interested(found.voters, [line.nomination for line in found.lines], day)
    return tuple((who[key], tuple(names)) for key, names in told.items())


def _written(found: Found, who: Mapping[int, str]) -> tuple[Written, ...]:
    if not any(voter.written for voter in found.voters):
        return ()
    return tuple(
        Written(
            one.name, one.paper.name if one.paper else "",
            tuple((who[key], choice.value) for key, choice in one.choices.items()),
        )
        for one in opinions_of(found.vote.id)
    )  # fmt: skip


def _settled(
    ties: list[TieVote], who: Mapping[int, str], names: Mapping[int, str]
) -> tuple[tuple[str, ...], str, str] | None:
    if not ties:
        return None
    chosen = tuple(who[one.nomination_id] for one in ties if one.chosen)
    return chosen, names.get(ties[0].person_id, ""), ties[0].reason


def _before(one: Other, who: Mapping[int, str], page: RoundPage) -> Before:
    tally, counted = tally_of(one.question), one.vote.status == COUNTED
    exact = counted and one.question.nomination_id not in page.withheld
    figures = f"đồng ý {tally.yes}/{tally.eligible}, không đồng ý {tally.no}, không có ý kiến {tally.abstain}"
    return Before(
        who[one.question.nomination_id], one.vote.code, "" if counted else one.vote.status,
        one.vote.counted_at or one.vote.closed_at, figures if exact else "", one.question.outcome == "carried",
        one.vote.repeat_reason,
    )  # fmt: skip
