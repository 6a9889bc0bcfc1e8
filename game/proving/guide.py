"""Plays along the sets of a backward search: what is in them may come to the goal, what is not never does.

Where cells were forgotten a play can come to a state from which no way is in the sets. Then what was forgotten there and makes
the difference is the *reason*, to be kept the next time.
"""

from __future__ import annotations

import random
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from game.proving.diagrams import Diagram
from game.proving.explicit import Compiled, Met, Move, State, Trail
from game.proving.membership import Membership, holds
from game.proving.plays import Standing
from game.proving.symbolic import Backward, Sets
from game.proving.system import Item

_TOWARD = 0.8
"""How often a play goes where the goal lies, and not anywhere that the sets allow."""
_LONGEST = 4_000
"""So many steps are followed at most: in circles a play may stay in the sets without an end."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The states of each place; with an `item`, it is met when that happens there.

    With `toward`, the number of a cell and a sign, plays go where that cell becomes larger or smaller when they can.
    """

    states: Mapping[int, Diagram]
    item: Item | None = None
    toward: tuple[int, int] | None = None


@dataclass(slots=True)
class Guide:
    """The sets of one search, and how far from the goal each place is. `reasons` are of the play that came nearest."""

    backward: Backward
    compiled: Compiled
    goal: Goal
    sets: Sets
    reasons: set[str] = field(default_factory=set)
    steps: list[int] = field(default_factory=list)
    _nearest: int | None = None
    _members: list[object] = field(default_factory=list)
    _layers: dict[int, list[tuple[int, object]]] = field(default_factory=dict)
    _membership: Membership | None = None

    def __post_init__(self) -> None:
        self._membership = Membership(self.backward.diagrams)
        self._members = [None] * len(self.sets.states)
        self.steps = _steps(self.backward, self.goal.states)

    def has(self, place: int, state: State) -> bool:
        """Whether the goal may be reached from the state."""
        member = self._members[place]
        if member is None:
            assert self._membership is not None
            member = self._members[place] = self._membership.of(self.sets.states[place])
        return holds(member, state)

    def _stamp(self, place: int, state: State) -> int | None:
        """When the search found the state."""
        if place not in self._layers:
            assert self._membership is not None
            self._layers[place] = [(stamp, self._membership.of(states)) for stamp, states in self.sets.layers[place]]
        return next((stamp for stamp, member in self._layers[place] if holds(member, state)), None)

    def beginnings(self) -> list[Standing]:
        """Where a play may begin that comes to the goal."""
        starts = (Standing(0, start, Trail(start, array("H")), 0, 0) for start in self.compiled.starts)
        return [start for start in starts if self.has(0, start.state)]

    def near(self, standings: Mapping[int, Sequence[Standing]], looks: int) -> Iterator[Standing]:
        """States that plays have come to and that are in the sets, the nearest to the goal first; `looks` at so many."""
        places = [place for place in standings if self.sets.layers[place]]
        for place in sorted(places, key=self.steps.__getitem__):
            for standing in standings[place]:
                looks -= 1
                if self.has(place, standing.state):
                    yield standing
            if looks < 0:
                return

    def follow(self, start: Standing, chance: random.Random, *, strictly: bool = False) -> Met | None:
        """A play on from `start` that stays in the sets; `strictly`, each step leads to what was found earlier."""
        trail = Trail(start.trail.start, start.trail.edges[: start.length])
        place, state, depth, edges = start.place, start.state, start.depth, trail.edges
        passed: list[tuple[int, State]] = []
        for _ in range(_LONGEST):
            met = self._met(place, state, trail, depth)
            if met is not None:
                return met
            passed.append((place, state))
            ways = [move for move in self.compiled.moves[place] if move.guard is None or move.guard(state, 0)]
            if len(ways) > 1 or strictly:
                ways = self._leading(place, state, ways, strictly)
            if not ways:
                self._ask(passed)
                return None
            move = ways[0] if len(ways) == 1 else self._chosen(state, ways, chance)
            edges.append(move.number)
            place, state, depth = move.edge.target, move.after(state), depth + (move.edge.pick is not None)
        return None

    def _chosen(self, state: State, ways: list[Move], chance: random.Random) -> Move:
        if self.goal.toward is not None and chance.random() < _TOWARD:
            cell, sign = self.goal.toward
            far = [sign * way.after(state)[cell] for way in ways]
            ways = [way for way, there in zip(ways, far, strict=True) if there == max(far)]
        return chance.choice(ways)

    def _leading(self, place: int, state: State, ways: list[Move], strictly: bool) -> list[Move]:
        after = [(move, move.after(state)) for move in ways]
        if not strictly:
            return [move for move, there in after if self.has(move.edge.target, there)]
        here, found = self._stamp(place, state), []
        for move, there in after:
            stamp = self._stamp(move.edge.target, there)
            if here is not None and stamp is not None and stamp < here:
                found.append(move)
        return found

    def _ask(self, passed: list[tuple[int, State]]) -> None:
        """Where the play was last in the sets is where too much was forgotten."""
        while passed and not self.has(*passed[-1]):
            passed.pop()
        if not passed:
            return
        place, _ = passed[-1]
        if self._nearest is not None and self.steps[place] >= self._nearest:
            return
        diagrams, needed = self.backward.diagrams, set[str]()
        for move in self.compiled.moves[place]:
            if self.sets.layers[move.edge.target]:
                needed |= diagrams.cells_of(self.backward.before(move.edge, self.sets.states[move.edge.target]))
        reasons = needed & (self.sets.forgotten.get(place, set()) | self.sets.nowhere)
        if reasons:
            self.reasons, self._nearest = reasons, self.steps[place]

    def _met(self, place: int, state: State, trail: Trail, depth: int) -> Met | None:
        """Where the goal happens, if it does here."""
        if place not in self.goal.states:
            return None
        system, length, item = self.compiled.system, len(trail.edges), self.goal.item
        if item is None:
            assert self._membership is not None
            within = holds(self._membership.of(self.goal.states[place]), state)
            return Met(system, trail, length, None, depth) if within else None
        for move in self.compiled.moves[place]:
            if item in move.edge.items and move.open(state):
                return Met(system, trail, length, move.number, depth + (move.edge.pick is not None))
        happens = item in self.compiled.happens(place, state)
        return Met(system, trail, length, None, depth) if happens else None


def _steps(backward: Backward, goal: Mapping[int, object]) -> list[int]:
    """How many edges lie between each place and the goal, conditions aside; a large number where it is never ahead."""
    found = [1 << 30] * len(backward.system.places)
    waiting = deque(goal)
    for place in goal:
        found[place] = 0
    while waiting:
        place = waiting.popleft()
        for arrival in backward.arrivals[place]:
            if found[arrival.source] > found[place] + 1:
                found[arrival.source] = found[place] + 1
                waiting.append(arrival.source)
    return found
