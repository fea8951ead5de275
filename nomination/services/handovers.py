"""The handing over of awards: recorded by the department, for single awards or a whole unit, confirmed by the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from nomination import clock
from nomination.extensions import db
from nomination.models import Handover, RegisterEntry
from nomination.queries.handovers import CONFIRMING, OPEN, RECORDING, Asked, narrowed, readable_by, standing
from nomination.services import audit
from nomination.services.bonuses import day_problem, refuse_role
from nomination.services.transaction import Invalid, Missing, locked, writing
from nomination.services.wording import Told, line_problem
from workflow.dossier import Actor, Reason
from workflow.handover import OBJECTS
from workflow.machine import Refused
from workflow.words import N_

LINE_MAX = 300
MOST = 1000


@dataclass(frozen=True)
class Handing:
    """What was handed over, when, where and to whom."""

    handed_on: date | None
    place: str
    received_by: str
    objects: tuple[str, ...]


def record_handover(actor: Actor, awards: Sequence[str], said: Handing, *, whole: Asked | None = None) -> int:
    """Of the awards named, or of all that are open under the filter `whole`. Answers how many.

    Raises `NotYours`, `Missing` or `Invalid`; then nothing is recorded.
    """
    refuse_role(actor, RECORDING)
    with writing():
        audit.in_turn()
        entries = _open(actor, whole) if whole is not None else _named(actor, awards)
        _check(entries, said)
        for entry in entries:
            db.session.add(
                Handover(
                    entry_id=entry.id, handed_on=said.handed_on, place=said.place.strip(),
                    received_by=said.received_by.strip(), objects=list(said.objects), recorded_by_id=actor.person_id,
                    recorded_at=clock.now(),
                )
            )  # fmt: skip
        facts = {
            "awards": [entry.code for entry in entries], "handed_on": said.handed_on, "place": said.place.strip(),
            "objects": list(said.objects),
        }  # fmt: skip
        audit.record(actor, "handover:record", subject=("handover", entries[0].code), facts=facts)
        return len(entries)


def confirm_receipt(actor: Actor, awards: Sequence[str]) -> int:
    """The unit has what was handed over for these awards. Raises `NotYours`, `Missing` or `Invalid`."""
    refuse_role(actor, CONFIRMING)
    with writing():
        audit.in_turn()
        entries = [one for one in _named(actor, awards) if one.unit_id in actor.units()]
        if not entries:
            raise Invalid.one("awards", N_("Tick at least one award."))
        for entry in entries:
            row = db.session.get(Handover, entry.id)
            if row is None:
                raise Missing
            if row.confirmed_at is None:
                row.confirmed_at, row.confirmed_by_id = clock.now(), actor.person_id
        facts = {"awards": [entry.code for entry in entries]}
        audit.record(actor, "handover:confirm", subject=("handover", entries[0].code), facts=facts)
        return len(entries)


def undo_handover(actor: Actor, award: str) -> None:
    """A record made by mistake goes, as long as the unit has not confirmed it; the audit keeps what it said."""
    refuse_role(actor, RECORDING)
    with writing():
        entry = locked(select(RegisterEntry).where(RegisterEntry.code == award, readable_by(actor)))
        row = db.session.get(Handover, entry.id)
        if row is None:
            raise Missing
        if row.confirmed_at is not None:
            raise Refused([Reason("confirmed", N_("The unit has confirmed the receipt."))])
        facts = {"handed_on": row.handed_on, "place": row.place, "objects": row.objects}
        db.session.delete(row)
        audit.record(actor, "handover:undo", subject=("handover", award), facts=facts)


def _named(actor: Actor, awards: Sequence[str]) -> list[RegisterEntry]:
    codes = list(dict.fromkeys(awards))[:MOST]
    query = select(RegisterEntry).where(RegisterEntry.code.in_(codes), readable_by(actor)).order_by(RegisterEntry.id)
    found = list(db.session.scalars(query.with_for_update()))
    if len(found) < len(codes):
        raise Missing
    return found


def _open(actor: Actor, asked: Asked) -> list[RegisterEntry]:
    query = (
        select(RegisterEntry)
        .outerjoin(Handover, Handover.entry_id == RegisterEntry.id)
        .where(readable_by(actor), *narrowed(asked), standing(OPEN))
        .order_by(RegisterEntry.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _check(entries: list[RegisterEntry], said: Handing) -> None:
    latest = max((entry.decision_dated for entry in entries), default=None)
    checks = {
        "awards": _against(entries),
        "handed_on": day_problem(said.handed_on, latest),
        "place": line_problem(said.place.strip(), LINE_MAX, needed=True),
        "received_by": line_problem(said.received_by.strip(), LINE_MAX, needed=True),
        "objects": None
        if said.objects and set(said.objects) <= set(OBJECTS)
        else (N_("Tick what was handed over."), {}),
    }
    problems: dict[str, list[Told]] = {name: [told] for name, told in checks.items() if told is not None}
    if problems:
        raise Invalid(problems)


def _against(entries: list[RegisterEntry]) -> Told | None:
    if not entries:
        return N_("Tick at least one award."), {}
    had = select(Handover.entry_id).where(Handover.entry_id.in_([entry.id for entry in entries]))
    handed = set(db.session.scalars(had))
    against = (
        (N_("Already handed over: %(names)s."), [one for one in entries if one.id in handed]),
        (N_("Revoked, so nothing is handed over: %(names)s."), [one for one in entries if one.revoked_at is not None]),
    )
    for message, found in against:
        if found:
            return message, {"names": "; ".join(one.name for one in found)}
    return None
