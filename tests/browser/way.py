"""The way of one award from the draft to the public register, by everybody who has a part in it, in a browser."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from nomination import clock
from tests.browser.stage import Stage
from tests.world_drafts import PDF

DECISION = r"/decisions/[^/]+"
NOMINEE = "Đỗ Thị Hoà"
SAVED = re.compile(r"Đã lưu lúc \d\d:\d\d$")
ACCOUNT = "Xây dựng bản đồ số dùng chung cho toàn đơn vị, giảm một nửa thời gian tra cứu hồ sơ cho người dân. " * 2
STATEMENTS = (
    "c5-compliance", "c5-hours", "c5-alcohol_tobacco", "c5-public_assets", "c6-no_incident", "c7-unity",
    "c7-policy_and_law", "c7-workers_life",
)  # fmt: skip
MEMBERS = ("beta_head", "gamma_head", "delta_head", "epsilon_head", "zeta_head", "eta_head")
TELLERS = ("beta_officer", "gamma_officer", "delta_officer")


@dataclass(frozen=True)
class Way:
    """What a campaign asks of those who go it. Of twenty tasks a month, `too_few` on time closes the way at first."""

    stage: Stage
    code: str
    title: str
    criteria: int
    accounts: tuple[str, ...]
    too_few: str
    enough: str
    told: str

    @property
    def campaign(self) -> str:
        return f"/campaigns/{self.code}"

    @property
    def nomination(self) -> str:
        return f"/nominations/{self.code}-0001"

    @property
    def round(self) -> str:
        return f"/rounds/{self.code}-P01"


def go_all_the_way(way: Way) -> None:
    """Nobody but the people of the stage does anything, and only by what they see."""
    record_the_plan(way)
    write_the_nomination(way)
    meet_a_refusal_and_mend_it(way)
    submit(way)
    prepare_the_round(way)
    codes = take_the_codes(way)
    open_the_round(way)
    vote(way)
    close_and_count(way, codes)
    judge_the_criteria(way)
    conclude(way)
    draft_the_decision(way)
    sign(way)
    issue_and_publish(way)
    find_it_in_the_register(way)


def record_the_plan(way: Way) -> None:
    stage = way.stage
    with stage.as_("alpha_officer"):
        stage.follow("Phong trào", to="/campaigns")
        stage.follow(stage.main().get_by_role("link", name=way.title), to=way.campaign)
        stage.look_on_a_phone()
        stage.follow(stage.main().get_by_role("link", name="Ghi nhận phong trào hưởng ứng"), to=f"{way.campaign}/plan")
        page = stage.page
        page.fill("#title", "Kế hoạch hưởng ứng phong trào thi đua đặc biệt")
        page.fill("#paper", "Số 12/KH-ALPHA về việc phát động phong trào")
        page.fill("#launched_on", "2020-02-03")
        page.fill("#summary", "Gắn với việc hoàn thành cơ sở dữ liệu của đơn vị trong năm.")
        stage.press("Ghi nhận", to=f"{way.campaign}/plans/[^/]+")


def write_the_nomination(way: Way) -> None:
    """Everything is typed and saves itself; nothing here presses a button called Save."""
    stage, page = way.stage, way.stage.page
    with stage.as_("alpha_officer"):
        stage.follow("Đề nghị khen thưởng", to="/nominations")
        begin = re.compile(f"^Lập đề nghị khen thưởng(: {re.escape(way.title)})?$")  # two campaigns are told apart
        stage.follow(stage.main().get_by_role("link", name=begin), to=f"{way.campaign}/nominations/new")
        page.locator("input[name=award_for][value^=individual]").check()
        page.fill("#name", NOMINEE)
        page.select_option("#title", "Bà")
        page.fill("#post", "Chuyên viên chính")
        page.select_option("#class_code", "direct_worker")
        stage.press("Lập hồ sơ", to=f"{way.nomination}/edit")
        answer_the_criteria(way)
        attach_the_evidence(way)
        stage.look_on_a_phone()


def answer_the_criteria(way: Way) -> None:
    """The ninth month stays exactly at the threshold, which is not above it."""
    page = way.stage.page
    page.fill("#summary", "Hoàn thành xuất sắc nhiệm vụ được giao trong năm.")
    page.fill("#citation", "Đã có thành tích xuất sắc trong phong trào thi đua đặc biệt.")
    for criterion in way.accounts:
        page.fill(f"#narrative-{criterion}", ACCOUNT)
    for month in range(1, 13):
        row = {"due": "20", "on_time": way.too_few if month == 9 else way.enough, "overdue": "0"}
        for column, figure in row.items():
            page.fill(f"#cell-c3-2020-{month:02d}-{column}", figure)
    expect(page.locator("#said-c3-2020-09")).to_contain_text(way.told)
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)


def affirm_each_statement(way: Way) -> None:
    """The head's own word, one by one, with name and time."""
    stage, page = way.stage, way.stage.page
    stage.go(f"{way.nomination}/edit")
    for statement in STATEMENTS:
        page.check(f"#affirmed-{statement}")
    expect(page.locator("#finding-c7")).to_contain_text("Đạt yêu cầu kiểm tra")
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED)


def attach_the_evidence(way: Way) -> None:
    page = way.stage.page
    for criterion in ("c1", "c2"):
        name = f"Minh chứng {criterion}.pdf"
        page.set_input_files(f"#files-{criterion}", {"name": name, "mimeType": "application/pdf", "buffer": PDF})
        files = page.locator(f"#evidence-{criterion}")
        expect(files.locator(".files")).to_contain_text(name)
        expect(page.locator(f"#finding-{criterion}")).to_contain_text("Đạt yêu cầu kiểm tra")


def meet_a_refusal_and_mend_it(way: Way) -> None:
    """The step that is off says why, and the link beside the reason leads to the very figure."""
    stage, page = way.stage, way.stage.page
    with stage.as_("alpha_officer"):
        stage.follow(NOMINEE, to=f"{way.nomination}/edit")
        stage.follow("Đến trang hồ sơ", to=way.nomination)
        stage.look_on_a_phone()
        off = page.get_by_role("button", name="Chuyển thủ trưởng xác nhận")
        expect(off).to_have_attribute("aria-disabled", "true")
        why = page.locator("#why-propose")
        expect(why.locator("li")).to_have_count(1)
        expect(why).to_contain_text("09/2020")
        stage.follow(why.get_by_role("link"), to=f"{way.nomination}/edit")
        assert page.url.endswith("#criterion-c3")
        page.fill("#cell-c3-2020-09-on_time", way.enough)
        expect(page.locator("#finding-c3")).to_contain_text("Đạt yêu cầu kiểm tra")
        expect(page.locator("[data-draft-status]")).to_have_text(SAVED)
        stage.follow("Đến trang hồ sơ", to=way.nomination)
        stage.act("Chuyển thủ trưởng xác nhận", shows="Đã thực hiện")
        expect(page.locator(".page-head .tag")).to_have_text("Chờ thủ trưởng xác nhận")


def submit(way: Way) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("alpha_head") as name:
        stage.follow(NOMINEE, to=way.nomination)
        affirm_each_statement(way)
        stage.follow("Đến trang hồ sơ", to=way.nomination)
        stage.follow("Lập tờ trình", to=f"{way.campaign}/submissions/new")
        expect(page.get_by_role("checkbox", name=NOMINEE)).to_be_checked()
        page.fill("#met_on", "2020-11-20")
        page.fill("#chair", name)
        page.fill("#members", "9")
        page.fill("#present", "9")
        page.fill("#conclusion", "Nhất trí đề nghị khen thưởng.")
        page.set_input_files("#minutes", {"name": "Biên bản họp.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.fill("#confirmation", name)
        stage.press("Trình các hồ sơ đã chọn", to="/submissions/[^/]+")
        expect(stage.main()).to_contain_text("Đang bình xét tại Khối/Cụm")


def prepare_the_round(way: Way) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("eta_head"):
        stage.follow(NOMINEE, to=f"{way.campaign}/rounds/new")
        page.fill("#title", "Bình xét khen thưởng phong trào thi đua đặc biệt")
        for teller in TELLERS:
            page.get_by_role("checkbox", name=stage.names[teller]).check()
        stage.press("Tạo phiên", to=way.round)
        expect(page.locator("#why-open")).to_contain_text(stage.names[TELLERS[0]])


def take_the_codes(way: Way) -> dict[str, str]:
    """Each teller's code, read from the one page that ever shows it, and typed back from there."""
    stage, page, codes = way.stage, way.stage.page, {}
    for teller in TELLERS:
        with stage.as_(teller) as name:
            stage.follow("Phiên bỏ phiếu", to="/rounds")
            stage.follow("Bình xét khen thưởng phong trào thi đua đặc biệt", to=way.round)
            stage.press("Nhận mã kiểm phiếu của tôi", to=f"{way.round}/codes")
            codes[name] = page.locator("#secret").inner_text()
            page.fill("#code", codes[name])
            stage.press("Nhập lại mã của tôi", to=way.round)
            expect(stage.main()).not_to_contain_text(codes[name])
    return codes


def open_the_round(way: Way) -> None:
    """After the check list and a trial ballot on throw-away keys."""
    stage, page = way.stage, way.stage.page
    with stage.as_("eta_head"):
        stage.follow("Phiên bỏ phiếu", to="/rounds")
        stage.follow(stage.main().get_by_role("link", name="Bình xét khen thưởng"), to=way.round)
        stage.follow(page.locator("main a[href$='/ceremony']"), to=f"{way.round}/ceremony")
        stage.look_on_a_phone()
        stage.follow(page.locator("main a[href$='/rehearsal']").first, to=f"{way.round}/rehearsal")
        page.get_by_role("radio", name="Đồng ý", exact=True).check()
        page.locator("#rounds-rehearsal form button[type=submit]").click()
        page.wait_for_load_state("load")
        stage.look()
        stage.go(f"{way.round}/ceremony")
        page.locator("summary", has_text="Mở phiên").click()
        stage.press("Mở phiên", to=way.round)
        expect(stage.main()).to_contain_text("Đang mở")


def vote(way: Way) -> None:
    """Six of seven vote: the nominee's own head stands aside. The box says to each what it holds, and no more."""
    stage, page = way.stage, way.stage.page
    with stage.as_("alpha_head"):
        stage.go(f"{way.round}/ballot")
        expect(stage.main()).to_contain_text("Ông/Bà không có phiếu")
    for member in MEMBERS:
        with stage.as_(member):
            stage.follow(stage.main().get_by_role("link", name="Bình xét khen thưởng"), to=f"{way.round}/ballot")
            page.get_by_role("radio", name="Đồng ý", exact=True).check()
            if member == MEMBERS[0]:
                stage.look_on_a_phone()
            stage.act("Xem lại phiếu trước khi gửi", shows="Mã biên nhận của Ông/Bà")
            receipt = page.locator("#receipt").inner_text()
            stage.act("Bỏ phiếu vào hòm", shows="Phiếu của Ông/Bà đã ở trong hòm phiếu")
            expect(stage.main()).to_contain_text("Phiếu của Ông/Bà đã ở trong hòm phiếu")
            if member == MEMBERS[0]:
                ask_with_the_receipt(way, receipt)


def ask_with_the_receipt(way: Way, receipt: str) -> None:
    stage = way.stage
    stage.follow("Kiểm tra bằng mã biên nhận", to=f"{way.round}/receipt")
    stage.page.fill("#receipt", receipt)
    stage.press("Tìm trong hòm phiếu", to=f"{way.round}/receipt")
    expect(stage.main().locator(".notice--success")).to_have_count(2)


def close_and_count(way: Way, codes: dict[str, str]) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("eta_head"):
        stage.follow(stage.main().get_by_role("link", name="Bình xét khen thưởng"), to=way.round)
        page.locator("summary", has_text="Đóng hòm phiếu").click()
        stage.press("Đóng hòm phiếu", to=way.round)
    with stage.as_(TELLERS[0]):
        stage.follow(stage.main().get_by_role("link", name="Bình xét khen thưởng"), to=f"{way.round}/count")
        for name in (stage.names[TELLERS[0]], stage.names[TELLERS[2]]):
            page.get_by_label(f"Mã của {name}").fill(codes[name])
        stage.press("Mở hòm và kiểm phiếu", to=way.round)
        expect(stage.main()).to_contain_text("Đồng ý: 6/6")
        stage.look_on_a_phone()
        stage.follow("Biên bản kiểm phiếu", to=f"{way.round}/minutes")
        expect(stage.main()).to_contain_text("Đồng ý: 6/6; không đồng ý: 0/6; không có ý kiến: 0/6.")


def judge_the_criteria(way: Way) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("officer"):
        stage.follow("Thẩm định", to="/vetting")
        stage.press("Tiếp nhận", to=way.nomination)
        stage.follow("Thẩm định các tiêu chí", to=f"{way.nomination}/vetting")
        for number in range(1, way.criteria + 1):
            card = page.locator(f"#criterion-c{number}")
            card.get_by_role("radio", name="Đạt", exact=True).check()
            card.locator(f"#note-c{number}").fill("Đã đối chiếu với tài liệu của đơn vị.")
            stage.act(card.get_by_role("button", name="Lưu kết luận"), shows=f"Đã lưu kết luận về tiêu chí {number}.")
        expect(stage.main()).to_contain_text("Đã có kết luận cho mọi tiêu chí")
        stage.look_on_a_phone()
        page.locator("#propose > summary").click()
        form = page.locator("#propose form")
        form.get_by_role("radio", name="Kết luận thẩm định: đủ điều kiện", exact=True).check()
        form.locator("[name=reason]").fill("Đề nghị lãnh đạo xem xét.")
        stage.act(form.get_by_role("button"), shows="Đề nghị lãnh đạo xem xét.")


def conclude(way: Way) -> None:
    """What the officer proposed is decided by the head. This award needs no council: it goes to the minister."""
    stage = way.stage
    with stage.as_("department_head"):
        stage.follow(NOMINEE, to=f"{way.nomination}/vetting")
        stage.follow(stage.page.locator(f"main a[href='{way.nomination}']"), to=way.nomination)
        stage.act("Kết luận thẩm định: đủ điều kiện", shows="Đã thực hiện")
        expect(stage.page.locator(".page-head .tag")).to_have_text("Chờ ký")


def draft_the_decision(way: Way) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("officer"):
        stage.follow(NOMINEE, to=f"{way.campaign}/decisions/new")
        expect(page.get_by_role("checkbox", name=NOMINEE)).to_be_checked()
        page.fill("#title", "Về việc tặng Bằng khen của Bộ trưởng")
        stage.press("Lập dự thảo", to=DECISION)
    with stage.as_("department_head"):
        stage.follow(stage.main().get_by_role("link", name="Về việc tặng Bằng khen"), to=DECISION)
        page.locator("summary", has_text="Chốt danh sách và trình ký").click()
        stage.act("Chốt danh sách và trình ký", shows="Danh sách đã chốt và đang chờ Bộ trưởng ký.")


def sign(way: Way) -> None:
    """The minister finds on one screen who, what for, how each criterion was judged and how the cluster voted."""
    stage, page = way.stage, way.stage.page
    with stage.as_("minister") as name:
        stage.follow(stage.main().get_by_role("link", name="Về việc tặng Bằng khen"), to=DECISION)
        page.locator("summary", has_text=NOMINEE).click()
        expect(page.locator("#decisions-lines .mark--met")).to_have_count(way.criteria)
        for seen in ("Đã có thành tích xuất sắc", "Khối/Cụm bỏ phiếu: đạt", "Mã đối chiếu danh sách"):
            expect(stage.main()).to_contain_text(seen)
        stage.look_on_a_phone()
        page.locator("input[name=confirmation]").fill(name)
        stage.act("Ký quyết định", shows="Quyết định đã ký.")


def issue_and_publish(way: Way) -> None:
    stage, page = way.stage, way.stage.page
    with stage.as_("clerk"):
        stage.follow(stage.main().get_by_role("link", name="Về việc tặng Bằng khen"), to=DECISION)
        page.locator("input[name=number]").fill("15/QĐ-THU")
        page.locator("input[name=dated]").fill(clock.today().isoformat())
        signed = {"name": "Bản đã ký.pdf", "mimeType": "application/pdf", "buffer": PDF}  # no key is set up here
        page.set_input_files("#decisions-actions input[type=file]", signed)
        stage.act("Cấp số, ngày và ban hành", shows="Đã ghi số và ngày của quyết định.")
    with stage.as_("department_head") as name:
        stage.follow(stage.main().get_by_role("link", name="Về việc tặng Bằng khen"), to=DECISION)
        page.locator("summary", has_text="Công bố").click()
        page.locator("#act-publish input[name=confirmation]").fill(name)
        stage.act("Công bố", shows="Quyết định đã được công bố trong sổ khen thưởng.")
        stage.follow("Bản in", to=f"{DECISION}/paper")


def find_it_in_the_register(way: Way) -> None:
    """Nobody is signed in, and the name is typed as on a keyboard without Vietnamese."""
    stage, page = way.stage, way.stage.page
    stage.follow("Sổ khen thưởng", to="/register")
    page.locator("input[name=q]").fill("do thi hoa")
    expect(page.locator("#register-results tbody tr")).to_have_count(1)
    stage.look_on_a_phone()
    stage.follow(stage.main().get_by_role("link", name=NOMINEE), to="/register/[^/]+")
    expect(stage.main()).to_contain_text("15/QĐ-THU")
    expect(stage.main()).to_contain_text("Vụ Alpha")
