"""Four nominations from the vote to the register: one returned, one held in the frozen decision, one declined, one with
a waived criterion. The decision is signed digitally, numbered, sealed and published, each act by whom it belongs to."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from nomination import clock
from nomination.extensions import db
from nomination.signing.specimen import make_specimens
from tests import world as w
from tests.browser.stage import Stage
from tests.support.server import serving
from tests.world_drafts import PDF
from tests.world_steps import endorsed

# One engine: a browser sees nothing of it, and every service and page is tested on the other one too.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]

RETURNED, HELD, DECLINED, WAIVED = "Đỗ Thị Hoà", "Lê Văn Giữ", "Phạm Thị Rớt", "Ngô Đình Miễn"
UNIT_OF = {RETURNED: "alpha", HELD: "beta", DECLINED: "gamma", WAIVED: "delta"}
PASSWORD = "mat-khau-ky"
DECISION = r"/decisions/[^/]+"
TITLE = "Về việc tặng Bằng khen của Bộ trưởng"
SIGNED = "Quyết định đã ký."
ASKED = "Chưa có giấy chứng nhận sáng kiến."


@pytest.fixture
def codes() -> dict[str, str]:
    return {}


@pytest.fixture
def stage(own_app: Flask, browsing: BrowserContext, codes: dict[str, str]) -> Iterator[Stage]:
    """The small world with four nominations that their cluster has carried, and keys to sign with."""
    instance = Path(own_app.config["INSTANCE"])
    with own_app.app_context():
        world = w.build()
        for name, unit in UNIT_OF.items():
            codes[name] = endorsed(world, w.draft(world, unit, name)).code
        names = {key: person.full_name for key, person in world.people.items()}
        db.session.remove()
    make_specimens(instance / "signing", password=PASSWORD, now=clock.now())
    with serving(own_app.config["SQLALCHEMY_DATABASE_URI"], instance, SECRET_KEY="only for tests") as address:
        yield Stage(address, browsing, names)


def test_from_the_vote_to_the_register(stage: Stage, codes: dict[str, str]) -> None:
    with stage.as_("officer"):
        for code in codes.values():
            receive(stage, code)
        for name in (RETURNED, HELD):
            find_all_met(stage, codes[name])
        waive_one(stage, codes[WAIVED])
        propose(stage, codes[HELD])
        for name in (RETURNED, DECLINED):
            propose_to_decline(stage, codes[name])
    with stage.as_("department_head"):
        send_back_for_completion(stage, codes[RETURNED])
        decline(stage, codes[DECLINED])
        approve_the_waiver(stage, codes[WAIVED])
        conclude(stage, codes[HELD])
    with stage.as_("officer"):
        propose(stage, codes[WAIVED])
    with stage.as_("department_head"):
        conclude(stage, codes[WAIVED])
    complete(stage, codes[RETURNED])
    with stage.as_("officer"):
        judge_again(stage, codes[RETURNED])
        propose(stage, codes[RETURNED])
    with stage.as_("department_head"):
        conclude(stage, codes[RETURNED])
    prepare_the_decision(stage)
    hold_and_lift(stage, codes[HELD])
    sign(stage)
    number_and_publish(stage)
    look_into_the_register(stage)
    assert stage.unseen() == set()


def receive(stage: Stage, code: str) -> None:
    stage.go(f"/nominations/{code}")
    stage.act("Tiếp nhận", shows="Đã thực hiện")


def find_all_met(stage: Stage, code: str) -> None:
    """What passes the check of the machine, in one act, after a look at each."""
    stage.go(f"/nominations/{code}/vetting")
    stage.page.locator("#rest summary").click()
    stage.act("Tất cả các tiêu chí này đều đạt", shows="Đã có kết luận cho mọi tiêu chí")


def waive_one(stage: Stage, code: str) -> None:
    page = stage.page
    stage.go(f"/nominations/{code}/vetting")
    card = page.locator("#criterion-c4")
    card.get_by_role("radio", name="Miễn", exact=True).check()
    card.locator("#note-c4").fill("Đã đối chiếu chức năng của đơn vị.")
    card.locator("details details summary").click()
    card.locator("#waiver_reason-c4").fill("Đơn vị không có thủ tục hành chính.")
    card.locator("#waiver_ground-c4").fill("Văn bản hướng dẫn của Bộ.")
    stage.act(card.get_by_role("button", name="Lưu kết luận"), shows="Đã lưu kết luận về tiêu chí 4.")
    page.locator("#rest summary").click()
    stage.act("Tất cả các tiêu chí này đều đạt", shows="chờ")
    stage.look_on_a_phone()


def propose(stage: Stage, code: str, step: str = "Kết luận thẩm định: đủ điều kiện", citation: str = "") -> None:
    """Nobody decides what no officer has proposed."""
    page = stage.page
    stage.go(f"/nominations/{code}/vetting")
    page.locator("#propose > summary").click()
    form = page.locator("#propose form")
    form.get_by_role("radio", name=step, exact=True).check()
    form.locator("[name=reason]").fill("Đề nghị lãnh đạo xem xét.")
    if citation:
        form.locator("summary", has_text="Chỉ khi không chọn").click()
        form.locator("[name=citation]").fill(citation)
    stage.act(form.get_by_role("button"), shows="Đề nghị lãnh đạo xem xét.")


def propose_to_decline(stage: Stage, code: str) -> None:
    propose(stage, code, "Không chọn", "Nguyên tắc khen thưởng của phong trào.")


def send_back_for_completion(stage: Stage, code: str) -> None:
    """One part with its reason and a day; the unit can change only that. A file is not what was voted on."""
    page = stage.page
    stage.go(f"/nominations/{code}")
    step = page.locator("#step-return_for_supplement")
    step.locator("summary").click()
    step.locator("[name=reason]").fill("Đề nghị nêu rõ kết quả.")
    step.locator("[name=due_on]").fill(f"{clock.today() + timedelta(days=10):%d/%m/%Y}")
    step.locator("[name=part-c2]").fill(ASKED)
    stage.act(step.get_by_role("button", name="Trả lại bổ sung"), shows="Đã thực hiện")
    expect(page.locator(".page-head .tag").first).to_have_text("Trả lại bổ sung")


def decline(stage: Stage, code: str) -> None:
    page = stage.page
    stage.go(f"/nominations/{code}")
    step = page.locator("#step-decline")
    step.locator("summary").click()
    step.locator("[name=reason]").fill("Thành tích đã được khen trong phong trào khác.")
    step.locator("[name=citation]").fill("Nguyên tắc khen thưởng của phong trào.")
    stage.act(step.get_by_role("button", name="Không chọn"), shows="Đã thực hiện")
    expect(page.locator(".page-head .tag").first).to_have_text("Không được chọn")


def approve_the_waiver(stage: Stage, code: str) -> None:
    stage.go(f"/nominations/{code}/vetting")
    stage.act("Phê duyệt việc miễn", shows="Đã có kết luận cho mọi tiêu chí")


def conclude(stage: Stage, code: str) -> None:
    stage.go(f"/nominations/{code}")
    stage.act("Kết luận thẩm định: đủ điều kiện", shows="Đã thực hiện")
    expect(stage.page.locator(".page-head .tag").first).to_have_text("Chờ ký")


def complete(stage: Stage, code: str) -> None:
    page = stage.page
    with stage.as_("alpha_head") as name:
        stage.go(f"/nominations/{code}")
        expect(stage.main()).to_contain_text(ASKED)
        stage.go(f"/nominations/{code}/edit")
        expect(page.locator("#narrative-c4")).to_be_disabled()
        file = {"name": "Giấy chứng nhận.pdf", "mimeType": "application/pdf", "buffer": PDF}
        page.set_input_files("#files-c2", file)
        expect(page.locator("#evidence-c2 .files")).to_contain_text("Giấy chứng nhận.pdf")
        stage.go(f"/nominations/{code}")
        step = page.locator("#step-resubmit")
        step.locator("summary").click()
        step.locator("[name=confirmation]").fill(name)
        stage.act(step.get_by_role("button", name="Trình lại"), shows="Đã thực hiện")


def judge_again(stage: Stage, code: str) -> None:
    """The officer in charge sees what came, and judges that criterion anew; the others stand."""
    page = stage.page
    stage.go(f"/nominations/{code}/vetting")
    expect(page.locator("#supplements-requests")).to_contain_text("Giấy chứng nhận.pdf")
    card = page.locator("#criterion-c2")
    card.get_by_role("radio", name="Đạt", exact=True).check()
    stage.act(card.get_by_role("button", name="Lưu kết luận"), shows="Đã có kết luận cho mọi tiêu chí")


def prepare_the_decision(stage: Stage) -> None:
    page = stage.page
    with stage.as_("officer"):
        stage.follow(stage.main().get_by_role("link", name=RETURNED).first, to="/campaigns/[^/]+/decisions/new")
        expect(page.get_by_role("checkbox", name=DECLINED)).to_have_count(0)
        page.fill("#title", TITLE)
        stage.press("Lập dự thảo", to=DECISION)
    with stage.as_("department_head"):
        stage.follow(stage.main().get_by_role("link", name=TITLE), to=DECISION)
        page.locator("summary", has_text="Chốt danh sách và trình ký").click()
        stage.act("Chốt danh sách và trình ký", shows="Danh sách đã chốt và đang chờ Bộ trưởng ký.")


def hold_and_lift(stage: Stage, code: str) -> None:
    """A hold stops the signature of the whole decision at once; somebody else lifts it."""
    page = stage.page
    with stage.as_("auditor"):
        stage.go(f"/nominations/{code}")
        step = page.locator("#step-hold")
        step.locator("summary").click()
        step.locator("[name=reason]").fill("Có đơn đang được xem xét.")
        step.locator("[name=paper]").fill("Văn bản số 7 của Thanh tra Bộ")
        stage.act(step.get_by_role("button", name="Tạm dừng"), shows="Đã thực hiện")
    with stage.as_("minister"):
        stage.follow("Quyết định", to="/decisions")
        stage.follow(stage.main().get_by_role("link", name=TITLE), to=DECISION)
        expect(page.locator("#why-sign")).to_contain_text(HELD)
        expect(stage.main()).not_to_contain_text("Thanh tra Bộ")
    with stage.as_("department_head"):
        stage.go(f"/nominations/{code}")
        step = page.locator("#step-lift")
        step.locator("summary").click()
        step.locator("[name=reason]").fill("Đã xác minh, không có vi phạm.")
        stage.act(step.get_by_role("button", name="Tiếp tục"), shows="Đã thực hiện")


def sign(stage: Stage) -> None:
    """A wrong password of the key signs nothing and says so; the right one signs all three."""
    page = stage.page
    with stage.as_("minister") as name:
        stage.follow(stage.main().get_by_role("link", name=TITLE), to=DECISION)
        stage.look_on_a_phone()
        page.locator("input[name=confirmation]").fill(name)
        page.locator("input[name=secret]").fill("sai")
        page.get_by_role("button", name="Ký quyết định", exact=True).click()
        expect(page.locator("#decisions-actions .field__error").first).to_be_visible()
        assert len(stage.said) == 1 and "422" in stage.said[0]  # what a browser itself says of the refusal
        stage.said.clear()
        page.locator("input[name=confirmation]").fill(name)
        page.locator("input[name=secret]").fill(PASSWORD)
        stage.act("Ký quyết định", shows=SIGNED)


def number_and_publish(stage: Stage) -> None:
    page = stage.page
    with stage.as_("clerk"):
        stage.follow(stage.main().get_by_role("link", name=TITLE), to=DECISION)
        page.locator("input[name=number]").fill("15/QĐ-THU")
        page.locator("input[name=dated]").fill(f"{clock.today():%d/%m/%Y}")
        page.locator("input[name=secret]").fill(PASSWORD)
        stage.act("Cấp số, ngày và ban hành", shows="Đã ghi số và ngày của quyết định.")
    with stage.as_("department_head") as name:
        stage.follow(stage.main().get_by_role("link", name=TITLE), to=DECISION)
        page.locator("summary", has_text="Công bố").click()
        page.locator("#act-publish input[name=confirmation]").fill(name)
        stage.act("Công bố", shows="Quyết định đã được công bố trong sổ khen thưởng.")


def look_into_the_register(stage: Stage) -> None:
    """Three names, found without Vietnamese letters; the declined one is in no public list."""
    page = stage.page
    stage.go("/register")
    expect(page.locator("#register-results tbody tr")).to_have_count(3)
    expect(stage.main()).not_to_contain_text(DECLINED)
    page.locator("input[name=q]").fill("ngo dinh mien")
    expect(page.locator("#register-results tbody tr")).to_have_count(1)
    stage.follow(stage.main().get_by_role("link", name=WAIVED), to="/register/[^/]+")
    expect(stage.main()).to_contain_text("15/QĐ-THU")
    stage.look_on_a_phone()
