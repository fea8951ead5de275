from tests.support.server import serving
from tests.support.browser import check_accessible
from tests.world import build, draft
from tests.world_steps import *
from tests.world_front import published, make_demonstration
from nomination.extensions import db
from workflow.vocabulary import Trigger

def test_look(own_app, browser, tmp_path):
    with own_app.app_context():
        w = build(windows={"submission": {"opens": "2026-11-01T00:00+07:00", "closes": "2026-12-01T17:00+07:00"}, "vetting": {"opens":"2026-01-01T00:00+07:00","closes":"2027-01-01T00:00+07:00"}})
        e = published(w, draft(w, name="Đỗ Thị Nguyên Hạnh")); code=e.code
        for n in range(7): draft(w, name=f"Nguyễn Văn {n}")
        act(w, "alpha_officer", Trigger.PROPOSE, draft(w, name="Chờ"))
        n = endorsed(w, draft(w, name="Trả lại"))
        act(w, "officer", Trigger.RECEIVE, n)
        assessed_ = assessed(w, endorsed(w, draft(w, name="Xong"))); endorsed(w, draft(w, name="Mới"))
        make_demonstration()
        url = own_app.config["SQLALCHEMY_DATABASE_URI"]
        db.session.remove(); db.engine.dispose()
    faults = []
    with serving(url, tmp_path/"i", DEMO_PASSWORD="mat-khau-thu-1") as base:
        for width in (1280, 390):
            def visit(page, path, name):
                page.goto(base+path)
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over: faults.append(f"{name} {width} overflows {over}")
                try: check_accessible(page)
                except AssertionError as x: faults.append(f"{width} {x}")
                if name == "campaign":
                    for i, sel in enumerate([".columns", "#campaigns-criteria", "#campaigns-running", "#campaigns-rules"]):
                        page.locator(sel).first.screenshot(path=f"/tmp/work/front/campaign{i}-{width}.png")
                else: page.screenshot(path=f"/tmp/work/front/{name}-{width}.png", full_page=True)
            ctx = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 900})
            page = ctx.new_page()
            for path, name in [("/sign-in","signin"),("/campaigns","campaigns"),("/register","register"),(f"/register/{code}","entry"),("/process","process"),("/khong-co","error")]:
                visit(page, path, name)
            for who, paths in {"alpha_officer":[("/","desk_officer"),("/campaigns/dac-biet-2020","campaign"),("/campaigns/dac-biet-2020/plan","plan")],"officer":[("/","desk_dept")],"auditor":[("/","desk_auditor")],"minister":[("/","desk_minister")],"administrator":[("/","desk_admin")]}.items():
                ctx = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 900})
                page = ctx.new_page(); page.goto(base+"/sign-in")
                page.fill("#username", who); page.fill("#password", "mat-khau-thu-1"); page.click("form.form button[type=submit]")
                for path, name in paths: visit(page, path, name)
    print("\n".join(dict.fromkeys(faults)))
