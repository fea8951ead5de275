"""Preparing a round, changing it, dropping it. The rule is copied from the rule set here, and never looked up again.

It may change until the first teller has his code: from then on people prepare themselves for what they were told.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.extensions import db
from nomination.models import Campaign, KeyWrapping, Nomination, Round, RoundQuestion, Teller
from nomination.queries.round_choices import Candidate, Setting, setting, teller_candidates, waiting
from nomination.queries.round_standing import standing
from nomination.queries.rounds import Found, gather, visible_rounds
from nomination.services import audit, outbox
from nomination.services.closing import rewrite
from nomination.services.compacting import WATCHED, compact
from nomination.services.round_acts import demand
from nomination.services.round_drafts import Draft, check, newest_version
from nomination.services.round_facts import OPEN, PREPARING
from nomination.services.transaction import Invalid, expect_version, locked, writing
from workflow.dossier import Actor
from workflow.words import N_


def prepare(actor: Actor, campaign: str, body: str, draft: Draft) -> Round:
    """A round ready for its tellers. Raises `Missing` outside the actor's reach and `Invalid` with every problem."""
    with writing():
        locked(select(Campaign).where(Campaign.code == campaign))
        place = setting(actor, campaign, body)
        chosen, tellers = _chosen(place, draft), _tellers(place, actor, draft)
        repeat_of = _earlier(place, chosen)
        rule = check(place, draft, chosen, tellers, repeat_of)
        vote = Round(
            code=next_code(place.campaign), campaign_id=place.campaign.id, body=body,
            cluster_id=place.cluster.id if place.cluster else None, prepared_by_id=actor.person_id,
        )  # fmt: skip
        vote.repeat_of_id, vote.rule = repeat_of, rule
        _write(vote, place, draft, chosen)
        db.session.add(vote)
        db.session.flush()
        _put(vote, chosen, tellers)
        found = gather(Round.id == vote.id)
        _tell_tellers(vote)
        subject = ("round", vote.code)
        audit.record(actor, "round:prepare", subject=subject, facts=_facts(found), on_behalf=found.led_for(actor))
        return vote


def change(actor: Actor, code: str, draft: Draft, *, version: int | None = None) -> None:
    """Everything that was filled in, anew. Raises `Stale` for another version than `version`, and as `prepare` does."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        locked(select(Campaign).where(Campaign.id == vote.campaign_id))
        found = gather(Round.id == vote.id)
        demand("change", standing(found, actor))
        expect_version(vote.version, version)
        place = setting(actor, found.campaign.code, vote.body, vote.cluster_id)
        chosen, tellers = _chosen(place, draft, vote.id), _tellers(place, actor, draft)
        repeat_of = _earlier(place, chosen, vote.id)
        rule = check(place, draft, chosen, tellers, repeat_of)
        before = _facts(found)
        vote.repeat_of_id, vote.rule = repeat_of, rule
        _write(vote, place, draft, chosen)
        flag_modified(vote, "title")
        _put(vote, chosen, tellers)
        facts = _facts(gather(Round.id == vote.id)) | {"before": before}
        if facts["tellers"] != before["tellers"]:
            _tell_tellers(vote)
        audit.record(actor, "round:change", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))


def cancel(actor: Actor, code: str, reason: str) -> None:
    """The round ends without a result. Its keys are destroyed, so that the box can never be opened afterwards; what
    lies in it says no more than a closed box who came when, for somebody may have an older copy of the keys."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        found = gather(Round.id == vote.id)
        demand("cancel", standing(found, actor))
        if not reason.strip():
            raise Invalid.one("reason", N_("Give the reason."))
        before = vote.status
        if before == OPEN:
            for model in WATCHED:
                rewrite(model, vote.id)
        vote.status, vote.cancel_reason = "cancelled", reason.strip()
        db.session.execute(delete(KeyWrapping).where(KeyWrapping.round_id == vote.id))
        facts = {"from": before, "reason": reason.strip()}
        audit.record(actor, "round:cancel", subject=("round", code), facts=facts, on_behalf=found.led_for(actor))
    if before != PREPARING:
        compact()


def _chosen(place: Setting, draft: Draft, own_round: int | None = None) -> list[Nomination]:
    """In the order of the draft."""
    order = {code: n for n, code in enumerate(draft.nominations)}
    return sorted((one for one in waiting(place, own_round) if one.code in order), key=lambda one: order[one.code])


def _tellers(place: Setting, actor: Actor, draft: Draft) -> list[Candidate]:
    return [one for one in teller_candidates(place, actor) if one.person.id in draft.tellers]


def _write(vote: Round, place: Setting, draft: Draft, chosen: list[Nomination]) -> None:
    newest = newest_version(chosen)
    vote.campaign_version_id, vote.ruleset = newest.id, newest.ruleset
    vote.title, vote.agenda = draft.title.strip(), draft.agenda.strip()
    vote.method = draft.method
    vote.opens_at, vote.closes_at = draft.opens_at, draft.closes_at
    vote.teller_quorum = place.rules.whole(f"{place.body}.teller_quorum", clock.today())
    vote.repeat_reason = draft.repeat_reason.strip()


def _put(vote: Round, chosen: Sequence[Nomination], tellers: Sequence[Candidate]) -> None:
    """Questions and tellers in place of those that were there, which go first: two of one number cannot be."""
    vote.questions, vote.tellers = [], []
    db.session.flush()
    vote.questions = [RoundQuestion(nomination_id=one.id, n=n) for n, one in enumerate(chosen, start=1)]
    vote.tellers = [Teller(person_id=one.person.id, n=n) for n, one in enumerate(tellers, start=1)]
    db.session.flush()


def _tell_tellers(vote: Round) -> None:
    """Once for each composition of the counting team."""
    key = f"tellers/{vote.code}/{vote.version}"
    outbox.owe("teller_named", to=("tellers", vote.id), key=key, codes={"round": vote.code})


def _facts(found: Found) -> dict[str, Any]:
    vote = found.vote
    return {
        "method": vote.method, "title": vote.title, "agenda": vote.agenda,
        "opens_at": vote.opens_at, "closes_at": vote.closes_at,
        "nominations": [line.nomination.code for line in found.lines],
        "tellers": [teller.person_id for teller in found.tellers],
        "rule": vote.rule, "repeat_of": vote.repeat_of_id, "repeat_reason": vote.repeat_reason,
    }  # fmt: skip


def next_code(campaign: Campaign) -> str:
    """The next free one of the campaign, whether people vote in the round or score sheets decided it."""
    made = db.session.scalar(select(func.count()).select_from(Round).where(Round.campaign_id == campaign.id)) or 0
    return f"{campaign.code}-P{made + 1:02d}"


def _earlier(place: Setting, chosen: list[Nomination], own_round: int | None = None) -> int | None:
    """The last other round of this body that held one of these nominations and was not cancelled."""
    query = (
        select(func.max(Round.id))
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .where(RoundQuestion.nomination_id.in_([one.id for one in chosen]))
        .where(Round.body == place.body, Round.status != "cancelled", Round.id != (own_round or 0))
    )
    return db.session.scalar(query)
