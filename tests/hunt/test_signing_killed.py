"""The signature through a real server: killed in the midst, pressed by an impatient finger, wanted by two at once."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.voters import Voter, voters
from nomination import clock
from nomination.extensions import db
from nomination.models import Audit, Decision, DecisionFile, DecisionLine, Nomination
from nomination.queries.decision_files import files_of, verdict_of
from nomination.queries.invariants import broken
from nomination.signing.specimen import make_specimens, settings_for
from tests.support.databases import Databases, application, dispose
from tests.support.server import Server
from tests.support.signing import PASSWORD
from tests.world import World, appoint, build
from tests.world_decisions import frozen, waiting
from workflow.vocabulary import Role

NAMES = ("Một", "Hai", "Ba")
PRESSES = 8
KILLED_AFTER = 0.15
"""Seconds after the click. A second time it happens when the signed bytes are written and nothing is committed yet."""

Marks = tuple[str, set[str], int, int, int]
NOTHING: Marks = ("frozen", {"minister_signoff"}, 0, 0, 0)
WHOLE: Marks = ("signed", {"awarded"}, 1, len(NAMES), 1)
OPENED: Marks = ("drafting", {"minister_signoff"}, 0, 0, 0)


@dataclass
class Scene:
    """One server with two workers and a key for all tests; each has a decision of its own."""

    app: Flask
    world: World
    server: Server
    browsers: dict[str, Voter]
    names: dict[str, str]

    def frozen(self, family: str) -> Decision:
        """A decision on the minister's desk about people of this family: no two have one name."""
        code = frozen(self.world, *(waiting(self.world, name=f"{family} {name}") for name in NAMES)).code
        db.session.commit()
        made = found(code)
        db.session.rollback()
        return made

    def press(self, path: str, by: str, sent: dict[str, str]) -> int:
        """The status of the answer; 0 when none came."""
        try:
            return self.browsers[by].posts(self.server.address, path, sent)[0]
        except (OSError, HTTPException):
            return 0

    def sign(self, made: Decision, by: str = "minister") -> int:
        sent = {"confirmation": self.names[by], "digest": str(made.digest), "version": str(made.version)}
        return self.press(f"/decisions/{made.code}/sign", by, sent | {"secret": PASSWORD})

    def thaw(self, made: Decision) -> int:
        sent = {"reason": "Cần xem lại.", "version": str(made.version)}
        return self.press(f"/decisions/{made.code}/thaw", "department_head", sent)


def found(code: str) -> Decision:
    made = db.session.scalars(select(Decision).where(Decision.code == code)).one()
    db.session.refresh(made)
    db.session.expunge(made)
    return made


def marks(made: Decision) -> Marks:
    """Status, where the nominations are, and how often each mark of a signature is there: the decision's own entry,
    the entries of its nominations, the signed file."""
    db.session.rollback()
    inside = select(DecisionLine.nomination_id).where(DecisionLine.decision_id == made.id)
    rows = db.session.execute(select(Nomination.code, Nomination.state).where(Nomination.id.in_(inside))).all()
    entries, codes = select(func.count()).select_from(Audit), [row.code for row in rows]
    files = select(func.count()).where(DecisionFile.decision_id == made.id, DecisionFile.kind == "signed")
    counted = (
        db.session.scalar(entries.where(Audit.action == "decision:sign", Audit.subject_id == made.code)),
        db.session.scalar(entries.where(Audit.action == "nomination:sign", Audit.subject_id.in_(codes))),
        db.session.scalar(files),
    )
    status = found(made.code).status
    db.session.rollback()
    return status, {row.state for row in rows}, *(one or 0 for one in counted)


@pytest.fixture(scope="module")
def scene(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    url, folder = databases.copy(engine), tmp_path_factory.mktemp("signing")
    make_specimens(folder / "keys", password=PASSWORD, now=clock.now())
    keys = settings_for(folder / "keys")
    app = application(url, folder / "instance", **keys)
    server = Server(url, folder / "instance", workers=2, SECRET_KEY=str(app.secret_key), **keys)
    with app.app_context():
        world = build()
        appoint(world, "deputy", "Trần Thị Phó", Role.MINISTER)
        db.session.commit()
        names = {key: world.people[key].full_name for key in ("minister", "deputy", "department_head")}
        signed_in = dict(zip(names, voters(app, [world.people[key].id for key in names]), strict=True))
        server.start()
        try:
            yield Scene(app, world, server, signed_in, names)
            assert broken() == []
        finally:
            server.stop()
            db.session.remove()
    dispose(app)


def at_once(*presses: Callable[[], int]) -> list[int]:
    """What came of each, pressed at one instant."""
    start, told = Barrier(len(presses)), [0] * len(presses)

    def run(n: int) -> None:
        start.wait(30)
        told[n] = presses[n]()

    threads = [Thread(target=run, args=(n,)) for n in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(130)
    return told


def files_in(store: Path) -> int:
    return sum(1 for path in store.rglob("*") if path.is_file())


def killed(scene: Scene, made: Decision, moment: Callable[[], bool]) -> int:
    """The answer to a signature during which the server dies at `moment`, and stands up again."""
    told: list[int] = []
    click = Thread(target=lambda: told.append(scene.sign(made)))
    click.start()
    until = time.monotonic() + 60
    while not moment() and click.is_alive() and time.monotonic() < until:
        time.sleep(0.001)
    scene.server.kill()
    click.join(130)
    scene.server.start()
    return told[0]


def test_an_impatient_finger_signs_once_and_every_press_is_answered_alike(scene: Scene) -> None:
    made = scene.frozen("Trần Thị")
    assert at_once(*[lambda: scene.sign(made)] * PRESSES) == [303] * PRESSES
    assert marks(made) == WHOLE


def test_of_two_signers_only_the_one_on_the_paper_signs(scene: Scene) -> None:
    made = scene.frozen("Đỗ Thị")
    assert at_once(lambda: scene.sign(made, "deputy"), lambda: scene.sign(made)) in ([422, 303], [409, 303])
    assert marks(made) == WHOLE
    assert found(made.code).signed_by_id == scene.browsers["minister"].person


def test_reopened_at_the_same_instant_it_is_one_or_the_other(scene: Scene) -> None:
    made = scene.frozen("Vũ Thị")
    told = at_once(lambda: scene.sign(made), lambda: scene.thaw(made))
    assert (told, marks(made)) in (([303, 409], WHOLE), ([409, 303], OPENED))


def test_killed_while_it_signs_it_signed_all_or_nothing_and_the_next_click_works(scene: Scene) -> None:
    made, store = scene.frozen("Lê Thị"), Path(scene.app.config["FILE_STORE"])
    scene.server.workers = 1  # it stands up sooner
    at = time.monotonic() + KILLED_AFTER
    answers = [killed(scene, made, lambda: time.monotonic() > at)]
    assert marks(made) in (NOTHING, WHOLE)
    before = files_in(store)
    answers.append(killed(scene, made, lambda: files_in(store) > before))
    assert marks(made) in (NOTHING, WHOLE)
    assert 0 in answers
    assert scene.sign(made) == 303
    assert marks(made) == WHOLE
    verdict = verdict_of(files_of(found(made.code)))
    assert verdict is not None and verdict.good and len(verdict.signatures) == 1
