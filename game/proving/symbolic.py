"""Backward from a goal, sets of states at a time: the states of each place from which the goal can be reached.

What a story does on the way to a goal mostly makes no difference to it, and then it is not in the sets at all; so they stay
small where all states at once would not. A play is over at its goal, so the sets grow from the goal to the beginning until
nothing changes (a least fixpoint), the places nearest to the goal first.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from game.language.tree import Assign, Expression, slots_read
from game.proving.diagrams import Diagram, Diagrams, strides_of
from game.proving.liveness import ranks
from game.proving.system import Edge, Item, System

_GLANCE = 32
"""After how many places the budget is looked at."""
_HOPELESS = 200_000
"""With so many nodes in one set, of cells that are all to be kept, the search gives up."""
_COARSE = 20_000
"""The same where all but a few cells are forgotten everywhere: such a search is meant to be quick."""


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
    weight: dict[str, int]
    arrivals: list[list[Arrival]]
    _happens: dict[Item, list[tuple[int, Expression | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, system: System) -> Backward:
        rank = ranks(system.places)
        diagrams = Diagrams(system.cells, _order(system, rank), strides_of(system))
        made = cls(system, diagrams, rank, _weights(system), [[] for _ in system.places])
        for number, place in enumerate(system.places):
            for edge in place.edges:
                made.arrivals[edge.target].append(Arrival(number, diagrams.condition(edge.guard), edge.changes))
        return made

    @property
    def cells(self) -> frozenset[str]:
        """The names of all cells."""
        return frozenset(self.weight)

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

    def before(self, edge: Edge, states: Diagram) -> Diagram:
        """The states from which the edge leads into `states`."""
        return self._before(edge.changes, states) & self.diagrams.condition(edge.guard)

    def _before(self, changes: Sequence[Assign], states: Diagram) -> Diagram:
        for change in reversed(changes):
            states = self.diagrams.unassign(states, change)
        return states

    def search(
        self,
        goal: Mapping[int, Diagram],
        *,
        most: int | None = None,
        kept: Collection[str] = (),
        only: frozenset[str] | None = None,
        going_on: Callable[[], bool] = lambda: True,
    ) -> Sets:
        """The states from which the goal can be reached, at each place.

        Where a set has more than `most` nodes, cells are forgotten until it has not, the heaviest first and none that is to be
        `kept`: they may then have any value there, so what is not found still cannot reach the goal. With `only`, all other cells
        are forgotten everywhere.
        """
        none = self.diagrams.false
        nowhere = self.cells - only if only is not None else frozenset[str]()
        found = Sets([none] * len(self.system.places), [[] for _ in self.system.places], nowhere=nowhere)
        waiting: list[tuple[int, int]] = []
        for number, states in goal.items():
            if states != none:
                found.add(number, self._without(states, nowhere))
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
            for arrival in self.arrivals[number]:
                source = arrival.source
                more = self._without(self._before(arrival.changes, found.states[number]) & arrival.guard, nowhere)
                more &= ~found.states[source]
                if more != none:
                    found.add(source, more)
                    if not self._made_small(found, source, most, kept):
                        found.whole = False
                        return found
                    if source not in queued:
                        queued.add(source)
                        heapq.heappush(waiting, (-self.rank[source], source))
        return found

    def _without(self, states: Diagram, cells: frozenset[str]) -> Diagram:
        """The set with those of the cells forgotten about which it says something."""
        gone = self.diagrams.cells_of(states) & cells if cells else ()
        return self.diagrams.without(states, gone) if gone else states

    def _made_small(self, found: Sets, place: int, most: int | None, kept: Collection[str]) -> bool:
        """Keeps the set of the place small; False where it is too large all the same."""
        if most is None and not found.nowhere:
            return True
        if most is not None and found.states[place].dag_size > most:
            self._forget(found, place, most, kept)
        return bool(found.states[place].dag_size <= (_HOPELESS if most is not None else _COARSE))

    def _forget(self, found: Sets, place: int, most: int, kept: Collection[str]) -> None:
        """Makes the set of the place smaller by what weighs most."""
        states, gone = found.states[place], found.forgotten.setdefault(place, set())
        cells = self.diagrams.cells_of(states).difference(kept)
        for cell in sorted(gone & cells) + sorted(cells - gone, key=self.weight.__getitem__, reverse=True):
            states = self.diagrams.without(states, [cell])
            gone.add(cell)
            if states.dag_size <= most:
                break
        found.add(place, states)


@dataclass(slots=True)
class Sets:
    """The states at each place, and in which order they were found: a way to the goal leads to what was found before.

    `whole` is false when the search ran out of its budget: then states may be missing. `forgotten` are the cells that may have
    any value at a place, since the set would have been too large, `nowhere` those that were not asked for anywhere; with none of
    both, the sets are exact.
    """

    states: list[Diagram]
    layers: list[list[tuple[int, Diagram]]]
    whole: bool = True
    stamp: int = field(default=0)
    forgotten: dict[int, set[str]] = field(default_factory=dict)
    nowhere: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        return self.whole and not self.forgotten and not self.nowhere

    def add(self, place: int, states: Diagram) -> None:
        self.stamp += 1
        self.states[place] = self.states[place] | states
        self.layers[place].append((self.stamp, states))


def _weights(system: System) -> dict[str, int]:
    """How much a cell makes sets grow: by its values, and by how often it is changed."""
    changed = Counter[str]()
    for place in system.places:
        for edge in place.edges:
            for change in edge.changes:
                changed[change.slot] += 1
    return {cell.name: cell.size * (1 + changed[cell.name]) for cell in system.cells}


def _order(system: System, rank: Sequence[int]) -> list[str]:
    """The cells in the order of their first use; related cells are used near each other."""
    found: dict[str, None] = {}
    for number in sorted(range(len(system.places)), key=rank.__getitem__):
        for edge in system.places[number].edges:
            found.update(dict.fromkeys(sorted(slots_read(edge.guard)) if edge.guard is not None else ()))
            found.update((change.slot, None) for change in edge.changes)
    found.update((cell.name, None) for cell in system.cells)
    return list(found)
