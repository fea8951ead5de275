"""The ways on from where a nomination is: drawn, numbered and told in words, each open, or closed with every reason."""

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from nomination.extensions import db
from nomination.models import CriterionAnswer, CriterionVerdict, Nomination
from tests.support.client import CheckingClient
from tests.world import World, build, draft, sign_in
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

PROPOSES = "Chưa có đề xuất của chuyên viên: chuyên viên đề xuất, lãnh đạo cơ quan thường trực quyết định."
LETTER = "Hồ sơ chưa nằm trong tờ trình của đơn vị."


@pytest.fixture
def world(session: Session) -> World:
    return build()


def words(found: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def told(client: CheckingClient, nomination: Nomination) -> dict[str, list[str]]:
    """Each way as "act → state" with whether it is open, and the reasons under it."""
    page = client.get(f"/nominations/{nomination.code}").text
    part = page.split('<div id="process-ways"')[1].split('<section id="nominations-timeline"')[0]
    found = {}
    for one in re.findall(r'<li class="ways__one.*?(?=<li class="ways__one|</ol>)', part, re.S):
        head = words(re.findall(r'<p class="ways__head">.*?</p>', one, re.S)[0])
        found[head] = [words(line) for line in re.findall(r"</svg><span>(.*?)(?=<a|</span></li>)", one, re.S)]
    return found


def broken(nomination: Nomination) -> Nomination:
    """The second criterion was answered and is not any more."""
    db.session.get_one(CriterionAnswer, (nomination.id, nomination.answers[1].criterion)).narrative = ""
    db.session.commit()
    return nomination


EXPECTED: dict[str, tuple[Callable[[World, Nomination], Nomination], str, dict[str, int]]] = {
    "a whole draft": (
        lambda world, one: one,
        "alpha_head",
        {
            "Chuyển thủ trưởng xác nhận → Chờ thủ trưởng xác nhận Đang mở": 0,
            "Trình → Đang bình xét tại Khối/Cụm Đang mở": 0,
            "Rút hồ sơ → Đã rút Đang mở": 0,
        },
    ),
    "before the vote": (
        submitted,
        "eta_head",
        {
            "Chuyển lại → Nháp Đang mở": 0,
            "Suy tôn theo kết quả kiểm phiếu → Đang thẩm định Đang đóng": 1,
            "Không chọn → Không được chọn Đang đóng": 1,
            "Rút hồ sơ → Đã rút Đang mở": 0,
        },
    ),
    "unreceived": (
        endorsed,
        "department_head",
        {
            "Trả lại bổ sung → Trả lại bổ sung Đang đóng": 2,
            "Kết luận thẩm định: đủ điều kiện → Chờ ký Đang đóng": 9,
            "Không chọn → Không được chọn Đang đóng": 2,
            "Rút hồ sơ → Đã rút Đang đóng": 1,
        },
    ),
    "assessed": (
        lambda world, one: proposed(world, assessed(world, endorsed(world, one))),
        "officer",
        {
            "Trả lại bổ sung → Trả lại bổ sung Đang mở": 0,
            "Kết luận thẩm định: đủ điều kiện → Chờ ký Đang mở": 0,
            "Không chọn → Không được chọn Đang mở": 0,
            "Rút hồ sơ → Đã rút Đang đóng": 1,
        },
    ),
    "before the minister": (
        at_signoff,
        "minister",
        {
            "Chuyển lại → Đang thẩm định Đang mở": 0,
            "Ký → Đã khen thưởng Đang đóng": 1,
            "Rút hồ sơ → Đã rút Đang đóng": 1,
        },
    ),
    "awarded": (awarded, "alpha_head", {"Hủy bỏ → Đã hủy bỏ Đang đóng": 1}),
}


@pytest.mark.parametrize("place", EXPECTED)
def test_every_way_from_a_place(client: CheckingClient, world: World, place: str) -> None:
    make, who, expected = EXPECTED[place]
    nomination = make(world, draft(world))
    sign_in(client, world, who)
    found = told(client, nomination)
    assert {way: len(reasons) for way, reasons in found.items()} == expected


def test_every_guard_that_closes_a_way_is_named_with_its_link(client: CheckingClient, world: World) -> None:
    nomination = draft(world, complete=False)
    sign_in(client, world, "alpha_head")
    page = client.get(f"/nominations/{nomination.code}").text
    ways = told(client, nomination)
    closed = ways["Trình → Đang bình xét tại Khối/Cụm Đang đóng"]
    assert LETTER in closed and len(closed) > len(world.rules.criteria)
    part = page.split('<div id="process-ways"')[1]
    for criterion in world.rules.criteria[1:]:
        assert f'href="/nominations/{nomination.code}/edit#criterion-{criterion.code}"' in part
    assert f'href="/campaigns/{world.campaign.code}/submissions/new' in part


def test_the_drawing_marks_the_place_and_numbers_the_ways(client: CheckingClient, world: World) -> None:
    nomination = broken(proposed(world, assessed(world, endorsed(world, draft(world)))))
    sign_in(client, world, "department_head")
    page = client.get(f"/nominations/{nomination.code}").text
    for drawing in page.split('<svg class="process ')[1:]:
        assert drawing.count("place--now") == 1
        assert (drawing.count('class="way way--open"'), drawing.count('class="way way--closed"')) == (2, 2)
        assert '<a href="/process#state-department_vetting" aria-current="step">' in drawing
    labels = re.findall(r'<a class="badge badge--(\w+)" href="#way-(\d)" aria-label="([^"]*)"', page)
    assert labels[:2] == [
        ("open", "1", "Hướng 1, đang mở: Trả lại bổ sung → Trả lại bổ sung"),
        ("closed", "2", "Hướng 2, đang đóng: Kết luận thẩm định: đủ điều kiện → Chờ ký. Xem lý do"),
    ]
    assert len(labels) == 8 and all(f'id="way-{number}"' in page for _, number, _ in labels)
    assert "style=" not in page.split('id="process-diagram"')[1].split('id="nominations-timeline"')[0]


def test_after_an_act_the_answer_carries_the_new_place(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    sign_in(client, world, "alpha_officer")
    sent = {"trigger": "propose", "version": nomination.version}
    part = client.post(f"/nominations/{nomination.code}/advance", data=sent, hx=True).text
    assert '<a href="/process#state-unit_approval" aria-current="step">' in part
    assert "Chuyển lại</strong> → Nháp" in part.split('id="process-ways"')[1]


def test_a_step_that_needs_another_person_says_so(client: CheckingClient, world: World) -> None:
    nomination = proposed(world, assessed(world, endorsed(world, draft(world))))
    sign_in(client, world, "officer")
    part = words(client.get(f"/nominations/{nomination.code}").text.split('id="process-ways"')[1])
    assert "Người khác được làm: Lãnh đạo cơ quan thường trực thi đua, khen thưởng." in part
    db.session.query(CriterionVerdict).update({"assessor_id": world.people["department_head"].id})
    db.session.commit()
    sign_in(client, world, "department_head")
    ways = told(client, nomination)
    assert ways["Kết luận thẩm định: đủ điều kiện → Chờ ký Đang mở"] == [
        "Ông/Bà đã thẩm định tiêu chí của hồ sơ này, nên phải do người khác kết luận."
    ]


@pytest.mark.parametrize(("who", "told_of"), [("alpha_head", False), ("eta_head", False), ("auditor", True)])
def test_verdicts_stay_with_the_department_while_it_judges(
    client: CheckingClient, world: World, who: str, told_of: bool
) -> None:
    nomination = assessed(world, endorsed(world, draft(world)), verdict="not_met")
    sign_in(client, world, who)
    closed = told(client, nomination)["Kết luận thẩm định: đủ điều kiện → Chờ ký Đang đóng"]
    if told_of:
        assert len(closed) == len(nomination.answers) + 1
        assert closed[-1] == PROPOSES
    else:
        assert closed == ["Cơ quan thường trực thi đua, khen thưởng chưa thẩm định xong các tiêu chí."]


def test_before_the_decision_is_out_a_unit_is_shown_no_way(client: CheckingClient, world: World) -> None:
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    nomination = cleared(world, draft(world, name="Phòng Một", kind=NomineeKind.COLLECTIVE, award=award))
    sign_in(client, world, "alpha_head")
    page = client.get(f"/nominations/{nomination.code}").text
    assert told(client, nomination) == {} and 'class="badge' not in page
    assert "Hồ sơ đang chờ quyết định. Kết quả được thông báo khi có quyết định." in page
    sign_in(client, world, "secretary")
    assert len(told(client, nomination)) == 3


def test_a_frozen_decision_opens_the_way_of_the_signature(client: CheckingClient, world: World) -> None:
    """The digest is before the minister's eyes on the decision's own page, so here it closes nothing."""
    nomination = at_signoff(world, draft(world))
    decision = frozen_decision(world, nomination)
    sign_in(client, world, "minister")
    assert told(client, nomination)["Ký → Đã khen thưởng Đang mở"] == []
    assert f'href="/decisions/{decision.code}"' in client.get(f"/nominations/{nomination.code}").text


def test_an_end_leads_nowhere(client: CheckingClient, world: World) -> None:
    nomination = draft(world)
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    sign_in(client, world, "alpha_head")
    assert told(client, nomination) == {}
    page = client.get(f"/nominations/{nomination.code}").text
    assert "Từ đây không còn bước nào: quy trình đã kết thúc." in page
