"""From which states an ending can still be reached, in sets that stay small: one with none left out, one with none too many.

Both are searched backward, like the exact set (`symbolic.py`). Where a set of a place grows beyond so many nodes, some cells are
forgotten there from then on: for the set of all that *may* reach the ending a state is in when one with any values of those cells
is, for the set of those that *must*, when those with all values are. Each step keeps what it promises, so the fixpoint does: what
is not in `may` cannot come to the ending, whatever is picked and however the dice fall; what is in `must` can. Of the cells in a
set those go whose loss changes it least for what it saves.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count

from game.proving.diagrams import Diagram
from game.proving.symbolic import Backward
from game.proving.system import Edge

MOST_NODES = 400
"""How many nodes the set of one place may have. With more, the shipped story's proof grows and hardly says more."""
_KEPT = 0.6
"""To which share of that a set is made smaller once it has more: so it is not done again for each few states that are added."""
_WORTH = 0.97
"""A cell is forgotten when the set then has at most this share of its nodes."""
_LEAST_LOSS = 1e-4
_GLANCE = 32


@dataclass(frozen=True, slots=True)
class Bounds:
    """The sets of an ending for each place. They are the same where nothing had to be forgotten. `whole` is false when the budget
    ran out: then they say less.
    """

    ending: str
    may: list[Diagram]
    must: list[Diagram]
    whole: bool = True


def bounds_of(backward: Backward, ending: str, going_on: Callable[[], bool], most: int = MOST_NODES) -> Bounds:
    """Both sets of an ending. When the budget runs out they say less, and nothing that is wrong."""
    goal = {number: backward.diagrams.true for number, place in enumerate(backward.system.places) if place.end == ending}
    may = _Bound(backward, most, with_any=True)
    whole = may.search(goal, going_on)
    if not whole:
        may.found = [backward.diagrams.true] * len(backward.system.places)
    elif not any(may.forgotten):
        return Bounds(ending, may.found, may.found)
    must = _Bound(backward, most, with_any=False)
    whole = must.search(goal, going_on) and whole
    return Bounds(ending, may.found, must.found, whole)


class _Bound:
    """One of the sets. `with_any` says whether any values of what is forgotten do, or all must."""

    def __init__(self, backward: Backward, most: int, *, with_any: bool) -> None:
        self._backward, self._most, self._with_any = backward, most, with_any
        self._diagrams = backward.diagrams
        self.found = [self._diagrams.false for _ in backward.system.places]
        self.forgotten: list[frozenset[str]] = [frozenset() for _ in backward.system.places]

    def search(self, goal: Mapping[int, Diagram], going_on: Callable[[], bool]) -> bool:
        """Searches from the goal; False when the budget ran out before."""
        rank = self._backward.rank
        comes: list[list[tuple[int, Edge]]] = [[] for _ in self.found]
        for number, place in enumerate(self._backward.system.places):
            for edge in place.edges:
                comes[edge.target].append((number, edge))
        for number, states in goal.items():
            self.found[number] = states
        waiting = [(-rank[number], number) for number in goal]
        heapq.heapify(waiting)
        queued = set(goal)
        for step in count():
            if not waiting:
                return True
            if step % _GLANCE == 0 and not going_on():
                return False
            _, number = heapq.heappop(waiting)
            queued.discard(number)
            for source, edge in comes[number]:
                if self._add(source, self._backward.before(edge, self.found[number])) and source not in queued:
                    queued.add(source)
                    heapq.heappush(waiting, (-rank[source], source))
        raise AssertionError

    def _add(self, place: int, states: Diagram) -> bool:
        """Takes states in; False when none of them is new."""
        before = self.found[place]
        states = self._without(states, self.forgotten[place])
        if states & ~before == self._diagrams.false:
            return False
        after = before | states
        if after.dag_size > self._most:
            after = self._smaller(place, after)
        self.found[place] = (
            after  # a smaller set of those that must may have lost some: what followed from them is true all the same
        )
        return bool(after & ~before != self._diagrams.false)

    def _smaller(self, place: int, states: Diagram) -> Diagram:
        while states.dag_size > max(1, _KEPT * self._most):
            cell = self._least(states)
            self.forgotten[place] |= {cell}
            states = self._without(states, frozenset({cell}))
        return states

    def _least(self, states: Diagram) -> str:
        """The cell whose loss changes the set least for the nodes that it saves; the one of most values when none saves any."""
        manager, size = self._diagrams.manager, states.dag_size
        bits = manager.support(states)
        whole = manager.count(states, len(bits))
        best: tuple[float, str] | None = None
        cells: dict[str, int] = {}
        for bit in sorted(bits):
            cell = bit.rpartition("#")[0]
            cells[cell] = cells.get(cell, 0) + 1
        for cell in cells:
            without = self._without(states, frozenset({cell}))
            smaller = without.dag_size
            if smaller <= _WORTH * size:
                change = abs(manager.count(without, len(bits)) / whole - 1)
                price = (change + _LEAST_LOSS) / (size - smaller)
                if best is None or (price, cell) < best:
                    best = (price, cell)
        return best[1] if best is not None else max(cells, key=lambda cell: (cells[cell], cell))

    def _without(self, states: Diagram, cells: frozenset[str]) -> Diagram:
        return without(self._backward, states, cells, with_any=self._with_any) if cells else states


def without(backward: Backward, states: Diagram, cells: frozenset[str], *, with_any: bool) -> Diagram:
    """The set with these cells forgotten: states of which any value of them is in the set, or of which all are."""
    manager = backward.diagrams.manager
    bits = [bit for bit in manager.support(states) if bit.rpartition("#")[0] in cells]
    if not bits:
        return states
    return manager.exist(bits, states) if with_any else manager.forall(bits, states)
