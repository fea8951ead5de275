"""Setting where words stand on the ministry's blank."""

from collections.abc import Mapping

from sqlalchemy import select

from nomination.extensions import db
from nomination.models import StockFrame
from nomination.papers.certificate import FIELDS, Frame
from nomination.services import audit
from nomination.services.transaction import Invalid, writing
from workflow.dossier import Actor, Reason
from workflow.machine import NotYours
from workflow.vocabulary import Role
from workflow.words import N_, Word

PLACING = frozenset({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD})
ACROSS, DOWN, LARGEST = 297, 210, 72
OFF_SHEET = N_("The frame leaves the sheet, which is %(across)s mm by %(down)s mm.")
NO_ROOM = N_("A frame needs a width and a height.")
TOO_LARGE = N_("At most %(most)s points; 0 leaves the field out.")


def place_fields(actor: Actor, frames: Mapping[str, Frame]) -> None:
    """All frames at once. Raises `NotYours`, or `Invalid` with a sentence at each field whose frame cannot be."""
    if not actor.roles() & PLACING:
        words = tuple(Word(role.label) for role in sorted(PLACING))
        raise NotYours([Reason("role", N_("Only this role may do it here: %(roles)s."), {"roles": words})])
    problems = {field: told for field in FIELDS if (told := _problems(frames[field]))}
    if problems:
        raise Invalid(problems)
    with writing():
        rows = {row.field: row for row in db.session.scalars(select(StockFrame).with_for_update())}
        changed = [field for field in FIELDS if _set(rows.get(field), field, frames[field])]
        if changed:
            told = {field: [_tenths(side) for side in _sides(frames[field])] for field in changed}
            sizes = {field: frames[field].size for field in changed}
            audit.record(actor, "stock:place", subject=("stock", "frames"), facts={"frames": told, "sizes": sizes})


def _problems(frame: Frame) -> list[tuple[str, dict[str, object]]]:
    if frame.width <= 0 or frame.height <= 0:
        return [(NO_ROOM, {})]
    if frame.left < 0 or frame.top < 0 or frame.left + frame.width > ACROSS or frame.top + frame.height > DOWN:
        return [(OFF_SHEET, {"across": ACROSS, "down": DOWN})]
    return [] if 0 <= frame.size <= LARGEST else [(TOO_LARGE, {"most": LARGEST})]


def _set(row: StockFrame | None, field: str, frame: Frame) -> bool:
    """Whether anything is now otherwise."""
    left, top, width, height = (_tenths(side) for side in _sides(frame))
    if row is None:
        row = StockFrame(field=field)
        db.session.add(row)
    before = (row.left_tenths, row.top_tenths, row.width_tenths, row.height_tenths, row.size)
    row.left_tenths, row.top_tenths, row.width_tenths, row.height_tenths, row.size = (
        left,
        top,
        width,
        height,
        frame.size,
    )
    return before != (left, top, width, height, frame.size)


def _sides(frame: Frame) -> tuple[float, float, float, float]:
    return frame.left, frame.top, frame.width, frame.height


def _tenths(side: float) -> int:
    return round(side * 10)
