"""Which cells still matter at each place.

A cell is *live* at a place when something ahead may read it before it is written anew. Plays that differ only in cells that are
not live can do the same from there on, so they are one state. A value that is only counted up, and that nobody looks at any more,
is dead by the same rule: what is written into a dead cell is not read.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from game.language.tree import Assign, Expression, slots_read
from game.proving.system import Cell, Edge, Place, System


def ranks(places: Sequence[Place]) -> list[int]:
    """The places in an order in which an edge leads forward, circles aside: a walk in depth, last left first."""
    left: list[int] = []
    seen = {0}
    stack: list[tuple[int, Iterator[Edge]]] = [(0, iter(places[0].edges))]
    while stack:
        number, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            left.append(number)
            stack.pop()
        elif edge.target not in seen:
            seen.add(edge.target)
            stack.append((edge.target, iter(places[edge.target].edges)))
    rank = [0] * len(places)
    for at, number in enumerate(reversed(left)):
        rank[number] = at
    return rank


@dataclass(frozen=True, slots=True)
class Liveness:
    """The cells that are live at each place, as bits in the order of `cells`."""

    cells: tuple[Cell, ...]
    readers: Readers
    live: list[int]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each cell."""
        return self.readers.numbers

    def needed(self, changes: Sequence[Assign], place: int) -> tuple[Assign, ...]:
        """Those of the changes on the way to a place that make a difference from there on."""
        live, found = self.live[place], list[Assign]()
        for change in reversed(changes):
            written = 1 << self.numbers[change.slot]
            if live & written:
                found.append(change)
                live = live & ~written | self.readers.of(change.value)
        return tuple(reversed(found))

    def names(self, place: int) -> list[str]:
        return [cell.name for number, cell in enumerate(self.cells) if self.live[place] >> number & 1]


def liveness(system: System) -> Liveness:
    """A backward data-flow analysis over the edges; the smallest solution, from the ends to the beginning."""
    readers = Readers({cell.name: number for number, cell in enumerate(system.cells)}, {})
    always = [readers.at(place) for place in system.places]
    passing = [[(edge.target, *readers.through(edge.changes)) for edge in place.edges] for place in system.places]
    comes_from: list[set[int]] = [set() for _ in system.places]
    for number, place in enumerate(system.places):
        for edge in place.edges:
            comes_from[edge.target].add(number)
    rank, live = ranks(system.places), list(always)
    waiting = [(-rank[number], number) for number in range(len(system.places))]
    heapq.heapify(waiting)
    queued = set(range(len(system.places)))
    while waiting:
        _, number = heapq.heappop(waiting)
        queued.discard(number)
        found = live[number]
        for target, kept, asking in passing[number]:
            after = live[target]
            for written, read in asking:
                if after & written:
                    after = after & ~written | read
            found |= after & kept
        if found != live[number]:
            live[number] = found
            for source in comes_from[number] - queued:
                queued.add(source)
                heapq.heappush(waiting, (-rank[source], source))
    return Liveness(system.cells, readers, live)


@dataclass(frozen=True, slots=True)
class Readers:
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

    def at(self, place: Place) -> int:
        """What is read at the place itself."""
        bits = 0
        for watch in place.watches:
            bits |= self.of(watch.condition)
        for edge in place.edges:
            bits |= self.of(edge.guard)
        return bits

    def through(self, changes: Sequence[Assign]) -> tuple[int, list[tuple[int, int]]]:
        """What passes the changes as it is; where some read other cells, what each writes and reads, the last one first."""
        written = [(1 << self.numbers[change.slot], self.of(change.value)) for change in reversed(changes)]
        if any(read & ~bit for bit, read in written):
            return -1, written
        kept = -1
        for bit, read in written:
            if not read:
                kept &= ~bit
        return kept, []
