"""Campaign files: YAML text to checked content, content to a frozen campaign, and the hash that names a version."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nomination.rulesets import rules_of, rulesets
from nomination.strictyaml import FileProblem, FileRefused, parse
from workflow import campaign as rules
from workflow.fields import Fields, ParameterError, Problem, read_closed, read_whole
from workflow.words import N_

FIXED = N_("the rule set fixes %(key)s by %(citation)s; a campaign cannot set it otherwise")
NO_RULE = N_("the rule set %(ruleset)s does not say how the %(body)s votes on %(form)s")

WHOLE_RULES = ("", "running")
UNDER_RULES = ("running.ruleset", "running.parameters", "running.awards")
"""What the rule set is held against; of what cannot be read, nothing more is said."""


class CampaignFileError(FileRefused):
    """A campaign that cannot be used: for each problem its line (when there is a file), its path, what was expected."""


def read_content(text: str | bytes, source: str) -> dict[str, Any]:
    """The checked plain content of a campaign file, as the database keeps it."""
    try:
        parsed = parse(text, source)
    except FileRefused as refused:
        raise CampaignFileError(source, refused.problems) from None
    problems = problems_in(parsed.content)
    if problems:
        found = [FileProblem(parsed.line_of(one.path), one.path, one.expected, one.params) for one in problems]
        raise CampaignFileError(source, found)
    content: dict[str, Any] = parsed.content
    return content


def problems_in(content: object) -> list[Problem]:
    """All that keeps plain content from being a campaign that can be launched here, whatever the content is."""
    problems: list[Problem] = []
    campaign = read_closed(Fields(content, "", problems), rules.read_campaign)
    unread = any(one.path in WHOLE_RULES or one.path.startswith(UNDER_RULES) for one in problems)
    return problems if unread else problems + _against_ruleset(campaign)


def _against_ruleset(campaign: rules.Campaign) -> list[Problem]:
    """A campaign runs under a rule set that is here, and that says how the council votes on each of its awards."""
    known = {code: one for code, one in rulesets().items() if not one.slot}
    if campaign.ruleset not in known:
        choices = ", ".join(sorted(known))
        return [Problem("running.ruleset", N_("expected one of: %(choices)s"), {"choices": choices})]
    fixed = [
        Problem(f"running.parameters[{n}].key", FIXED, {"key": one.key, "citation": rule.citation})
        for n, one in enumerate(campaign.parameters)
        if (rule := known[campaign.ruleset].fixing(one.key)) is not None
    ]
    effective = rules_of(campaign)
    return fixed + [
        Problem(f"running.awards[{n}].form", NO_RULE, {"body": body, "form": award.form, "ruleset": campaign.ruleset})
        for n, award in enumerate(campaign.awards)
        for body, votes in (("cluster", award.cluster_vote), ("council", award.council_required))
        if votes and not effective.has_rule(body, award.form)
    ]


def read_campaign(text: str | bytes, source: str) -> rules.Campaign:
    """The campaign that a file describes, or `CampaignFileError` with every problem."""
    return campaign_from_content(read_content(text, source))


def campaign_from_content(content: Mapping[str, Any]) -> rules.Campaign:
    """The campaign of a stored version, checked again: what a database holds is not trusted blindly."""
    try:
        return read_whole(content, rules.read_campaign)
    except ParameterError as error:
        found = [FileProblem(None, one.path, one.expected, one.params) for one in error.problems]
        raise CampaignFileError("campaign", found) from None


def canonical(content: Mapping[str, Any]) -> bytes:
    """One sequence of bytes for one content, whatever the order of its keys."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def content_hash(content: Mapping[str, Any]) -> str:
    """The name of a version: the SHA-256 of its canonical content."""
    return hashlib.sha256(canonical(content)).hexdigest()
