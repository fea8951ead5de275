"""Rule sets for everybody to read: every parameter with where it comes from, its dates, and how sure that is."""

from datetime import date

from flask import Blueprint, render_template

from nomination import clock
from nomination.access import public
from nomination.rulesets import rules_of, rulesets
from nomination.services.transaction import Missing
from nomination.views.rule_words import cited, cited_for, told
from workflow.ruleset import RuleSet

blueprint = Blueprint("rulesets", __name__)
blueprint.add_app_template_global(cited, "cited")
blueprint.add_app_template_global(rules_of, "rules_of")
blueprint.add_app_template_global(cited_for, "cited_for")


def ruleset_title(code: str) -> str:
    """What people call a rule set; the code when it no longer comes with the product."""
    return rulesets()[code].title if code in rulesets() else code


blueprint.add_app_template_global(ruleset_title, "ruleset_title")


@blueprint.get("/rulesets")
@public
def index() -> str:
    newest_first = sorted(rulesets().values(), key=lambda one: (one.slot, -(one.valid_from or date.min).toordinal()))
    return render_template("rulesets/index.html", listed=[(one, _standing(one)) for one in newest_first])


@blueprint.get("/rulesets/<code>")
@public
def show(code: str) -> str:
    found = rulesets().get(code)
    if found is None:
        raise Missing
    return render_template("rulesets/show.html", ruleset=found, standing=_standing(found), parameters=told(found))


def _standing(ruleset: RuleSet) -> str:
    """Whether the set may be used: `slot` (nothing verified in it), `outlived`, or `current`."""
    if ruleset.slot:
        return "slot"
    return "outlived" if ruleset.outlived(clock.today()) else "current"
