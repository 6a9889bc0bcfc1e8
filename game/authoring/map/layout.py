"""The picture of a chart as numbers: boxes of nodes, bands of acts and the ways of lines. Pixels, y downward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from game.authoring.map.chart import Chart, Edge, Node
from game.authoring.map.coordinates import Distance, Ordered, place
from game.authoring.map.crossings import reduce_crossings
from game.authoring.map.layers import Layering, layered
from game.authoring.map.straighten import straighten
from game.diagnostics import cells

LETTER, SMALL_LETTER = 8.4, 6.8
"""The mean widths of a letter of a title and of an id, in the widest of the fonts that are asked for."""
MARK, SHARE = 16.0, 40.0
"""Room for a sign behind the title, and for a share of runs behind the id."""
MIN_WIDTH, MAX_WIDTH = 116.0, 240.0
HEIGHT = 46.0
SIDE = 12.0
MARGIN = 26.0
HEADING = 34.0
"""Room for the name of an act, at the top of its band."""
LEAST_GAP, MOST_GAP, GAP_OF_LINE = 40.0, 150.0, 3.0
"""Between two layers: more where more lines have to turn."""
NODE_GAP, BEND_GAP = 30.0, 15.0
PORT_GAP = 13.0
TWIN_GAP = 9.0
"""Between two arrows of one line: there and back, going and visiting."""
BOW_GAP, BOW_LANES = 6.0, 60

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """`x` and `y` are the upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of an arrow from its source to its target. `upward` when it rises in the picture; `bow` when it goes round."""

    edge: Edge
    points: tuple[Point, ...]
    upward: bool
    bow: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with a place for everything."""

    chart: Chart
    boxes: Mapping[str, Box]
    bands: Mapping[str, Box]
    routes: tuple[Route, ...]
    width: float
    height: float
    crossings: int


def lay_out(chart: Chart) -> Drawing:
    """A layered drawing of the chart, an act a band."""
    layering = layered(chart)
    crossings = reduce_crossings(layering)
    widths = [width_of(chart.nodes[key]) for key in layering.keys]
    ordered = Ordered(layering.layers, layering.above, layering.below, layering.is_bend, _distances(widths))
    across = straighten(ordered, place(ordered))
    rows = _rows(layering)
    left = min((x - (widths[v] / 2 if v < len(widths) else 0) for v, x in enumerate(across)), default=0.0)
    across = [x - left + MARGIN for x in across]
    edge = max((x + (widths[v] / 2 if v < len(widths) else 0) for v, x in enumerate(across)), default=0.0) + MARGIN
    builder = _Builder(chart, layering, widths, across, rows, edge)
    routes = builder.routes()
    bows = sum(route.bow for route in routes)
    return Drawing(
        chart=chart,
        boxes=builder.boxes(),
        bands=_bands(layering, rows, edge),
        routes=routes,
        width=edge + (MARGIN + BOW_GAP * min(bows, BOW_LANES) if bows else 0.0),
        height=rows[-1] + HEIGHT + MARGIN if rows else 2 * MARGIN,
        crossings=crossings,
    )


def width_of(node: Node) -> float:
    """How wide the box of a node is; a title that does not fit is cut."""
    letters = max(cells(node.title) * LETTER + MARK * marks_of(node), cells(node.id) * SMALL_LETTER + SHARE)
    return min(max(letters + 2 * inset_of(node), MIN_WIDTH), MAX_WIDTH)


def inset_of(node: Node) -> float:
    """The room that is left free at both sides of a box."""
    return 2 * SIDE if node.is_ending else SIDE


def marks_of(node: Node) -> int:
    """How many signs stand behind the title."""
    told = node.start + (node.bottleneck and not node.start) + node.repeats + bool(node.events) + (not node.reached)
    return told + node.is_never + node.is_dead_end + node.is_losing


def _distances(widths: list[float]) -> Distance:
    nodes = len(widths)

    def distance(one: int, other: int) -> float:
        half = (widths[one] if one < nodes else 0) / 2 + (widths[other] if other < nodes else 0) / 2
        return half + (NODE_GAP if one < nodes and other < nodes else BEND_GAP + 6 if half else BEND_GAP)

    return distance


def _rows(layering: Layering) -> list[float]:
    """The top of the boxes of each layer."""
    first_of_act = {first for first, _ in layering.acts.values()}
    rows, y = [], 0.0
    for number, layer in enumerate(layering.layers):
        if number:
            lines = sum(len(layering.above[vertex]) for vertex in layer)
            y += HEIGHT + min(LEAST_GAP + GAP_OF_LINE * lines, MOST_GAP)
        if number in first_of_act:
            y += HEADING
        rows.append(y)
    return rows


def _bands(layering: Layering, rows: list[float], width: float) -> dict[str, Box]:
    """A band a little above its first layer and down to where the next begins."""
    tops = {act: rows[first] - HEADING for act, (first, _) in layering.acts.items()}
    found: dict[str, Box] = {}
    for act, (_, last) in layering.acts.items():
        below = rows[last + 1] - HEADING if last + 1 < len(rows) else rows[last] + HEIGHT + MARGIN
        found[act] = Box(0.0, tops[act], width, below - tops[act] - (LEAST_GAP / 4 if last + 1 < len(rows) else 0))
    return found


@dataclass(slots=True)
class _Builder:
    """Turns places of vertices into boxes and routes."""

    chart: Chart
    layering: Layering
    widths: list[float]
    across: list[float]
    rows: list[float]
    right: float
    layer_of: dict[int, int] = field(init=False)
    bows: int = 0

    def __post_init__(self) -> None:
        self.layer_of = {vertex: number for number, layer in enumerate(self.layering.layers) for vertex in layer}

    def boxes(self) -> dict[str, Box]:
        return {
            key: Box(self.across[v] - self.widths[v] / 2, self.rows[self.layer_of[v]], self.widths[v], HEIGHT)
            for v, key in enumerate(self.layering.keys)
        }

    def routes(self) -> tuple[Route, ...]:
        ports = self._ports()
        arrows: dict[tuple[str, str], list[Edge]] = {}
        for edge in self.chart.edges:
            pair = (edge.source, edge.target) if (edge.source, edge.target) in self.layering.lines else (edge.target, edge.source)
            arrows.setdefault(pair, []).append(edge)
        found: dict[int, Route] = {}
        for pair, line in self.layering.lines.items():
            edges = arrows[pair]
            for number, edge in enumerate(edges):
                shift = (number - (len(edges) - 1) / 2) * TWIN_GAP
                found[id(edge)] = self._route(edge, pair, line, ports, shift)
        return tuple(found[id(edge)] for edge in self.chart.edges if edge.source != edge.target)

    def _ports(self) -> dict[tuple[int, int], float]:
        """Where a line leaves a node: (node, next vertex of the line) -> x, in the order of where the lines lead."""
        found: dict[tuple[int, int], float] = {}
        for vertex, width in enumerate(self.widths):
            for ties in (self.layering.above[vertex], self.layering.below[vertex]):
                gap = min(PORT_GAP, (width - 2 * SIDE) / max(len(ties) - 1, 1))
                for number, tie in enumerate(sorted(ties, key=self.across.__getitem__)):
                    found[vertex, tie] = self.across[vertex] + (number - (len(ties) - 1) / 2) * gap
        return found

    def _route(
        self, edge: Edge, pair: tuple[str, str], line: list[int], ports: Mapping[tuple[int, int], float], shift: float
    ) -> Route:
        upward = edge.source != pair[0]
        first, last = line[0], line[-1]
        top = self.rows[self.layer_of[first]] + HEIGHT
        bottom = self.rows[self.layer_of[last]]
        bow = (first, line[1]) not in ports
        if bow:
            points = self._bow(first, last)
        else:
            points = [(ports[first, line[1]] + shift, top)]
            for vertex in line[1:-1]:
                x, y = self.across[vertex] + shift, self.rows[self.layer_of[vertex]]
                points += [(x, y), (x, y + HEIGHT)]
            points.append((ports[last, line[-2]] + shift, bottom))
            points = _straightened(points)
        return Route(edge, tuple(reversed(points) if upward else points), upward, bow)

    def _bow(self, first: int, last: int) -> list[Point]:
        """Out of the right side of a box, down beside the picture, and into the right side of the other."""
        self.bows += 1
        out = self.right + BOW_GAP * (1 + self.bows % BOW_LANES)
        ends = [(self.across[v] + self.widths[v] / 2, self.rows[self.layer_of[v]] + HEIGHT / 2) for v in (first, last)]
        return [ends[0], (out, ends[0][1] + HEIGHT), (out, ends[1][1] - HEIGHT), ends[1]]


def _straightened(points: list[Point]) -> list[Point]:
    """Without the points in the middle of a vertical piece."""
    kept = [points[0]]
    for (before, here), after in zip(pairwise(points), points[2:], strict=False):
        if not before[0] == here[0] == after[0]:
            kept.append(here)
    return [*kept, points[-1]]
