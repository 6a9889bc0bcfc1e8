"""Whether something can happen, decided exactly: by abstraction that is refined where it was too coarse.

First only the cells of the goal itself are tracked, and all others may have any value at any time. If even so the goal cannot be
reached, it never can. Else a play follows the abstract way to the goal with the true values. If it arrives, the goal can be
reached, and there is the run. If it comes to a place from which no open edge goes on along the way, the cells of the guards that
were closed there are tracked from then on, and all begins anew. (Clarke, Grumberg, Jha, Lu and Veith, "Counterexample-guided
abstraction refinement", 2000.) It ends, since at most all cells become tracked; it is quick, since few ever do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.language.tree import slots_read
from game.proving.diagrams import Diagram
from game.proving.explicit import Compiled, Met, Node, State
from game.proving.symbolic import Backward, Sets
from game.proving.system import Item

_TRIES = 3
"""How many plays follow one abstract way."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`met` is where the goal happens; without one it cannot happen when `sure`, else the budget ran out."""

    met: Met | None
    sure: bool = True


def decide(
    backward: Backward, compiled: Compiled, goal: Mapping[int, Diagram], item: Item | None, going_on: Callable[[], bool]
) -> Verdict:
    """Whether a play can come to a state of the goal, by the item's edge where it happens on one."""
    tracked = frozenset[str]().union(*(backward.diagrams.cells_of(states) for states in goal.values()))
    chance = random.Random(1)
    while True:
        sets = backward.search(goal, tracked=tracked, going_on=going_on)
        if not sets.whole or not going_on():
            return Verdict(None, sure=False)
        follower = _Follower(backward, compiled, sets, goal, tracked)
        ways = [start for start in compiled.starts if follower.stamp(0, start) is not None]
        if not ways:
            return Verdict(None)
        for _ in range(_TRIES):
            met = follower.follow(chance.choice(ways), item, chance)
            if met is not None:
                return Verdict(met)
        if follower.closed <= tracked:
            return Verdict(None, sure=False)
        tracked |= follower.closed


class _Follower:
    """Plays along an abstract way. `closed` are the cells that kept them from going on."""

    def __init__(
        self, backward: Backward, compiled: Compiled, sets: Sets, goal: Mapping[int, Diagram], tracked: frozenset[str]
    ) -> None:
        self.closed: set[str] = set()
        self._diagrams, self._compiled, self._sets, self._goal = backward.diagrams, compiled, sets, goal
        self._tracked = [(at, cell.name) for at, cell in enumerate(compiled.system.cells) if cell.name in tracked]
        self._stamps: dict[tuple[int, ...], int | None] = {}

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
        key = (place, *(state[at] for at, _ in self._tracked))
        if key not in self._stamps:
            bits = self._diagrams.state({name: state[at] for at, name in self._tracked})
            layers = self._sets.layers[place]
            self._stamps[key] = next((stamp for stamp, states in layers if self._diagrams.has(states, bits)), None)
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
            bits = self._diagrams.state(dict(zip((cell.name for cell in self._compiled.system.cells), node.state, strict=True)))
            return Met(node) if self._diagrams.has(self._goal[node.place], bits) else None
        for move in self._compiled.moves[node.place]:
            if item in move.edge.items and move.open(node.state):
                return Met(node, move)
        return Met(node) if item in self._compiled.happens(node.place, node.state) else None
