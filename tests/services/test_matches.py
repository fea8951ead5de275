"""Possible duplicates: found in any spelling, unit and campaign; decided by a person, never by the machine."""

from datetime import date

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import select

from nomination.models import Audit, MatchFinding, Nomination
from nomination.services.advance import advance
from nomination.services.matches import find_match
from nomination.services.past_awards import Line, Paper, import_decision
from nomination.services.transaction import Invalid, Missing
from tests.world import World, build, draft, facts
from tests.world_steps import act, assessed, endorsed, submitted
from workflow.dossier import NomineeKind
from workflow.machine import NotYours, Refused
from workflow.vocabulary import Trigger

INDIVIDUAL = NomineeKind.INDIVIDUAL


@pytest.fixture
def world(session: Session) -> World:
    return build()


def took_over(world: World, *names: str, year: int | None = 2020, number: str = "12/QĐ-THU") -> None:
    lines = [Line(n, INDIVIDUAL, name, "Cục Một", "Bằng khen", year, "") for n, name in enumerate(names, start=2)]
    import_decision(
        world.actor("officer"),
        Paper(number, date(2020, 5, 1), "Bộ thử nghiệm", "Về việc khen thưởng", "Vũ Thế Em"),
        lines,
    )


def against(world: World, nomination: Nomination) -> list[str]:
    """What stands against the conclusion of the vetting, as far as duplicates go."""
    with pytest.raises(Refused) as refused:
        act(world, "department_head", Trigger.CLEAR, nomination)
    return [one.message % one.params for one in refused.value.reasons]


def find(world: World, nomination: Nomination, other: str, verdict: str, reason: str = "Đã đối chiếu.") -> None:
    find_match(world.actor("officer"), Nomination.id == nomination.id, other, verdict, reason)


def test_the_same_name_in_another_unit_and_spelling_must_be_looked_at(world: World, session: Session) -> None:
    other = submitted(world, draft(world, "beta", "Quý Thị Hòa"))
    nomination = assessed(world, endorsed(world, draft(world, name="Quí Thị Hoà")))
    said = "Of the same name and year: Quý Thị Hòa (Vụ Beta). Say what it is before going on."
    assert against(world, nomination) == [said]
    find(world, nomination, other.code, "another_nominee")
    act(world, "department_head", Trigger.CLEAR, nomination)
    entry = session.scalars(select(Audit).where(Audit.action == "nomination:weigh")).one()
    assert entry.facts == {
        "other": other.code, "before": None, "verdict": "another_nominee", "reason": "Đã đối chiếu.",
    }  # fmt: skip


def test_an_award_of_the_past_counts_when_it_may_be_of_the_same_year(world: World) -> None:
    took_over(world, "Nguyen Thi Hoa")
    took_over(world, "Nguyễn Thị Hoa", year=2015, number="9/QĐ-THU")
    took_over(world, "Nguyễn Thị Hoa", year=None, number="10/QĐ-THU")
    nomination = assessed(world, endorsed(world, draft(world)))
    assert against(world, nomination) == [
        "Of the same name and year: Nguyen Thi Hoa (Cục Một). Say what it is before going on.",
        "Of the same name and year: Nguyễn Thị Hoa (Cục Một). Say what it is before going on.",
    ]
    assert sorted(one.year or 0 for one in facts(nomination).dossier.matches) == [0, 2015, 2020]


def test_an_officer_who_finds_the_same_achievement_stops_it_with_his_reason(world: World) -> None:
    took_over(world, "Nguyễn Thị Hoa")
    nomination = assessed(world, endorsed(world, draft(world)))
    [match] = facts(nomination).dossier.matches
    find(world, nomination, match.other, "same_achievement", "Cùng nội dung với Quyết định 12.")
    assert against(world, nomination) == [
        "An officer found that it is for the same achievement as: Nguyễn Thị Hoa (Cục Một)."
    ]
    find(world, nomination, match.other, "another_achievement", "Quyết định 12 khen chuyên đề khác.")
    act(world, "department_head", Trigger.CLEAR, nomination)


@pytest.mark.parametrize("change", ["kind", "declined", "draft"])
def test_what_is_no_award_and_no_nomination_of_that_kind_is_no_match(world: World, change: str) -> None:
    if change == "kind":
        submitted(world, draft(world, "beta", kind=NomineeKind.COLLECTIVE))
    elif change == "declined":
        act(world, "beta_head", Trigger.WITHDRAW, submitted(world, draft(world, "beta")))
    else:
        draft(world, "beta")
    nomination = assessed(world, endorsed(world, draft(world)))
    assert facts(nomination).dossier.matches == ()


def test_a_finding_needs_its_reason_its_role_and_a_real_match(world: World, session: Session) -> None:
    other = submitted(world, draft(world, "beta"))
    nomination = assessed(world, endorsed(world, draft(world)))
    where = Nomination.id == nomination.id
    with pytest.raises(Invalid) as invalid:
        find_match(world.actor("officer"), where, other.code, "maybe", " ")
    assert {name: told[0][0] for name, told in invalid.value.problems.items()} == {
        "verdict": "Choose what it is.", "reason": "Say how you know.",
    }  # fmt: skip
    with pytest.raises(Missing):
        find(world, nomination, "past:99", "another_nominee")
    with pytest.raises(NotYours):
        find_match(world.actor("alpha_head"), where, other.code, "another_nominee", "Khác người.")
    assert session.scalars(select(MatchFinding)).all() == []


def test_a_match_that_comes_later_stops_the_signature(world: World) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    act(world, "department_head", Trigger.CLEAR, nomination)
    took_over(world, "Nguyễn Thị Hoa")
    with pytest.raises(Refused) as refused:
        advance(world.actor("minister"), Trigger.SIGN, Nomination.id == nomination.id)
    assert "weighed" in {reason.code for reason in refused.value.reasons}
