"""The rule of a round as it is pinned when the round is prepared, with everything that its later acts will ask."""

from typing import Any

from nomination import clock
from nomination.dossiers import campaign_of
from nomination.models import Nomination
from nomination.queries.round_choices import Setting
from nomination.queries.rounds import CLUSTER
from nomination.rulesets import rules_of
from workflow.ballot import PREPARED, Method, Rule, Share
from workflow.ruleset import RuleSet, Value
from workflow.ruleset_reading import tiebreaks_of

WITH_LEAVE, AFTER_COUNT, AFTER_DECISION = "written_opinions_with_leave", "after_count", "after_decision"


def rule_for(body: str, nomination: Nomination) -> dict[str, Any]:
    """By the version of the campaign under which the nomination was submitted, whatever version is in force now.

    What the rules do not say about opinions in writing is not allowed, and without a tie-break a tie stands.
    """
    campaign, today = campaign_of(nomination.campaign_version), clock.today()
    rules = rules_of(campaign)
    return _stored(rules.rule(body, campaign.award(nomination.award).form, today)) | {
        "recusal": rules.text(f"{body}.recusal", today),
        "min_voters": rules.whole("ballot.min_voters", today),
        "chair_must_agree": body != CLUSTER and rules.flag("council.chair_must_agree", today),
        "absent_policy": said(rules, f"{body}.absent_policy"),
        "tiebreak": list(tiebreaks_of(said(rules, f"{body}.tiebreak"))),
        "results_to_units": said(rules, f"{body}.results_shown_to_units") or AFTER_COUNT,
        "complaint_days": said(rules, "ballot.complaint_days"),
    }


def said(rules: RuleSet, key: str) -> Value:
    """What the rules say today under this name; None where they say nothing."""
    found = rules.in_force(key, clock.today())
    return found.value if found else None


def methods_of(place: Setting) -> list[Method]:
    """How this body may hold a round."""
    return [one for one in PREPARED if one is not Method.WRITTEN or without_meeting(place)]


def without_meeting(place: Setting) -> bool:
    """The rules let this body ask its members in writing, with leave, instead of meeting."""
    return said(place.rules, f"{place.body}.no_meeting_policy") == WITH_LEAVE


def _stored(rule: Rule) -> dict[str, Any]:
    def share(one: Share) -> list[Any]:
        return [one.numerator, one.denominator, one.strict]

    return {"quorum": share(rule.quorum), "threshold": share(rule.threshold), "base": rule.base.value}
