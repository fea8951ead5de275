"""Freezing a decision, and opening it again: by the department, or by the minister for one nomination or all."""

from nomination import clock
from nomination.decisions import content_digest
from nomination.models import Nomination
from nomination.papers.decision import Signer
from nomination.queries.signers import SignerChoice, signers
from nomination.services.advance import advance
from nomination.services.decision_files import make_frozen
from nomination.services.decisions import note, opened, rewrite
from nomination.services.transaction import Invalid, Missing, writing
from nomination.services.unfreezing import unfreeze
from workflow.decision import Act, Kind, Status, check
from workflow.dossier import Actor
from workflow.machine import Given
from workflow.vocabulary import Trigger
from workflow.words import N_

NO_SIGNER = N_("Choose who signs: the paper names that person before it is signed.")


def freeze(actor: Actor, code: str, *, signer: int | None = None, version: int | None = None) -> None:
    """Nothing changes after this. The digest over the whole list is what the minister signs, and the file that is made
    here are the bytes. `signer`: whom the paper names, the minister himself when nobody is chosen."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.FREEZE)
        row = found.row
        named = _signer(signer)
        row.signer_id = named.person_id
        if [line.ordinal for line in found.lines] != list(range(1, len(found.lines) + 1)):
            citations = {line.nomination_id: line.citation for line in found.lines}
            rewrite(row, [(found.loaded[key], citations[key]) for key in citations])
            found = opened(actor, code)
        row.digest = content_digest(row, found.lines, {key: one.row.code for key, one in found.loaded.items()})
        row.status, row.frozen_at, row.frozen_by_id = Status.FROZEN.value, clock.now(), actor.person_id
        stated = Signer(named.name, named.post, named.acts_for is not None)
        pdf = make_frozen(actor, row, found.lines, found.loaded, stated)
        told = {"digest": row.digest, "lines": len(found.lines), "pdf": pdf}
        note(actor, row, "freeze", step.by, signer=row.signer_id, signs_for=named.acts_for, **told)


def _signer(chosen: int | None) -> SignerChoice:
    able = [one for one in signers() if chosen in (None, one.person_id)]
    if not able:
        raise Invalid.one("signer", NO_SIGNER)
    return able[0]


def reopen(actor: Actor, code: str, act: Act, given: Given, *, version: int | None = None) -> None:
    """Back to drafting, by the department (THAW) or by the minister for the whole paper (RETURN), with a reason."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, act, given)
        note(actor, found.row, act.value, step.by, reason=given.reason.strip(), digest=found.row.digest)
        unfreeze(found.row)


def send_back_one(actor: Actor, code: str, nomination: str, given: Given, *, version: int | None = None) -> None:
    """One nomination goes back to the department, and the decision to drafting without it."""
    with writing():
        found = opened(actor, code, version)
        step = check(found.paper, actor, Act.RETURN, given)
        line = next((one for one in found.loaded.values() if one.row.code == nomination), None)
        if line is None or found.paper.kind is not Kind.AWARD:
            raise Missing
        reason, digest = given.reason.strip(), found.row.digest
        note(actor, found.row, "return", step.by, reason=reason, nomination=nomination, digest=digest)
        unfreeze(found.row)
        advance(actor, Trigger.REFER_BACK, Nomination.id == line.row.id, given=given)
