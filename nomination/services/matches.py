"""What an officer finds about a possible duplicate: recorded with its reason, replaced by a later finding, audited."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.attributes import flag_modified

from nomination import clock
from nomination.dossiers import load
from nomination.extensions import db
from nomination.match_rows import WEIGHED
from nomination.models import MatchFinding, Nomination
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, expect_version, locked, writing
from workflow.dossier import Actor, Reason
from workflow.guards import held_by
from workflow.machine import NotYours, WrongState
from workflow.matches import MatchVerdict
from workflow.vocabulary import Role, State
from workflow.words import N_, Word

REASON_MAX = 1000


def find_match(
    actor: Actor, where: ColumnElement[bool], other: str, verdict: str, reason: str, *, version: int | None = None
) -> None:
    """Record what `other` is to the nomination. Raises `Missing`, `Stale`, `WrongState`, `NotYours`, or `Invalid`."""
    with writing():
        nomination = locked(select(Nomination).where(where))
        expect_version(nomination.version, version)
        loaded = load(Nomination.id == nomination.id)
        if loaded is None or other not in {one.match.other for one in loaded.matches}:
            raise Missing
        if loaded.dossier.state.value not in WEIGHED or loaded.dossier.state is State.COUNCIL_REVIEW:
            message = N_("This is weighed while the nomination is vetted or waits for signature; it is now: %(state)s.")
            raise WrongState([Reason("state", message, {"state": Word(loaded.dossier.state.label)})])
        refused = held_by(Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD)(loaded.dossier, actor)
        if refused:
            raise NotYours(refused)
        _check(verdict, reason)
        before = _record(actor, nomination, other, verdict, reason.strip())
        facts = {"other": other, "before": before, "verdict": verdict, "reason": reason.strip()}
        audit.record(actor, "nomination:weigh", subject=("nomination", nomination.code), facts=facts)
        flag_modified(nomination, "state_since")


def _check(verdict: str, reason: str) -> None:
    problems: dict[str, list[tuple[str, dict[str, object]]]] = {}
    if verdict not in set(MatchVerdict):
        problems["verdict"] = [(N_("Choose what it is."), {})]
    if not reason.strip():
        problems["reason"] = [(N_("Say how you know."), {})]
    elif len(reason) > REASON_MAX:
        told = {"limit": REASON_MAX, "length": len(reason)}
        problems["reason"] = [(N_("At most %(limit)s characters; you wrote %(length)s."), told)]
    if problems:
        raise Invalid(problems)


def _record(actor: Actor, nomination: Nomination, other: str, verdict: str, reason: str) -> str | None:
    """Answers what was found before."""
    finding = db.session.get(MatchFinding, (nomination.id, other))
    before = finding.verdict if finding else None
    if finding is None:
        finding = MatchFinding(nomination_id=nomination.id, other=other)
        db.session.add(finding)
    finding.verdict, finding.reason = verdict, reason
    finding.person_id, finding.at = actor.person_id, clock.now()
    db.session.flush()
    return before
