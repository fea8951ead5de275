"""A decision while it is drafted: prepare, arrange, cancel. Also how every act on a decision begins and is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.decisions import facts, order_key, snapshot
from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Campaign, Decision, DecisionLine, Nomination
from nomination.queries.decision_files import files_of
from nomination.queries.decision_page import history, record_of, subjects
from nomination.queries.decisions import MOST_LINES, undecided, visible_decisions
from nomination.services import audit
from nomination.services.transaction import (
    Invalid,
    expect_version,
    lock_nominations,
    locked,
    locked_by,
    writing,
)
from nomination.services.wording import plain_line
from workflow.decision import Act, Kind, Paper, Status, check, preparing
from workflow.dossier import Actor
from workflow.machine import Given, NotYours
from workflow.vocabulary import Role
from workflow.words import N_

TITLE_MAX = 300
CITATION_MAX = 2000
UNDECIDED_ONLY = N_("Choose only nominations that await signature and are in no other decision.")


@dataclass(frozen=True)
class Opened:
    """A decision under lock, with its facts."""

    row: Decision
    lines: list[DecisionLine]
    loaded: dict[int, Loaded]
    paper: Paper


@dataclass(frozen=True)
class Arranging:
    """What an officer changes in a draft: title, citations by nomination code, and one act on the list.

    `act`: `up:<code>`, `down:<code>`, `remove:<code>`, `sort`, or blank to save only. `added`: codes to put in.
    """

    title: str | None = None
    citations: Mapping[str, str] = field(default_factory=dict)
    act: str = ""
    added: Sequence[str] = ()


def opened(actor: Actor, code: str, version: int | None = None) -> Opened:
    """The decision, locked, within what the actor may see. Raises `Missing` or `Stale`."""
    row = locked(select(Decision).where(Decision.code == code, visible_decisions(actor)))
    expect_version(row.version, version)
    lock_nominations(line.nomination_id for line in row.lines)
    lines, loaded = subjects(row)
    return Opened(row, lines, loaded, facts(row, lines, loaded, record_of(row, history(code), files_of(row))))


def note(actor: Actor, decision: Decision, act: str, by: Sequence[Role], **told: object) -> None:
    """The one audit entry of an act on a decision. Says for whom, when every role of `by` was delegated."""
    told = {key: value for key, value in told.items() if value not in (None, "", [])}
    audit.record(
        actor, f"decision:{act}", subject=("decision", decision.code), facts=told, on_behalf=actor.for_whom(*by)
    )


def prepare(actor: Actor, campaign: str, title: str, codes: Sequence[str]) -> str:
    """A new award decision with these nominations, in the standing order. Answers its code."""
    against = preparing(Kind.AWARD, actor)
    if against:
        raise NotYours(against)
    with writing():
        row = locked_by(Campaign, code=campaign)
        _check_title(title)
        chosen = sorted(_chosen(actor, row.id, codes), key=order_key)
        if not chosen:
            raise Invalid.one("nominations", N_("Choose at least one nomination."))
        decision = new_decision(actor, row, Kind.AWARD, title.strip())
        decision.lines = [snapshot(one, n) for n, one in enumerate(chosen, start=1)]
        db.session.add(decision)
        db.session.flush()
        note(
            actor,
            decision,
            "prepare",
            (Role.DEPARTMENT_OFFICER,),
            title=decision.title,
            lines=[one.row.code for one in chosen],
        )
        return decision.code


def new_decision(actor: Actor, campaign: Campaign, kind: Kind, title: str, reason: str = "") -> Decision:
    """An empty draft without a number. The caller locked the campaign, so that no two get the same code."""
    earlier = db.session.scalar(select(func.count()).where(Decision.campaign_id == campaign.id)) or 0
    return Decision(
        code=f"QD-{campaign.code}-{earlier + 1:02d}", campaign_id=campaign.id, kind=kind.value, title=title,
        reason=reason, status=Status.DRAFTING.value, prepared_by_id=actor.person_id, prepared_at=clock.now(),
    )  # fmt: skip


def _chosen(actor: Actor, campaign_id: int, codes: Sequence[str]) -> list[Loaded]:
    if len(codes) > MOST_LINES:
        raise Invalid.one("nominations", N_("One decision holds at most %(limit)s nominations."), limit=MOST_LINES)
    waiting = undecided(actor, campaign_id)
    ids = list(db.session.scalars(select(Nomination.id).where(Nomination.code.in_(codes), *waiting).with_for_update()))
    if len(ids) != len(set(codes)):
        raise Invalid.one("nominations", UNDECIDED_ONLY)
    return load_all(Nomination.id.in_(ids))


def _check_title(title: str) -> None:
    if not title.strip():
        raise Invalid.one("title", N_("Enter the subject of the decision."))
    if len(title.strip()) > TITLE_MAX:
        limits = {"limit": TITLE_MAX, "length": len(title.strip())}
        raise Invalid.one("title", N_("At most %(limit)s characters; you wrote %(length)s."), **limits)


def arrange(actor: Actor, code: str, said: Arranging, *, version: int | None = None) -> None:
    """Save title and citations, and move, remove, sort or add lines. Names are taken anew from the nominations."""
    with writing():
        campaign_id = db.session.scalar(select(Decision.campaign_id).where(Decision.code == code))
        locked_by(Campaign, id=campaign_id)  # whoever adds lines waits, so that no nomination enters two decisions
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.EDIT)
        keeps_line = found.paper.kind is Kind.CORRECTION
        if said.title is not None:
            _check_title(said.title)
            found.row.title = said.title.strip()
        if keeps_line:  # its one line is what the correction says; another wording is another correction
            touch(found.row)
            return note(actor, found.row, "edit", step.by, title=found.row.title)
        before = [line.nomination_id for line in found.lines]
        added = _added(actor, found, said)
        citations = _citations(found, said)
        ordered = _reordered(_stand(found, before, added), said.act)
        rewrite(found.row, [(one, citations.get(one.row.code)) for one in ordered])
        after = [one.row.code for one in ordered]
        note(actor, found.row, "edit", step.by, change=said.act, title=found.row.title, lines=after)


def _added(actor: Actor, found: Opened, said: Arranging) -> list[Loaded]:
    if not said.added:
        return []
    if found.paper.kind is not Kind.AWARD:
        raise Invalid.one("nominations", UNDECIDED_ONLY)
    return sorted(_chosen(actor, found.row.campaign_id, said.added), key=order_key)


def _stand(found: Opened, before: list[int], added: list[Loaded]) -> list[Loaded]:
    return [found.loaded[key] for key in before] + added


def _citations(found: Opened, said: Arranging) -> dict[str, str]:
    """What each line cites from now on. A long one is kept as typed: freezing says what is wrong with it."""
    kept = {found.loaded[line.nomination_id].row.code: line.citation for line in found.lines}
    typed = {key: plain_line(text)[:CITATION_MAX] for key, text in said.citations.items() if key in kept}
    return kept | typed


def _reordered(standing: list[Loaded], act: str) -> list[Loaded]:
    verb, _, code = act.partition(":")
    if verb == "sort":
        return sorted(standing, key=order_key)
    places = {one.row.code: n for n, one in enumerate(standing)}
    if verb not in ("up", "down", "remove"):
        return standing
    if code not in places:
        raise Invalid.one("", N_("This nomination is no longer in the list."))
    moved = standing.pop(places[code])
    if verb == "remove":
        return standing
    place = max(0, places[code] + (-1 if verb == "up" else 1))
    return [*standing[:place], moved, *standing[place:]]


def rewrite(decision: Decision, ordered: list[tuple[Loaded, str | None]]) -> None:
    """The whole list anew: old lines go first, for two lines may never share an ordinal, not even for a moment."""
    decision.lines = []
    db.session.flush()
    decision.lines = [snapshot(one, n, citation) for n, (one, citation) in enumerate(ordered, start=1)]
    touch(decision)


def touch(decision: Decision) -> None:
    """Lines are other rows: the decision's own version must count up with them, or a stale page would pass."""
    flag_modified(decision, "title")
    db.session.flush()


def cancel(actor: Actor, code: str, given: Given, *, version: int | None = None) -> None:
    """A draft that nobody needs. Its nominations may enter another decision."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.CANCEL, given)
        found.row.status = Status.CANCELLED.value
        note(actor, found.row, "cancel", step.by, reason=given.reason.strip())
