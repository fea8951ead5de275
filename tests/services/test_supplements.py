"""A return for completion, whole: only what was named can be written, by any way; then back to the vote if need be."""

from datetime import timedelta

import pytest
from flask_sqlalchemy.session import Session

from nomination import clock
from nomination.extensions import db
from nomination.models import CriterionVerdict, Nomination, SupplementRequest
from nomination.services.assigning import assign
from nomination.services.contents import TypedPart
from nomination.services.drafts import save_draft
from nomination.services.vetting import Assessing, assess
from tests.world import World, build, draft, facts
from tests.world_steps import act, assessed, counted_round, endorsed
from workflow.dossier import NomineeKind, Verdict
from workflow.machine import Refused
from workflow.vocabulary import State, Trigger


@pytest.fixture
def world(session: Session) -> World:
    return build()


def returned(world: World, *parts: str, kind: NomineeKind = NomineeKind.INDIVIDUAL) -> Nomination:
    nomination = assessed(world, endorsed(world, draft(world, kind=kind)))
    asked = {"parts": {part: "Nêu rõ hơn." for part in parts}, "due_on": clock.today() + timedelta(days=5)}
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
    return nomination


def write(world: World, nomination: Nomination, part: str, **texts: str) -> None:
    save_draft(
        world.actor("alpha_head"), Nomination.id == nomination.id, {part: TypedPart(texts=texts)},
        version=nomination.version,
    )  # fmt: skip


def test_what_was_voted_on_goes_back_to_the_vote_and_comes_back(world: World) -> None:
    nomination = returned(world, "c2")
    old = next(answer.narrative for answer in nomination.answers if answer.criterion == "c2")
    receipt = nomination.receipt
    write(world, nomination, "c2", narrative=f"{old} Bổ sung số liệu quý IV.")
    act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    assert nomination.state == State.CLUSTER_REVIEW
    request = db.session.query(SupplementRequest).one()
    assert (request.text_before or {})["c2"]["narrative"] == old
    assert (request.text_after or {})["c2"]["narrative"] == f"{old} Bổ sung số liệu quý IV."
    assert request.text_before is not None and set(request.text_before) == {"c2"}
    counted_round(world, nomination)
    act(world, "beta_officer", Trigger.ENDORSE, nomination)
    assert (nomination.state, nomination.receipt) == (State.DEPARTMENT_VETTING, receipt)
    assert db.session.get(CriterionVerdict, (nomination.id, "c2")) is None
    assert db.session.get(CriterionVerdict, (nomination.id, "c1")) is not None


def test_a_part_that_was_not_named_is_refused_and_nothing_of_the_page_is_written(world: World) -> None:
    nomination = returned(world, "c2")
    typed = {
        "c2": TypedPart(texts={"narrative": "Văn bản mới." * 20}),
        "c4": TypedPart(texts={"narrative": "Sửa lén."}),
    }
    with pytest.raises(Refused):
        save_draft(world.actor("alpha_head"), Nomination.id == nomination.id, typed, version=nomination.version)
    db.session.expire_all()
    assert "Văn bản mới." not in next(one.narrative for one in nomination.answers if one.criterion == "c2")


def test_only_the_officer_in_charge_or_his_replacement_looks_at_it_again(world: World) -> None:
    nomination = returned(world, "c2")
    act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    met = Assessing(Verdict.MET)
    with pytest.raises(Refused) as caught:
        assess(world.actor("officer_2"), Nomination.id == nomination.id, "c2", met)
    assert [reason.code for reason in caught.value.reasons] == ["charge"]
    assess(world.actor("officer"), Nomination.id == nomination.id, "c2", met)
    assign(world.actor("department_head"), [nomination.code], world.people["officer_2"].id)
    with pytest.raises(Refused):
        assess(world.actor("officer"), Nomination.id == nomination.id, "c3", met)
    assess(world.actor("officer_2"), Nomination.id == nomination.id, "c3", met)


def test_every_request_is_kept(world: World) -> None:
    nomination = returned(world, "c2")
    act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    asked = {"parts": {"c4": "Thiếu tệp."}, "due_on": clock.today()}
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, **asked)
    told = db.session.query(SupplementRequest).order_by(SupplementRequest.id)
    assert [(list(one.parts), one.answered_at is not None) for one in told] == [(["c2"], True), (["c4"], False)]
    assert facts(nomination).dossier.returned_by == world.people["department_head"].id
