"""A return for completion on its pages: every way of writing keeps to what was named; the difference is shown."""

import html
import io
import re
from datetime import date, timedelta

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine, select

from nomination import clock
from nomination.extensions import db
from nomination.models import Evidence, Nomination, SupplementRequest
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, attach, build, draft, sign_in
from tests.world_steps import act, assessed, endorsed
from workflow.criteria import Judged, Measure
from workflow.initiatives import Asked
from workflow.vocabulary import Trigger

DUE = clock.today() + timedelta(days=5)


@pytest.fixture
def world(session: Session) -> World:
    return build()


def returned(world: World, *parts: str, due: date = DUE) -> Nomination:
    nomination = assessed(world, endorsed(world, draft(world)))
    asked = {"parts": {part: "Nêu rõ số liệu." for part in parts}, "due_on": due}
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
    return nomination


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def answers(nomination: Nomination) -> dict[str, tuple[object, ...]]:
    return {one.criterion: (one.narrative, one.figures, one.initiatives) for one in nomination.answers}


def sealed(page: str, *parts: str) -> dict[str, object]:
    seals = {f"seal-{part}": (re.search(rf'name="seal-{part}" value="(\w*)"', page) or ["", ""])[1] for part in parts}
    return {"parts": list(parts), **seals}


def test_no_way_of_writing_reaches_a_part_that_was_not_named(client: CheckingClient, world: World) -> None:
    """The page itself, its autosave, evidence put beside and taken away, pasted and sent figures, initiatives."""
    nomination = returned(world, "c5")
    kinds = {criterion.code: criterion.kind for criterion in world.rules.criteria}
    measure = next(code for code, kind in kinds.items() if isinstance(kind, Measure))
    naming = next(c for c, kind in kinds.items() if isinstance(kind, Judged) and kind.initiatives is not Asked.NONE)
    file = attach(nomination, "c4", "tep-cu.pdf")
    db.session.commit()
    sign_in(client, world, "alpha_head")
    where = f"/nominations/{nomination.code}"
    kept, version = answers(nomination), nomination.version
    sly = {"version": version, "parts": ["c4"], "narrative-c4": "Sửa lén.", "seal-c4": ""}
    figures = "\n".join(f"{month}\t1\t1\t0" for month in kinds[measure].months())
    rows = {"version": version, "parts": [naming], f"initiative-0-title-{naming}": "Sáng kiến lén"}
    for path, sent in {
        f"{where}/edit": sly,
        f"{where}/draft": sly,
        f"{where}/figures/{measure}/pasted": {"version": version, f"pasted-{measure}": figures},
        f"{where}/evidence": {"criterion": "c4", "files": (io.BytesIO(b"%PDF-1.4"), "moi.pdf")},
        f"{where}/evidence/{file.id}/remove": {},
        f"{where}/initiatives/{naming}": rows,
    }.items():
        client.post(path, data=sent, status=422)
    db.session.expire_all()
    assert answers(nomination) == kept
    live = select(Evidence.name).where(Evidence.nomination_id == nomination.id, Evidence.removed_at.is_(None))
    assert "tep-cu.pdf" in set(db.session.scalars(live)) and "moi.pdf" not in set(db.session.scalars(live))


def test_the_difference_is_shown_old_beside_new(client: CheckingClient, world: World) -> None:
    nomination = returned(world, "c2", "nominee", due=clock.today())
    sign_in(client, world, "alpha_head")
    where = f"/nominations/{nomination.code}"
    page = text_of(client.get(f"{where}/supplements"))
    assert "Nêu rõ số liệu." in page and "Chưa bổ sung" in page
    old = next(answer.narrative for answer in nomination.answers if answer.criterion == "c2")
    form = text_of(client.get(f"{where}/edit"))
    sent = sealed(form, "c2") | {"version": nomination.version, "narrative-c2": f"{old} Quý IV vượt."}
    client.post(f"{where}/edit", data=sent)
    with clock.at(clock.now() + timedelta(days=3)):
        act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    for name in ("alpha_head", "alpha_officer", "officer", "department_head", "auditor"):
        sign_in(client, world, name)
        page = text_of(client.get(f"{where}/supplements"))
        assert re.search(r"<ins>\s*Quý IV vượt\.</ins>", page)
        assert "Phạm Thu Cúc" in page
        assert "Chậm 3 ngày" in page and "Phần này không có thay đổi." in page
        assert f'href="{where}/supplements"' in client.get(where).text
    for name in ("delta_head", "eta_head", "minister"):
        sign_in(client, world, name)
        client.get(f"{where}/supplements", status=404)


def test_the_department_sees_what_is_out_and_until_when(client: CheckingClient, world: World) -> None:
    nomination = returned(world, "c2")
    sign_in(client, world, "department_head")
    page = text_of(client.get("/"))
    assert "Đã trả lại đơn vị bổ sung" in page and f"/nominations/{nomination.code}/supplements" in page
    assert f"{DUE:%d/%m/%Y}" in page
    with clock.at(clock.now() + timedelta(days=6)):
        sign_in(client, world, "department_head")
        assert "Quá hạn" in text_of(client.get("/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, number: int) -> None:
    nomination = returned(world, "c2")
    for n in range(number - 1):
        act(world, "alpha_head", Trigger.RESUBMIT, nomination)
        asked = {"parts": {"c4": f"Lần {n}."}, "due_on": DUE}
        act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
    assert db.session.query(SupplementRequest).count() == number
    sign_in(client, world, "alpha_head")
    path = f"/nominations/{nomination.code}/supplements"
    client.get(path)
    with counting(sql) as sent:
        client.get(path)
    assert len(sent) == 8
