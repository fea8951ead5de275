"""The units' own responses: plans with lines tied to the campaign, mid-term reports, questions to the department."""

import random
from collections.abc import Sequence
from datetime import date

from demo import texts
from demo.fates import LATE
from demo.figures import below_once, exactly_ninety, passing
from demo.files import Files
from demo.people import OFFICERS, department_officer, officer_of
from demo.response_phrases import CONTENTS, CRITERIA, DIFFICULTIES, QUESTIONS, RESULTS
from demo.scene import Scene, drawn
from demo.texts import Facts
from nomination.services import questions
from nomination.services.plans import Plan, record_plan
from nomination.services.reports import COUNTS, Cell, Report, measures, record_report
from workflow.campaign import Campaign
from workflow.figures import COLUMNS
from workflow.response import LineKind, PlanLine

LAUNCHED = -149
REPORTING = 3
"""One unit in so many has written its mid-term report."""
SPANS = ((1, 4), (2, 12), (8, 80), (1, 15))
"""What a unit may count in half a year: drives, collectives, individuals, initiatives."""
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


def plan_reports(scene: Scene, files: Files, day: int) -> None:
    """Some of the units have reported, a few each day."""
    for n, code in enumerate(members_of(scene)[::REPORTING]):
        scene.agenda.on(day + n // 8, _report, scene, files, code)


def _report(scene: Scene, files: Files, code: str) -> None:
    rng, unit = drawn("report", code), scene.unit(code)
    report = Report(
        as_of=date(scene.rules.year, 6, 30), results=rng.choice(RESULTS).format_map(Facts(rng)),
        difficulties=rng.choice(DIFFICULTIES), cells=_cells(rng, scene.rules),
        counts={name: str(rng.randint(*span)) for name, span in zip(COUNTS, SPANS, strict=True)},
        paper=files.under("so-ket", "Báo cáo sơ kết phong trào thi đua") if rng.random() < 0.5 else None,
    )  # fmt: skip
    record_report(scene.actor(officer_of(code)), scene.campaign, unit.id, report, version=None)


def _cells(rng: random.Random, rules: Campaign) -> dict[Cell, str]:
    """Half a year: most units above the rule in every month, some at it exactly or below it once."""
    shape = rng.choice((passing, passing, passing, exactly_ninety, below_once))
    return {
        (criterion.code, line["month"], column): str(line[column])
        for criterion, _ in measures(rules)
        for line in shape(rng, rules.year, 6)
        for column in COLUMNS
    }


def plan_questions(scene: Scene, first: int) -> None:
    """A question from one unit after another; some answered for all, some for the unit alone, some not yet."""
    members = members_of(scene)
    for n, (subject, body, answer) in enumerate(QUESTIONS):
        code = members[(n * 17 + 5) % len(members)]
        scene.agenda.on(first + 6 * n, _ask, scene, code, n, (subject, body, answer), first + 6 * n + 2)


def _ask(scene: Scene, code: str, n: int, said: tuple[str, str, str], answered_on: int) -> None:
    subject, body, answer = said
    asked = questions.ask(
        scene.actor(officer_of(code)), scene.campaign, scene.unit(code).id, subject=subject, body=body
    )
    if answer:
        scene.agenda.on(answered_on, _answer, scene, asked.id, n, answer)


def _answer(scene: Scene, question_id: int, n: int, answer: str) -> None:
    actor = scene.actor(department_officer(n % OFFICERS + 1))
    questions.answer(actor, scene.campaign, question_id, text=answer, shared=n % 3 != 2)
