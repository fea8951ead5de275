"""How long a decision takes from draft to register: `python -m bench.decisions` prints each step. No test runs it."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select, text

from bench.frame import put
from nomination import clock, create_app
from nomination.dossiers import load_all
from nomination.extensions import db
from nomination.models import (
    Audit,
    AuditHead,
    CriterionAnswer,
    CriterionVerdict,
    Decision,
    Evidence,
    Nomination,
    Transition,
)
from nomination.names import fold
from nomination.services.audit import Said, record_all
from nomination.services.decisions import prepare
from nomination.services.freezing import freeze
from nomination.services.publishing import issue, publish
from nomination.services.signatures import sign
from nomination.signing.specimen import make_specimens, settings_for
from tests.world import World, build, draft
from tests.world_steps import at_signoff
from workflow.machine import Given
from workflow.vocabulary import State

SECRET = "only for measuring"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, nargs="+", default=[50, 500], help="how many nominations in the decision")
    asked.add_argument("--url", help="an empty PostgreSQL database instead of a SQLite file; with one size only")
    given = asked.parse_args()
    for lines in given.lines:
        with tempfile.TemporaryDirectory() as folder, installed(Path(folder), given.url):
            told = story(lines)
            print(f"{lines} nominations: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds, _ in told))
            whole = [(seconds, worked) for name, seconds, worked in told if name != "prepare"]
            print(f"  together {sum(one for one, _ in whole):.2f} s, of work {sum(one for _, one in whole):.2f} s")


@contextmanager
def installed(folder: Path, url: str | None) -> Iterator[Flask]:
    """The product on an empty database, with keys of its own."""
    make_specimens(folder / "keys", password=SECRET, now=clock.now())
    database = url or f"sqlite:///{folder / 'bench.sqlite'}"
    app = create_app({"INSTANCE": folder, "DATABASE_URL": database, "SECRET_KEY": "x"} | settings_for(folder / "keys"))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def story(lines: int) -> list[tuple[str, float, float]]:
    """Every step of the decision by the acts that people use: seconds by the clock, and of this process's own work."""
    world = build()
    codes = waiting(world, lines)
    head, clerk = world.actor("department_head"), world.actor("clerk")
    told: list[tuple[str, float, float]] = []

    def step(name: str, do: Callable[[], Any]) -> Any:
        db.session.remove()
        begun, worked = perf_counter(), process_time()
        found = do()
        told.append((name, perf_counter() - begun, process_time() - worked))
        return found

    campaign, officer, minister = world.campaign.code, world.actor("officer"), world.actor("minister")
    names = {who: Given(confirmation=world.people[who].full_name) for who in ("minister", "department_head")}
    code = step("prepare", lambda: prepare(officer, campaign, "Về việc khen thưởng", codes))
    step("freeze", lambda: freeze(head, code))
    seen = db.session.scalars(select(Decision.digest).where(Decision.code == code)).one() or ""
    step("sign", lambda: sign(minister, code, seen=seen, given=names["minister"], secret=SECRET))
    step("number and seal", lambda: issue(clerk, code, number="15/QĐ-ĐO", dated=clock.today(), secret=SECRET))
    step("publish", lambda: publish(head, code, names["department_head"]))
    return told


def waiting(world: World, lines: int) -> list[str]:
    """One nomination goes the whole way; the others are its copies under other names."""
    first = at_signoff(world, draft(world))
    db.session.commit()
    rows = dict(db.session.execute(select(Nomination.__table__).where(Nomination.id == first.id)).mappings().one())
    copies = [_copy(rows, n) for n in range(1, lines)]
    put(Nomination, copies)
    ids = [one["id"] for one in copies]
    for model in (CriterionAnswer, CriterionVerdict, Evidence):
        _copy_beside(model, first.id, ids)
    _move(world, copies, rows["state"])
    for loaded in load_all(Nomination.id.in_(ids)) if ids else []:
        loaded.row.pledged_hash = loaded.dossier.material_hash
    db.session.commit()
    return [first.code, *(one["code"] for one in copies)]


def _copy(row: dict[str, Any], n: int) -> dict[str, Any]:
    name = f"Nguyễn Thị Đo Lường {n:04d}"
    own = {"id": row["id"] + n, "code": f"do-luong-{n:04d}", "nominee_name": name, "nominee_fold": fold(name)}
    return row | own | {"nominee_key": "", "state": "draft", "steps": 0, "receipt_year": None, "receipt_number": None}


def _copy_beside(model: Any, source: int, ids: list[int]) -> None:
    table = model.__table__
    found = db.session.execute(select(table).where(table.c.nomination_id == source)).mappings().all()
    rows = [dict(one) | {"nomination_id": key} for key in ids for one in found]
    if "id" in table.c:
        rows = [{key: value for key, value in one.items() if key != "id"} for one in rows]
    if rows:
        db.session.execute(insert(table), rows)


def _move(world: World, copies: list[dict[str, Any]], state: str) -> None:
    """The database wants a step with its entry in the record before a state."""
    actor = world.actor("officer")
    said = [Said("nomination:clear", ("nomination", one["code"]), {}) for one in copies]
    entries: list[Audit] = record_all(actor, said) if said else []
    put(Transition, ({
        "nomination_id": one["id"], "n": 1, "trigger": "clear", "from_state": "draft", "to_state": state,
        "at": clock.now(), "actor_id": actor.person_id, "reason": "", "citation": "", "rules_hash": "0" * 64,
        "findings": {}, "audit_id": entry.id,
    } for one, entry in zip(copies, entries, strict=True)))  # fmt: skip
    db.session.execute(text("UPDATE nomination SET steps = 1, state = :s WHERE code LIKE 'do-luong-%'"), {"s": state})
    assert State(state) is State.MINISTER_SIGNOFF and db.session.get(AuditHead, 1) is not None


if __name__ == "__main__":
    main()
