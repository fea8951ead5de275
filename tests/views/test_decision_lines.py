"""One line of a decision beside the list: what it rests on, for whoever may read it, whole without JavaScript."""

import html

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine

from nomination.models import Nomination
from nomination.services import decisions as acts
from nomination.services import freezing
from tests.support.client import CheckingClient
from tests.support.query_counter import counting
from tests.world import World, build, sign_in
from tests.world_decisions import decision, frozen, prepared, waiting
from tests.world_steps import act
from workflow.vocabulary import Trigger

MOST = 12


@pytest.fixture
def world(session: Session) -> World:
    return build()


def text_of(answered: object) -> str:
    return html.unescape(answered.text)  # type: ignore[attr-defined]


def where(code: str, nomination: Nomination) -> str:
    return f"/decisions/{code}/lines/{nomination.code}"


def test_the_minister_opens_any_line_and_turns_to_the_next(client: CheckingClient, world: World) -> None:
    one, two = waiting(world, "alpha", "Lê Thị An"), waiting(world, "beta", "Phòng Tổng hợp", collective=True)
    made = prepared(world, one, two)
    acts.arrange(world.actor("officer"), made.code, acts.Arranging(citations={one.code: "Câu do Vụ sửa."}))
    freezing.freeze(world.actor("department_head"), made.code)
    ordinals = {line.nomination_id: line.ordinal for line in decision(made.code).lines}
    sign_in(client, world, "minister")
    screen = text_of(client.get(f"/decisions/{made.code}"))
    for nomination in (one, two):
        assert f'href="{where(made.code, nomination)}"' in screen
        assert f'hx-get="{where(made.code, nomination)}" hx-target="#decisions-line"' in screen
    assert 'data-viewer="decisions-line"' in screen
    beside = text_of(client.get(where(made.code, one), hx=True))
    assert beside.lstrip().startswith('<article id="decisions-line"')
    assert f"{ordinals[one.id]}. Bà Lê Thị An" in beside or f"{ordinals[one.id]}. Lê Thị An" in beside
    for said in (
        "Câu do Vụ sửa.", f"Thành tích do đơn vị đề nghị ghi: {one.citation}", one.summary, "Khối/Cụm bỏ phiếu: đạt",
        "Thẩm định lúc", f"/nominations/{one.code}", f'href="{where(made.code, two)}"',
    ):  # fmt: skip
        assert said in beside, said
    assert beside.count('class="criterion criterion--met"') == len(one.answers)
    assert "/evidence/" not in beside  # whoever signs reads the names of the files, not the files
    page = text_of(client.get(where(made.code, two)))
    assert "In đúng như đề nghị." in page and "Hội đồng bỏ phiếu: đạt" in page
    assert f'href="/decisions/{made.code}#line-{two.code}"' in page


def test_the_department_reads_the_files_and_a_hold_is_told_in_neutral_words(
    client: CheckingClient, world: World
) -> None:
    one = waiting(world)
    made = frozen(world, one)
    act(world, "auditor", Trigger.HOLD, one, paper="Đơn số 5-kín", reason="Có đơn tố cáo kín.")
    for name in ("minister", "officer", "clerk"):
        sign_in(client, world, name)
        beside = text_of(client.get(where(made.code, one), hx=True))
        assert "Khi đề nghị này còn tạm dừng thì không ký, không công bố được quyết định." in beside
        assert "Có đơn tố cáo kín." not in beside and "Đơn số 5-kín" not in beside
        assert ("/evidence/" in beside) is (name == "officer")


def test_a_line_is_there_only_for_those_who_may_read_it(client: CheckingClient, world: World) -> None:
    one, two = waiting(world), waiting(world, "beta", "Lê Văn Bình")
    made, other = frozen(world, one), prepared(world, two)
    sign_in(client, world, "minister")
    client.get(where(made.code, two), status=404)
    client.get(where("QD-khong-co-01", one), status=404)
    client.get(f"/decisions/{made.code}/lines/khong-co-0001", status=404)
    sign_in(client, world, "clerk")
    client.get(where(other.code, two), status=404)
    for name in ("alpha_head", "council_1", "administrator"):
        sign_in(client, world, name)
        client.get(where(made.code, one), status=403)


@pytest.mark.parametrize("lines", [1, 3])
def test_a_line_costs_the_same_at_any_length(client: CheckingClient, world: World, sql: Engine, lines: int) -> None:
    found = [waiting(world, "alpha", f"Lê Thị {name}") for name in ("An", "Bình", "Chi")[:lines]]
    made = frozen(world, *found)
    sign_in(client, world, "minister")
    client.get(where(made.code, found[0]))
    with counting(sql) as sent:
        client.get(where(made.code, found[0]))
    assert len(sent) == MOST
