"""What is wrong with a campaign's content, said to people who do not write files."""

import re

from flask_babel import gettext

from nomination.campaigns import FIXED, NO_RULE
from nomination.forms.content_fields import plain
from nomination.forms.content_paths import Content, value_at
from nomination.hypermedia import sentence
from nomination.views.rule_words import named_rule
from workflow.dossier import NomineeKind
from workflow.fields import CODE_EXPECTED, Problem
from workflow.scoring_reading import NO_CRITERION
from workflow.words import N_

MISSING = N_("Still to be filled in.")
BODIES = {"cluster": N_("block or cluster"), "council": N_("council")}
PLAIN = {
    "missing; a value is required": MISSING,
    "expected a text that is not blank": MISSING,
    "expected a list with at least one entry": N_("At least one is needed."),
    "expected a group of named fields": N_("Still to be filled in as a whole."),
    "expected a text of at most %(longest)s characters": N_("At most %(longest)s characters."),
    "expected a whole number from %(low)s to %(high)s": N_(
        "“%(typed)s” is not a whole number from %(low)s to %(high)s."
    ),
    "expected a percentage from 0 to 100: a whole number, or a quoted text such as “97.5”": N_(
        "“%(typed)s” is not a share from 0 to 100 per cent. Write it as 90 or 97,5."
    ),
    "nothing is above one hundred percent; expected less, or the comparison at_least": N_(
        "Nothing is above 100 per cent. Ask for less, or choose “from it upwards”."
    ),
    "expected a month such as “2031-04”": N_("“%(typed)s” is not a month. Write it as month/year, such as 04/2031."),
    "expected a moment with its time zone, such as “2031-12-15T17:00+07:00”": N_(
        "“%(typed)s” is not an hour and a day. Write it as 17:00, 31/12/2031."
    ),
    "expected a moment after the window opens": N_("A stage must close after it opens."),
    CODE_EXPECTED: N_(
        "“%(typed)s” cannot be a code: small letters a to z first, then digits, - or _, at most 40 characters."
    ),
    "expected each choice at most once": N_("Each may stand only once."),
    "“%(value)s” is used twice": N_("“%(value)s” stands twice here; each needs one of its own."),
    "expected %(number)s: criteria are numbered in order": N_(
        "Criteria are numbered in their order: this one must have the number %(number)s."
    ),
    "expected one of: %(choices)s": N_("Choose one of the listed answers."),
    "expected true or false": N_("Choose yes or no."),
    "expected words that stand in the text of this paragraph": N_(
        "These words do not stand in the text of this paragraph."
    ),
    "no criterion applies to this kind of nominee: %(kind)s": N_(
        "No criterion applies to this kind of nominee yet: %(kind)s."
    ),
    "expected one of the awards of this campaign: %(choices)s": N_("Choose one of the listed answers."),
    NO_CRITERION: N_("Choose one of the listed answers."),
    "expected an award: a cluster has places for each award by itself": N_(
        "A block or cluster has places for each award by itself: choose one."
    ),
    "“%(value)s” has its places for this award twice": N_("Its places for this award stand twice."),
    "expected a number not below min_length (%(low)s)": N_("It must not be below the fewest characters (%(low)s)."),
    "expected a name such as “council.quorum”": N_("Choose one of the listed answers."),
    "expected a share such as “2/3”, or “> 1/2” for more than half": N_(
        "“%(typed)s” is not a share. Write it as 2/3, or as > 1/2 for more than half."
    ),
    "unknown field; the known fields here are: %(known)s": N_(
        "A file brought a field named “%(name)s”, which means nothing here. Take it out of the file, then read that in."
    ),
    NO_RULE: N_("The rule set %(ruleset)s does not say how the %(body)s votes on this form."),
    FIXED: N_("The law fixes this rule (%(citation)s); a campaign cannot set it otherwise."),
}
"""From the words of a file to those of a page. What has none here is said as the file's reader says it."""


def said(problem: Problem, path: str | None, content: Content) -> str:
    """The sentence for one problem. `path`: the input it stands at, which may hold a whole list of lines."""
    if problem.path.endswith(".parameters"):
        return gettext("The fields of this way of checking are still to be filled in.")
    told = sentence(PLAIN.get(problem.expected, problem.expected), _params(problem, content))
    line = re.fullmatch(r"\[([0-9]+)\]", problem.path[len(path) :]) if path else None
    return gettext("Line %(number)s: %(told)s", number=int(line[1]) + 1, told=told) if line else told


def _params(problem: Problem, content: Content) -> dict[str, object]:
    """The figures of the rule, what was typed, and our own words where the rule has a code."""
    params = dict(problem.params) | {
        "typed": plain(value_at(content, problem.path)),
        "name": problem.path.split(".")[-1],
    }
    if "kind" in params:
        params["kind"] = gettext(NomineeKind(str(params["kind"])).label)
    if "body" in params:
        params["body"] = gettext(BODIES[str(params["body"])])
    if "key" in params:
        params["key"] = named_rule(str(params["key"]))
    return params
