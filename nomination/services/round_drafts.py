"""What a leader fills in to prepare a round, and everything that stands against it, told at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.models import CampaignVersion, Nomination
from nomination.queries.roll import REDUCE, Roll, recused
from nomination.queries.round_choices import Candidate, Setting
from nomination.queries.rounds import CLUSTER
from nomination.queries.scorings import scored_places
from nomination.queries.tellers import barred_tellers, own_case
from nomination.services.pinning import rule_for, without_meeting
from nomination.services.transaction import Invalid
from workflow.ballot import PREPARED, Method, secret_enough
from workflow.ruleset import UnknownParameter
from workflow.vocabulary import Stage
from workflow.words import N_

MOST_TELLERS = 7
TITLE_MAX = 200
AGENDA_MAX = 5000
TOO_FEW = N_(
    "Fewer than %(least)s people could vote on one of these nominations, so an electronic ballot would not be secret. "
    "Hold this vote on paper, in a meeting."
)
OWN_CASE = N_(
    "%(name)s cannot count a vote on “%(nominee)s”: it is a case of his or her own unit, or one that he or she wrote."
)
NO_WRITTEN = N_("The rules of this body do not let it decide in writing without a meeting.")
REPEATED = N_("One of these nominations was put to the vote before. Say why it is again.")

NO_BALLOT = N_("In this campaign score sheets alone decide in the clusters; there is no ballot.")
NOT_SCORED = N_("“%(nominee)s” has no score sheets yet, and this campaign votes only after them. Open a scoring first.")


@dataclass(frozen=True)
class Draft:
    """What the leader filled in. `nominations` in the order of the ballot; `repeat_reason` is asked when one of them
    was in a round before."""

    title: str
    nominations: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    tellers: tuple[int, ...]
    repeat_reason: str = ""
    agenda: str = ""
    method: str = Method.ELECTRONIC


def pinned_rule(body: str, nominations: list[Nomination]) -> dict[str, Any]:
    """The one rule for all chosen awards, as the round keeps it. Raises `Invalid` when they need different rules."""
    try:
        found = [rule_for(body, one) for one in nominations]
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


def eligible_for(roll: Roll, nomination: Nomination, rule: dict[str, Any]) -> tuple[int, int]:
    """How many hold a slip for this nomination, and how many count as its members."""
    aside = recused(roll.members, nomination, rule["recusal"])
    slips = len(roll.members) - len(aside)
    return slips, slips if rule["recusal"] == REDUCE else len(roll.members)


Problems = dict[str, list[tuple[str, dict[str, object]]]]


def check(
    place: Setting, draft: Draft, chosen: list[Nomination], tellers: list[Candidate], repeat_of: int | None
) -> dict[str, Any]:
    """The rule as the round keeps it. Raises `Invalid` with every problem at its field."""
    problems: Problems = {}
    _check_words(problems, draft, repeat_of)
    _check_method(problems, place, draft)
    _check_window(problems, place, draft)
    rule = _check_nominations(problems, place, draft, chosen)
    _check_tellers(problems, place, draft, chosen, tellers)
    if problems:
        raise Invalid(problems)
    return rule


def _note(problems: Problems, where: str, message: str, **params: object) -> None:
    problems.setdefault(where, []).append((message, params))


def _check_words(problems: Problems, draft: Draft, repeat_of: int | None) -> None:
    if not draft.title.strip():
        _note(problems, "title", N_("Give the round a title."))
    if len(draft.title) > TITLE_MAX:
        _note(problems, "title", N_("The title may have up to %(most)s characters."), most=TITLE_MAX)
    if len(draft.agenda) > AGENDA_MAX:
        message = N_("The agenda may have up to %(most)s characters; this one has %(length)s.")
        _note(problems, "agenda", message, most=AGENDA_MAX, length=len(draft.agenda))
    if repeat_of is not None and not draft.repeat_reason.strip():
        _note(problems, "repeat_reason", REPEATED)


def _check_method(problems: Problems, place: Setting, draft: Draft) -> None:
    if draft.method not in PREPARED:
        _note(problems, "method", N_("Choose how the round is held."))
    elif draft.method == Method.WRITTEN and not without_meeting(place):
        _note(problems, "method", NO_WRITTEN)


def _check_window(problems: Problems, place: Setting, draft: Draft) -> None:
    if draft.closes_at <= draft.opens_at:
        _note(problems, "closes_at", N_("Voting must end after it begins."))
    if draft.closes_at <= clock.now():
        _note(problems, "closes_at", N_("This moment has passed."))
    stage = campaign_of(place.version).windows.get(Stage.CLUSTER if place.body == CLUSTER else Stage.COUNCIL)
    if stage is not None and stage.closes is not None and draft.closes_at > stage.closes:
        message = N_("Voting must end before the stage of the campaign closes: %(closes)s.")
        _note(problems, "closes_at", message, closes=stage.closes)


def _check_nominations(problems: Problems, place: Setting, draft: Draft, chosen: list[Nomination]) -> dict[str, Any]:
    """Answers the one rule for all of them, as far as there is one."""
    if not chosen:
        _note(problems, "nominations", N_("Choose at least one nomination for the round."))
        return {}
    if len(chosen) != len(set(draft.nominations)):
        _note(problems, "nominations", N_("One of the chosen nominations no longer waits for a vote. Choose again."))
    try:
        rule = pinned_rule(place.body, chosen)
    except Invalid as error:
        problems.setdefault("nominations", []).extend(error.problems["nominations"])
        return {}
    roll, least = place.roll(), rule["min_voters"]
    places = _check_scored(problems, place, chosen)
    sealed = draft.method == Method.ELECTRONIC
    if sealed and any(not secret_enough(eligible_for(roll, one, rule)[0], least) for one in chosen):
        _note(problems, "nominations", TOO_FEW, least=least)
    return rule | places


def _check_scored(problems: Problems, place: Setting, chosen: list[Nomination]) -> dict[str, Any]:
    """Where the campaign asks for score sheets, the ballot comes after them, or does not come at all. Their places
    stand beside the rule, for they may break a tie."""
    if place.cluster is None or not place.campaign_rules.review.method.scores:
        return {}
    if not place.campaign_rules.review.method.votes:
        _note(problems, "nominations", NO_BALLOT)
        return {}
    placed = scored_places(place.campaign.id, place.cluster.id, chosen)
    for one in chosen:
        if one.code not in placed:
            _note(problems, "nominations", NOT_SCORED, nominee=one.nominee_name)
    return {"places": placed}


def _check_tellers(
    problems: Problems, place: Setting, draft: Draft, chosen: list[Nomination], tellers: list[Candidate]
) -> None:
    least = place.rules.whole(f"{place.body}.teller_quorum", clock.today()) if draft.method != Method.WRITTEN else 0
    if not least <= len(tellers) <= MOST_TELLERS:
        message = N_("Choose from %(least)s to %(most)s tellers.")
        _note(problems, "tellers", message, least=least, most=MOST_TELLERS)
    if len(tellers) != len(set(draft.tellers)):
        _note(problems, "tellers", N_("One of the chosen people may not be a teller here. Choose again."))
    people = [teller.person.id for teller in tellers]
    _, units = barred_tellers(people, place.cluster.id if place.cluster else None, place.campaign.year)
    for teller in tellers:
        clash = own_case(teller.person, units.get(teller.person.id, ()), chosen)
        if clash is not None:
            _note(problems, "tellers", OWN_CASE, name=teller.person.full_name, nominee=clash.nominee_name)
