"""What the unit's officer types into a nomination: the nominee, and an answer to every criterion by its kind."""

import random
from dataclasses import replace

from demo import figures, initiatives, posts, remarks, texts
from demo.cases import Case
from demo.fates import Fate
from demo.scene import Scene, drawn
from nomination.services.contents import TypedPart
from nomination.services.drafts import Nominee
from workflow.criteria import Declaration, Judged, Veto
from workflow.dossier import Criterion, NomineeKind
from workflow.drafting import MATCH_NOTE, NOMINEE
from workflow.initiatives import Asked
from workflow.measure import Measure

FAULTY = (figures.exactly_ninety, figures.below_once, figures.overdue_task, figures.missing_month)


def nominee(scene: Scene, case: Case) -> Nominee:
    kind, unit = NomineeKind(case.kind), scene.unit(case.unit)
    rng = drawn("nominee", case.n)
    award = scene.rules.awards_for(kind)[0].code
    if kind is NomineeKind.COLLECTIVE:
        return Nominee(case.kind, award, case.name, class_code=posts.collective_class(unit.kind))
    class_code = posts.individual_class(rng, unit.kind)
    post = posts.post(rng, unit.kind, class_code, case.place)
    place = "" if class_code in ("leader_department", "entrepreneur") else case.place
    return Nominee(case.kind, award, case.name, case.title, post, place, class_code)


def whole(scene: Scene, case: Case) -> dict[str, TypedPart]:
    """Every part of the nomination; of one that is only begun, what its officer came to."""
    rng, done = drawn("text", case.n), case.fate is not Fate.BEGUN
    lines = {"summary": texts.summary(rng, case.kind, case.area)}
    if done:
        lines["citation"] = texts.citation(scene.campaign_in_words, case.area)
    typed = {NOMINEE: TypedPart(texts=lines)}
    judged = 0
    for criterion in _applying(scene, case):
        judged += isinstance(criterion.kind, Judged)
        part = _answer(rng, case, criterion, judged)
        if part is not None and isinstance(criterion.kind, Judged) and criterion.kind.initiatives is not Asked.NONE:
            part = replace(part, initiatives=initiatives.of_case(scene, case))
        if part is not None and (done or isinstance(criterion.kind, Measure)):
            typed[criterion.code] = part
    if case.match_note:
        typed[MATCH_NOTE] = TypedPart(texts={MATCH_NOTE: remarks.MATCH_NOTES[1]})
    return typed


def _applying(scene: Scene, case: Case) -> list[Criterion]:
    return [one for one in scene.rules.criteria if NomineeKind(case.kind) in one.applies_to]


def _answer(rng: random.Random, case: Case, criterion: Criterion, judged: int) -> TypedPart | None:
    """`judged`: which of the written accounts this is; the first tells what was new, the next how work got simpler."""
    match criterion.kind:
        case Judged() if judged == 1:
            subject = f"{case.title} {case.name}".strip()
            return TypedPart(texts={"narrative": texts.narrative(rng, case.kind, case.area, subject)})
        case Judged():
            return TypedPart(texts={"narrative": texts.reform_note(rng, case.kind)})
        case Measure() as measure:
            return TypedPart(cells=_cells(rng, case, measure))
    return None


def affirmed(scene: Scene, case: Case) -> dict[str, TypedPart]:
    """What the head affirms: every statement of every criterion."""
    return {
        one.code: TypedPart(ticked=frozenset(statement.key for statement in one.kind.statements))
        for one in _applying(scene, case)
        if isinstance(one.kind, Declaration | Veto)
    }


def _cells(rng: random.Random, case: Case, measure: Measure) -> dict[tuple[str, str], str]:
    """Figures of the campaign's year that pass; those of a draft show what does not."""
    shape = figures.idle_month if case.n % 12 == 0 else figures.passing
    if case.fate is Fate.BEGUN:
        shape = FAULTY[case.n % len(FAULTY)]
    months = measure.months()
    table = shape(rng, int(months[0][:4]), len(months))
    return {(line["month"], column): str(line[column]) for line in table for column in ("due", "on_time", "overdue")}


def rewritten(scene: Scene, case: Case) -> tuple[str, TypedPart]:
    """The first account told again with more: what was voted on has changed."""
    criterion = next(one for one in _applying(scene, case) if isinstance(one.kind, Judged))
    subject = f"{case.title} {case.name}".strip()
    text = texts.narrative(drawn("again", case.n), case.kind, case.area, subject)
    added = "Bổ sung theo yêu cầu: số liệu so sánh với năm trước."
    return criterion.code, TypedPart(texts={"narrative": f"{text}\n{added}"})
