"""Where an ending is lost: the options, and the ways luck can fall, after which it is out of reach and before which it was not.

The sets of the search backward have every state from which the ending can be reached, and where cells were forgotten others
too. So what is not in them has lost the ending for certain; that a state before has not is shown by a play to the ending.
Where nothing was forgotten, the sets also say where it is never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from game.proving.deciding import Decider
from game.proving.explicit import Met, Move
from game.proving.guide import Goal, Guide
from game.proving.plays import Standing
from game.proving.proof import named

_NODES = 2_000
"""How many nodes the sets of one ending may have before cells are forgotten."""
_ROUNDS = 4
_SHOWN = 3
"""So many states before each option are tried, one after the other, until a play from one comes to the ending."""

Key = tuple[int, int]
"""The number of a place, and of the edge from it."""


@dataclass(slots=True)
class Lost:
    """`points` are where the ending is lost, each with a play that stands before. `whole`: it is lost nowhere else."""

    ending: str
    points: dict[Key, Met] = field(default_factory=dict)
    whole: bool = False


@dataclass(slots=True)
class Losing:
    """Looks for the points of no return of one ending."""

    decider: Decider
    ending: str
    going_on: Callable[[], bool]
    found: Lost = field(init=False)
    named: set[tuple[str, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.found = Lost(self.ending)

    def look(self) -> Lost:
        """The points that can be shown within the budget, and whether they are all."""
        backward = self.decider.backward
        true, kept = backward.diagrams.true, set[str]()
        goal = Goal({number: true for number, place in enumerate(backward.system.places) if place.end == self.ending})
        for _ in range(_ROUNDS):
            sets = backward.search(goal.states, most=_NODES, kept=kept, going_on=self.going_on)
            if not sets.whole:
                return self.found
            guide = Guide(backward, self.decider.plays.compiled, goal, sets)
            self._at_hand(guide)
            if sets.exact:
                self.found.whole = self._elsewhere(guide)
            if sets.exact or guide.reasons <= kept or not self.going_on():
                return self.found
            kept |= guide.reasons
        return self.found

    def _at_hand(self, guide: Guide) -> None:
        """Points that states which plays have come to show."""
        for number, standings in self.decider.plays.standings.items():
            if not guide.sets.layers[number] or not self.going_on():
                continue
            for standing in standings:
                if guide.has(number, standing.state):
                    lost = [move for move in self._open(standing) if not guide.has(move.edge.target, move.after(standing.state))]
                    if lost and self._shown(guide, standing):
                        for move in lost:
                            self._note(guide, number, move.number, self._standing(standing))

    def _open(self, standing: Standing) -> Iterator[Move]:
        """The moves that are open to the play, and that do not yet stand among the points."""
        place = self.decider.backward.system.places[standing.place]
        for move in self.decider.plays.compiled.moves[standing.place]:
            if named(place, move.edge) not in self.named and move.open(standing.state):
                yield move

    def _shown(self, guide: Guide, standing: Standing) -> bool:
        """Whether a play comes from the state to the ending."""
        if self.ending in standing.trail.ending:
            return True
        chance = self.decider.chance
        plain = any(guide.follow(standing, chance) is not None for _ in range(_SHOWN))
        return plain or guide.follow(standing, chance, strictly=True) is not None

    def _standing(self, standing: Standing) -> Met:
        return Met(self.decider.backward.system, standing.trail, standing.length, None, standing.depth)

    def _note(self, guide: Guide, place: int, edge: int, met: Met) -> None:
        where = guide.backward.system.places[place]
        self.named.add(named(where, where.edges[edge]))
        self.found.points[place, edge] = met

    def _elsewhere(self, guide: Guide) -> bool:
        """Decides the options that no play at hand shows; whether all could be. Only sets that are exact allow it."""
        backward, whole = guide.backward, True
        for number, place in enumerate(backward.system.places):
            if not place.stop and len(place.edges) < 2:
                continue
            for at, edge in enumerate(place.edges):
                if named(place, edge) in self.named:
                    continue
                after = backward.before(edge, guide.sets.states[edge.target])
                losing = backward.diagrams.condition(edge.guard) & guide.sets.states[number] & ~after
                if losing == backward.diagrams.false:
                    continue
                verdict = self.decider.decide(Goal({number: losing}), self.going_on)
                if verdict.met is not None:
                    self._note(guide, number, at, verdict.met)
                whole &= verdict.sure
        return whole
