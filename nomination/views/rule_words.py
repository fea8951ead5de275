"""How people call the parameters of a rule set and their values. What has no words here is shown as it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import format_decimal, gettext

from nomination import clock
from workflow.campaign import Campaign
from workflow.dossier import NomineeKind
from workflow.ruleset import Parameter, RuleSet
from workflow.ruleset_reading import REQUIRED
from workflow.words import N_

LABELS = {
    "council.quorum": N_("Council: quorum of its members"),
    "council.threshold": N_("Council: share of yes needed"),
    "council.base": N_("Council: the share is counted on"),
    "council.chair_must_agree": N_("Council: the chair must agree"),
    "council.ballot": N_("Council: form of the vote"),
    "council.absent_policy": N_("Council: absent members"),
    "council.no_meeting_policy": N_("Council: when it cannot meet"),
    "council.results_shown_to_units": N_("Council: when units learn the result"),
    "council.recusal": N_("Council: members with an interest"),
    "council.tellers": N_("Council: number of tellers"),
    "council.teller_quorum": N_("Council: tellers needed to open the box"),
    "cluster.quorum": N_("Block or cluster: quorum of its members"),
    "cluster.threshold": N_("Block or cluster: share of yes needed"),
    "cluster.base": N_("Block or cluster: the share is counted on"),
    "cluster.absent_policy": N_("Block or cluster: absent members"),
    "cluster.no_meeting_policy": N_("Block or cluster: when it cannot meet"),
    "cluster.tiebreak": N_("Block or cluster: between equals on the last place"),
    "cluster.results_shown_to_units": N_("Block or cluster: when units learn the result"),
    "cluster.recusal": N_("Block or cluster: members with an interest"),
    "cluster.tellers": N_("Block or cluster: number of tellers"),
    "cluster.teller_quorum": N_("Block or cluster: tellers needed to open the box"),
    "ballot.min_voters": N_("Fewest voters for an electronic secret ballot"),
    "ballot.complaint_days": N_("Days for complaints before slips and keys are destroyed"),
    "vetting.working_days": N_("Working days for vetting"),
    "vetting.return_working_days": N_("Working days for sending a dossier back"),
    "vetting.notify_working_days": N_("Working days for giving notice of the result"),
    "consultation.required": N_("Opinions of other bodies are required"),
    "consultation.working_days": N_("Working days for an opinion"),
    "report_form.thematic": N_("Form of the achievement report"),
    "minutes_form": N_("Form of the minutes"),
    "standing_body": N_("Standing body of the council"),
    "document_symbol": N_("Symbol on papers"),
    "layout": N_("Layout of papers follows"),
    "fighter_quota_percent": N_("Largest share of emulation fighters, in per cent"),
    "min_campaign_years": N_("Fewest years a campaign must have lasted"),
    "direct_workers_per_leader": N_("Direct workers for each leader put forward"),
    "counts_for_merit": N_("Counts towards awards for merit"),
    "registration_required": N_("Emulation registration is required"),
    "bonus": N_("Bonus, times the base salary"),
    "bonus.round_up_to": N_("Bonus is rounded up to, in dong"),
    "base_salary": N_("Base salary, in dong"),
}

FORMS = {
    "bang_khen_thu_tuong": N_("Prime Minister's certificate of merit"),
    "bang_khen_bo": N_("Minister's certificate of merit"),
    "co_thi_dua_bo": N_("Ministry emulation flag"),
    "cstd_bo": N_("Ministry emulation fighter"),
    "tap_the_ldxs": N_("Excellent labour collective"),
}
"""Forms of the law that a rule set may speak of although the campaign does not give them."""

REST = FORMS | {kind.value: kind.label for kind in NomineeKind}

VALUES: dict[object, str] = {
    "eligible": N_("all members entitled to vote"),
    "present": N_("members present"),
    "cast": N_("ballots cast"),
    "secret": N_("secret ballot"),
    "written_opinion": N_("opinion in writing"),
    "written_opinions_with_leave": N_("opinions in writing, with the chair's leave"),
    "none": N_("they vote too"),
    "recuse_reduce_denominator": N_("they do not vote and are not counted"),
    "after_count": N_("after the count"),
    "after_decision": N_("when the decision is out"),
    "score, chair": N_("the score of the cluster, then the vote of the one who chairs"),
    "chair": N_("the vote of the one who chairs"),
    "own": N_("the body's own form"),
}


@dataclass(frozen=True)
class Told:
    """A parameter as a page shows it, words translated. `central`: it decides over this campaign's nominations."""

    label: str
    value: str
    parameter: Parameter
    central: bool


def cited(rules: RuleSet, *keys: str, campaign: Campaign | None = None, form: str = "") -> list[Told]:
    """The rules of these names in force today, for the page that applies them; of what the set does not know, nothing.

    A threshold is named `council.threshold` or `cluster.threshold`; `form` picks the one that holds for an award.
    """
    today, found = clock.today(), []
    for key in keys:
        body, _, last = key.partition(".")
        one = rules.threshold_parameter(body, form, today) if last == "threshold" else rules.in_force(key, today)
        found += [one] if one is not None else []
    forms = _forms(campaign)
    return [Told(_label(one.key, forms), _value(one.value), one, True) for one in found]


BODY_RULES = (
    "quorum", "threshold", "base", "recusal", "chair_must_agree", "absent_policy", "no_meeting_policy", "tiebreak",
    "results_shown_to_units", "tellers", "teller_quorum",
)  # fmt: skip


def cited_for(rules: RuleSet, body: str, campaign: Campaign, forms: Iterable[str]) -> list[Told]:
    """All rules under which a body votes on these forms of commendation."""
    wanted = list(dict.fromkeys(forms))
    found = [
        one
        for name in BODY_RULES
        for form in (wanted if name == "threshold" else [""])
        for one in cited(rules, f"{body}.{name}", campaign=campaign, form=form)
    ]
    return list(dict.fromkeys([*found, *cited(rules, "ballot.min_voters", "ballot.complaint_days")]))


def told(ruleset: RuleSet, campaign: Campaign | None = None) -> list[Told]:
    """Every parameter; with a campaign, those first that decide over its own nominations, and awards by its names."""
    forms = _forms(campaign)
    return [
        Told(_label(one.key, forms), _value(one.value), one, _central(one.key, forms)) for one in ruleset.parameters
    ]


def named_rule(key: str) -> str:
    """What people call a rule."""
    return _label(key, _forms(None))


def _forms(campaign: Campaign | None) -> dict[str, str]:
    """The names that the campaign gives to forms of commendation."""
    forms: dict[str, str] = {}
    for award in campaign.awards if campaign else ():
        forms[award.form] = f"{forms[award.form]}; {award.name}" if award.form in forms else award.name
    return forms


def _central(key: str, forms: dict[str, str]) -> bool:
    """What decides over this campaign's own nominations; the rest of the rule set is shown on asking."""
    return key in REQUIRED or ("threshold" in key and key.rpartition(".")[2] in forms)


def _label(key: str, forms: dict[str, str]) -> str:
    """The longest known beginning of the key in words, then what is left of it, with awards by their names."""
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        known = LABELS.get(".".join(parts[:length]))
        if known:
            rest = ", ".join(forms.get(part) or gettext(REST.get(part, part)) for part in parts[length:])
            return f"{gettext(known)}: {rest}" if rest else gettext(known)
    return key


def _value(value: object) -> str:
    if value is None:
        return gettext("not fixed")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return format_decimal(value)
    return gettext(VALUES[value]) if value in VALUES else str(value)
