"""Where an ending is lost: the options, and the ways luck can fall, after which it is out of reach and before which it was not.

The sets of the search backward have every state from which the ending can be reached, and where cells were forgotten others
too. So what is not in them has lost the ending for certain; that a state before has not is shown by a play to the ending: most
of all by those that came to it, of which every state is looked at. Where nothing was forgotten, the sets also say where it is
never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from game.proving.explicit import Met, Move, Trail
from game.proving.guide import Goal, Guide
from game.proving.part import Part
from game.proving.plays import Standing
from game.proving.proof import named
from game.proving.system import Edge, Place

_NODES = 400
"""How many nodes the sets of one ending may have before cells are forgotten."""
_ROUNDS = 4
_SHOWN = 3
"""So many states before each option are tried, one after the other, until a play from one comes to the ending."""

Key = tuple[int, int]
"""The number of a place of the whole system, and of the edge from it."""


@dataclass(slots=True)
class Lost:
    """`points` are where the ending is lost, each with a play that stands before. `whole`: it is lost nowhere else."""

    ending: str
    points: dict[Key, Met] = field(default_factory=dict)
    whole: bool = False


@dataclass(slots=True)
class Losing:
    """Looks for the points of no return of one ending."""

    part: Part
    ending: str
    going_on: Callable[[], bool]
    found: Lost = field(init=False)
    named: set[tuple[str, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.found = Lost(self.ending)

    def look(self) -> Lost:
        """The points that can be shown within the budget, and whether they are all."""
        backward = self.part.decider.backward
        true, kept = backward.diagrams.true, set[str]()
        goal = Goal({number: true for number, place in enumerate(backward.system.places) if place.end == self.ending})
        for _ in range(_ROUNDS):
            sets = backward.search(goal.states, most=_NODES, kept=kept, going_on=self.going_on)
            if not sets.whole:
                return self.found
            guide = Guide(backward, self.part.plays.compiled, goal, sets)
            self._on_the_way(guide)
            self._at_hand(guide)
            if sets.exact:
                self.found.whole = self._elsewhere(guide)
            if sets.exact or guide.reasons <= kept or not self.going_on():
                return self.found
            kept |= guide.reasons
        return self.found

    def _on_the_way(self, guide: Guide) -> None:
        """Points beside plays that come to the ending: all that could have been done otherwise on the way is looked at."""
        for trail in self.part.trails:
            if self.ending in trail.ending and self.going_on():
                for standing in self._stands(trail):
                    for move in self._losing(guide, standing):
                        self._note(standing, move)

    def _stands(self, trail: Trail) -> Iterator[Standing]:
        """Where a play stands that can go on in more than one way."""
        compiled, place, state, depth = self.part.plays.compiled, 0, trail.start, 0
        for length, number in enumerate(trail.edges):
            moves = compiled.moves[place]
            if len(moves) > 1:
                yield Standing(place, state, trail, length, depth)
            move = moves[number]
            place, state, depth = move.edge.target, move.after(state), depth + (move.edge.pick is not None)

    def _at_hand(self, guide: Guide) -> None:
        """Points that other states which plays have come to show."""
        for number, standings in self.part.plays.standings.items():
            if not guide.sets.layers[number] or not self.going_on():
                continue
            for standing in standings:
                if guide.has(number, standing.state):
                    lost = self._losing(guide, standing)
                    if lost and self._shown(guide, standing):
                        for move in lost:
                            self._note(standing, move)

    def _losing(self, guide: Guide, standing: Standing) -> list[Move]:
        """The moves that are open to the play, do not yet stand among the points, and lose the ending."""
        return [
            move
            for move in self.part.plays.compiled.moves[standing.place]
            if self._named(standing.place, move.number) not in self.named
            and move.open(standing.state)
            and not guide.has(move.edge.target, move.after(standing.state))
        ]

    def _named(self, place: int, edge: int) -> tuple[str, str, str]:
        return named(*self._in_whole(place, edge))

    def _in_whole(self, place: int, edge: int) -> tuple[Place, Edge]:
        """A place of the part and an edge from it, as the whole system has them."""
        where = self.part.whole.system.places[self.part.slice.origins[place]]
        return where, where.edges[edge]

    def _shown(self, guide: Guide, standing: Standing) -> bool:
        """Whether a play comes from the state to the ending."""
        if self.ending in standing.trail.ending:
            return True
        chance = self.part.decider.chance
        plain = any(guide.follow(standing, chance) is not None for _ in range(_SHOWN))
        return plain or guide.follow(standing, chance, strictly=True) is not None

    def _note(self, standing: Standing, move: Move) -> None:
        met = Met(self.part.system, standing.trail, standing.length, None, standing.depth)
        self._keep(standing.place, move.number, met)

    def _keep(self, place: int, edge: int, met: Met) -> None:
        self.named.add(self._named(place, edge))
        self.found.points[self.part.slice.origins[place], edge] = self.part.in_whole(met)

    def _elsewhere(self, guide: Guide) -> bool:
        """Decides the options that no play at hand shows; whether all could be. Only sets that are exact allow it."""
        backward, whole = guide.backward, True
        for number, place in enumerate(backward.system.places):
            if not place.stop and len(place.edges) < 2:
                continue
            for at, edge in enumerate(place.edges):
                if self._named(number, at) in self.named:
                    continue
                after = backward.before(edge, guide.sets.states[edge.target])
                losing = backward.diagrams.condition(edge.guard) & guide.sets.states[number] & ~after
                if losing == backward.diagrams.false:
                    continue
                verdict = self.part.decide(Goal({number: losing}), self.going_on)
                if verdict.met is not None:
                    self._keep(number, at, verdict.met)
                whole &= verdict.sure
        return whole
