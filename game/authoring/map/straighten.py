"""Moves what hangs together nearer to its neighbours, after Brandes and Köpf: their blocks are pressed to one side or the other.

What is tied straight down moves as one, by the median of how far its neighbours stand aside (that makes lines shortest), as far
as there is room. No order changes and no distance becomes too small; every move makes the lines shorter, so it may be repeated.
"""

from __future__ import annotations

from itertools import pairwise

from game.authoring.map.coordinates import Ordered

ROUNDS = 12
STRAIGHT = 0.5


def straighten(ordered: Ordered, places: list[float]) -> list[float]:
    """Better places for the vertices; the least is 0."""
    places = list(places)
    left_of, right_of = _neighbours(ordered)
    for _ in range(ROUNDS):
        moved = 0.0
        for block in _blocks(ordered, places):
            shift = _wanted(block, ordered, places)
            if shift:
                shift = _allowed(shift, block, left_of if shift < 0 else right_of, places)
                for vertex in block:
                    places[vertex] += shift
                moved = max(moved, abs(shift))
        if moved < STRAIGHT:
            break
    least = min(places, default=0.0)
    return [each - least for each in places]


def _neighbours(ordered: Ordered) -> tuple[dict[int, tuple[int, float]], dict[int, tuple[int, float]]]:
    """What stands at the left and at the right of a vertex, and how near it may come."""
    left_of, right_of = {}, {}
    for layer in ordered.layers:
        for left, right in pairwise(layer):
            apart = ordered.distance(left, right)
            left_of[right], right_of[left] = (left, apart), (right, apart)
    return left_of, right_of


def _blocks(ordered: Ordered, places: list[float]) -> list[list[int]]:
    """Vertices that are tied straight down, from the top of the picture to its foot; the long ones first."""
    block_of: dict[int, list[int]] = {}
    for layer in ordered.layers:
        for vertex in layer:
            above = next((tie for tie in ordered.above[vertex] if abs(places[tie] - places[vertex]) < STRAIGHT), None)
            block = block_of[above] if above is not None else []
            block.append(vertex)
            block_of[vertex] = block
    return sorted({id(block): block for block in block_of.values()}.values(), key=len, reverse=True)


def _wanted(block: list[int], ordered: Ordered, places: list[float]) -> float:
    """How far to the right the block would like to stand."""
    inside = set(block)
    aside = sorted(
        places[tie] - places[vertex]
        for vertex in block
        for ties in (ordered.above[vertex], ordered.below[vertex])
        for tie in ties
        if tie not in inside
    )
    if not aside:
        return 0.0
    low, high = aside[(len(aside) - 1) // 2], aside[len(aside) // 2]
    return 0.0 if low <= 0 <= high else low if abs(low) < abs(high) else high


def _allowed(shift: float, block: list[int], beside: dict[int, tuple[int, float]], places: list[float]) -> float:
    """The shift, or as much of it as leaves all neighbours their distance."""
    inside = set(block)
    room = abs(shift)
    for vertex in block:
        if vertex in beside and beside[vertex][0] not in inside:
            other, apart = beside[vertex]
            room = min(room, max(abs(places[other] - places[vertex]) - apart, 0.0))
    return room if shift > 0 else -room
