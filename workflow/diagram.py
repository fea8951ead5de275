"""The diagram of the process, drawn from its table: where each state stands, which ways lead on, and Mermaid text."""

from dataclasses import dataclass
from functools import lru_cache

from workflow.process import OWNERS, TRANSITIONS
from workflow.vocabulary import State, Trigger

BOX_WIDTH, BOX_HEIGHT = 134, 60
MARGIN = 20

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
"""Each state's place along the way to the award, and across it: the way in one line, what leaves it beside the line."""

Point = tuple[int, int]
"""How far along the way, and how far across it."""


@dataclass(frozen=True)
class _Layout:
    """Sizes along the way and across it. `down`: the way runs down a phone instead of across a screen."""

    down: bool
    box: Point
    pitch: Point
    head: int
    foot: int
    reach: int

    def spot(self, point: Point) -> Point:
        """The point as x and y."""
        return (point[1], point[0]) if self.down else point

    def path(self, points: list[Point]) -> str:
        """A straight line through two points, a curve through four."""
        spots = [f"{x} {y}" for x, y in map(self.spot, points)]
        return f"M{spots[0]}{'L' if len(spots) == 2 else 'C'}{' '.join(spots[1:])}"


ACROSS = _Layout(down=False, box=(BOX_WIDTH, BOX_HEIGHT), pitch=(162, 132), head=90, foot=80, reach=76)
DOWN = _Layout(down=True, box=(BOX_HEIGHT, BOX_WIDTH), pitch=(104, 158), head=58, foot=48, reach=58)
"""Head and foot are the room for the ways that arch past the line on either side; reach, how far the longest goes."""


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
    """One way from a state to another, with every trigger that takes it. A badge beside it may carry its number."""

    source: State
    target: State
    triggers: tuple[Trigger, ...]
    path: str
    badge: tuple[int, int]


@dataclass(frozen=True)
class Diagram:
    """Everything to draw. `anywhere` are the ways that leave every open state alike, drawn once from a frame."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    anywhere: tuple[Edge, ...]
    frame: tuple[int, int, int, int]


@lru_cache(maxsize=2)
def diagram(*, down: bool = False) -> Diagram:
    layout = DOWN if down else ACROSS
    middles = {state: _middle(layout, state) for state in State}
    common = _from_everywhere()
    edges = tuple(
        _edge(layout, source, target, triggers, _course(layout, middles[source], middles[target]))
        for (source, target), triggers in _ways().items()
        if (triggers, target) not in common
    )
    anywhere = tuple(
        _edge(layout, State.DRAFT, to, triggers, _leaving(layout, middles[State.DRAFT], middles[to]))
        for triggers, to in common
    )
    nodes = tuple(Node(state, *layout.spot(middle), state not in OWNERS) for state, middle in middles.items())
    far = max(middle[0] for middle in middles.values()) + layout.box[0] // 2 + MARGIN
    wide = max(middle[1] for middle in middles.values()) + layout.box[1] // 2 + layout.foot
    return Diagram(*layout.spot((far, wide)), nodes, edges, anywhere, _frame(layout, middles))


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


def _middle(layout: _Layout, state: State) -> Point:
    along, across = PLACES[state]
    return (
        MARGIN + layout.box[0] // 2 + round(along * layout.pitch[0]),
        layout.head + layout.box[1] // 2 + round(across * layout.pitch[1]),
    )


def _frame(layout: _Layout, middles: dict[State, Point]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the band around the line of open states."""
    line = [middle for state, middle in middles.items() if state in OWNERS and middle[1] == middles[State.DRAFT][1]]
    before, after = min(line)[0] - layout.box[0] // 2 - 16, max(line)[0] + layout.box[0] // 2 + 16
    corner = layout.spot((before, line[0][1] - layout.box[1] // 2 - 16))
    return *corner, *layout.spot((after - before, layout.box[1] + 32))


def _edge(layout: _Layout, source: State, target: State, triggers: tuple[Trigger, ...], course: list[Point]) -> Edge:
    """The badge sits in the middle of the way; on the short straight ways between neighbours, beside it."""
    first, last = course[0], course[-1]
    if len(course) == 4:
        weights = (1, 3, 3, 1)
        middle = tuple(sum(w * p[axis] for w, p in zip(weights, course, strict=True)) // 8 for axis in (0, 1))
        return Edge(source, target, triggers, layout.path(course), layout.spot((middle[0], middle[1])))
    aside = 24 if first[1] == last[1] else 0
    middle = ((first[0] + last[0]) // 2, (first[1] + last[1]) // 2 - aside)
    return Edge(source, target, triggers, layout.path(course), layout.spot(middle))


def _course(layout: _Layout, source: Point, target: Point) -> list[Point]:
    """Neighbours are joined straight; a step over others arches on one side of the line, a step back on the other."""
    if source[1] != target[1]:
        return _across(layout, source, target)
    half = layout.box[0] // 2
    if 0 < target[0] - source[0] <= layout.pitch[0]:
        return [(source[0] + half, source[1]), (target[0] - half, target[1])]
    return _arch(layout, source, target)


def _arch(layout: _Layout, source: Point, target: Point) -> list[Point]:
    """Forward before the line, back behind it; the feet stand a little towards each other."""
    side, towards = (-1, 1) if target[0] > source[0] else (1, -1)
    edge = source[1] + side * layout.box[1] // 2
    rise = edge + side * (34 + abs(target[0] - source[0]) // 16)
    step = towards * (24 if side < 0 else 30) * layout.box[0] // BOX_WIDTH
    lean = step + towards * 20
    return [(source[0] + step, edge), (source[0] + lean, rise), (target[0] - lean, rise), (target[0] - step, edge)]


def _across(layout: _Layout, source: Point, target: Point) -> list[Point]:
    """Between the line and what lies beside it; two ways between the same boxes keep apart."""
    side = 1 if target[1] > source[1] else -1
    half = layout.box[1] // 2
    if abs(source[0] - target[0]) <= layout.pitch[0]:
        shift = 16 * side
        return [(source[0] + shift, source[1] + side * half), (target[0] + shift, target[1] - side * half)]
    foot, floor = source[1] + half, target[1] + half
    return [(source[0], foot), (source[0], floor + layout.reach), (target[0], floor + layout.reach), (target[0], floor)]


def _leaving(layout: _Layout, source: Point, target: Point) -> list[Point]:
    """From the frame of the open states straight to the end."""
    half = layout.box[1] // 2
    return [(target[0], source[1] + half + 16), (target[0], target[1] - half)]
