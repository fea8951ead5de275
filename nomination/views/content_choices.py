"""The choices of the campaign editor that come from the rule sets of this installation."""

from flask_babel import gettext

from nomination.forms.campaign_sections import Choices
from nomination.forms.content_paths import Content, rows_at, value_at
from nomination.queries.places import member_units
from nomination.rulesets import rulesets
from nomination.views.rule_words import FORMS, named_rule
from workflow.ruleset import RuleSet
from workflow.scoring import FEWER_MINUS, GROUP, MORE_BONUS, SMALLER_SPREAD, TIE_LABELS


def legal_of(content: Content) -> RuleSet | None:
    """The rule set that the content names, when it is here and says something."""
    named = value_at(content, "running.ruleset")
    found = rulesets().get(named) if isinstance(named, str) else None
    return None if found is None or found.slot else found


def choices_for(content: Content) -> Choices:
    """Rule sets, forms of commendation, and the rules that the chosen set leaves to the ministry."""
    legal = legal_of(content)
    keys = {one.key for one in legal.parameters} if legal else set()
    thresholds = {f"{body}.threshold.{form}" for body in ("council", "cluster") for form in FORMS}
    forms = {
        *FORMS,
        *(key.split(".")[2] for key in keys if key.startswith("council.threshold.") and key.count(".") == 2),
    }
    own = sorted(key for key in keys | thresholds if not (legal and legal.fixing(key)))
    awards = [(row.get("code"), row.get("name")) for row in rows_at(content, "running.awards") if isinstance(row, dict)]
    return _review_choices(content) | {
        "running.quotas.award": tuple(
            (code, str(name or code)) for code, name in awards if isinstance(code, str) and code
        ),
        "running.ruleset": tuple((one.code, one.title) for one in rulesets().values() if not one.slot),
        "form": tuple((form, FORMS.get(form, form)) for form in sorted(forms)),
        "running.parameters.key": tuple((key, named_rule(key)) for key in own),
    }


def _review_choices(content: Content) -> Choices:
    """Criteria that a group of the score sheet may name, and the tie rules that its groups allow."""
    criteria = [row for row in rows_at(content, "criteria") if isinstance(row, dict) and row.get("code")]
    groups = [row for row in rows_at(content, "running.review.groups") if isinstance(row, dict) and row.get("code")]
    of_groups = tuple(
        (f"{GROUP}:{row['code']}", gettext(TIE_LABELS[GROUP], group=row.get("title") or row["code"])) for row in groups
    )
    of_sheets = tuple((rule, gettext(TIE_LABELS[rule])) for rule in (FEWER_MINUS, MORE_BONUS, SMALLER_SPREAD))
    return {
        "running.review.groups.criteria": tuple(
            (str(row["code"]), f"{row.get('number')}. {row.get('title') or row['code']}") for row in criteria
        ),
        "running.review.ties": of_groups + of_sheets,
    }


def holders(content: Content) -> tuple[tuple[str, str], ...]:
    """The units, blocks and clusters of the campaign's year, for those who have places of their own."""
    year = value_at(content, "year")
    pairs = member_units(year) if type(year) is int else []
    found = {cluster.code: cluster.name for cluster, _ in pairs} | {unit.code: unit.name for _, unit in pairs}
    return tuple(found.items())
