"""Initiatives in a draft: kept field by field, part of the content, found elsewhere by their titles."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nomination.models import CriterionAnswer, InitiativeUse, Nomination
from nomination.queries.initiatives import told_elsewhere
from nomination.services.contents import TypedPart, content_of, seal_of
from nomination.services.drafts import Saved, save_draft
from tests import world as w
from tests.world_steps import act, submitted
from workflow.vocabulary import Trigger

ROW = {
    "title": "Tra cứu thửa đất trên điện thoại", "scope": "ministry", "paper": "12/QĐ-ABC công nhận sáng kiến",
    "issuer": "Bộ trưởng", "recognised_on": "05/03/2020",
}  # fmt: skip
STORED = ROW | {"recognised_on": "2020-03-05"}
NO_DAY = ("Enter a day that exists, such as 31/01 of a year.", {})
Rows = dict[int, dict[str, str]]


def save(world: w.World, nomination: Nomination, rows: Rows, who: str = "alpha_officer", **typed: Any) -> Saved:
    part = TypedPart(initiatives=rows, **{"seal": seal_of(content_of(w.facts(nomination), "c2")), **typed})
    return save_draft(world.actor(who), Nomination.id == nomination.id, {"c2": part})


def stored(session: Session, nomination: Nomination) -> list[Any]:
    session.expire_all()
    return list(session.get_one(CriterionAnswer, (nomination.id, "c2")).initiatives)


def uses(session: Session) -> list[tuple[int, str]]:
    return [tuple(row) for row in session.execute(select(InitiativeUse.n, InitiativeUse.title_key))]


def test_what_is_named_is_content_and_is_found_by_its_title(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    before = w.facts(nomination).dossier.material_hash
    save(world, nomination, {0: ROW, 1: dict.fromkeys(ROW, "") | {"scope": "unit"}})
    assert stored(session, nomination) == [STORED]
    assert uses(session) == [(1, "tra cuu thua dat tren dien thoai")]
    assert w.facts(nomination).dossier.material_hash != before
    other = ROW | {"title": "Đo sâu bằng sóng âm"}
    save(world, nomination, {3: other, 5: ROW})
    assert uses(session) == [(1, "do sau bang song am"), (2, "tra cuu thua dat tren dien thoai")]
    save(world, nomination, {0: dict.fromkeys(ROW, "")})
    assert (stored(session, nomination), uses(session)) == ([], [])
    assert w.facts(nomination).dossier.material_hash == before


def test_a_good_field_is_kept_beside_a_bad_one(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    save(world, nomination, {0: ROW})
    bad = ROW | {"recognised_on": "31/02/2020", "issuer": "x" * 201, "scope": "world", "paper": "13/QĐ-ABC"}
    outcome = save(world, nomination, {0: bad}).parts["c2"]
    assert outcome.problems == {
        "initiative-0-recognised_on": NO_DAY,
        "initiative-0-scope": ("This is needed.", {}),
        "initiative-0-issuer": ("At most %(limit)s characters; you wrote %(length)s.", {"limit": 200, "length": 201}),
    }
    assert stored(session, nomination) == [STORED | {"paper": "13/QĐ-ABC"}]
    rows = {
        0: ROW | {"title": ""},
        1: {"title": "Mới", "scope": "unit"},
        2: ROW | {"paper": "13/QĐ-ABC", "recognised_on": "01/01/9000"},
    }
    assert save(world, nomination, rows).parts["c2"].problems == {
        "initiative-0-title": ("Without a title this initiative is not kept. Write its title, or press “Remove”.", {}),
        "initiative-1-paper": ("Enter the paper that recognises it: number and summary.", {}),
        "initiative-2-recognised_on": ("The date lies in the future.", {}),
    }
    blank = {"title": "Mới", "scope": "unit", "paper": "", "issuer": "", "recognised_on": None}
    assert stored(session, nomination) == [blank, STORED | {"paper": "13/QĐ-ABC"}]


def test_a_page_without_the_rows_changes_none_and_an_older_page_stands_beside(session: Session) -> None:
    world = w.build()
    nomination = w.draft(world)
    save(world, nomination, {0: ROW})
    shown = seal_of(content_of(w.facts(nomination), "c2"))
    save_draft(
        world.actor("alpha_officer"), Nomination.id == nomination.id,
        {"c2": TypedPart({"narrative": "Viết lại"}, seal=shown)},
    )  # fmt: skip
    assert stored(session, nomination) == [STORED]
    outcome = save(world, nomination, {0: ROW | {"title": "Khác"}}, seal=shown).parts["c2"]
    assert outcome.conflict and outcome.newer and outcome.newer["initiatives"] == [STORED]
    assert stored(session, nomination) == [STORED]


def test_the_same_one_elsewhere_is_told_to_those_who_may_see_it(session: Session) -> None:
    world = w.build()
    units = ("alpha", "beta", "alpha")
    mine, theirs, second = (w.draft(world, unit, f"Lê Thị {n}") for n, unit in enumerate(units))
    for nomination, who in ((mine, "alpha_officer"), (theirs, "beta_officer"), (second, "alpha_officer")):
        save(world, nomination, {0: ROW | {"title": "TRA CỨU thửa đất,  trên điện thoại"}}, who)

    def told(who: str) -> list[str]:
        found = told_elsewhere(world.actor(who), w.facts(mine))
        return [one.code for listed in found.values() for one in listed]

    assert (told("alpha_officer"), told("officer")) == ([second.code], [])
    submitted(world, theirs)
    assert (told("alpha_officer"), told("officer")) == ([second.code], [theirs.code])
    act(world, "beta_head", Trigger.WITHDRAW, theirs, reason="Rút.")
    assert told("officer") == []
    assert told_elsewhere(world.actor("officer"), w.facts(w.draft(world, "gamma"))) == {}
