"""Preparing a round and dropping it. The rule is copied from the rule set here, and never looked up again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.extensions import db
from nomination.models import Campaign, CampaignVersion, KeyWrapping, Nomination, Round, RoundQuestion, Teller
from nomination.queries.roll import REDUCE, Roll, recused
from nomination.queries.round_choices import Candidate, Setting, conflicted, setting, teller_candidates, waiting
from nomination.queries.rounds import CLUSTER, gather, standing, visible_rounds
from nomination.rulesets import rules_of
from nomination.services import audit, outbox
from nomination.services.round_acts import demand
from nomination.services.transaction import Invalid, locked, writing
from workflow.ballot import Rule, Share, secret_enough
from workflow.dossier import Actor
from workflow.ruleset import UnknownParameter
from workflow.vocabulary import Stage
from workflow.words import N_

MOST_TELLERS = 7
TITLE_MAX = 200
TOO_FEW = N_(
    "Fewer than %(least)s people could vote on one of these nominations, so an electronic ballot would not be secret. "
    "Hold this vote on paper, in a meeting."
)
OWN_CASE = N_(
    "%(name)s cannot count a vote on “%(nominee)s”: it is a case of his or her own unit, or one that he or she wrote."
)
REPEATED = N_("One of these nominations was put to the vote before. Say why it is again.")


@dataclass(frozen=True)
class Draft:
    """What the leader filled in. `repeat_reason` is asked when a nomination was in a round before."""

    title: str
    nominations: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    tellers: tuple[int, ...]
    repeat_reason: str = ""


def prepare(actor: Actor, campaign: str, body: str, draft: Draft) -> Round:
    """A round ready for its tellers. Raises `Missing` outside the actor's reach and `Invalid` with every problem."""
    with writing():
        locked(select(Campaign).where(Campaign.code == campaign))
        place = setting(actor, campaign, body)
        chosen = [one for one in waiting(place) if one.code in draft.nominations]
        tellers = [one for one in teller_candidates(place, actor) if one.person.id in draft.tellers]
        repeat_of = _earlier(place, chosen)
        _check(place, draft, chosen, tellers, repeat_of)
        vote = _row(actor, place, draft, chosen, tellers)
        vote.repeat_of_id = repeat_of
        db.session.add(vote)
        db.session.flush()
        outbox.owe("teller_named", to=("tellers", vote.id), key=f"tellers/{vote.code}", codes={"round": vote.code})
        facts = {
            "nominations": [one.code for one in chosen], "tellers": [one.person.id for one in tellers],
            "rule": vote.rule, "repeat_of": repeat_of, "repeat_reason": draft.repeat_reason.strip(),
        }  # fmt: skip
        audit.record(actor, "round:prepare", subject=("round", vote.code), facts=facts)
        return vote


def cancel(actor: Actor, code: str, reason: str) -> None:
    """The round ends without a result. Its keys are destroyed, so that the box can never be opened afterwards."""
    with writing():
        vote = locked(select(Round).where(and_(Round.code == code, visible_rounds(actor))))
        demand("cancel", standing(gather(Round.id == vote.id), actor))
        if not reason.strip():
            raise Invalid.one("reason", N_("Give the reason."))
        before, vote.status, vote.cancel_reason = vote.status, "cancelled", reason.strip()
        db.session.execute(delete(KeyWrapping).where(KeyWrapping.round_id == vote.id))
        audit.record(actor, "round:cancel", subject=("round", code), facts={"from": before, "reason": reason.strip()})


def pinned_rule(place: Setting, nominations: list[Nomination]) -> dict[str, Any]:
    """The one rule for all chosen awards, as the round keeps it. Raises `Invalid` when they need different rules."""
    try:
        found = [_rule_for(place.body, one) for one in nominations]
    except UnknownParameter:
        message = N_("The rule set does not say what share of votes this award needs.")
        raise Invalid.one("nominations", message) from None
    if any(one != found[0] for one in found):
        message = N_("These awards need different shares of votes. Hold one round for each.")
        raise Invalid.one("nominations", message)
    awards = campaign_of(newest_version(nominations)).awards
    if any(campaign_of(one.campaign_version).award(one.award) not in awards for one in nominations):
        message = N_("These were submitted under different versions of the campaign. Hold one round for each.")
        raise Invalid.one("nominations", message)
    return found[0]


def newest_version(nominations: list[Nomination]) -> CampaignVersion:
    """The newest of the versions under which these were submitted: the one that the round names."""
    return max((one.campaign_version for one in nominations), key=lambda version: version.number)


def _rule_for(body: str, nomination: Nomination) -> dict[str, Any]:
    """By the version of the campaign under which the nomination was submitted, whatever version is in force now."""
    campaign, today = campaign_of(nomination.campaign_version), clock.today()
    rules = rules_of(campaign)
    return _stored(rules.rule(body, campaign.award(nomination.award).form, today)) | {
        "recusal": rules.text(f"{body}.recusal", today),
        "min_voters": rules.whole("ballot.min_voters", today),
        "chair_must_agree": body != CLUSTER and rules.flag("council.chair_must_agree", today),
    }


def _stored(rule: Rule) -> dict[str, Any]:
    def share(one: Share) -> list[Any]:
        return [one.numerator, one.denominator, one.strict]

    return {"quorum": share(rule.quorum), "threshold": share(rule.threshold), "base": rule.base.value}


def eligible_for(roll: Roll, nomination: Nomination, rule: dict[str, Any]) -> tuple[int, int]:
    """How many hold a slip for this nomination, and how many count as its members."""
    aside = recused(roll.members, nomination, rule["recusal"])
    slips = len(roll.members) - len(aside)
    return slips, slips if rule["recusal"] == REDUCE else len(roll.members)


def _row(actor: Actor, place: Setting, draft: Draft, chosen: list[Nomination], tellers: list[Candidate]) -> Round:
    rule, version = pinned_rule(place, chosen), newest_version(chosen)
    vote = Round(
        code=_next_code(place.campaign), campaign_id=place.campaign.id, campaign_version_id=version.id,
        body=place.body, cluster_id=place.cluster.id if place.cluster else None, title=draft.title.strip(),
        opens_at=draft.opens_at, closes_at=draft.closes_at, rule=rule, ruleset=version.ruleset,
        teller_quorum=place.rules.whole(f"{place.body}.teller_quorum", clock.today()), prepared_by_id=actor.person_id,
        repeat_reason=draft.repeat_reason.strip(),
    )  # fmt: skip
    vote.questions = [RoundQuestion(nomination_id=one.id, n=n) for n, one in enumerate(chosen, start=1)]
    vote.tellers = [Teller(person_id=one.person.id, n=n) for n, one in enumerate(tellers, start=1)]
    return vote


def _next_code(campaign: Campaign) -> str:
    made = db.session.scalar(select(func.count()).select_from(Round).where(Round.campaign_id == campaign.id)) or 0
    return f"{campaign.code}-P{made + 1:02d}"


def _earlier(place: Setting, chosen: list[Nomination]) -> int | None:
    """The last round of this body that held one of these nominations and was not cancelled."""
    query = (
        select(func.max(Round.id))
        .join(RoundQuestion, RoundQuestion.round_id == Round.id)
        .where(RoundQuestion.nomination_id.in_([one.id for one in chosen]))
        .where(Round.body == place.body, Round.status != "cancelled")
    )
    return db.session.scalar(query)


Problems = dict[str, list[tuple[str, dict[str, object]]]]


def _check(
    place: Setting, draft: Draft, chosen: list[Nomination], tellers: list[Candidate], repeat_of: int | None
) -> None:
    problems: Problems = {}
    _check_words(problems, draft, repeat_of)
    _check_window(problems, place, draft)
    _check_nominations(problems, place, draft, chosen)
    _check_tellers(problems, place, draft, chosen, tellers)
    if problems:
        raise Invalid(problems)


def _note(problems: Problems, where: str, message: str, **params: object) -> None:
    problems.setdefault(where, []).append((message, params))


def _check_words(problems: Problems, draft: Draft, repeat_of: int | None) -> None:
    if not draft.title.strip():
        _note(problems, "title", N_("Give the round a title."))
    if len(draft.title) > TITLE_MAX:
        _note(problems, "title", N_("The title may have up to %(most)s characters."), most=TITLE_MAX)
    if repeat_of is not None and not draft.repeat_reason.strip():
        _note(problems, "repeat_reason", REPEATED)


def _check_window(problems: Problems, place: Setting, draft: Draft) -> None:
    if draft.closes_at <= draft.opens_at:
        _note(problems, "closes_at", N_("Voting must end after it begins."))
    if draft.closes_at <= clock.now():
        _note(problems, "closes_at", N_("This moment has passed."))
    stage = campaign_of(place.version).windows.get(Stage.CLUSTER if place.body == CLUSTER else Stage.COUNCIL)
    if stage is not None and stage.closes is not None and draft.closes_at > stage.closes:
        message = N_("Voting must end before the stage of the campaign closes: %(closes)s.")
        _note(problems, "closes_at", message, closes=stage.closes)


def _check_nominations(problems: Problems, place: Setting, draft: Draft, chosen: list[Nomination]) -> None:
    if not chosen:
        return _note(problems, "nominations", N_("Choose at least one nomination for the round."))
    if len(chosen) != len(set(draft.nominations)):
        _note(problems, "nominations", N_("One of the chosen nominations no longer waits for a vote. Choose again."))
    try:
        rule = pinned_rule(place, chosen)
    except Invalid as error:
        problems.setdefault("nominations", []).extend(error.problems["nominations"])
        return None
    roll, least = place.roll(), rule["min_voters"]
    if any(not secret_enough(eligible_for(roll, one, rule)[0], least) for one in chosen):
        _note(problems, "nominations", TOO_FEW, least=least)
    return None


def _check_tellers(
    problems: Problems, place: Setting, draft: Draft, chosen: list[Nomination], tellers: list[Candidate]
) -> None:
    least = place.rules.whole(f"{place.body}.teller_quorum", clock.today())
    if not least <= len(tellers) <= MOST_TELLERS:
        message = N_("Choose from %(least)s to %(most)s tellers.")
        _note(problems, "tellers", message, least=least, most=MOST_TELLERS)
    if len(tellers) != len(set(draft.tellers)):
        _note(problems, "tellers", N_("One of the chosen people may not be a teller here. Choose again."))
    for teller in tellers:
        clash = conflicted(teller, chosen)
        if clash is not None:
            _note(problems, "tellers", OWN_CASE, name=teller.person.full_name, nominee=clash.nominee_name)
