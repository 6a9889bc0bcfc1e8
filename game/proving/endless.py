"""Whether a play can go on for as long as one likes: who comes back to a state can do the same again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from game.proving.explicit import Compiled, Met, Move, State
from game.proving.plays import Plays, Standing

_STATES = 2_000
"""So many states are looked at behind each option."""


def endless(plays: Plays, ways: Iterable[tuple[int, int]], going_on: Callable[[], bool]) -> Met | None:
    """A play to where it begins to go round. `ways` are options that may lead back: the numbers of a place and of an edge."""
    for place, number in ways:
        move = plays.compiled.moves[place][number]
        for standing in _standing(plays, place):
            if not going_on():
                return None
            if move.open(standing.state) and _comes_back(plays.compiled, place, standing.state, move):
                return Met(plays.compiled.system, standing.trail, standing.length, None, standing.depth)
    return None


def _standing(plays: Plays, place: int) -> Sequence[Standing]:
    return plays.standings.get(place, ())[:4]


def _comes_back(compiled: Compiled, place: int, state: State, first: Move) -> bool:
    """Whether some way on behind the move leads to where it was made, with all that matters there as it was."""
    goal = compiled.keys[place](state)
    target, after = first.edge.target, first.after(state)
    seen, waiting = {(target, compiled.keys[target](after))}, deque([(target, after)])
    while waiting and len(seen) < _STATES:
        here, now = waiting.popleft()
        if here == place and compiled.keys[here](now) == goal:
            return True
        for move in compiled.moves[here]:
            if move.open(now):
                there, then = move.edge.target, move.after(now)
                key = (there, compiled.keys[there](then))
                if key not in seen:
                    seen.add(key)
                    waiting.append((there, then))
    return False
