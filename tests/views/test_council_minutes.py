"""What the chair of the council said openly: on the page of the round, in its minutes, and on both papers."""

import pytest
from flask import Flask

from nomination.extensions import db
from nomination.services.counting import agree, disagree
from tests import world_rounds as rounds
from tests import world_ways as ways
from tests.support.client import CheckingClient
from tests.support.papers import docx_words, pdf_words
from tests.world import World, appoint, build, sign_in
from workflow.vocabulary import Role

REFUSED = "Chủ tịch Hội đồng Đỗ Hữu 1 không nhất trí với kết quả bỏ phiếu; lý do: Chưa đủ căn cứ."
AGREED = "Chủ tịch Hội đồng Đỗ Hữu 1 nhất trí với kết quả bỏ phiếu."
AWAITED = "Kết quả bỏ phiếu chờ ý kiến của Chủ tịch Hội đồng."


@pytest.fixture
def world(app: Flask, session: object) -> World:
    app.config["BOX_SCRYPT_N"] = 2
    return build()


@pytest.fixture
def voting(world: World) -> rounds.Voting:
    made = rounds.opened(world, ways.before_council(world, 5), body="council")
    rounds.all_vote(made)
    rounds.counted(made)
    return made


def told(client: CheckingClient, voting: rounds.Voting) -> tuple[str, str, str]:
    """The minutes on the page, and the papers of the count and of the meeting."""
    sign_in(client, voting.world, "secretary")
    paper = f"/papers/round/{voting.code}"
    return (
        client.get(f"/rounds/{voting.code}/minutes").text,
        pdf_words(client.post(f"{paper}/counting_minutes/pdf", status=200).data),
        docx_words(client.post(f"{paper}/review_minutes/docx", status=200).data),
    )


def test_until_the_chair_spoke_the_minutes_say_that_he_is_awaited(
    client: CheckingClient, voting: rounds.Voting
) -> None:
    page, counting, review = told(client, voting)
    assert AWAITED in page and AWAITED in counting and AWAITED in review
    assert "01/01 trường hợp đạt tỷ lệ quy định." in review and "được đề nghị khen thưởng" not in review


def test_his_agreement_stands_in_every_form_of_the_minutes(client: CheckingClient, voting: rounds.Voting) -> None:
    agree(voting.world.actor("council_1"), voting.code)
    page, counting, review = told(client, voting)
    assert AGREED in page and AGREED in counting and AGREED in review
    assert "01/01 trường hợp đạt và được đề nghị khen thưởng." in review
    assert "Thư ký: Hoàng Văn Dũng." in review
    sign_in(client, voting.world, "council_2")
    assert "Đỗ Hữu 1, Chủ tịch Hội đồng, nhất trí với kết quả" in client.get(f"/rounds/{voting.code}").text


def test_his_refusal_stands_there_with_its_reason_and_proposes_nobody(
    client: CheckingClient, voting: rounds.Voting
) -> None:
    disagree(voting.world.actor("council_1"), voting.code, "Chưa đủ căn cứ.")
    page, counting, review = told(client, voting)
    assert REFUSED in page and REFUSED in counting and REFUSED in review
    assert "01/01 trường hợp đạt tỷ lệ quy định." in review and "đạt và được đề nghị" not in review
    for name in ("council_2", "secretary", "department_head"):
        sign_in(client, voting.world, name)
        shown = client.get(f"/rounds/{voting.code}").text
        assert "Đỗ Hữu 1, Chủ tịch Hội đồng, không nhất trí với kết quả của phiên này. Lý do: Chưa đủ căn cứ." in shown


def test_the_minutes_tell_whose_own_case_was_voted_on(client: CheckingClient, world: World) -> None:
    nomination = ways.before_council(world, 5)
    appoint(world, "council_2", "", Role.UNIT_HEAD, world.units["alpha"])
    db.session.commit()
    voting = rounds.opened(world, nomination, body="council")
    rounds.all_vote(voting)
    rounds.counted(voting)
    words = "Thành viên có liên quan đến hồ sơ, vẫn có phiếu vì quy định không yêu cầu tránh:"
    page, counting, _ = told(client, voting)
    assert f"<b>{words}</b> Phòng Tổng hợp: Đỗ Hữu 2." in page
    assert f"{words} Phòng Tổng hợp: Đỗ Hữu 2." in counting
