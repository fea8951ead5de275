"""The achievement report of a nomination, from what its unit wrote."""

from nomination.dossiers import Loaded
from nomination.papers.decision import dated
from nomination.papers.kinds import PaperKind
from nomination.papers.official import Official
from nomination.papers.report import Answered, Report, report
from nomination.papers.sentences import percent
from nomination.papers.typography import bound
from nomination.queries.dossier_page import dossier_page
from nomination.queries.papers import Offer, Offers
from nomination.queries.papers.words import class_word
from nomination.rulesets import rules_of
from workflow.dossier import Actor, Answer, Criterion, MonthFigures, NomineeKind
from workflow.initiatives import Initiative
from workflow.ruleset import UnknownParameter


def of_nomination(actor: Actor, code: str) -> Offers:
    """Raises `Missing` when the actor may not see it."""
    loaded = dossier_page(actor, code).loaded
    return [Offer(PaperKind.REPORT, lambda: _report(loaded))]


def _report(loaded: Loaded) -> Official:
    row, campaign, form = loaded.row, loaded.campaign, _form(loaded)
    return report(
        Report(
            parent=loaded.unit.head_block, unit=loaded.unit.name, form=form[0], form_source=form[1],
            campaign=campaign.title, award=loaded.award.name, individual=row.kind == NomineeKind.INDIVIDUAL,
            name=row.nominee_name, title=row.nominee_title, post=row.nominee_post, place=row.nominee_place,
            class_name=class_word(row.kind, row.class_code), summary=row.summary, citation=row.citation,
            answers=tuple(_answered(loaded, one) for one in loaded.dossier.applicable()),
        )
    )  # fmt: skip


def _form(loaded: Loaded) -> tuple[str, str]:
    """The number of the form and the text that fixes it; blank where the rule set says none."""
    try:
        found = rules_of(loaded.campaign).parameter("report_form.thematic")
    except UnknownParameter:
        return "", ""
    return str(found.value or ""), found.citation


def _answered(loaded: Loaded, criterion: Criterion) -> Answered:
    answer = loaded.dossier.answers.get(criterion.code, Answer())
    figures = criterion.finding(loaded.dossier).figures
    stated = figures.get("statements", [])
    return Answered(
        number=criterion.number,
        title=criterion.title,
        narrative=answer.narrative,
        statements=tuple(one["text"] for one in stated if one["affirmed"]),  # type: ignore[attr-defined]
        months=tuple(
            (f"{one.month[5:]}/{one.month[:4]}", str(one.due), str(one.on_time), str(one.overdue), _rate(one))
            for one in answer.figures
        ),
        initiatives=tuple(
            (str(n + 1), one.title, _recognised(one), one.issuer) for n, one in enumerate(answer.initiatives)
        ),
        files=tuple(file.name for file in loaded.evidence.get(criterion.code, [])),
    )  # fmt: skip


def _rate(one: MonthFigures) -> str:
    return percent(one.on_time, one.due) if one.due else "Không có nhiệm vụ"


def _recognised(one: Initiative) -> str:
    return bound(", ".join(part for part in (one.paper, dated(one.recognised_on) if one.recognised_on else "") if part))
