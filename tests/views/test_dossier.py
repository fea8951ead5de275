"""The dossier in the browser: who sees what, which buttons stand there, and what a refused step answers."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nomination.models import Nomination
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, attach, build, draft, sign_in
from tests.world_steps import (
    act,
    assessed,
    at_signoff,
    awarded,
    cleared,
    endorsed,
    frozen_decision,
    proposed,
    submitted,
)
from workflow.dossier import NomineeKind
from workflow.vocabulary import Trigger

EVERYBODY = "alpha_officer alpha_head beta_head eta_head officer department_head secretary council_1 minister auditor"
SEEN_BY = {
    "draft": "alpha_officer alpha_head",
    "cluster_review": "alpha_officer alpha_head beta_head eta_head officer department_head auditor",
    "department_vetting": "alpha_officer alpha_head eta_head officer department_head auditor",
    "awarded": "alpha_officer alpha_head eta_head officer department_head secretary minister auditor",
}
MAKE = {
    "draft": lambda world, one: one,
    "cluster_review": submitted,
    "department_vetting": endorsed,
    "awarded": awarded,
}


@pytest.fixture
def world(session: Session) -> World:
    return build()


def individual_council(world: World) -> Nomination:
    """A nomination whose award needs the council, past the vetting."""
    kind = next(kind for kind in NomineeKind if world.award(kind).council_required)
    return draft(world, name="Phòng Tổng hợp", kind=kind)


@pytest.mark.parametrize("state", SEEN_BY)
def test_who_finds_the_page(client: CheckingClient, world: World, state: str) -> None:
    nomination = MAKE[state](world, draft(world))
    assert nomination.state == state
    seen = []
    for who in EVERYBODY.split():
        sign_in(client, world, who)
        wanted = 200 if who in SEEN_BY[state].split() else 404
        answer = client.get(f"/nominations/{nomination.code}", status=wanted)
        seen += [who] if answer.status_code == 200 else []
    assert seen == SEEN_BY[state].split()


def test_the_page_and_its_part(client: CheckingClient, world: World) -> None:
    nomination = proposed(world, assessed(world, endorsed(world, draft(world))))
    sign_in(client, world, "department_head")
    page = client.get(f"/nominations/{nomination.code}").text
    part = client.get(f"/nominations/{nomination.code}", hx=True).text
    assert "<html" in page and "<html" not in part
    assert part.lstrip().startswith('<div id="nominations-body"')
    for criterion in world.rules.criteria:
        assert f'id="criterion-{criterion.code}"' in part and criterion.text in page
    client.get("/nominations/nothing-0001", status=404)


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_costs_the_same_whatever_is_in_it(
    client: CheckingClient, world: World, session: Session, sql: Engine, files: int
) -> None:
    nomination = assessed(world, endorsed(world, draft(world)))
    for n in range(files):
        attach(nomination, world.rules.criteria[0].code, f"tep-{n}.pdf")
        act(world, "officer", Trigger.HOLD, nomination, paper="Số 1")
        act(world, "auditor", Trigger.LIFT, nomination)
    session.commit()
    sign_in(client, world, "department_head")
    address = f"/nominations/{nomination.code}"
    with counting(sql) as sent:
        client.get(address)
    assert len(sent) == 12


def test_a_button_that_is_off_says_why_and_where_to_mend(client: CheckingClient, world: World) -> None:
    nomination = draft(world, complete=False)
    sign_in(client, world, "alpha_head")
    page = client.get(f"/nominations/{nomination.code}").text
    second = world.rules.criteria[1].code
    assert 'aria-disabled="true" aria-describedby="why-submit"' in page
    assert f'href="/nominations/{nomination.code}/edit#criterion-{second}"' in page
    assert 'name="trigger" value="submit"' not in page
    assert 'name="trigger" value="withdraw"' in page


def test_a_ready_draft_leads_to_the_letter(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_head")
    page = client.get(f"/nominations/{nomination.code}").text
    letter = f"/campaigns/{world.campaign.code}/submissions/new?choose={nomination.code}"
    assert f'href="{letter}"' in page and "why-submit" not in page


def step(nomination: Nomination, trigger: str, **given: object) -> dict[str, object]:
    return {"trigger": trigger, "version": nomination.version, **given}


def test_a_step_is_taken_as_a_form_and_as_a_part(client: CheckingClient, world: World, session: Session) -> None:
    first, second = draft(world), draft(world, name="Lê Văn Nam")
    sign_in(client, world, "alpha_officer")
    done = client.post(f"/nominations/{first.code}/advance", data=step(first, "propose"))
    assert done.location == f"/nominations/{first.code}"
    part = client.post(f"/nominations/{second.code}/advance", data=step(second, "propose"), hx=True).text
    assert part.lstrip().startswith('<div id="nominations-body"') and 'role="status"' in part
    session.expire_all()
    assert (first.state, second.state) == ("unit_approval", "unit_approval")


def test_a_refused_step_keeps_what_was_typed(client: CheckingClient, world: World, session: Session) -> None:
    nomination = proposed(world, assessed(world, endorsed(world, draft(world))))
    sign_in(client, world, "department_head")
    typed = step(nomination, "decline", reason="Chưa đủ điều kiện khen thưởng.")
    for hx in (False, True):
        page = client.post(f"/nominations/{nomination.code}/advance", data=typed, status=422, hx=hx).text
        assert "Chưa đủ điều kiện khen thưởng.</textarea>" in page
        assert 'id="step-decline"' in page and "<details" in page
    session.expire_all()
    assert nomination.state == "department_vetting"


def test_parts_to_complete_come_back_too(client: CheckingClient, world: World, session: Session) -> None:
    nomination = proposed(world, assessed(world, endorsed(world, draft(world))))
    sign_in(client, world, "department_head")
    code = world.rules.criteria[1].code
    typed = {f"part-{code}": "Thiếu báo cáo tháng.", "reason": "Cần bổ sung.", "due_on": "31/31/31"}
    address = f"/nominations/{nomination.code}/advance"
    page = client.post(address, data=step(nomination, "return_for_supplement", **typed), status=422).text
    assert 'value="Thiếu báo cáo tháng."' in page and "Cần bổ sung.</textarea>" in page
    typed["due_on"] = date(2031, 7, 1).isoformat()
    client.post(address, data=step(nomination, "return_for_supplement", **typed))
    session.expire_all()
    assert nomination.state == "supplement"
    sign_in(client, world, "alpha_officer")
    assert "Thiếu báo cáo tháng." in client.get(f"/nominations/{nomination.code}").text


def test_the_second_of_two_people_gets_the_newer_page(client: CheckingClient, world: World, session: Session) -> None:
    nomination = submitted(world, draft(world))
    sign_in(client, world, "officer")
    typed = step(nomination, "hold", reason="Có đơn thư cần xác minh.", paper="Số 9/PC") | {"version": 1}
    page = client.post(f"/nominations/{nomination.code}/advance", data=typed, status=409).text
    assert "Có đơn thư cần xác minh.</textarea>" in page and 'value="Số 9/PC"' in page
    assert f'name="version" value="{nomination.version}"' in page
    client.post(f"/nominations/{nomination.code}/advance", data=typed | {"version": nomination.version})


@pytest.mark.parametrize(
    ("who", "trigger", "status"),
    [
        ("alpha_officer", "withdraw", 403),
        ("alpha_officer", "sign", 422),
        ("alpha_head", "clear", 409),
        ("alpha_head", "no_such_step", 409),
        ("alpha_head", "", 409),
        ("beta_head", "withdraw", 404),
        ("beta_head", "no_such_step", 404),
    ],
)
def test_a_forged_step(
    client: CheckingClient, world: World, session: Session, who: str, trigger: str, status: int
) -> None:
    nomination = draft(world)
    sign_in(client, world, who)
    typed = step(nomination, trigger, reason="Văn bản đã gõ.")
    page = client.post(f"/nominations/{nomination.code}/advance", data=typed, status=status).text
    assert ("Văn bản đã gõ." in page) is (status != 404)
    session.expire_all()
    assert (nomination.state, nomination.steps) == ("draft", 0)


def test_a_step_without_a_token_is_refused(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_officer")
    client.post(f"/nominations/{nomination.code}/advance", data=step(nomination, "propose"), token=False, status=419)


def test_a_step_that_takes_it_out_of_sight_leads_to_the_list(client: CheckingClient, world: World) -> None:
    nomination = at_signoff(world, draft(world))
    sign_in(client, world, "minister")
    typed = step(nomination, "refer_back", reason="Rà soát lại hồ sơ.")
    assert client.post(f"/nominations/{nomination.code}/advance", data=typed).location == "/nominations"


def test_why_it_is_held_is_for_the_department(client: CheckingClient, world: World) -> None:
    nomination = endorsed(world, draft(world))
    act(world, "officer", Trigger.HOLD, nomination, reason="Có đơn tố cáo.", paper="Số 77/ĐT")
    for who, told in (("alpha_head", False), ("eta_head", False), ("auditor", True), ("department_head", True)):
        sign_in(client, world, who)
        page = client.get(f"/nominations/{nomination.code}").text
        assert ("Có đơn tố cáo." in page, "Số 77/ĐT" in page) == (told, told)
        assert 'id="hold"' in page


def test_the_notes_of_the_vetting_are_for_the_department(client: CheckingClient, world: World) -> None:
    nomination = cleared(world, draft(world))
    for who, told in (("alpha_head", False), ("minister", False), ("auditor", True), ("officer_2", True)):
        sign_in(client, world, who)
        assert ("Đã đối chiếu hồ sơ." in client.get(f"/nominations/{nomination.code}").text) is told


def test_a_unit_does_not_learn_what_the_council_decided(client: CheckingClient, world: World) -> None:
    nomination = individual_council(world)
    cleared(world, nomination)
    pages = []
    for bring in (lambda: None, lambda: _approve(world, nomination)):
        bring()
        for who in ("alpha_head", "eta_head"):
            sign_in(client, world, who)
            pages.append(_without_tokens(client.get(f"/nominations/{nomination.code}", hx=True).text))
    assert nomination.state == "minister_signoff"
    assert pages[0] == pages[2] and pages[1] == pages[3]
    sign_in(client, world, "council_1")
    assert _without_tokens(client.get(f"/nominations/{nomination.code}", hx=True).text) != pages[0]


def _approve(world: World, nomination: Nomination) -> None:
    from tests.world_steps import counted_round

    counted_round(world, nomination, body="council", yes=5, eligible=5)
    act(world, "beta_officer", Trigger.APPROVE, nomination)


def _without_tokens(page: str) -> str:
    kept = [line for line in page.splitlines() if "csrf_token" not in line and 'name="version"' not in line]
    return "\n".join(kept)


def test_a_unit_cannot_tell_from_a_refusal_either(client: CheckingClient, world: World) -> None:
    nomination = individual_council(world)
    cleared(world, nomination)
    _approve(world, nomination)
    frozen_decision(world, nomination)
    sign_in(client, world, "alpha_head")
    page = client.get(f"/nominations/{nomination.code}").text
    assert "đang được Hội đồng xét hoặc đang trong dự thảo quyết định" in page
    typed = step(nomination, "withdraw", reason="Đơn vị xin rút.")
    refused = client.post(f"/nominations/{nomination.code}/advance", data=typed, status=422).text
    assert "chờ ký" not in refused.lower().replace("place__label", "").split("process-diagram")[0]
    assert "#decision" not in refused


def test_the_consent_of_the_department(client: CheckingClient, world: World, session: Session) -> None:
    nomination = endorsed(world, draft(world))
    address = f"/nominations/{nomination.code}/consent"
    sign_in(client, world, "officer")
    client.post(address, data={"version": nomination.version}, status=403)
    sign_in(client, world, "department_head")
    assert f'action="{address}"' in client.get(f"/nominations/{nomination.code}").text
    client.post(address, data={"version": nomination.version - 1}, status=409)
    client.post(address, data={"version": nomination.version})
    client.post(address, data={"version": nomination.version}, status=422)
    session.expire_all()
    assert nomination.withdrawal_consent_by_id == world.people["department_head"].id


def test_signing_leads_to_the_decision(client: CheckingClient, world: World) -> None:
    nomination = at_signoff(world, draft(world))
    sign_in(client, world, "minister")
    assert 'id="why-sign"' in client.get(f"/nominations/{nomination.code}").text
    decision = frozen_decision(world, nomination)
    page = client.get(f"/nominations/{nomination.code}").text
    assert f'href="/decisions/{decision.code}"' in page and "why-sign" not in page


def test_the_way_to_write_is_offered_to_whoever_may_write(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    act(world, "alpha_officer", Trigger.PROPOSE, nomination)
    edit = f'href="/nominations/{nomination.code}/edit'
    offered = {}
    for name in ("alpha_officer", "alpha_head"):
        sign_in(client, world, name)
        offered[name] = edit in client.get(f"/nominations/{nomination.code}").text
    assert offered == {"alpha_officer": False, "alpha_head": True}


def test_a_round_is_a_link_only_for_those_who_may_open_it(client: CheckingClient, world: World) -> None:
    nomination = endorsed(world, draft(world))
    linked = {}
    for name in ("alpha_officer", "department_head"):
        sign_in(client, world, name)
        page = client.get(f"/nominations/{nomination.code}").text
        assert 'id="round"' in page
        linked[name] = 'href="/rounds/' in page
    assert linked == {"alpha_officer": False, "department_head": True}
