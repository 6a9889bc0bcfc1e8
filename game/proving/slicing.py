"""What of a system has to be looked at for some kinds of items, and which cells still matter at each place.

A cell is *live* at a place when something ahead may read it before it is written anew. Plays that differ only in cells that are
not live can do the same from there on, so they are one state. A value that is only counted up, and that nobody looks at any more,
is dead by the same rule: what is written into a dead cell is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from game.language.tree import Assign, Expression, slots_read
from game.proving.system import Cell, Edge, Kind, Place, System


def restricted(system: System, kinds: Iterable[Kind]) -> System:
    """The system with only these kinds of items watched for, and without places at which nothing is decided."""
    wanted = frozenset(kinds)
    places = [_restricted(place, wanted) for place in system.places]
    items = tuple(item for item in system.items if item.kind in wanted)
    return System(system.cells, _straightened(places), items)


def _restricted(place: Place, wanted: frozenset[Kind]) -> Place:
    edges = [replace(edge, items=tuple(item for item in edge.items if item.kind in wanted)) for edge in place.edges]
    watches = [watch for watch in place.watches if watch.item.kind in wanted]
    return replace(place, edges=edges, watches=watches)


def _straightened(places: Sequence[Place]) -> list[Place]:
    """The places without those that only lead on; place 0 stays the first, and the order is that of a walk in depth."""
    arrivals = [0] * len(places)
    for place in places:
        for edge in place.edges:
            arrivals[edge.target] += 1
    numbers, kept = {0: 0}, [replace(places[0])]
    waiting = [0]
    while waiting:
        place = kept[numbers[waiting[-1]]]
        waiting.pop()
        made = []
        for edge in place.edges:
            led = _led_on(places, arrivals, edge)
            if led.target not in numbers:
                numbers[led.target] = len(kept)
                kept.append(replace(places[led.target]))
                waiting.append(led.target)
            made.append(replace(led, target=numbers[led.target]))
        place.edges = made
    return kept


def _led_on(places: Sequence[Place], arrivals: Sequence[int], edge: Edge) -> Edge:
    """The edge to where something is decided again. A circle without a decision is kept as it is."""
    met: set[int] = set()
    while edge.target not in met:
        met.add(edge.target)
        place = places[edge.target]
        if place.rests or place.watches or len(place.edges) != 1:
            break
        only = place.edges[0]
        if only.guard is not None or (only.changes and arrivals[edge.target] > 1):
            break
        edge = replace(edge, target=only.target, changes=edge.changes + only.changes, items=edge.items + only.items)
    return edge


@dataclass(frozen=True, slots=True)
class Liveness:
    """The cells that are live at each place, as bits in the order of `cells`."""

    cells: tuple[Cell, ...]
    numbers: dict[str, int]
    live: list[int]

    def names(self, place: int) -> list[str]:
        return [cell.name for number, cell in enumerate(self.cells) if self.live[place] >> number & 1]


def liveness(system: System) -> Liveness:
    """A backward data-flow analysis over the edges; the smallest solution."""
    readers = _Readers({cell.name: number for number, cell in enumerate(system.cells)}, {})
    comes_from: list[set[int]] = [set() for _ in system.places]
    for number, place in enumerate(system.places):
        for edge in place.edges:
            comes_from[edge.target].add(number)
    live = [0] * len(system.places)
    waiting = dict.fromkeys(reversed(range(len(system.places))))
    while waiting:
        number, _ = waiting.popitem()
        found = readers.before(system.places[number], live)
        if found != live[number]:
            live[number] = found
            waiting.update(dict.fromkeys(comes_from[number]))
    return Liveness(system.cells, readers.numbers, live)


@dataclass(frozen=True, slots=True)
class _Readers:
    numbers: dict[str, int]
    known: dict[int, int]

    def of(self, expression: Expression | None) -> int:
        """The cells that the expression reads, as bits. Expressions live as long as their system, so their identity is a key."""
        if expression is None:
            return 0
        bits = self.known.get(id(expression))
        if bits is None:
            bits = 0
            for name in slots_read(expression):
                bits |= 1 << self.numbers[name]
            self.known[id(expression)] = bits
        return bits

    def before(self, place: Place, live: Sequence[int]) -> int:
        bits = 0
        for watch in place.watches:
            bits |= self.of(watch.condition)
        for edge in place.edges:
            bits |= self.of(edge.guard) | self._through(edge.changes, live[edge.target])
        return bits

    def _through(self, changes: Sequence[Assign], live: int) -> int:
        for change in reversed(changes):
            written = 1 << self.numbers[change.slot]
            if live & written:
                live = live & ~written | self.of(change.value)
        return live
