"""The department's part: its officers receive, assess and stop; its head returns, lifts, concludes or declines."""

from collections.abc import Iterable
from datetime import timedelta

from demo import contents, remarks
from demo.cases import Case
from demo.earlier import weigh_namesakes
from demo.fates import LOST_IN_CLUSTER, UNDECIDED_BY_CLUSTER, Fate
from demo.files import Files
from demo.people import DEPUTY, HEAD, OFFICERS, department_officer, head_of, officer_of
from demo.scene import Scene, drawn
from demo.vetting_words import CLEARED, plan_words
from nomination.extensions import db
from nomination.models import Nomination
from nomination.services.advance import advance
from nomination.services.consents import consent_to_withdrawal
from nomination.services.drafts import save_draft
from nomination.services.evidence import add_evidence
from nomination.services.proposals import Proposed, follow, propose
from nomination.services.vetting import Assessing, approve_waiver, assess, assess_rest
from workflow.criteria import Judged
from workflow.dossier import Criterion, NomineeKind, Verdict
from workflow.drafting import NOMINEE
from workflow.machine import Given
from workflow.vocabulary import Trigger

TERM = timedelta(days=14)
WAIVED_ONCE = 45
UNTOUCHED = (*UNDECIDED_BY_CLUSTER, *LOST_IN_CLUSTER, Fate.UNRECEIVED)
STOPPED = (Fate.HALF_ASSESSED, Fate.SUPPLEMENT, Fate.HELD, Fate.REVOTED, Fate.WAIVER_ASKED, Fate.ASSESSED)


def plan_vetting(scene: Scene, files: Files, cases: Iterable[Case]) -> None:
    for case in cases:
        if case.fate not in UNTOUCHED:
            _plan(scene, files, case)


def _plan(scene: Scene, files: Files, case: Case) -> None:
    """Assessing takes some days after receipt; what was returned is assessed again in the part that changed."""
    agenda, received = scene.agenda, case.dates.received
    agenda.on(received, _receive, scene, case)
    criteria = _criteria(scene, case)
    agenda.on(received + 2 + case.n % 3, _assess, scene, case, _first_look(case, criteria))
    if case.held:
        agenda.on(received + 5, _hold, scene, case)
        if case.fate is not Fate.HELD:
            agenda.on(received + 9, _lift, scene, case)
    if case.returned or case.fate is Fate.SUPPLEMENT:
        _plan_return(scene, files, case)
    plan_words(scene, case, officer_in_charge(case))
    if case.fate not in STOPPED:
        agenda.on(case.dates.concluded, _conclude, scene, case)


def _criteria(scene: Scene, case: Case) -> list[Criterion]:
    return [one for one in scene.rules.criteria if NomineeKind(case.kind) in one.applies_to]


def _first_look(case: Case, criteria: list[Criterion]) -> list[Criterion]:
    return criteria[: 2 + case.n % 4] if case.fate in (Fate.HALF_ASSESSED, Fate.HELD) else criteria


def officer_in_charge(case: Case) -> str:
    """Who receives it and looks after it."""
    return department_officer(1 + case.n % OFFICERS)


def _receive(scene: Scene, case: Case) -> None:
    advance(scene.actor(officer_in_charge(case)), Trigger.RECEIVE, Nomination.code == case.code)


def _assess(scene: Scene, case: Case, criteria: list[Criterion]) -> None:
    """What is refused later was found not met; a criterion that cannot apply is waived once a second person agrees."""
    actor, here, rng = scene.actor(officer_in_charge(case)), Nomination.code == case.code, drawn("verdict", case.n)
    waived, whole = _waived(case, criteria), len(criteria) == len(_criteria(scene, case))
    for criterion in criteria:
        said = Assessing(Verdict.MET, remarks.vetting_note(rng, "met") if rng.random() < 0.3 else "")
        if case.fate is Fate.REJECTED and criterion is _judged(criteria):
            said = Assessing(Verdict.NOT_MET, remarks.VETTING_NOTES["not_met"][1])
        elif criterion is waived:
            reason = remarks.VETTING_NOTES["waived"][1]
            said = Assessing(Verdict.WAIVED, reason, reason, remarks.waiver_ground(rng))
        if said != Assessing(Verdict.MET) or not whole:
            assess(actor, here, criterion.code, said)
    if whole:
        assess_rest(actor, here)
    if waived is not None and case.fate is not Fate.WAIVER_ASKED:
        approve_waiver(scene.actor(HEAD), here, waived.code)


def _waived(case: Case, criteria: list[Criterion]) -> Criterion | None:
    """The last of the written accounts: not every unit has procedures to cut."""
    if case.fate is not Fate.WAIVER_ASKED and (case.n % WAIVED_ONCE or case.returned or case.fate is Fate.REJECTED):
        return None
    return next((one for one in reversed(criteria) if isinstance(one.kind, Judged)), None)


def _judged(criteria: list[Criterion]) -> Criterion:
    return next(one for one in criteria if isinstance(one.kind, Judged))


def _hold(scene: Scene, case: Case) -> None:
    stop = remarks.stop(drawn("stop", case.n))
    given = Given(reason=stop.reason, paper=stop.paper)
    advance(scene.actor(officer_in_charge(case)), Trigger.HOLD, Nomination.code == case.code, given=given)


def _lift(scene: Scene, case: Case) -> None:
    given = Given(reason=remarks.hold_lift(drawn("lift", case.n)))
    advance(scene.actor(HEAD), Trigger.LIFT, Nomination.code == case.code, given=given)


def _plan_return(scene: Scene, files: Files, case: Case) -> None:
    """What still waits for its unit lacks various things; what came back had lacked a file, which needs no new vote."""
    asked = case.dates.received + 5
    scene.agenda.on(asked, _return, scene, case)
    if case.fate is Fate.REVOTED:
        scene.agenda.on(asked + 3, _rewrite, scene, case)
    elif case.returned:
        scene.agenda.on(asked + 4, _complete, scene, files, case)
        scene.agenda.on(asked + 6, _assess, scene, case, [_judged(_criteria(scene, case))])


def _return(scene: Scene, case: Case) -> None:
    rng, code = drawn("return", case.n), _judged(_criteria(scene, case)).code
    parts = {code: remarks.supplement_reason(rng, "evidence")}
    if case.fate is Fate.REVOTED:
        parts = {code: remarks.supplement_reason(rng, "narrative")}
    elif case.fate is Fate.SUPPLEMENT and case.n % 3 == 0:
        parts |= {NOMINEE: remarks.supplement_reason(rng, "nominee")}
    due = scene.agenda.day(case.dates.received + 5) + TERM
    said = Proposed("return_for_supplement", "Hồ sơ cần bổ sung trước khi kết luận.", due_on=due, parts=parts)
    _decide(scene, case, HEAD, said)


def _complete(scene: Scene, files: Files, case: Case) -> None:
    added = [files.under("bo-sung", "Tài liệu bổ sung theo yêu cầu")]
    code, here = _judged(_criteria(scene, case)).code, Nomination.code == case.code
    add_evidence(scene.actor(officer_of(case.unit)), here, code, added)
    _resubmit(scene, case)


def _rewrite(scene: Scene, case: Case) -> None:
    code, part = contents.rewritten(scene, case)
    here = Nomination.code == case.code
    version = db.session.scalar(db.select(Nomination.version).where(here))
    save_draft(scene.actor(officer_of(case.unit)), here, {code: part}, version=version)
    _resubmit(scene, case)


def _resubmit(scene: Scene, case: Case) -> None:
    head = scene.actor(head_of(case.unit))
    advance(head, Trigger.RESUBMIT, Nomination.code == case.code, given=Given(confirmation=head.name))


def _conclude(scene: Scene, case: Case) -> None:
    head, here = DEPUTY if case.n % 5 == 0 else HEAD, Nomination.code == case.code
    if case.fate is Fate.REJECTED:
        refusal = remarks.REFUSALS[1]
        _decide(scene, case, head, Proposed("decline", refusal.reason, refusal.citation))
    elif case.fate is Fate.GIVEN_UP:
        consent_to_withdrawal(scene.actor(head), here)
        given = Given(reason=remarks.withdrawal(drawn("withdrawal", case.n)))
        advance(scene.actor(head_of(case.unit)), Trigger.WITHDRAW, here, given=given)
    else:
        weigh_namesakes(scene, officer_in_charge(case), case.code)
        _decide(scene, case, head, CLEARED)


def _decide(scene: Scene, case: Case, head: str, said: Proposed) -> None:
    """The officer in charge proposes, and the head follows it the same day."""
    row = propose(scene.actor(officer_in_charge(case)), Nomination.code == case.code, said)
    follow(scene.actor(head), [row.id])
