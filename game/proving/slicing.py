"""What of a system has to be looked at for some of the items: the rest is left out, and what happens to those stays the same.

restricted   only some kinds of items are watched for; places at which nothing is decided are gone
sliced       only some items; what is written into cells that nothing ahead reads is gone, too, and so are cells nobody reads
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from game.language import folding
from game.proving.explicit import Compiled, Trail
from game.proving.liveness import liveness, ranks
from game.proving.system import Edge, Item, Kind, Place, System


def restricted(system: System, kinds: Iterable[Kind]) -> System:
    """The system with only these kinds of items watched for, and without places at which nothing is decided."""
    wanted = frozenset(kinds)
    return _sliced(system, [item for item in system.items if item.kind in wanted]).system


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a system. `origins` are the numbers that its places have in the whole."""

    system: System
    origins: Sequence[int]

    def projected(self, trail: Trail, whole: Compiled) -> Trail:
        """A play of the whole as a play of the part."""
        start = tuple(trail.start[whole.live.numbers[cell.name]] for cell in self.system.cells)
        place, here, edges = 0, 0, array("H")
        for number in trail.edges:
            if place == self.origins[here]:
                edges.append(number)
                here = self.system.places[here].edges[number].target
            place = whole.system.places[place].edges[number].target
        return Trail(start, edges, trail.ending)

    def lifted(self, trail: Trail, whole: Compiled) -> Trail:
        """A play of the part as a play of the whole: where the whole decides more, any way will do."""
        names = {cell.name: value for cell, value in zip(self.system.cells, trail.start, strict=True)}
        start = tuple(names.get(cell.name, cell.starts[0]) for cell in whole.system.cells)
        place, state, edges, here = 0, start, array("H"), 0
        for number in (*trail.edges, None):
            while place != self.origins[here]:
                move = next(move for move in whole.moves[place] if move.open(state))
                edges.append(move.number)
                place, state = move.edge.target, move.after(state)
            if number is None:
                break
            move = whole.moves[place][number]
            edges.append(number)
            place, state, here = move.edge.target, move.after(state), self.system.places[here].edges[number].target
        return Trail(start, edges, trail.ending)


def sliced(system: System, items: Iterable[Item]) -> Slice:
    """The part of the system that these items, the stops and the endings depend on."""
    wanted = list(items)
    part = _sliced(system, wanted)
    while True:
        live = liveness(part.system)
        places = [
            replace(place, edges=[replace(edge, changes=live.needed(edge.changes, edge.target)) for edge in place.edges])
            for place in part.system.places
        ]
        if places == part.system.places:
            break
        again = _sliced(replace(part.system, places=places), wanted)
        part = Slice(again.system, [part.origins[number] for number in again.origins])
    everywhere = 0
    for each in live.live:
        everywhere |= each
    cells = tuple(cell for number, cell in enumerate(system.cells) if everywhere >> number & 1)
    return replace(part, system=replace(part.system, cells=cells))


def _sliced(system: System, items: Collection[Item]) -> Slice:
    wanted = frozenset(items)
    places = [_restricted(place, wanted) for place in system.places]
    origins, kept = _Straightening(places).done()
    return Slice(System(system.cells, kept, tuple(item for item in system.items if item in wanted)), origins)


def _restricted(place: Place, wanted: frozenset[Item]) -> Place:
    edges = [
        replace(edge, items=tuple(item for item in edge.items if item in wanted)) if edge.items else edge for edge in place.edges
    ]
    return replace(place, edges=edges, watches=[watch for watch in place.watches if watch.item in wanted])


class _Straightening:
    """Takes out the places that only lead on; place 0 stays the first, and the order is that of a walk in depth."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._arrivals = [0] * len(places)
        for place in places:
            for edge in place.edges:
                self._arrivals[edge.target] += 1
        self._lands = _landings(places)

    def done(self) -> tuple[list[int], list[Place]]:
        """The places that are left, with the numbers that they had."""
        numbers, kept, origins, waiting = {0: 0}, [replace(self._places[0])], [0], [0]
        while waiting:
            place = kept[numbers[waiting.pop()]]
            made = []
            for edge in place.edges:
                led = self._led_on(edge)
                if led.target not in numbers:
                    numbers[led.target] = len(kept)
                    kept.append(replace(self._places[led.target]))
                    origins.append(led.target)
                    waiting.append(led.target)
                made.append(replace(led, target=numbers[led.target]))
            place.edges = made
        return origins, kept

    def _led_on(self, edge: Edge) -> Edge:
        """The edge to where something is decided again. A circle without a decision is kept as it is."""
        met: set[int] = set()
        while True:
            edge = replace(edge, target=self._lands[edge.target])
            place = self._places[edge.target]
            if edge.target in met or place.rests or place.watches or len(place.edges) != 1:
                return edge
            met.add(edge.target)
            only = place.edges[0]
            if only.guard is not None or (only.changes and self._arrivals[edge.target] > 1):
                return edge
            edge = replace(edge, target=only.target, changes=edge.changes + only.changes, items=edge.items + only.items)


def _landings(places: Sequence[Place]) -> list[int]:
    """Where a play that comes to a place is next where anything is decided, watched for or changed: mostly the place itself."""
    found = list(range(len(places)))
    rank = ranks(places)
    for number in sorted(range(len(places)), key=rank.__getitem__, reverse=True):
        if _is_plain(places[number]):
            there = {found[edge.target] for edge in places[number].edges}
            if len(there) == 1:
                found[number] = there.pop()
    return found


def _is_plain(place: Place) -> bool:
    """Whether a play always goes on from the place, and nothing happens on the way."""
    if place.rests or place.watches or any(edge.changes or edge.items for edge in place.edges):
        return False
    guards = [edge.guard for edge in place.edges]
    return None in guards or (len(guards) == 2 and guards[1] == folding.negate(guards[0] or folding.TRUE))
