"""Backward from a goal, sets of states at a time: the states of each place from which the goal can be reached.

What a story does on the way to a goal mostly makes no difference to it, and then it is not in the sets at all; so they stay
small where all states at once would not. A play is over at its goal, so the sets grow from the goal to the beginning until
nothing changes (a least fixpoint), the places nearest to the goal first.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from game.language.tree import Assign, Expression, slots_read
from game.proving.diagrams import Diagram, Diagrams, strides_of
from game.proving.system import Edge, Item, System

_GLANCE = 32
"""After how many places the budget is looked at."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An edge seen from its target: where it comes from, in which states it is open, what it changes."""

    source: int
    guard: Diagram
    changes: tuple[Assign, ...]


@dataclass(slots=True)
class Backward:
    """Searches backward in one system."""

    system: System
    diagrams: Diagrams
    rank: list[int]
    _arrivals: list[list[Arrival]] = field(default_factory=list)
    _happens: dict[Item, list[tuple[int, Expression | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, system: System) -> Backward:
        rank = _ranks(system)
        return cls(system, Diagrams(system.cells, _order(system, rank), strides_of(system)), rank)

    def _all_arrivals(self, tracked: frozenset[str] | None) -> list[list[Arrival]]:
        """The edges that lead to each place. Conditions say, and changes change, only what is tracked."""
        if tracked is None and self._arrivals:
            return self._arrivals
        found: list[list[Arrival]] = [[] for _ in self.system.places]
        for number, place in enumerate(self.system.places):
            for edge in place.edges:
                changes = edge.changes if tracked is None else tuple(change for change in edge.changes if change.slot in tracked)
                found[edge.target].append(Arrival(number, self._guard(edge.guard, tracked), changes))
        if tracked is None:
            self._arrivals = found
        return found

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
        if not self._happens:
            for number, place in enumerate(self.system.places):
                for watch in place.watches:
                    self._happens.setdefault(watch.item, []).append((number, watch.condition))
                for edge in place.edges:
                    for each in edge.items:
                        self._happens.setdefault(each, []).append((number, edge.guard))
        found: dict[int, Diagram] = {}
        for number, condition in self._happens.get(item, ()):
            found[number] = found.get(number, self.diagrams.false) | self.diagrams.condition(condition)
        return found

    def _guard(self, guard: Expression | None, tracked: frozenset[str] | None) -> Diagram:
        """The states in which a guard may hold, as far as the tracked cells say."""
        if guard is None or tracked is None or slots_read(guard) <= tracked:
            return self.diagrams.condition(guard)
        return self.diagrams.only(self.diagrams.condition(guard), tracked)

    def before(self, edge: Edge, states: Diagram) -> Diagram:
        """The states from which the edge leads into `states`."""
        return self._before(edge.changes, states) & self.diagrams.condition(edge.guard)

    def _before(self, changes: Sequence[Assign], states: Diagram, tracked: frozenset[str] | None = None) -> Diagram:
        for change in reversed(changes):
            states = self.diagrams.unassign(states, change)
            if tracked is not None:
                states = self.diagrams.only(states, tracked)
        return states

    def search(
        self,
        goal: Mapping[int, Diagram],
        *,
        tracked: frozenset[str] | None = None,
        widest: int | None = None,
        going_on: Callable[[], bool] = lambda: True,
    ) -> Sets:
        """The states from which the goal can be reached, at each place. Gives up on a set of more than `widest` nodes.

        With `tracked`, cells that are not in it may have any value at any time: what is not found then cannot reach the goal.
        """
        none, arrivals = self.diagrams.false, self._all_arrivals(tracked)
        found = Sets([none] * len(self.system.places), [[] for _ in self.system.places])
        waiting: list[tuple[int, int]] = []
        for number, states in goal.items():
            if states != none:
                found.add(number, states if tracked is None else self.diagrams.only(states, tracked))
                waiting.append((-self.rank[number], number))
        heapq.heapify(waiting)
        queued = {number for _, number in waiting}
        for step in count():
            if not waiting:
                break
            if step % _GLANCE == 0 and not going_on():
                found.whole = False
                return found
            _, number = heapq.heappop(waiting)
            queued.discard(number)
            for arrival in arrivals[number]:
                more = self._before(arrival.changes, found.states[number], tracked) & arrival.guard
                more &= ~found.states[arrival.source]
                if more != none:
                    found.add(arrival.source, more)
                    if widest is not None and found.states[arrival.source].dag_size > widest:
                        found.whole = False
                        return found
                    if arrival.source not in queued:
                        queued.add(arrival.source)
                        heapq.heappush(waiting, (-self.rank[arrival.source], arrival.source))
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
