"""A new campaign, written on its pages by one person, launched by another, and one award taken to signature in it."""

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.way import Way, go_all_the_way

# One engine: a browser sees nothing of it, and every service and page is tested on the other one too.
pytestmark = [pytest.mark.browser, pytest.mark.engine("sqlite")]

CODE, TITLE = "thi-diem", "Phong trào thi đua thí điểm"
DRAFT = f"/campaign-drafts/{CODE}"
THRESHOLD = "#criteria-2-parameters-threshold"


def test_a_campaign_is_written_launched_and_gives_an_award(stage: Stage) -> None:
    begin_like_an_earlier_one(stage)
    ask_for_too_much_and_mend_it(stage)
    add_a_criterion(stage)
    look_at_it(stage)
    put_it_in_force(stage)
    accounts = ("c2", "c4", "c8")
    go_all_the_way(Way(stage, CODE, TITLE, 8, accounts, too_few="19", enough="20", told="95 %"))
    assert stage.unseen() == set()


def begin_like_an_earlier_one(stage: Stage) -> None:
    page = stage.page
    with stage.as_("officer"):
        stage.follow("Phong trào", to="/campaigns")
        stage.follow("Dự thảo phong trào", to="/campaign-drafts")
        stage.follow("Phong trào mới", to="/campaign-drafts/new")
        stage.look_on_a_phone()
        page.fill("#title", TITLE)
        page.fill("#year", "2020")
        page.fill("#code", CODE)
        page.select_option("#clone_of", "dac-biet-2020")
        stage.press("Bắt đầu soạn", to=DRAFT)
        stage.look_on_a_phone()


def ask_for_too_much_and_mend_it(stage: Stage) -> None:
    page, criterion = stage.page, f"{DRAFT}/parts/criteria/3"
    with stage.as_("officer"):
        stage.go(DRAFT)
        stage.follow("Tiêu chí", to=f"{DRAFT}/parts/criteria")
        stage.look_on_a_phone()
        stage.follow("Tiêu chí 3. Hoàn thành nhiệm vụ đúng hạn", to=criterion)
        page.fill(THRESHOLD, "120 %")
        stage.press("Lưu", to=criterion)
        expect(page.locator(f"{THRESHOLD}-error")).to_contain_text("“120 %” lớn hơn 100")
        expect(page.locator(THRESHOLD)).to_have_value("120 %")
        stage.look_on_a_phone()
        page.locator(f'a[href="{THRESHOLD}"]').click()
        expect(page.locator(THRESHOLD)).to_be_focused()
        page.fill(THRESHOLD, "95")
        page.keyboard.press("Enter")
        page.wait_for_load_state("load")
        expect(page.locator(f"{THRESHOLD}-error")).to_have_count(0)
        expect(stage.main()).to_contain_text("tỷ lệ nhiệm vụ hoàn thành đúng hạn cũng trên 95%")


def add_a_criterion(stage: Stage) -> None:
    """What is missing is told once something stands there; the fields follow the way of checking."""
    page, criterion = stage.page, f"{DRAFT}/parts/criteria/8"
    with stage.as_("officer"):
        stage.go(f"{DRAFT}/parts/criteria")
        stage.press("Thêm tiêu chí", to=criterion)
        page.fill("#criteria-7-title", "Lan tỏa mô hình")
        page.fill("#criteria-7-text", "Có mô hình được đơn vị khác áp dụng.")
        page.get_by_role("radio", name="Bản thuyết minh do người thẩm định đánh giá").check()
        stage.press("Lưu", to=criterion)
        expect(page.locator("#criteria-7-parameters-max-length-error")).to_contain_text("Còn phải điền.")
        page.fill("#criteria-7-parameters-max-length", "2000")
        stage.press("Lưu", to=criterion)
        expect(stage.main()).to_contain_text("Phần trình bày từ 1 đến 2000 ký tự")


def look_at_it(stage: Stage) -> None:
    with stage.as_("officer"):
        stage.go(DRAFT)
        for link, to in (("Xem trước", "preview"), ("Nội dung thay đổi", "changes"), ("Chạy thử", "trial")):
            stage.follow(stage.main().get_by_role("link", name=link, exact=True), to=f"{DRAFT}/{to}")
            stage.look_on_a_phone()
            if to == "preview":
                expect(stage.page.locator("#criterion-c8 textarea")).to_be_disabled()
            stage.follow("Về trang tổng quan", to=DRAFT)
        expect(stage.main()).to_contain_text("Chỉ vai trò sau được thực hiện: Lãnh đạo")


def put_it_in_force(stage: Stage) -> None:
    with stage.as_("department_head") as name:
        stage.go("/campaign-drafts")
        stage.follow(TITLE, to=DRAFT)
        stage.follow("Đưa vào áp dụng", to=f"{DRAFT}/launch")
        stage.look_on_a_phone()
        stage.page.fill("#confirmation", name)
        stage.press("Đưa vào áp dụng", to=f"/campaigns/{CODE}")
        stage.follow(stage.main().get_by_role("link", name="Các bản của phong trào"), to=f"/campaigns/{CODE}/versions")
        stage.look_on_a_phone()
        stage.follow("Bản 1", to=f"/campaigns/{CODE}/versions/1")
        stage.look_on_a_phone()
