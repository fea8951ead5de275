"""The diagram of the process, drawn from its table: where each state stands, which ways lead on, and Mermaid text."""

from dataclasses import dataclass

from workflow.process import OWNERS, TRANSITIONS
from workflow.vocabulary import State, Trigger

CELL_WIDTH, CELL_HEIGHT = 162, 132
BOX_WIDTH, BOX_HEIGHT = 134, 60
MARGIN, HEADROOM = 20, 90
"""Headroom is for the ways that arch above the line, and below for the one that passes under it."""

PLACES: dict[State, tuple[float, float]] = {
    State.DRAFT: (0, 0),
    State.UNIT_APPROVAL: (1, 0),
    State.CLUSTER_REVIEW: (2, 0),
    State.DEPARTMENT_VETTING: (3, 0),
    State.COUNCIL_REVIEW: (4, 0),
    State.MINISTER_SIGNOFF: (5, 0),
    State.AWARDED: (6, 0),
    State.WITHDRAWN: (0, 1.2),
    State.SUPPLEMENT: (3, 1.2),
    State.DECLINED: (4, 1.2),
    State.REVOKED: (6, 1.2),
}
"""Column and row of each state: the way to the award in one line, what leaves it below."""


@dataclass(frozen=True)
class Node:
    """A state with the middle of its box."""

    state: State
    x: int
    y: int
    end: bool

    @property
    def left(self) -> int:
        return self.x - BOX_WIDTH // 2

    @property
    def top(self) -> int:
        return self.y - BOX_HEIGHT // 2


@dataclass(frozen=True)
class Edge:
    """One way from a state to another, with every trigger that takes it."""

    source: State
    target: State
    triggers: tuple[Trigger, ...]
    path: str


@dataclass(frozen=True)
class Diagram:
    """Everything to draw. `anywhere` are the ways that leave every open state alike, drawn once from a frame."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    anywhere: tuple[Edge, ...]
    frame: tuple[int, int, int, int]


def diagram() -> Diagram:
    nodes = {state: _node(state) for state in State}
    common = _from_everywhere()
    edges = tuple(
        Edge(source, target, triggers, _path(nodes[source], nodes[target]))
        for (source, target), triggers in _ways().items()
        if (triggers, target) not in common
    )
    anywhere = tuple(Edge(State.DRAFT, to, triggers, _down(nodes[State.DRAFT], nodes[to])) for triggers, to in common)
    width = max(node.x for node in nodes.values()) + MARGIN + BOX_WIDTH // 2
    height = max(node.y for node in nodes.values()) + HEADROOM - 10 + BOX_HEIGHT // 2
    return Diagram(width, height, tuple(nodes.values()), edges, anywhere, _frame(nodes))


def stays(state: State) -> tuple[Trigger, ...]:
    """What may be done in `state` without leaving it."""
    return tuple(dict.fromkeys(row.trigger for row in TRANSITIONS if row.source is state and row.target is None))


def mermaid() -> str:
    """The process as Mermaid text, for readers of the README."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for (source, target), triggers in _ways().items():
        lines.append(f"    {source} --> {target}: {', '.join(triggers)}")
    lines += [f"    {state} --> {state}: {', '.join(stays(state))}" for state in OWNERS]
    return "\n".join(lines) + "\n"


def _ways() -> dict[tuple[State, State], tuple[Trigger, ...]]:
    """The triggers between each two states, in the order of the table; one that keeps the state is no way."""
    ways: dict[tuple[State, State], tuple[Trigger, ...]] = {}
    for row in TRANSITIONS:
        if row.target is not None:
            key = (row.source, row.target)
            ways[key] = tuple(dict.fromkeys((*ways.get(key, ()), row.trigger)))
    return ways


def _from_everywhere() -> tuple[tuple[tuple[Trigger, ...], State], ...]:
    """Triggers that lead from every open state to one and the same end."""
    ways = _ways()
    alike = {(triggers, target) for (_, target), triggers in ways.items()}
    return tuple(
        sorted((triggers, to) for triggers, to in alike if all(ways.get((state, to)) == triggers for state in OWNERS))
    )


def _node(state: State) -> Node:
    column, row = PLACES[state]
    x = MARGIN + BOX_WIDTH // 2 + round(column * CELL_WIDTH)
    return Node(state, x, HEADROOM + BOX_HEIGHT // 2 + round(row * CELL_HEIGHT), state not in OWNERS)


def _frame(nodes: dict[State, Node]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the band around the line of open states."""
    line = [node for node in nodes.values() if not node.end and node.y == nodes[State.DRAFT].y]
    left, right = min(node.left for node in line) - 16, max(node.left + BOX_WIDTH for node in line) + 16
    return left, line[0].top - 16, right - left, BOX_HEIGHT + 32


def _path(source: Node, target: Node) -> str:
    """Neighbours are joined straight; a step over others arches above the line, a step back below it."""
    if source.y != target.y:
        return _across(source, target)
    if 0 < target.x - source.x <= CELL_WIDTH:
        return f"M{source.left + BOX_WIDTH} {source.y}H{target.left}"
    return _over(source, target) if target.x > source.x else _under(source, target)


def _over(source: Node, target: Node) -> str:
    rise = 34 + (target.x - source.x) // 16
    return (
        f"M{source.x + 24} {source.top}C{source.x + 44} {source.top - rise} {target.x - 44} {target.top - rise} "
        f"{target.x - 24} {target.top}"
    )


def _under(source: Node, target: Node) -> str:
    fall, foot = 30 + (source.x - target.x) // 16, source.top + BOX_HEIGHT
    return f"M{source.x - 30} {foot}C{source.x - 50} {foot + fall} {target.x + 50} {foot + fall} {target.x + 30} {foot}"


def _across(source: Node, target: Node) -> str:
    """Between the line and what lies below it; two ways between the same boxes keep apart."""
    shift = 16 if target.y > source.y else -16
    if abs(source.x - target.x) <= CELL_WIDTH:
        start = source.top + (BOX_HEIGHT if target.y > source.y else 0)
        end = target.top + (0 if target.y > source.y else BOX_HEIGHT)
        return f"M{source.x + shift} {start}L{target.x + shift} {end}"
    foot, floor = source.top + BOX_HEIGHT, target.top + BOX_HEIGHT
    return f"M{source.x} {foot}C{source.x} {floor + 76} {target.x} {floor + 76} {target.x} {floor}"


def _down(source: Node, target: Node) -> str:
    return f"M{target.x} {source.top + BOX_HEIGHT + 16}V{target.top}"
