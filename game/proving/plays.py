"""Play at random: finds what can happen, keeps states to go on from, and counts how often each ending comes.

Half of the plays pick evenly: of those the endings are counted. The other half picks what was picked least, so that it comes to
what is off the common way (Godefroid, Klarlund and Sen, "DART: directed automated random testing", 2005, has the idea).
"""

from __future__ import annotations

import random
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from game.proving.corpus import Play
from game.proving.explicit import Compiled, Met, Move, State, Trail
from game.proving.system import Item, Place

MOST_MOVES = 3_000
"""A play that goes on longer than this is given up."""
_KEPT = 24
"""How many states are kept of each place at which more than one thing can happen."""
_STALE = 200_000
"""After so many steps that met nothing new, there is no more playing."""
ENOUGH = 2_000
"""After so many plays that pick evenly, the odds of the endings are known to some hundredths."""
_FORGETS = 60
"""After so many plays, what was picked least is counted anew: else all becomes equal."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A state that a play has come to."""

    place: int
    state: State
    trail: Trail
    length: int
    depth: int


@dataclass(slots=True)
class Plays:
    """Plays of one system. `met` is what they have met, `standings` are states at each place, a fair sample of those seen."""

    compiled: Compiled
    chance: random.Random
    met: dict[Item, Met] = field(default_factory=dict)
    standings: dict[int, list[Standing]] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    even: int = 0
    most: int = 0
    _seen: Counter[int] = field(default_factory=Counter)
    _taken: Counter[int] = field(default_factory=Counter)
    _starts: list[State] = field(default_factory=list)
    _pending: list[list[tuple[Item, Callable[..., int] | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = list(self.compiled.starts)
        self._pending = [list(watches) for watches in self.compiled.watches]

    def know(self, items: Iterable[Item]) -> None:
        """These were met elsewhere, and are not looked for any more."""
        known = set(items)
        for pending in self._pending:
            pending[:] = [each for each in pending if each[0] not in known]

    def explore(self, going_on: Callable[[], bool]) -> None:
        """Plays from the beginning until the budget is used up, or nothing new has been met for a long time."""
        plays, stale = 0, 0
        while going_on() and stale < _STALE:
            even, before = plays % 2 == 1, len(self.met)
            trail = self.play(self._evenly if even else self.rarest)
            plays += 1
            stale = stale + len(trail.edges) if len(self.met) == before else 0
            if even:
                self._count(trail)
            if plays % _FORGETS == 0:
                self._taken.clear()

    def evenly(self, going_on: Callable[[], bool]) -> None:
        """Plays that pick evenly until there are enough, or the budget is used up."""
        while self.even < ENOUGH and going_on():
            self._count(self.play(self._evenly))

    def _count(self, trail: Trail) -> None:
        self.even += 1
        self.ended.update(trail.ending)

    def _evenly(self, place: Place, ways: list[Move]) -> Move:
        return self.chance.choice(ways) if place.stop else self._luck(ways)

    def rarest(self, place: Place, ways: list[Move]) -> Move:
        if not place.stop:
            return self._luck(ways)
        if len(ways) == 1 or self.chance.random() < 0.3:
            move = self.chance.choice(ways)
        else:
            fewest = min(self._taken[id(way)] for way in ways)
            move = self.chance.choice([way for way in ways if self._taken[id(way)] == fewest])
        self._taken[id(move)] += 1
        return move

    def replay(self, kept: Play) -> Trail:
        """The play again; where the story does not allow it any more it goes on at random."""
        left = deque(kept.steps)

        def choose(place: Place, ways: list[Move]) -> Move:
            step = left[0] if left else None
            if isinstance(step, int):
                found = ways[step : step + 1] if not place.stop else []
            else:
                found = [way for way in ways if way.edge.pick == step] if place.stop else []
            if found and step is not None:
                left.popleft()
                return found[0]
            left.clear()
            return self.rarest(place, ways)

        values = dict(kept.start)
        cells = self.compiled.system.cells
        start = tuple(values[cell.name] if values.get(cell.name) in cell.starts else cell.starts[0] for cell in cells)
        return self.play(choose, start)

    def play(self, choose: Callable[[Place, list[Move]], Move], start: State | None = None) -> Trail:
        """One play from the beginning. `choose` says how to go on at each stop, and where luck has more than one way."""
        place, state, depth = 0, start if start is not None else self.chance.choice(self._starts), 0
        trail = Trail(state, array("H"))
        moves, places, edges, met = self.compiled.moves, self.compiled.system.places, trail.edges, self.met
        for _ in range(MOST_MOVES):
            if self._pending[place]:
                self._look(place, state, trail, depth)
            ways = [move for move in moves[place] if move.guard is None or move.guard(state, 0)]
            if not ways:
                break
            move = ways[0]
            if len(ways) > 1:
                self._keep(Standing(place, state, trail, len(edges), depth))
            if len(ways) > 1 or move.edge.pick is not None:
                move = choose(places[place], ways)
            picked = move.edge.pick is not None
            for item in move.edge.items:
                if item not in met:
                    met[item] = Met(self.compiled.system, trail, len(edges), move.number, depth + picked)
            edges.append(move.number)
            place, state, depth = move.edge.target, move.after(state), depth + picked
        if places[place].end:
            trail.ending.append(places[place].end)
        self.most = max(self.most, depth)
        return trail

    def _luck(self, ways: list[Move]) -> Move:
        return self.chance.choices(ways, [each.edge.weight for each in ways])[0]

    def _look(self, place: int, state: State, trail: Trail, depth: int) -> None:
        """Notes what is watched for at the place and happens in the state."""
        pending = self._pending[place]
        for each in pending[:]:
            item, condition = each
            if item in self.met:
                pending.remove(each)
            elif condition is None or condition(state, 0):
                self.met[item] = Met(self.compiled.system, trail, len(trail.edges), None, depth)
                pending.remove(each)

    def _keep(self, standing: Standing) -> None:
        """A fair sample (Vitter, "Random sampling with a reservoir", 1985)."""
        here = self.standings.setdefault(standing.place, [])
        self._seen[standing.place] += 1
        if len(here) < _KEPT:
            here.append(standing)
        else:
            at = int(self.chance.random() * self._seen[standing.place])
            if at < _KEPT:
                here[at] = standing

    def follow(self, trail: Trail) -> None:
        """Notes everything that happens on a play that was found elsewhere, and keeps its states."""
        place, state, depth = 0, trail.start, 0
        replay = Trail(trail.start, array("H"), trail.ending)
        for number in trail.edges:
            if self._pending[place]:
                self._look(place, state, replay, depth)
            move = self.compiled.moves[place][number]
            picked = move.edge.pick is not None
            for item in move.edge.items:
                if item not in self.met:
                    self.met[item] = Met(self.compiled.system, replay, len(replay.edges), move.number, depth + picked)
            if len(self.compiled.moves[place]) > 1:
                self._keep(Standing(place, state, replay, len(replay.edges), depth))
            replay.edges.append(number)
            place, state, depth = move.edge.target, move.after(state), depth + picked
        if self._pending[place]:
            self._look(place, state, replay, depth)
