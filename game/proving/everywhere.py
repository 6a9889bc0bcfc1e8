"""What is watched for wherever a player can stand: it is looked at only where something that it reads may just have changed.

Looking at every stop would be the same, and would keep alive to the end of the story whatever it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.language import folding, tree
from game.language.tree import Expression
from game.proving.system import Edge, Item, Place, Watch


@dataclass(frozen=True, slots=True)
class Everywhere:
    item: Item
    condition: Expression


def everywhere(places: Sequence[Place], watched: Iterable[Everywhere]) -> None:
    """Puts the watches where a turn may come to rest that has changed what they read."""
    wanted = list(watched)
    readers: dict[str, int] = {}
    for number, each in enumerate(wanted):
        for cell in tree.slots_read(each.condition):
            readers[cell] = readers.get(cell, 0) | 1 << number
    for place, fresh in zip(places, _changed(places, readers, (1 << len(wanted)) - 1), strict=True):
        if place.rests:
            offers = folding.either(edge.guard or folding.TRUE for edge in place.edges if edge.pick is not None)
            seen = offers if place.stop else folding.TRUE
            for number, each in enumerate(wanted):
                if fresh >> number & 1:
                    place.watches.append(Watch(each.item, folding.both((seen, each.condition))))


def _changed(places: Sequence[Place], readers: dict[str, int], every: int) -> list[int]:
    """For each place, the watches (as bits) whose condition may have changed since the player last saw the state."""
    found, met, waiting = [0] * len(places), {0}, [0]
    found[0] = every
    while waiting:
        here = waiting.pop()
        for edge in places[here].edges:
            before = 0 if edge.pick is not None else found[here]
            after = found[edge.target] | before | _written(edge, readers)
            if after != found[edge.target] or edge.target not in met:
                found[edge.target] = after
                met.add(edge.target)
                waiting.append(edge.target)
    return found


def _written(edge: Edge, readers: dict[str, int]) -> int:
    bits = 0
    for change in edge.changes:
        bits |= readers.get(change.slot, 0)
    return bits
