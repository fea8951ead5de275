"""Rule sets for everybody, and the rule beside what it decides on the pages that apply it."""

import html
import re
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask_sqlalchemy.session import Session

from tests import world_rounds as rounds
from tests.support.client import CheckingClient
from tests.world import build, draft, sign_in
from tests.world_steps import assessed, endorsed, submitted

QUORUM = (
    "Không tìm thấy quy định cho Khối, Cụm; lấy theo Hội đồng · "
    "Lựa chọn của phần mềm, không phải quy định của pháp luật"
)


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.mark.engine("sqlite")  # no row is read
def test_every_set_says_how_it_stands(client: CheckingClient, session: Session) -> None:
    text = words(client.get("/rulesets").text)
    assert "Luật 06/2026/QH16 (một nguồn nêu, chưa kiểm chứng) Chưa kiểm chứng; chưa phong trào nào dùng được" in text
    assert "Bộ Tài nguyên và Môi trường, năm 2020 Chỉ dùng cho phong trào cùng thời kỳ" in text
    assert "Đang dùng từ 01/07/2025 đến 28/02/2027" in text


@pytest.mark.engine("sqlite")
def test_a_set_shows_each_rule_with_source_date_and_confidence(client: CheckingClient, session: Session) -> None:
    text = words(client.get("/rulesets/nd152-2025").text)
    assert "Số ngày làm việc để thẩm định 20 Thủ tục hành chính đã công bố, tính từ khi hồ sơ đầy đủ" in text
    assert "Mức lương cơ sở (đồng) từ 01/07/2024 2.340.000 Mức lương cơ sở từ ngày 01 tháng 7 năm 2024" in text
    assert "152/2025/NĐ-CP" in text
    client.get("/rulesets/none", status=404)


@pytest.mark.engine("sqlite")
def test_expired_texts_warn(client: CheckingClient, session: Session) -> None:
    with time_machine.travel(datetime(2024, 1, 2, tzinfo=UTC)):
        text = words(client.get("/rulesets/btnmt-2020").text)
    assert "Bộ quy tắc này hết hiệu lực ngày 31/12/2023" in text
    assert "91/2017/NĐ-CP : Nghị định của Chính phủ quy định chi tiết thi hành một số điều của Luật" in text
    assert text.count("Hết hiệu lực từ 01/01/2024") == 3
    with time_machine.travel(datetime(2023, 6, 1, tzinfo=UTC)):
        text = words(client.get("/rulesets/btnmt-2020").text)
    assert "Hết hiệu lực từ 01/01/2024" not in text
    assert "có hiệu lực đến hết 31/12/2023" in text


def test_the_rule_stands_beside_what_it_decides(app: Flask, client: CheckingClient, session: Session) -> None:
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    sign_in(client, world, "eta_head")
    first = submitted(world, draft(world))
    assert "Quy định áp dụng tại đây và căn cứ" in words(
        client.get(f"/campaigns/{world.campaign.code}/rounds/new?body=cluster").text
    )
    voting = rounds.opened(world, first)
    assert QUORUM in words(client.get(f"/rounds/{voting.code}").text)
    ballot = words(client.get(f"/rounds/{voting.code}/ballot").text)
    assert "Không tìm thấy quy định cho Khối, Cụm; lấy quá nửa tổng số thành viên" in ballot


def test_vetting_names_the_rules_it_is_held_under(app: Flask, client: CheckingClient, session: Session) -> None:
    app.config["BOX_SCRYPT_N"] = 2
    world = build()
    nomination = assessed(world, endorsed(world, draft(world)))
    sign_in(client, world, "officer")
    page = words(client.get(f"/nominations/{nomination.code}/vetting").text)
    assert "Số ngày làm việc để thẩm định 25 Thủ tục hành chính cấp bộ đã công bố" in page
    dossier = words(client.get(f"/nominations/{nomination.code}").text)
    assert "Tiếp nhận theo: Bộ Tài nguyên và Môi trường, năm 2020" in dossier
