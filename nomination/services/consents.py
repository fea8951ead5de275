"""The department's consent to a withdrawal after the vote."""

from sqlalchemy import ColumnElement, select

from nomination.dossiers import load
from nomination.models import Nomination
from nomination.services import audit
from nomination.services.transaction import Missing, expect_version, locked, writing
from workflow.dossier import Actor, Reason
from workflow.guards import held_by
from workflow.machine import NotYours, Refused, options
from workflow.vocabulary import Role
from workflow.words import N_


def consent_to_withdrawal(actor: Actor, where: ColumnElement[bool], *, version: int | None = None) -> None:
    """The head of the department agrees that the unit may withdraw; the withdrawal itself stays the unit's act."""
    with writing():
        nomination = locked(select(Nomination).where(where))
        expect_version(nomination.version, version)
        loaded = load(Nomination.id == nomination.id)
        if loaded is None:
            raise Missing
        not_his = held_by(Role.DEPARTMENT_HEAD)(loaded.dossier, actor)
        if not_his:
            raise NotYours(not_his)
        if not any(reason.code == "consent" for option in options(loaded.dossier, actor) for reason in option.reasons):
            raise Refused([Reason("consent", N_("No withdrawal awaits the consent of the department here."))])
        nomination.withdrawal_consent_by_id = actor.person_id
        facts = {"state": nomination.state}
        on_behalf = actor.for_whom(Role.DEPARTMENT_HEAD)
        audit.record(
            actor, "nomination:consent", subject=("nomination", nomination.code), facts=facts, on_behalf=on_behalf
        )
