"""The matrix of criteria and stages: who found what and when, earlier times kept, and what each reader may not know."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from nomination import clock
from nomination.extensions import db
from nomination.models import CriterionAnswer, Nomination, Submission, Transition
from nomination.queries.dossier_findings import figures_of, reasons_of
from nomination.services.vetting import Assessing, approve_waiver, assess
from tests.support.client import CheckingClient
from tests.world import World, attach, build, draft, facts, sign_in
from tests.world_steps import act, awarded, cleared, counted_round, endorsed, frozen_decision, submitted
from workflow.dossier import NomineeKind, Reason, Verdict
from workflow.vocabulary import Trigger

STAGES = ("Đơn vị đề nghị", "Bình xét tại Khối/Cụm", "Thẩm định", "Hội đồng", "Ký quyết định")
UNIT, CLUSTER, VETTING, COUNCIL, SIGNATURE = STAGES
NOTE = "Đã đối chiếu hồ sơ."
DEPARTMENT = "Cơ quan thường trực thi đua, khen thưởng"
BY_COUNCIL = "Kết quả bỏ phiếu của Hội đồng"


@pytest.fixture
def world(session: Session) -> World:
    return build()


def words(found: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def part(client: CheckingClient, nomination: Nomination) -> str:
    page = client.get(f"/nominations/{nomination.code}").text
    return page.split('<section id="nominations-stages"')[1].split("</section>")[0]


def row(client: CheckingClient, nomination: Nomination, number: int = 2) -> dict[str, str]:
    """What each stage says of criterion `number`, in one line of words."""
    found = re.findall(rf"<tr>\s*<th scope=\"row\"><a [^>]*>{number}\. .*?</tr>", part(client, nomination), re.S)[0]
    return {stage: words(text) for stage, text in re.findall(r'<td data-label="([^"]*)"[^>]*>(.*?)</td>', found, re.S)}


def story(client: CheckingClient, nomination: Nomination, number: int = 2) -> dict[str, list[str]]:
    """Everything found of criterion `number`, by stage, the oldest first."""
    found = re.findall(r'<details class="story">.*?</details>', part(client, nomination), re.S)[number - 1]
    stages = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", found, re.S)
    return {words(stage): [words(line) for line in re.findall(r"<li>(<p>.*?)</li>(?=<li><p>|</ol>)", text, re.S)]
            for stage, text in stages}  # fmt: skip


def at(nomination: Nomination, trigger: Trigger) -> str:
    """When the step was taken, as the page says it."""
    query = db.select(Transition.at).where(Transition.nomination_id == nomination.id, Transition.trigger == trigger)
    taken = db.session.scalars(query.order_by(Transition.n.desc())).first()
    assert taken is not None
    return f"{taken.astimezone(clock.VIETNAM):%H:%M, %d/%m/%Y}"


def judge(world: World, nomination: Nomination, criterion: str, who: str = "officer", **said: object) -> None:
    told = {"verdict": Verdict.MET, "note": NOTE} | said
    assess(world.actor(who), Nomination.id == nomination.id, criterion, Assessing(**told))  # type: ignore[arg-type]


def test_each_stage_says_who_found_what_and_when(client: CheckingClient, world: World) -> None:
    nomination = awarded(world, draft(world))
    expected = {
        UNIT: f"Đạt khi trình Phần mềm kiểm tra khi Trần Thị Alpha trình {at(nomination, Trigger.SUBMIT)}",
        CLUSTER: f"Đạt Kết quả bỏ phiếu của Khối thi đua số I {at(nomination, Trigger.ENDORSE)}",
        VETTING: f"Đạt {DEPARTMENT} {at(nomination, Trigger.CLEAR)}",
        SIGNATURE: f"Đạt khi ký Phần mềm kiểm tra khi Vũ Thế Em ký {at(nomination, Trigger.SIGN)}",
    }
    for who in ("alpha_head", "alpha_officer", "eta_head", "minister"):
        sign_in(client, world, who)
        assert row(client, nomination) == expected, who
        assert "Lê Minh An" not in part(client, nomination) and NOTE not in part(client, nomination)
    sign_in(client, world, "auditor")
    found = row(client, nomination)
    assert found.pop(VETTING).startswith("Đạt Lê Minh An ") and found == {k: expected[k] for k in found}
    assert row(client, nomination)[VETTING].endswith(NOTE)


def test_the_story_keeps_findings_and_the_seal_of_the_rules(client: CheckingClient, world: World) -> None:
    nomination = endorsed(world, draft(world))
    sign_in(client, world, "alpha_head")
    seal = facts(nomination).rules_hash[:12]
    told = story(client, nomination)
    assert list(told) == [UNIT, CLUSTER]
    assert told[UNIT][0].startswith("Đạt khi trình Phần mềm kiểm tra khi Trần Thị Alpha trình")
    assert f"Phần mềm kiểm tra khi đó: đạt · quy định của phong trào, mã niêm phong {seal}" in told[UNIT][0]
    assert f'href="/nominations/{nomination.code}#criterion-' in part(client, nomination)
    assert "1 tệp minh chứng" in part(client, nomination)
    months = story(client, nomination, 3)[UNIT][0]
    assert "Đúng hạn theo tháng (đúng hạn/đến hạn): 01/2020 19/20, 02/2020 19/20" in months


def test_before_an_act_the_machine_says_what_it_finds_now(client: CheckingClient, world: World) -> None:
    nomination = submitted(world, draft(world))
    sign_in(client, world, "alpha_head")
    ahead = "Chưa đến bước này Hiện tại phần mềm kiểm tra: đạt"
    assert [row(client, nomination)[stage] for stage in (VETTING, SIGNATURE)] == [ahead] * 2
    assert row(client, nomination)[CLUSTER] == "Đang xét Hiện tại phần mềm kiểm tra: đạt"
    db.session.get_one(CriterionAnswer, (nomination.id, nomination.answers[1].criterion)).narrative = ""
    db.session.commit()
    assert row(client, nomination)[CLUSTER] == "Đang xét Hiện tại phần mềm kiểm tra: chưa đạt"
    assert row(client, nomination)[SIGNATURE] == "Chưa đến bước này Hiện tại phần mềm kiểm tra: chưa đạt"
    assert row(client, nomination)[UNIT].startswith("Đạt khi trình")


def test_a_draft_is_marked_as_not_yet_submitted(client: CheckingClient, world: World) -> None:
    nomination = draft(world, complete=False)
    sign_in(client, world, "alpha_officer")
    assert row(client, nomination)[UNIT] == "Còn thiếu Phần mềm kiểm tra lúc này; hồ sơ chưa trình"
    assert 'class="story"' not in part(client, nomination)


def test_what_came_back_and_went_again_keeps_both_times(client: CheckingClient, world: World) -> None:
    nomination = submitted(world, draft(world))
    act(world, "eta_head", Trigger.REFER_BACK, nomination)
    sign_in(client, world, "alpha_head")
    assert row(client, nomination)[UNIT].endswith("hồ sơ chưa trình")
    assert "Chuyển lại" in story(client, nomination)[CLUSTER][0]
    db.session.query(Submission).update({"code": "TT-cu"})
    endorsed(world, nomination)
    first, second = story(client, nomination)[UNIT]
    assert first.startswith("Lần 1: Đạt khi trình") and second.startswith("Lần 2: Đạt khi trình")
    returned, voted = story(client, nomination)[CLUSTER]
    assert returned.startswith("Lần 1: Chuyển lại") and voted.startswith("Lần 2: Đạt Kết quả bỏ phiếu")
    assert row(client, nomination)[CLUSTER].startswith("Đạt Kết quả bỏ phiếu của Khối thi đua số I")


def test_a_supplement_keeps_the_verdicts_before_it(client: CheckingClient, world: World) -> None:
    nomination = endorsed(world, draft(world))
    code = nomination.answers[1].criterion
    act(world, "officer", Trigger.RECEIVE, nomination)
    judge(world, nomination, code, verdict=Verdict.NOT_MET, note="Thiếu minh chứng.")
    answer = db.session.get_one(CriterionAnswer, (nomination.id, code))
    answer.narrative, whole = "", answer.narrative
    db.session.commit()
    due = clock.today() + timedelta(days=5)
    act(world, "department_head", Trigger.RETURN_FOR_SUPPLEMENT, nomination, parts={code: "Bổ sung."}, due_on=due)
    answer.narrative = whole
    attach(nomination, code, "bo-sung.pdf")
    db.session.commit()
    act(world, "alpha_head", Trigger.RESUBMIT, nomination)
    judge(world, nomination, code)
    sign_in(client, world, "department_head")
    told = story(client, nomination)[VETTING]
    assert [line.split(" · ")[0] for line in told] == [
        "Lần 1: Không đạt Lê Minh An",
        "Lần 1: Trả lại bổ sung Phạm Thu Cúc",
        "Lần 2: Đạt Lê Minh An",
    ]
    assert "Thiếu minh chứng." in told[0]
    assert "Phần mềm kiểm tra khi đó: không đạt" in told[1] and "Tiêu chí 2: chưa có phần trình bày." in told[1]
    sign_in(client, world, "alpha_head")
    outside = part(client, nomination)
    assert row(client, nomination)[VETTING].startswith("Đang xét")
    assert "Thiếu minh chứng." not in outside and "Lê Minh" not in outside and "Không đạt" not in outside


def test_a_waiver_names_two_people_inside_and_none_outside(client: CheckingClient, world: World) -> None:
    nomination = endorsed(world, draft(world))
    code = nomination.answers[1].criterion
    act(world, "officer", Trigger.RECEIVE, nomination)
    ground = {"waiver_reason": "Đơn vị mới lập", "waiver_ground": "Công văn 5"}
    judge(world, nomination, code, verdict=Verdict.WAIVED, **ground)
    sign_in(client, world, "department_head")
    assert row(client, nomination)[VETTING].startswith("Chờ phê duyệt miễn Lê Minh An")
    approve_waiver(world.actor("department_head"), Nomination.id == nomination.id, code)
    found = row(client, nomination)[VETTING]
    assert found.startswith("Miễn Lê Minh An; Phạm Thu Cúc duyệt miễn")
    assert "Đơn vị mới lập (Công văn 5)" in found
    sign_in(client, world, "alpha_head")
    assert "Đơn vị mới lập" not in part(client, nomination) and "Miễn" not in part(client, nomination)


def before_the_council(world: World) -> Nomination:
    award = world.award(NomineeKind.COLLECTIVE, council=True).code
    return cleared(world, draft(world, name="Phòng Một", kind=NomineeKind.COLLECTIVE, award=award))


@pytest.mark.parametrize("who", ["alpha_head", "alpha_officer", "eta_head"])
def test_what_the_council_found_is_not_told_not_even_after_it_came_back(
    client: CheckingClient, world: World, who: str
) -> None:
    nomination = before_the_council(world)
    counted_round(world, nomination, body="council", yes=5, eligible=5)
    act(world, "beta_officer", Trigger.APPROVE, nomination)
    sign_in(client, world, who)
    assert row(client, nomination)[COUNCIL] == row(client, nomination)[SIGNATURE] == "Chờ quyết định"
    act(world, "department_head", Trigger.REFER_BACK, nomination, reason="Rà soát lại.")
    page = client.get(f"/nominations/{nomination.code}").text
    assert BY_COUNCIL not in page and "Rà soát lại." not in page
    timeline = words(page.split('id="nominations-timeline"')[1])
    assert "Chờ ký" not in timeline and "Thông qua" not in timeline
    assert [row(client, nomination)[stage].split(" Hiện")[0] for stage in (VETTING, COUNCIL, SIGNATURE)] == [
        "Đang xét", "Chưa đến bước này", "Chưa đến bước này",
    ]  # fmt: skip
    sign_in(client, world, "auditor")
    assert BY_COUNCIL in story(client, nomination)[COUNCIL][0]
    assert row(client, nomination)[COUNCIL].startswith("Chưa đến bước này")


def test_the_result_of_the_council_is_told_with_the_decision(client: CheckingClient, world: World) -> None:
    nomination = before_the_council(world)
    counted_round(world, nomination, body="council", yes=5, eligible=5)
    act(world, "beta_officer", Trigger.APPROVE, nomination)
    decision = frozen_decision(world, nomination)
    act(world, "minister", Trigger.SIGN, nomination, seen=decision.digest)
    sign_in(client, world, "alpha_head")
    assert row(client, nomination)[COUNCIL].startswith(f"Đạt {BY_COUNCIL}")


def test_a_withdrawn_nomination_reaches_nothing_more(client: CheckingClient, world: World) -> None:
    nomination = submitted(world, draft(world))
    act(world, "alpha_head", Trigger.WITHDRAW, nomination)
    sign_in(client, world, "alpha_head")
    assert row(client, nomination)[UNIT].startswith("Đạt khi trình")
    assert row(client, nomination)[CLUSTER] == row(client, nomination)[SIGNATURE] == "Không đến bước này"


def test_kept_findings_are_read_back_with_their_figures() -> None:
    message = "Criterion %(number)s: the account has %(length)s characters; at least %(low)s are needed."
    whole = {"code": "narrative", "message": message, "params": {"number": 2, "length": 5, "low": 200}}
    plain = {"code": "hold", "message": "The nomination is on hold pending verification."}
    assert reasons_of({"against": [whole, plain]}) == (
        Reason("narrative", message, {"number": 2, "length": 5, "low": 200}),
        Reason("hold", plain["message"], {}),
    )
    bare = {"code": "narrative", "message": message}
    assert [one.message for one in reasons_of({"against": [bare, bare, plain]})] == [
        plain["message"], "The figures of that moment are in the audit entry only.",
    ]  # fmt: skip
    assert reasons_of({}) == () and figures_of({}) == ()
    months = [
        {"month": "2020-01", "due": 20, "on_time": 19, "overdue": 0},
        {"month": "2020-02", "due": None, "on_time": None, "overdue": None},
    ]
    statements = [{"key": "a", "text": "A", "affirmed": True}, {"key": "b", "text": "B", "affirmed": False}]
    kept = {"figures": {"length": 9, "months": months, "statements": statements}}
    assert [params for _, params in figures_of(kept)] == [
        {"length": 9}, {"affirmed": 1, "all": 2}, {"months": ("01/2020 19/20", "02/2020 –")},
    ]  # fmt: skip
