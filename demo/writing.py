"""The unit's part: its officer begins, writes and proposes, its head sends several nominations with one letter."""

from collections import defaultdict
from collections.abc import Iterable

from demo import contents, remarks
from demo.cases import Case
from demo.fates import Fate
from demo.files import Files
from demo.people import head_of, officer_of
from demo.scene import Scene, drawn
from nomination.extensions import db
from nomination.models import Nomination
from nomination.services.advance import advance
from nomination.services.drafts import create_nomination, save_draft
from nomination.services.evidence import Kept, add_evidence
from nomination.services.submissions import Meeting, submit_letter
from workflow.criteria import Record
from workflow.machine import Given
from workflow.vocabulary import Trigger

SPREAD = 5
"""Days over which the nominations of one wave are begun."""

CONCLUSION = "Hội nghị nhất trí đề nghị khen thưởng các tập thể, cá nhân trong danh sách kèm theo."
SENT_BY_LETTER = frozenset(Fate) - {Fate.BEGUN, Fate.WRITTEN, Fate.PROPOSED, Fate.TAKEN_BACK}


def plan_writing(scene: Scene, files: Files, cases: Iterable[Case]) -> None:
    """Put every nomination and every letter of a unit on the agenda."""
    letters: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        _plan_draft(scene, files, case)
        if case.fate in SENT_BY_LETTER:
            letters[(case.wave, case.unit)].append(case)
    for (_, unit), together in letters.items():
        scene.agenda.on(together[0].dates.submitted, _send, scene, files, unit, together)


def _plan_draft(scene: Scene, files: Files, case: Case) -> None:
    agenda, dates = scene.agenda, case.dates
    begun = min(dates.begun + case.n % SPREAD, dates.submitted - 2)
    agenda.on(begun, _begin, scene, case)
    agenda.on(begun + 1, _write, scene, files, case)
    if case.fate is Fate.TAKEN_BACK:
        agenda.on(dates.submitted, _take_back, scene, case)
    elif case.fate not in (Fate.BEGUN, Fate.WRITTEN):
        agenda.on(dates.submitted - 1, _propose, scene, case)
    if case.n % 40 == 0 and case.fate in SENT_BY_LETTER:
        agenda.on(dates.submitted - 1, _refer_back, scene, case)
        agenda.on(dates.submitted - 1, _propose, scene, case)


def _begin(scene: Scene, case: Case) -> None:
    actor, unit = scene.actor(officer_of(case.unit)), scene.unit(case.unit)
    case.code = create_nomination(actor, scene.campaign, unit.id, contents.nominee(scene, case))


def _write(scene: Scene, files: Files, case: Case) -> None:
    actor, here = scene.actor(officer_of(case.unit)), Nomination.code == case.code
    version = db.session.scalar(db.select(Nomination.version).where(here))
    saved = save_draft(actor, here, contents.whole(scene, case), version=version)
    faults = {part: outcome.problems for part, outcome in saved.parts.items() if outcome.problems}
    if faults:
        raise ValueError(f"{case.name}: {faults}")
    if case.fate is not Fate.BEGUN:
        _attach(scene, files, case)


def _attach(scene: Scene, files: Files, case: Case) -> None:
    """To each criterion the files that it asks for; to some of the accounts a picture besides."""
    actor = scene.actor(officer_of(case.unit))
    for criterion in scene.rules.criteria:
        if criterion.evidence_required:
            record = isinstance(criterion.kind, Record)
            kept = [files.under("phat-dong", "Văn bản phát động phong trào của đơn vị")]
            if not record:
                kept = [files.under("sang-kien", "Giấy công nhận sáng kiến"), *_more(files, case)]
            add_evidence(actor, Nomination.code == case.code, criterion.code, kept)


def _more(files: Files, case: Case) -> list[Kept]:
    extra = (files.under("ket-qua", "Tài liệu chứng minh kết quả"), files.under("anh", "Ảnh hiện trường"))
    return list(extra[: case.n % 3])


def _propose(scene: Scene, case: Case) -> None:
    advance(scene.actor(officer_of(case.unit)), Trigger.PROPOSE, Nomination.code == case.code)


def _refer_back(scene: Scene, case: Case) -> None:
    given = Given(reason=remarks.referral(drawn("referral", case.n)))
    advance(scene.actor(head_of(case.unit)), Trigger.REFER_BACK, Nomination.code == case.code, given=given)


def _take_back(scene: Scene, case: Case) -> None:
    given = Given(reason=remarks.withdrawal(drawn("withdrawal", case.n)))
    advance(scene.actor(head_of(case.unit)), Trigger.WITHDRAW, Nomination.code == case.code, given=given)


def _send(scene: Scene, files: Files, unit: str, cases: list[Case]) -> None:
    head, rng = scene.actor(head_of(unit)), drawn("meeting", unit)
    members = rng.randint(7, 25)
    met_on = scene.agenda.day(cases[0].dates.submitted - 1)
    meeting = Meeting(met_on, head.name, members, members - rng.randint(0, 2), CONCLUSION)
    for case in cases:
        here = Nomination.code == case.code
        version = db.session.scalar(db.select(Nomination.version).where(here))
        save_draft(head, here, contents.affirmed(scene, case), version=version)
    minutes = files.under("bien-ban", "Biên bản họp bình xét của đơn vị")
    versions = dict.fromkeys(case.code for case in cases)
    submit_letter(head, scene.campaign, versions, meeting, minutes=minutes, confirmation=head.name)
