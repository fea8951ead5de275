"""Who has nominations in hand: given by the head of the department, or taken by an officer, several at once."""

from collections.abc import Collection

from sqlalchemy import and_, select

from nomination.dossiers import Loaded, load_all
from nomination.extensions import db
from nomination.models import Nomination, RoleAssignment
from nomination.queries.officers import holding_now
from nomination.queries.visible import visible_to
from nomination.services import audit
from nomination.services.transaction import Invalid, Missing, lock_nominations, writing
from workflow.assigning import assigning
from workflow.dossier import Actor
from workflow.machine import NotYours, Refused
from workflow.words import N_

NONE_CHOSEN = N_("Choose at least one nomination.")
NO_OFFICER = N_("Choose an officer.")
MOST = 100


def assign(actor: Actor, codes: Collection[str], officer_id: int | None) -> int:
    """Give the nominations to an officer, all or none. Answers how many changed hands.

    Raises `Invalid`, `Missing` (one of them is not there), `NotYours` or `Refused`.
    """
    if not codes:
        raise Invalid.one("codes", NONE_CHOSEN)
    with writing():
        _refuse_stranger(officer_id)
        assert officer_id is not None
        wanted = and_(Nomination.code.in_(list(codes)[:MOST]), visible_to(actor))
        ids = list(db.session.scalars(select(Nomination.id).where(wanted)))
        if len(ids) != len(set(codes)):
            raise Missing
        lock_nominations(ids)
        return sum(_give(actor, loaded, officer_id) for loaded in load_all(Nomination.id.in_(ids)))


def _refuse_stranger(officer_id: int | None) -> None:
    if officer_id is None or not db.session.scalar(
        select(RoleAssignment.id).where(RoleAssignment.person_id == officer_id, holding_now()).limit(1)
    ):
        raise Invalid.one("officer", NO_OFFICER)


def _give(actor: Actor, loaded: Loaded, officer_id: int) -> bool:
    reasons = assigning(loaded.dossier, actor, officer_id)
    if reasons:
        raise (NotYours if any(one.code == "role" for one in reasons) else Refused)(reasons)
    before = loaded.row.officer_id
    if before == officer_id:
        return False
    loaded.row.officer_id = officer_id
    facts = {"before": before, "officer": officer_id}
    audit.record(actor, "nomination:assign", subject=("nomination", loaded.row.code), facts=facts)
    return True
