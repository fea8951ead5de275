"""Figures of a nomination: what a moment asks of them, what is kept of them, and that looking at them costs nothing."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nomination import clock
from nomination.models import CriterionAnswer
from nomination.queries.nominations import visible
from nomination.services.contents import TypedPart, content_of, seal_of
from nomination.services.drafts import save_draft
from tests import world as w
from tests.support.query_counter import counting
from workflow.criteria import Measure

NOVEMBER = datetime(2020, 11, 16, 3, tzinfo=UTC)


def content(**parameters: Any) -> dict[str, Any]:
    """The campaign with these parameters of its measure."""
    changed = deepcopy(w.campaign_content())
    [measure] = [one for one in changed["criteria"] if one["kind"] == "measure"]
    measure["parameters"] |= parameters
    return changed


def test_a_month_that_has_not_begun_takes_no_figure(session: Session, monkeypatch: Any) -> None:
    changed = content(unfinished="not_asked")
    monkeypatch.setattr(w, "campaign_content", lambda: changed)
    world = w.build()
    nomination = w.draft(world, complete=False)
    [code] = [one.code for one in world.rules.criteria if isinstance(one.kind, Measure)]
    cells = {(f"2020-{month}", column): "0" for month in ("11", "12") for column in ("due", "on_time", "overdue")}
    actor, where = world.actor("alpha_officer"), visible(world.actor("alpha_officer"), nomination.code)
    with clock.at(NOVEMBER):
        seal = seal_of(content_of(w.facts(nomination), code))
        saved = save_draft(actor, where, {code: TypedPart(cells=cells, seal=seal)})
        loaded = w.facts(nomination)
    told = "%(month)s has not begun yet; leave its figures blank until it is over."
    assert dict(saved.parts[code].problems) == {
        f"2020-12-{column}": (told, {"month": "12/2020"}) for column in ("due", "on_time", "overdue")
    }
    stored = session.get_one(CriterionAnswer, (nomination.id, code)).figures
    assert stored == [{"month": "2020-11", "due": 0, "on_time": 0, "overdue": 0}]
    [missing] = loaded.dossier.findings()[code].reasons
    assert missing.params["months"] == ", ".join(f"{month:02d}/2020" for month in range(1, 11))


def test_findings_ask_the_database_nothing(session: Session, sql: Engine) -> None:
    loaded = w.facts(w.draft(w.build()))
    with counting(sql) as sent:
        findings = loaded.dossier.findings()
    assert len(findings) == len(loaded.dossier.applicable())
    assert len(sent) == 0
