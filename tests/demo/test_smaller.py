"""A smaller demonstration, a third of each portion: the same acts on PostgreSQL, not looked at line by line."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from demo import cases
from demo.build import NotEmpty, build
from demo.fates import PORTIONS, Portion
from nomination.extensions import db
from nomination.models import Audit, Nomination
from nomination.queries.invariants import broken
from workflow.vocabulary import State

TODAY = date(2026, 11, 25)


def third(one: Portion) -> Portion:
    return replace(one, collectives=-(-one.collectives // 3), individuals=-(-one.individuals // 3))


@pytest.mark.engine("postgresql")  # on SQLite the whole of it is built, in test_build.py
def test_every_act_is_done_and_the_record_is_sound(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "PORTIONS", tuple(third(one) for one in PORTIONS))
    with own_app.app_context():
        built = build(TODAY)
        states = set(db.session.scalars(select(Nomination.state)))
        assert built.nominations == db.session.scalar(select(func.count()).select_from(Nomination)) > 100
        assert states == {state.value for state in State}
        assert broken() == []
        moments = list(db.session.scalars(select(Audit.at).order_by(Audit.id)))
        assert moments == sorted(moments)
        with pytest.raises(NotEmpty):
            build(TODAY)
        db.session.rollback()
