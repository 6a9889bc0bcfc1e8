"""Backward from a goal, sets of states at a time: the states of each place from which the goal can be reached.

What a story does on the way to a goal mostly makes no difference to it, and then it is not in the sets at all; so they stay
small where all states at once would not. A play is over at its goal, so the sets grow from the goal to the beginning until
nothing changes (a least fixpoint), the places nearest to the goal first.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from game.language.tree import slots_read
from game.proving.diagrams import Diagram, Diagrams, strides_of
from game.proving.system import Edge, Item, System


@dataclass(slots=True)
class Backward:
    """Searches backward in one system."""

    system: System
    diagrams: Diagrams
    rank: list[int]
    arrivals: list[list[tuple[int, Edge]]]

    @classmethod
    def of(cls, system: System) -> Backward:
        rank = _ranks(system)
        arrivals: list[list[tuple[int, Edge]]] = [[] for _ in system.places]
        for number, place in enumerate(system.places):
            for edge in place.edges:
                arrivals[edge.target].append((number, edge))
        return cls(system, Diagrams(system.cells, _order(system, rank), strides_of(system)), rank, arrivals)

    @property
    def starts(self) -> Diagram:
        """The states in which a play may begin."""
        found = self.diagrams.true
        for cell in self.system.cells:
            here = self.diagrams.false
            for start in cell.starts:
                here |= self.diagrams.put(cell.name, start)
            found &= here
        return found

    def goal(self, item: Item) -> dict[int, Diagram]:
        """Where an item happens: the states of each place."""
        found: dict[int, Diagram] = {}
        holds, none = self.diagrams.condition, self.diagrams.false
        for number, place in enumerate(self.system.places):
            for watch in place.watches:
                if watch.item == item:
                    found[number] = found.get(number, none) | holds(watch.condition)
            for edge in place.edges:
                if item in edge.items:
                    found[number] = found.get(number, none) | holds(edge.guard)
        return found

    def before(self, edge: Edge, states: Diagram) -> Diagram:
        """The states from which the edge leads into `states`."""
        for change in reversed(edge.changes):
            states = self.diagrams.unassign(states, change)
        return states & self.diagrams.condition(edge.guard)

    def possibly_before(self, edge: Edge, states: Diagram, tracked: frozenset[str]) -> Diagram:
        """The same, with the cells that are not tracked having any value: a superset."""
        for change in reversed(edge.changes):
            states = self.diagrams.only(self.diagrams.unassign(states, change), tracked)
        return states & self.diagrams.only(self.diagrams.condition(edge.guard), tracked)

    def search(
        self,
        goal: Mapping[int, Diagram],
        *,
        tracked: frozenset[str] | None = None,
        until: Diagram | None = None,
        going_on: Callable[[], bool] = lambda: True,
    ) -> Sets:
        """The states from which the goal can be reached, at each place. Stops early when the beginning has one of `until`.

        With `tracked`, cells that are not in it may have any value at any time: what is not found then cannot reach the goal.
        """
        none = self.diagrams.false
        found = Sets([none] * len(self.system.places), [[] for _ in self.system.places])
        waiting: list[tuple[int, int]] = []
        for number, states in goal.items():
            if states != none:
                found.add(number, states if tracked is None else self.diagrams.only(states, tracked))
                waiting.append((-self.rank[number], number))
        heapq.heapify(waiting)
        queued = {number for _, number in waiting}
        while waiting:
            if until is not None and found.states[0] & until != none:
                return found
            if not going_on():
                found.whole = False
                return found
            _, number = heapq.heappop(waiting)
            queued.discard(number)
            for source, edge in self.arrivals[number]:
                more = found.states[number]
                more = self.before(edge, more) if tracked is None else self.possibly_before(edge, more, tracked)
                more &= ~found.states[source]
                if more != none:
                    found.add(source, more)
                    if source not in queued:
                        queued.add(source)
                        heapq.heappush(waiting, (-self.rank[source], source))
        return found


@dataclass(slots=True)
class Sets:
    """The states at each place, and in which order they were found: a way to the goal leads to what was found before.

    `whole` is false when the search ran out of its budget: then states may be missing.
    """

    states: list[Diagram]
    layers: list[list[tuple[int, Diagram]]]
    whole: bool = True
    stamp: int = field(default=0)

    def add(self, place: int, states: Diagram) -> None:
        self.stamp += 1
        self.states[place] = self.states[place] | states
        self.layers[place].append((self.stamp, states))


def _ranks(system: System) -> list[int]:
    """The places in an order in which an edge leads forward, circles aside: a walk in depth, last left first."""
    left: list[int] = []
    seen = {0}
    stack: list[tuple[int, Iterator[Edge]]] = [(0, iter(system.places[0].edges))]
    while stack:
        number, edges = stack[-1]
        edge = next(edges, None)
        if edge is None:
            left.append(number)
            stack.pop()
        elif edge.target not in seen:
            seen.add(edge.target)
            stack.append((edge.target, iter(system.places[edge.target].edges)))
    rank = [0] * len(system.places)
    for at, number in enumerate(reversed(left)):
        rank[number] = at
    return rank


def _order(system: System, rank: Sequence[int]) -> list[str]:
    """The cells in the order of their first use; related cells are used near each other."""
    found: dict[str, None] = {}
    for number in sorted(range(len(system.places)), key=rank.__getitem__):
        for edge in system.places[number].edges:
            found.update(dict.fromkeys(sorted(slots_read(edge.guard)) if edge.guard is not None else ()))
            found.update((change.slot, None) for change in edge.changes)
    found.update((cell.name, None) for cell in system.cells)
    return list(found)
