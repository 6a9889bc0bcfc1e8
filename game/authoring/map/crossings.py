"""The order in each layer, with few crossings: sweeps down and up that put each vertex at the median of its neighbours.

Weighted medians and the exchange of neighbours: Gansner, Koutsofios, North and Vo, *A Technique for Drawing Directed Graphs*
(1993). Counting crossings in O(E log V): Barth, Jünger and Mutzel, *Simple and Efficient Bilayer Cross Counting* (2002).
"""

from __future__ import annotations

from collections.abc import Sequence

from game.authoring.map.layers import Layering

MAX_SWEEPS = 24
PATIENCE = 6
"""Sweeps without a better order, after which no more are tried."""
MAX_EXCHANGED = 3_000
"""Vertices up to which neighbours are also exchanged pair by pair, which is dear."""


def reduce_crossings(layering: Layering) -> int:
    """Puts each layer into an order with few crossings; returns how many are left."""
    best = [list(layer) for layer in layering.layers]
    fewest, patience = count_crossings(layering), PATIENCE
    exchanging = len(layering.above) <= MAX_EXCHANGED
    for sweep in range(MAX_SWEEPS):
        if not fewest or not patience:
            break
        _sweep(layering, downward=sweep % 2 == 0)
        if exchanging:
            _exchange(layering)
        crossings = count_crossings(layering)
        patience -= 1
        if crossings < fewest:
            best, fewest, patience = [list(layer) for layer in layering.layers], crossings, PATIENCE
    layering.layers[:] = best
    return fewest


def count_crossings(layering: Layering) -> int:
    """How many pairs of lines cross between neighbouring layers."""
    total = 0
    for number in range(len(layering.layers) - 1):
        place = {vertex: at for at, vertex in enumerate(layering.layers[number + 1])}
        ends = [at for vertex in layering.layers[number] for at in sorted(place[each] for each in layering.below[vertex])]
        total += _inversions(ends, len(place))
    return total


def _inversions(ends: Sequence[int], size: int) -> int:
    """How many pairs stand in the wrong order: a tree of counts, leaves being the places of the lower layer."""
    first = 1
    while first < size:
        first *= 2
    tree = [0] * (2 * first)
    total = 0
    for end in ends:
        at = end + first
        while at > 1:
            tree[at] += 1
            if not at & 1:
                total += tree[at + 1]
            at >>= 1
    return total


def _sweep(layering: Layering, *, downward: bool) -> None:
    """Orders one layer after the other by the medians of its neighbours in the layer before."""
    count = len(layering.layers)
    neighbours = layering.above if downward else layering.below
    for number in range(1, count) if downward else range(count - 2, -1, -1):
        fixed = {vertex: at for at, vertex in enumerate(layering.layers[number - 1 if downward else number + 1])}
        layer = layering.layers[number]
        medians = {vertex: _median(sorted(fixed[each] for each in neighbours[vertex])) for vertex in layer}
        moving = iter(sorted((vertex for vertex in layer if medians[vertex] >= 0), key=medians.__getitem__))
        layering.layers[number] = [next(moving) if medians[vertex] >= 0 else vertex for vertex in layer]


def _median(places: Sequence[int]) -> float:
    """The weighted median: between two middle ones, nearer to the side where places stand closer. -1 when there are none."""
    count = len(places)
    if not count:
        return -1.0
    middle = count // 2
    if count % 2:
        return float(places[middle])
    if count == 2:
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _exchange(layering: Layering) -> None:
    """Exchanges neighbours in a layer wherever that takes crossings away."""
    for number, layer in enumerate(layering.layers):
        upper = {vertex: at for at, vertex in enumerate(layering.layers[number - 1])} if number else {}
        lower = {v: at for at, v in enumerate(layering.layers[number + 1])} if number + 1 < len(layering.layers) else {}
        ends = {
            vertex: ([upper[each] for each in layering.above[vertex]], [lower[each] for each in layering.below[vertex]])
            for vertex in layer
        }
        for at in range(len(layer) - 1):
            left, right = ends[layer[at]], ends[layer[at + 1]]
            now = sum(_crossed(one, other) for one, other in zip(left, right, strict=True))
            if now > sum(_crossed(one, other) for one, other in zip(right, left, strict=True)):
                layer[at], layer[at + 1] = layer[at + 1], layer[at]


def _crossed(left: Sequence[int], right: Sequence[int]) -> int:
    return sum(one > other for one in left for other in right)
