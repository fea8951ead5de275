"""The units' own responses: a plan with lines tied to the campaign, from every member but the late one."""

import random
from collections.abc import Sequence

from demo import texts
from demo.fates import LATE
from demo.files import Files
from demo.people import officer_of
from demo.response_phrases import CONTENTS, CRITERIA
from demo.scene import Scene, drawn
from demo.texts import Facts
from nomination.services.plans import Plan, record_plan
from workflow.response import LineKind, PlanLine

LAUNCHED = -149
WITHOUT_PAPER = 5
"""Of every so many units one has not attached the paper itself."""


def members_of(scene: Scene) -> list[str]:
    """Every member unit but the late one, in the order of the blocks and clusters."""
    return [code for group in scene.organisation.groups.values() for code in group.members if code != LATE]


def plan_responses(scene: Scene, files: Files, first: int, last: int) -> None:
    """The plans are recorded within these days, one unit after another."""
    members = members_of(scene)
    for n, code in enumerate(members):
        scene.agenda.on(first + n * (last - first) // len(members), _respond, scene, files, code, n)


def _respond(scene: Scene, files: Files, code: str, n: int) -> None:
    unit, rng = scene.unit(code), drawn("plan lines", code)
    said = texts.plan(drawn("plan", code), unit.name, scene.campaign_in_words)
    lines = (*_lines(rng, LineKind.CONTENT, CONTENTS, 3, 5), *_lines(rng, LineKind.CRITERION, CRITERIA, 2, 4))
    paper = files.under("phat-dong", "Văn bản phát động phong trào của đơn vị") if n % WITHOUT_PAPER else None
    plan = Plan(said.title, said.paper, scene.agenda.day(LAUNCHED), said.summary, lines, paper)
    record_plan(scene.actor(officer_of(code)), scene.campaign, unit.id, plan, version=None)


def _lines(
    rng: random.Random, kind: LineKind, phrases: Sequence[tuple[tuple[str, ...], str]], low: int, high: int
) -> list[PlanLine]:
    """Some of the phrases, in the order in which they stand."""
    chosen = sorted(rng.sample(range(len(phrases)), rng.randint(low, high)))
    return [PlanLine(kind, phrases[n][1].format_map(Facts(rng)), frozenset(phrases[n][0])) for n in chosen]
