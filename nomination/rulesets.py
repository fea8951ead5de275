"""Rule set files: YAML text to a frozen rule set, and the rule sets that come with the product."""

from functools import lru_cache
from pathlib import Path

from nomination.strictyaml import FileProblem, FileRefused, parse
from workflow.campaign import Campaign
from workflow.fields import ParameterError, read_whole
from workflow.ruleset import RuleSet
from workflow.ruleset_reading import read_ruleset as read_fields
from workflow.words import N_

FOLDER = Path(__file__).resolve().parent.parent / "rulesets"


class RuleSetFileError(FileRefused):
    """A rule set that cannot be used, with file, line, path and what was expected for each problem."""


def read_ruleset(text: str | bytes, source: str) -> RuleSet:
    try:
        parsed = parse(text, source)
    except FileRefused as refused:
        raise RuleSetFileError(source, refused.problems) from None
    try:
        return read_whole(parsed.content, read_fields)
    except ParameterError as error:
        found = [FileProblem(parsed.line_of(one.path), one.path, one.expected, one.params) for one in error.problems]
        raise RuleSetFileError(source, found) from None


@lru_cache(maxsize=1)
def rulesets() -> dict[str, RuleSet]:
    """Every rule set that comes with the product, by code. A file is named after the code it holds."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        ruleset = read_ruleset(path.read_bytes(), path.name)
        if ruleset.code != path.stem:
            problem = FileProblem(None, "code", N_("expected %(name)s, as the file is named"), {"name": path.stem})
            raise RuleSetFileError(path.name, [problem])
        found[ruleset.code] = ruleset
    return found


def ruleset(code: str) -> RuleSet:
    """The rule set of that code; LookupError when none comes with the product."""
    return rulesets()[code]


def rules_of(campaign: Campaign) -> RuleSet:
    """The rules that a campaign is held under: its rule set, with what it sets itself. LookupError as `ruleset`."""
    return ruleset(campaign.ruleset).with_own(campaign.parameters)
