"""Plays that together meet all that is known to be possible, and what it took to show that the rest is not, kept between proofs.

A fuzzer calls it its corpus. What was found once need not be looked for again: a play is only played again, which takes some
milliseconds, and goes as far as the changed story allows. What must be *kept* to show that an item never happens (`deciding.py`)
is only where to begin: the sets are searched anew. So nothing in a corpus is believed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from game.proving.explicit import Compiled, Trail
from game.proving.system import Item

Step = str | int
"""The option that is picked, or which of the ways that are open luck takes."""
ItemKey = tuple[str, str, str, tuple[int, ...]]
"""What an item is called in every version of the story: kind, scene, name, path."""


@dataclass(frozen=True, slots=True)
class Play:
    """The steps of a play, and with what it begins where it may begin with more than one value."""

    steps: tuple[Step, ...]
    start: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, compiled: Compiled, trail: Trail) -> Play:
        start = tuple((cell.name, trail.start[at]) for at, cell in enumerate(compiled.system.cells) if len(cell.starts) > 1)
        place, state, steps = 0, trail.start, list[Step]()
        for number in trail.edges:
            ways = [move for move in compiled.moves[place] if move.open(state)]
            move = compiled.moves[place][number]
            if move.edge.pick is not None:
                steps.append(move.edge.pick)
            elif len(ways) > 1:
                steps.append(ways.index(move))
            place, state = move.edge.target, move.after(state)
        return cls(tuple(steps), start)


@dataclass(slots=True)
class Corpus:
    """What is kept of the proofs of one story."""

    plays: list[Play] = field(default_factory=list)
    kept: dict[ItemKey, frozenset[str]] = field(default_factory=dict)

    def joined(self, other: Corpus) -> Corpus:
        """Both; what this one keeps for an item counts."""
        return Corpus(list(dict.fromkeys([*self.plays, *other.plays])), other.kept | self.kept)


def key_of(item: Item) -> ItemKey:
    return (item.kind, item.scene, item.name, item.path)
