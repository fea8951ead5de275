"""The drawing and the Mermaid text say what the table says."""

from itertools import combinations

from workflow.diagram import BOX_HEIGHT, BOX_WIDTH, diagram, mermaid, stays
from workflow.process import TRANSITIONS
from workflow.vocabulary import State, Trigger


def test_every_state_has_a_box_of_its_own_inside_the_drawing() -> None:
    drawing = diagram()
    assert [node.state for node in drawing.nodes] == list(State)
    for node in drawing.nodes:
        assert node.left >= 0 and node.left + BOX_WIDTH <= drawing.width
        assert node.top >= 0 and node.top + BOX_HEIGHT <= drawing.height
    for one, other in combinations(drawing.nodes, 2):
        assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT, (one.state, other.state)


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
    assert stays(State.AWARDED) == ()


def test_the_mermaid_text_starts_and_ends_as_it_should() -> None:
    lines = mermaid().splitlines()
    assert lines[:3] == ["stateDiagram-v2", "    [*] --> draft", "    draft --> unit_approval: propose"]
    assert "    minister_signoff --> awarded: sign" in lines
    assert "    supplement --> cluster_review: resubmit" in lines
    assert "    department_vetting --> department_vetting: receive, hold, lift" in lines
    assert len(lines) == len(set(lines)) == 36
