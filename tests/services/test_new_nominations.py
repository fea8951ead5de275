"""Beginning a nomination: who may, what it starts with, and what is refused at which field."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nomination.extensions import db
from nomination.models import ClusterMembership, Nomination
from nomination.services.drafts import Nominee, create_nomination
from nomination.services.transaction import Invalid, Missing
from tests import world as w
from tests.services.test_drafts import audits
from workflow.dossier import NomineeKind
from workflow.machine import NotYours


def hoa(world: w.World, **changes: str) -> Nominee:
    award = world.award().code
    given = {
        "kind": "individual",
        "award": award,
        "name": "Nguyễn Thị Hoa",
        "title": "Bà",
        "class_code": "direct_worker",
    }
    return Nominee(**given | changes)


def begin(world: w.World, nominee: Nominee, who: str = "alpha_officer", unit: str = "alpha") -> str:
    return create_nomination(world.actor(who), world.campaign.code, world.units[unit].id, nominee)


def row(code: str) -> Nomination:
    return db.session.scalars(select(Nomination).where(Nomination.code == code)).one()


def test_a_new_nomination_is_a_draft_with_an_empty_answer_to_every_criterion(session: Session) -> None:
    world = w.build()
    first, second = begin(world, hoa(world)), begin(world, hoa(world, name="Đỗ Văn Đức", title="Ông"))
    assert (first, second) == (f"{world.campaign.code}-0001", f"{world.campaign.code}-0002")
    nomination = row(second)
    assert (nomination.state, nomination.nominee_fold) == ("draft", "do van duc")
    assert nomination.cluster_id == world.cluster.id
    assert [a.criterion for a in nomination.answers] == [c.code for c in world.rules.criteria]
    assert audits("nomination:create") == 2


def test_a_unit_outside_every_cluster_nominates_without_one(session: Session) -> None:
    world = w.build()
    session.query(ClusterMembership).filter_by(unit_id=world.units["alpha"].id).delete()
    session.commit()
    assert row(begin(world, hoa(world))).cluster_id is None


def test_only_officer_or_head_of_that_very_unit_begins_one(session: Session) -> None:
    world = w.build()
    for who, unit in (("beta_officer", "alpha"), ("department_head", "alpha"), ("alpha_officer", "beta")):
        with pytest.raises(NotYours):
            begin(world, hoa(world), who, unit)
    assert session.scalars(select(Nomination)).all() == []
    assert begin(world, hoa(world), "alpha_head")


def test_a_campaign_that_is_not_in_force_takes_none(session: Session) -> None:
    world = w.build()
    world.version.status = "superseded"
    session.commit()
    with pytest.raises(Missing):
        begin(world, hoa(world))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Nguyễn\u200b Hoa"}, "name"),
        ({"name": "Nguyễn \u202eaoH"}, "name"),
        ({"name": "Nguyễn\x00Hoa"}, "name"),
        ({"name": "Nguyеn Hoa"}, "name"),  # a Cyrillic letter that looks Latin
        ({"name": "Hoa 2"}, "name"),
        ({"name": "H" * 201}, "name"),
        ({"post": "Trưởng\u202e phòng"}, "post"),
        ({"title": "Ngài"}, "title"),
        ({"title": ""}, "title"),
        ({"class_code": ""}, "class_code"),
        ({"class_code": "enterprise"}, "class_code"),
        ({"award": "unknown"}, "award"),
        ({"kind": "unknown"}, "kind"),
    ],
)
def test_what_cannot_be_accepted_is_told_at_its_field(session: Session, changes: dict[str, str], field: str) -> None:
    world = w.build()
    with pytest.raises(Invalid) as refused:
        begin(world, hoa(world, **changes))
    assert list(refused.value.problems) == [field]
    assert session.scalars(select(Nomination)).all() == []
    session.refresh(world.campaign)
    assert world.campaign.next_number == 1


def test_a_name_is_stored_in_one_form_however_it_is_typed(session: Session) -> None:
    world = w.build()
    decomposed = "Tru\u031bo\u031bng  Thi\u0323   Hoa\u0300"
    assert row(begin(world, hoa(world, name=decomposed))).nominee_name == "Trương Thị Hoà"


def test_an_award_is_only_for_its_kind(session: Session) -> None:
    world = w.build()
    collective = world.award(NomineeKind.COLLECTIVE).code
    with pytest.raises(Invalid) as refused:
        begin(world, hoa(world, award=collective))
    assert list(refused.value.problems) == ["award"]
    nominee = hoa(
        world, kind="collective", award=collective, name="Phòng Quan trắc 2 (phía Nam)", class_code="collective"
    )
    assert row(begin(world, nominee)).nominee_title == ""
