"""The drawing and the Mermaid text say what the table says."""

from itertools import combinations

import pytest

from workflow.diagram import BOX_HEIGHT, BOX_WIDTH, diagram, mermaid, stays
from workflow.process import OWNERS, TRANSITIONS
from workflow.vocabulary import State, Trigger


@pytest.mark.parametrize("down", [False, True])
def test_every_state_has_a_box_of_its_own_inside_the_drawing(down: bool) -> None:
    drawing = diagram(down=down)
    assert [node.state for node in drawing.nodes] == list(State)
    for node in drawing.nodes:
        assert node.left >= 0 and node.left + BOX_WIDTH <= drawing.width
        assert node.top >= 0 and node.top + BOX_HEIGHT <= drawing.height
    for one, other in combinations(drawing.nodes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT, (one.state, other.state)


@pytest.mark.parametrize("down", [False, True])
def test_the_numbers_of_one_place_stand_clear_of_each_other_and_of_the_boxes(down: bool) -> None:
    """A finger needs 24 units for each; a number that hides a state or another number says nothing."""
    drawing = diagram(down=down)
    for source in State:
        own = [edge.badge for edge in drawing.edges if edge.source is source]
        badges = own + [edge.badge for edge in drawing.anywhere]
        for (x, y), (u, v) in combinations(badges, 2):
            assert (x - u) ** 2 + (y - v) ** 2 >= 24**2, source
        for x, y in badges:
            assert 12 <= x <= drawing.width - 12 and 12 <= y <= drawing.height - 12
            inside = [n for n in drawing.nodes if abs(n.x - x) < BOX_WIDTH // 2 and abs(n.y - y) < BOX_HEIGHT // 2]
            assert inside == [], source


def test_on_a_phone_the_way_runs_down_and_fits() -> None:
    across, down = diagram(), diagram(down=True)
    line = [node for node in down.nodes if node.state in OWNERS and node.state is not State.SUPPLEMENT]
    assert len({node.x for node in line}) == 1 and down.width <= 430
    assert len({node.y for node in across.nodes if node.state in {one.state for one in line}}) == 1


def test_every_way_of_the_table_is_drawn_once() -> None:
    drawing = diagram()
    drawn = [(edge.source, edge.target, trigger) for edge in drawing.edges for trigger in edge.triggers]
    framed = {(edge.target, trigger) for edge in drawing.anywhere for trigger in edge.triggers}
    table = {(row.source, row.target, row.trigger) for row in TRANSITIONS if row.target is not None}
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == {(source, to, trigger) for source, to, trigger in table if (to, trigger) not in framed}
    assert framed == {(State.WITHDRAWN, Trigger.WITHDRAW)}


def test_what_keeps_a_state_is_told_beside_it() -> None:
    assert stays(State.DEPARTMENT_VETTING) == (Trigger.RECEIVE, Trigger.HOLD, Trigger.LIFT)
    assert stays(State.AWARDED) == (Trigger.HOLD, Trigger.LIFT)
    assert stays(State.DECLINED) == ()


def test_the_mermaid_text_starts_and_ends_as_it_should() -> None:
    lines = mermaid().splitlines()
    assert lines[:3] == ["stateDiagram-v2", "    [*] --> draft", "    draft --> unit_approval: propose"]
    assert "    minister_signoff --> awarded: sign" in lines
    assert "    supplement --> cluster_review: resubmit" in lines
    assert "    department_vetting --> department_vetting: receive, hold, lift" in lines
    assert len(lines) == len(set(lines)) == 36
