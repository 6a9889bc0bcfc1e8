"""Whether something can happen, decided exactly: by abstraction that is refined where it was too coarse.

First only the cells of the goal itself are tracked, and all others may have any value at any time. If even so the goal cannot be
reached, it never can. Else a play follows the abstract way to the goal with the true values. If it arrives, the goal can be
reached, and there is the run. If it comes to a place from which no open edge goes on along the way, the cells of the guards that
were closed there are tracked from then on, and all begins anew. (Clarke, Grumberg, Jha, Lu and Veith, "Counterexample-guided
abstraction refinement", 2000.) It ends, since at most all cells become tracked; it is quick, since few ever do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from game.language.tree import slots_read
from game.proving.diagrams import Diagram
from game.proving.explicit import Compiled, Met, Node, State
from game.proving.symbolic import Backward, Sets
from game.proving.system import Item

_TRIES = 3
"""How many plays follow one abstract way."""
_WIDEST = 1_000
"""How many nodes a set over all cells may have before only some cells are tracked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`met` is where the goal happens; without one it cannot happen when `sure`, else the budget ran out."""

    met: Met | None
    sure: bool = True


@dataclass(slots=True)
class Decider:
    """Decides one goal after the other. `learned` are the cells that goals over the same cells came to need."""

    backward: Backward
    compiled: Compiled
    learned: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def decide(self, goal: Mapping[int, Diagram], item: Item | None, going_on: Callable[[], bool]) -> Verdict:
        """Whether a play can come to a state of the goal; to what happens there, when an item is given."""
        exact = self._exactly(goal, item, going_on)
        return self._refining(goal, item, going_on) if exact is None else exact

    def _exactly(self, goal: Mapping[int, Diagram], item: Item | None, going_on: Callable[[], bool]) -> Verdict | None:
        """With all cells tracked; None when the sets grow large."""
        sets = self.backward.search(goal, widest=_WIDEST, going_on=going_on)
        if not sets.whole:
            return None
        every = frozenset(cell.name for cell in self.compiled.system.cells)
        return self._followed(_Follower(self.backward, self.compiled, sets, goal, every), item) or Verdict(None)

    def _refining(self, goal: Mapping[int, Diagram], item: Item | None, going_on: Callable[[], bool]) -> Verdict:
        cells = frozenset[str]().union(*(self.backward.diagrams.cells_of(states) for states in goal.values()))
        tracked = self.learned.get(cells, cells)
        while True:
            sets = self.backward.search(goal, tracked=tracked, going_on=going_on)
            if not sets.whole:
                return Verdict(None, sure=False)
            follower = _Follower(self.backward, self.compiled, sets, goal, tracked)
            if not follower.starts:
                return Verdict(None)
            verdict = self._followed(follower, item)
            if verdict is not None:
                return verdict
            if follower.closed <= tracked or not going_on():
                return Verdict(None, sure=False)
            tracked = self.learned[cells] = tracked | follower.closed

    def _followed(self, follower: _Follower, item: Item | None) -> Verdict | None:
        """The goal met by a play along the way that was found."""
        for _ in range(_TRIES if follower.starts else 0):
            met = follower.follow(self.chance.choice(follower.starts), item, self.chance)
            if met is not None:
                return Verdict(met)
        return None


class _Follower:
    """Plays along an abstract way. `closed` are the cells that kept them from going on."""

    def __init__(
        self, backward: Backward, compiled: Compiled, sets: Sets, goal: Mapping[int, Diagram], tracked: frozenset[str]
    ) -> None:
        self.closed: set[str] = set()
        self._diagrams, self._compiled, self._sets, self._goal = backward.diagrams, compiled, sets, goal
        self._tracked = [at for at, cell in enumerate(compiled.system.cells) if cell.name in tracked]
        self._stamps: dict[tuple[int, ...], int | None] = {}
        self._probes: dict[int, list[tuple[int, Callable[[Sequence[int]], bool]]]] = {}
        self.starts = [start for start in compiled.starts if self.stamp(0, start) is not None]

    def follow(self, start: State, item: Item | None, chance: random.Random) -> Met | None:
        node = Node(0, start, None, None, 0)
        while True:
            met = self._met(node, item)
            if met is not None:
                return met
            here = self.stamp(node.place, node.state)
            ways = []
            for move in self._compiled.moves[node.place]:
                if move.open(node.state):
                    after = move.after(node.state)
                    reached = self.stamp(move.edge.target, after)
                    if reached is not None and here is not None and reached < here:
                        ways.append((move, after))
            if not ways:
                self.closed |= self._closed(node, here or 0)
                return None
            move, after = chance.choice(ways)
            node = Node(move.edge.target, after, node, move, node.depth + (move.edge.pick is not None))

    def stamp(self, place: int, state: State) -> int | None:
        """When the search found the state; None, when it did not. What was found before leads on from what was found after."""
        key = (place, *[state[at] for at in self._tracked])
        if key not in self._stamps:
            probes = self._probes.get(place)
            if probes is None:
                layers = self._sets.layers[place]
                probes = self._probes[place] = [(stamp, self._diagrams.probe(states)) for stamp, states in layers]
            self._stamps[key] = next((stamp for stamp, has in probes if has(state)), None)
        return self._stamps[key]

    def _closed(self, node: Node, here: int) -> set[str]:
        """The cells of the conditions and values that stand between the state and the way on."""
        found: set[str] = set()
        for move in self._compiled.moves[node.place]:
            layers = self._sets.layers[move.edge.target]
            if layers and layers[0][0] < here:
                if move.edge.guard is not None and not move.open(node.state):
                    found |= slots_read(move.edge.guard)
                for change in move.edge.changes:
                    found |= slots_read(change.value)
        return found

    def _met(self, node: Node, item: Item | None) -> Met | None:
        """Where the goal happens, if it does here."""
        if node.place not in self._goal:
            return None
        if item is None:
            return Met(self._compiled.system, node) if self._diagrams.probe(self._goal[node.place])(node.state) else None
        for move in self._compiled.moves[node.place]:
            if item in move.edge.items and move.open(node.state):
                return Met(self._compiled.system, node, move)
        return Met(self._compiled.system, node) if item in self._compiled.happens(node.place, node.state) else None
