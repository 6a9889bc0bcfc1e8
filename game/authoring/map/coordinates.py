"""How far right each vertex stands: Brandes and Köpf, *Fast and Simple Horizontal Coordinate Assignment* (2001).

Vertices are aligned with a median neighbour, four times: with the layer above or below, from the left or from the right. A
line through bends stays straight before two nodes stand below each other (conflicts of type 1). Each alignment gives blocks that
move as one; blocks are placed as far left as they may, then pulled right to what follows. A vertex gets the mean of the middle
two of its four places.

Placing whole blocks in topological order, in two passes, stands for the paper's own compaction, which lets classes overlap in
rare cases (Brandes, Walter and Zink, *Erratum*, 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Ties = Sequence[Sequence[int]]
Distance = Callable[[int, int], float]
"""How far the middles of two neighbours in a layer must stand apart; the same whichever is on the left."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """Layers in their order, and what each vertex is tied to in the layer above and the layer below."""

    layers: Sequence[Sequence[int]]
    above: Ties
    below: Ties
    is_bend: Callable[[int], bool]
    distance: Distance


def place(ordered: Ordered) -> list[float]:
    """The middle of each vertex; the least is 0 or more. Neighbours in a layer keep their distance."""
    conflicts = _conflicts(ordered)
    found: list[list[float]] = []
    for upward in (False, True):
        layers = ordered.layers[::-1] if upward else ordered.layers
        ties = ordered.below if upward else ordered.above
        for mirrored in (False, True):
            facing = [layer[::-1] for layer in layers] if mirrored else layers
            roots = _blocks(facing, ties, conflicts)
            places = _compact(facing, roots, ordered.distance)
            found.append([-each for each in places] if mirrored else places)
    return _balanced(found)


def _conflicts(ordered: Ordered) -> set[tuple[int, int]]:
    """The ties (upper, lower) that cross a piece of a line between two bends."""
    found: set[tuple[int, int]] = set()
    for upper, lower in pairwise(ordered.layers):
        at = {vertex: number for number, vertex in enumerate(upper)}
        left = first = 0
        for number, vertex in enumerate(lower):
            straight = _bend_above(vertex, ordered)
            if straight is None and number < len(lower) - 1:
                continue
            right = at[straight] if straight is not None else len(upper) - 1
            for other in lower[first : number + 1]:
                for tie in ordered.above[other]:
                    between = ordered.is_bend(other) and ordered.is_bend(tie)
                    if not between and not left <= at[tie] <= right:
                        found.add((tie, other))
            first, left = number + 1, right
    return found


def _bend_above(vertex: int, ordered: Ordered) -> int | None:
    """The bend that a bend hangs from, if it hangs from one."""
    if not ordered.is_bend(vertex):
        return None
    return next((tie for tie in ordered.above[vertex] if ordered.is_bend(tie)), None)


def _blocks(layers: Sequence[Sequence[int]], ties: Ties, conflicts: set[tuple[int, int]]) -> list[int]:
    """The first vertex of the block of each vertex: aligned with the median of its ties, never across another alignment."""
    root = list(range(len(ties)))
    tail = list(range(len(ties)))  # the last vertex of the block, by its root
    for upper, layer in pairwise(layers):
        at = {vertex: number for number, vertex in enumerate(upper)}
        last = -1
        for vertex in layer:
            near = sorted(ties[vertex], key=at.__getitem__)
            for tie in dict.fromkeys((near[(len(near) - 1) // 2], near[len(near) // 2])) if near else ():
                free = tail[root[tie]] == tie and root[vertex] == vertex
                if free and last < at[tie] and (tie, vertex) not in conflicts and (vertex, tie) not in conflicts:
                    root[vertex] = root[tie]
                    tail[root[tie]] = vertex
                    last = at[tie]
    return root


def _compact(layers: Sequence[Sequence[int]], root: Sequence[int], distance: Distance) -> list[float]:
    """Places for the vertices, those of a block alike: as far left as they may stand, then back to what stands to the right."""
    before: dict[int, dict[int, float]] = {vertex: {} for vertex in root}
    after: dict[int, dict[int, float]] = {vertex: {} for vertex in root}
    for layer in layers:
        for left, right in pairwise(layer):
            one, other = root[left], root[right]
            apart = max(distance(left, right), before[other].get(one, 0.0))
            before[other][one] = after[one][other] = apart
    places: dict[int, float] = {}
    order = _topological(before, after)
    for block in order:
        places[block] = max((places[each] + apart for each, apart in before[block].items()), default=0.0)
    for block in reversed(order):
        places[block] = max(places[block], min((places[each] - apart for each, apart in after[block].items()), default=0.0))
    return [places[block] for block in root]


def _topological(before: dict[int, dict[int, float]], after: dict[int, dict[int, float]]) -> list[int]:
    waiting = {block: len(others) for block, others in before.items()}
    order = [block for block, count in waiting.items() if not count]
    for block in order:  # grows while it is walked
        for other in after[block]:
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    return order


def _balanced(found: list[list[float]]) -> list[float]:
    """The four alignments laid over the narrowest of them, and the mean of the two middle places of each vertex."""
    if not found[0]:
        return []
    narrow = min(found, key=lambda places: max(places) - min(places))
    low, high = min(narrow), max(narrow)
    shifted = []
    for number, places in enumerate(found):
        shift = low - min(places) if number % 2 == 0 else high - max(places)
        shifted.append([each + shift for each in places])
    middles = [sum(sorted(four)[1:3]) / 2 for four in zip(*shifted, strict=True)]
    least = min(middles)
    return [each - least for each in middles]
