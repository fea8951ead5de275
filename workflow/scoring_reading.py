"""Reading how a campaign's clusters review: the method, the groups with their points, and what breaks a tie."""

from collections.abc import Collection

from workflow.fields import Fields, read_closed
from workflow.scoring import BY_BALLOT, FEWER_MINUS, GROUP, MORE_BONUS, SMALLER_SPREAD, Group, Method, Review
from workflow.words import N_

MOST_POINTS = 1000
NO_CRITERION = N_("expected one of the criteria of this campaign: %(choices)s")


def read_review(running: Fields, criteria: Collection[str]) -> Review:
    """A campaign that says nothing reviews by secret ballot. `criteria`: the codes that a group may name."""
    if not running.has("review"):
        return BY_BALLOT
    return read_closed(running.part("review"), lambda fields: _read(fields, criteria))


def _read(fields: Fields, criteria: Collection[str]) -> Review:
    method = Method(fields.one_of("method", list(Method))) if fields.has("method") else Method.VOTE
    source = fields.text("source", None if method.scores else "")
    asked = method.scores or fields.has("groups")
    groups = fields.parts("groups", _read_group, distinct=("code", "title")) if asked else ()
    for n, group in enumerate(groups):
        for m, code in enumerate(group.criteria):
            if code not in criteria:
                fields.note(f"groups[{n}].criteria[{m}]", NO_CRITERION, choices=", ".join(criteria))
    most = sum(group.most for group in groups)
    return Review(
        method=method,
        source=source,
        groups=groups,
        bonus_most=fields.whole("bonus_most", low=0, high=MOST_POINTS, default=0),
        minus_most=fields.whole("minus_most", low=0, high=MOST_POINTS, default=0),
        least=fields.optional_whole("least", low=0, high=max(most, 1)),
        ties=fields.several_of("ties", tie_rules(groups)) if fields.has("ties") and fields.plain("ties") != [] else (),
    )


def tie_rules(groups: tuple[Group, ...]) -> list[str]:
    """Every tie rule that these groups allow."""
    return [*(f"{GROUP}:{group.code}" for group in groups), FEWER_MINUS, MORE_BONUS, SMALLER_SPREAD]


def _read_group(fields: Fields) -> Group:
    return Group(
        code=fields.code("code"),
        title=fields.text("title", longest=120),
        most=fields.whole("most", low=1, high=MOST_POINTS),
        criteria=fields.texts("criteria", optional=True),
    )
