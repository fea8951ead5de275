"""The department's verdict on each criterion, and the second person's approval of a waiver."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.dossiers import Loaded, load
from nomination.extensions import db
from nomination.models import CriterionVerdict, Nomination
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, expect_version, locked, writing
from workflow.assessing import assessing, waiver_approving
from workflow.dossier import Actor, Criterion, Reason, Verdict
from workflow.machine import WrongState, refuse
from workflow.vocabulary import Role, Stage, State
from workflow.words import N_, Word

NOTE_MAX = 2000


@dataclass(frozen=True)
class Assessing:
    """What an officer says about one criterion. A waiver names its reason and the ground that allows it."""

    verdict: Verdict
    note: str = ""
    waiver_reason: str = ""
    waiver_ground: str = ""


def assess(
    actor: Actor, where: ColumnElement[bool], criterion: str, said: Assessing, *, version: int | None = None
) -> None:
    """Record the verdict; an earlier one by anybody is replaced, with both in the audit. Raises as `advance` does."""
    with writing():
        loaded = _in_vetting(where, version)
        found = _criterion(loaded, criterion)
        refuse(assessing(loaded.dossier, actor))
        _check(said)
        _record(actor, loaded, found, said)
        _touch(loaded)


def assess_rest(actor: Actor, where: ColumnElement[bool], *, version: int | None = None) -> int:
    """Find met every criterion that has no verdict yet and passes the machine check; each gets its own entry.

    Answers how many there were. Raises as `assess` does.
    """
    with writing():
        loaded = _in_vetting(where, version)
        refuse(assessing(loaded.dossier, actor))
        left = rest_of(loaded)
        for criterion in left:
            _record(actor, loaded, criterion, Assessing(Verdict.MET))
        if left:
            _touch(loaded)
        return len(left)


def rest_of(loaded: Loaded) -> list[Criterion]:
    """What vetting has to confirm, nobody has judged, and the machine finds met."""
    wanted = loaded.dossier.to_confirm(Stage.VETTING)
    return [one for one in wanted if one.code not in loaded.verdicts and one.finding(loaded.dossier).met]


def _record(actor: Actor, loaded: Loaded, criterion: Criterion, said: Assessing) -> None:
    verdict = loaded.verdicts.get(criterion.code)
    before = verdict.verdict if verdict else None
    if verdict is None:
        verdict = CriterionVerdict(nomination_id=loaded.row.id, criterion=criterion.code)
        db.session.add(verdict)
    _fill(verdict, actor, said)
    loaded.row.officer_id = loaded.row.officer_id or actor.person_id
    facts = {"criterion": criterion.code, "before": before, "verdict": said.verdict.value, "note": verdict.note}
    if said.verdict is Verdict.WAIVED:
        facts |= {"reason": verdict.waiver_reason, "ground": verdict.waiver_ground}
    audit.record(
        actor, "nomination:assess", subject=("nomination", loaded.row.code), facts=facts,
        on_behalf=actor.for_whom(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD),
    )  # fmt: skip


def approve_waiver(actor: Actor, where: ColumnElement[bool], criterion: str, *, version: int | None = None) -> None:
    """A second person lets the waiver stand."""
    with writing():
        loaded = _in_vetting(where, version)
        _criterion(loaded, criterion)
        refuse(waiver_approving(loaded.dossier, actor, criterion))
        loaded.verdicts[criterion].waiver_approver_id = actor.person_id
        facts = {"criterion": criterion}
        audit.record(
            actor, "nomination:approve_waiver", subject=("nomination", loaded.row.code), facts=facts,
            on_behalf=actor.for_whom(Role.DEPARTMENT_HEAD),
        )  # fmt: skip
        _touch(loaded)


def _in_vetting(where: ColumnElement[bool], version: int | None) -> Loaded:
    nomination = locked(select(Nomination).where(where))
    expect_version(nomination.version, version)
    loaded = load(Nomination.id == nomination.id)
    if loaded is None:
        raise Missing
    if loaded.dossier.state is not State.DEPARTMENT_VETTING:
        message = N_("Criteria are assessed only while the nomination is being vetted; it is now: %(state)s.")
        raise WrongState([Reason("state", message, {"state": Word(loaded.dossier.state.label)})])
    return loaded


def _criterion(loaded: Loaded, code: str) -> Criterion:
    found = next((criterion for criterion in loaded.dossier.applicable() if criterion.code == code), None)
    if found is None:
        raise Missing
    return found


def _check(said: Assessing) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if said.verdict is not Verdict.MET and not said.note.strip():
        problems["note"] = [(N_("Say in the note what you found."), {})]
    if said.verdict is Verdict.WAIVED and not said.waiver_reason.strip():
        problems["waiver_reason"] = [(N_("Give the reason for the waiver."), {})]
    if said.verdict is Verdict.WAIVED and not said.waiver_ground.strip():
        problems["waiver_ground"] = [(N_("Name the rule or paper that allows the waiver."), {})]
    problems |= _too_long(said)
    if problems:
        raise Invalid(problems)


def _too_long(said: Assessing) -> dict[str, list[tuple[str, dict[str, object]]]]:
    told = N_("At most %(limit)s characters; you wrote %(length)s.")
    texts = {"note": said.note, "waiver_reason": said.waiver_reason, "waiver_ground": said.waiver_ground}
    return {
        field: [(told, {"limit": NOTE_MAX, "length": len(text)})]
        for field, text in texts.items()
        if len(text) > NOTE_MAX
    }


def _fill(verdict: CriterionVerdict, actor: Actor, said: Assessing) -> None:
    waived = said.verdict is Verdict.WAIVED
    verdict.verdict, verdict.note = said.verdict.value, said.note.strip()
    verdict.assessor_id, verdict.assessed_at = actor.person_id, clock.now()
    verdict.waiver_reason = said.waiver_reason.strip() if waived else ""
    verdict.waiver_ground = said.waiver_ground.strip() if waived else ""
    verdict.waiver_approver_id = None


def _touch(loaded: Loaded) -> None:
    """A verdict makes every open page of the nomination an older version."""
    flag_modified(loaded.row, "state_since")
