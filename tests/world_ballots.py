"""Ballots in the small world: what a voter's form sends, and a round with more lines than a test has time to submit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from nomination.box.codes import new_receipt
from nomination.extensions import db
from nomination.models import Nomination, RoundQuestion
from tests.world_rounds import Voting


def sent(voting: Voting, marks: str | Mapping[int, str], receipt: str | None = None, **more: Any) -> dict[str, Any]:
    """The fields of a ballot: `marks` by line, one character each from line 1, or by number; a blank leaves one out."""
    by_line = marks if isinstance(marks, Mapping) else dict(enumerate(marks, start=1))
    slips = {f"slip-{n}": mark for n, mark in by_line.items() if mark != " "}
    return {"definition": voting.row.definition_hash, "receipt": receipt or new_receipt()} | slips | more


def stretched(voting: Voting, number: int) -> None:
    """Copies of the first line's nomination on this ballot up to `number` lines. Such a round is read and voted in, and
    never counted: its definition does not know them."""
    first = voting.found.lines[0]
    columns = Nomination.__table__.columns.keys()
    copied = {name: getattr(first.nomination, name) for name in columns} | {"state": "draft", "steps": 0}
    del copied["id"]
    there = len(voting.found.lines)
    added = [
        copied | {"code": f"{copied['code']}-{n}", "nominee_name": f"Trần Văn Số {n}"}
        for n in range(there + 1, number + 1)
    ]
    if not added:
        return
    ids = db.session.scalars(insert(Nomination).returning(Nomination.id, sort_by_parameter_order=True), added).all()
    eligible = first.question.eligible
    lines = [
        {"round_id": voting.row.id, "nomination_id": key, "n": n, "eligible": eligible}
        for n, key in enumerate(ids, start=there + 1)
    ]
    db.session.execute(insert(RoundQuestion), lines)
    db.session.commit()
