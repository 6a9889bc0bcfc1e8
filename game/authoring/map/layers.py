"""Layers: every node gets a row, so that most arrows point down, and long arrows get a place in each row that they cross.

The frame is that of Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical System Structures* (1981):
break circles, give layers, order each layer, give coordinates. Circles are broken where a depth-first search from the start
closes them. Layers are by longest path, with at most `MAX_IN_LAYER` nodes in one (the bound is that of Coffman and Graham, 1972).
Each act has layers of its own, one act below the other, so that the box of an act is a band of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from game.authoring.map.chart import Chart
from game.authoring.map.dominance import depth_first

MAX_IN_LAYER = 9
MAX_SPAN = 40
"""Arrows that cross more layers than this get no place in them: they are drawn as one bow at the side of the picture."""


@dataclass(slots=True)
class Layering:
    """Vertices are numbers: first the nodes of the chart, then a bend for each layer that a line crosses.

    keys    the node of a vertex, for those that are nodes      layers  the vertices of each layer, to be put into order
    above   the vertices in the layer above that it is tied to  below   those in the layer below
    lines   (upper node, lower node) -> its vertices downward; none in between when it is a bow
    acts    act -> its first and its last layer
    """

    keys: list[str]
    layers: list[list[int]]
    above: list[list[int]]
    below: list[list[int]]
    lines: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    acts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def is_bend(self, vertex: int) -> bool:
        return vertex >= len(self.keys)


def layered(chart: Chart) -> Layering:
    """The layers of a chart; in each, vertices stand in the order of a depth-first search."""
    onward: dict[str, list[str]] = {key: [] for key in chart.nodes}
    for edge in chart.edges:
        if edge.source != edge.target:
            onward[edge.source].append(edge.target)
    postorder, closing = depth_first([chart.start, *chart.nodes], onward)
    order = postorder[::-1]
    layer_of, acts, count = _layers_of_acts(chart, order, onward, closing)
    layering = _with_nodes(order, onward, layer_of, count, acts)
    number = {key: vertex for vertex, key in enumerate(layering.keys)}
    pairs = dict.fromkeys(tuple(sorted((key, other), key=layer_of.__getitem__)) for key in order for other in onward[key])
    for upper, lower in pairs:
        _tie(layering, (upper, lower), number, layer_of)
    return layering


def _layers_of_acts(
    chart: Chart, order: Sequence[str], onward: Mapping[str, list[str]], closing: set[tuple[str, str]]
) -> tuple[dict[str, int], dict[str, tuple[int, int]], int]:
    layer_of: dict[str, int] = {}
    acts: dict[str, tuple[int, int]] = {}
    count = 0
    for act in chart.acts:
        members = [key for key in order if chart.nodes[key].act == act]
        inside = set(members)
        earlier: dict[str, list[str]] = {key: [] for key in members}
        for key in members:
            for other in onward[key]:
                if other in inside:  # one that closes a circle is turned round, so that no two of a layer are tied
                    upper, lower = (other, key) if (key, other) in closing else (key, other)
                    earlier[lower].append(upper)
        found = _longest_paths(members, earlier)
        layer_of |= {key: count + layer for key, layer in found.items()}
        height = max(found.values()) + 1
        acts[act] = (count, count + height - 1)
        count += height
    return layer_of, acts, count


def _longest_paths(order: Sequence[str], earlier: Mapping[str, list[str]]) -> dict[str, int]:
    """The layer of each: below all that lead to it, and in the next one that has room. `order` is topological."""
    found: dict[str, int] = {}
    room: dict[int, int] = {}
    for key in order:
        layer = max((found[each] + 1 for each in earlier[key]), default=0)
        while room.get(layer, 0) >= MAX_IN_LAYER:
            layer += 1
        room[layer] = room.get(layer, 0) + 1
        found[key] = layer
    return found


def _with_nodes(
    order: Sequence[str],
    onward: Mapping[str, list[str]],
    layer_of: Mapping[str, int],
    count: int,
    acts: dict[str, tuple[int, int]],
) -> Layering:
    """Every other node from which nothing leads goes to the front, so that what leads on stays in the middle."""
    layers: list[list[int]] = [[] for _ in range(count)]
    for vertex, key in enumerate(order):
        layer = layers[layer_of[key]]
        layer.insert(0 if not onward[key] and len(layer) % 2 else len(layer), vertex)
    return Layering(list(order), layers, [[] for _ in order], [[] for _ in order], acts=acts)


def _tie(layering: Layering, pair: tuple[str, str], number: Mapping[str, int], layer_of: Mapping[str, int]) -> None:
    """A line between two nodes, with a bend in each layer between."""
    upper, lower = pair
    line = [number[upper], number[lower]]
    layering.lines[pair] = line
    first, last = layer_of[upper], layer_of[lower]
    if last - first > MAX_SPAN:
        return
    for layer in range(first + 1, last):
        vertex = len(layering.above)
        layering.above.append([])
        layering.below.append([])
        layering.layers[layer].append(vertex)
        line.insert(-1, vertex)
    for one, other in pairwise(line):
        layering.below[one].append(other)
        layering.above[other].append(one)
