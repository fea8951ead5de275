"""Several people at the same instant, each in a thread of his own, on a database where commits are real."""

import time
from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.models import Person
from nomination.queries.actor import actor_for
from nomination.services.transaction import Invalid, Missing, Stale
from workflow.dossier import Actor
from workflow.machine import Refused

Deed = Callable[[Actor], object]
REFUSALS = (Refused, Stale, Missing, Invalid)


def at_once(app: Flask, *deeds: tuple[int, Deed]) -> list[str]:
    """What came of each deed: "done", or the name of what was raised."""
    start, told = Barrier(len(deeds)), [""] * len(deeds)

    def attempt(n: int, person_id: int, deed: Deed) -> None:
        with app.app_context():
            person = db.session.get_one(Person, person_id)
            actor = actor_for(person)
            db.session.rollback()
            start.wait(10)
            try:
                deed(actor)
                told[n] = "done"
            except REFUSALS:
                told[n] = "refused"
            except Exception as error:
                told[n] = f"{type(error).__name__}: {error}"[:300]

    threads = [Thread(target=attempt, args=(n, *deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def slowly(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Event:
    """After its first call `name` lingers in the middle of its act, and says so."""
    real, reached = getattr(module, name), Event()

    def lingering(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        if not reached.is_set():
            reached.set()
            time.sleep(0.8)
        return found

    monkeypatch.setattr(module, name, lingering)
    return reached
