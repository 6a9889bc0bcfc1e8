"""Play at random: finds what a search in width leaves out, and counts how often each ending is reached."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from game.proving.explicit import Compiled, Move, Node, Search

MOST_MOVES = 3_000
"""A walk that goes on longer than this is given up."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A play from the beginning to where it ended; `ending` is None when it was given up or stuck."""

    last: Node
    ending: str | None


def walk(
    compiled: Compiled, chance: random.Random, choose: Callable[[list[Move]], Move], meet: Callable[[Node, Move | None], None]
) -> Walk:
    """One play. `choose` takes one of the options on offer; `meet` is told of every node, and of every move from it."""
    node = Node(0, chance.choice(list(compiled.starts)), None, None, 0)
    for _ in range(MOST_MOVES):
        meet(node, None)
        ways = [move for move in compiled.moves[node.place] if move.open(node.state)]
        if not ways:
            break
        if len(ways) == 1:
            move = ways[0]
        elif compiled.system.places[node.place].stop:
            move = choose(ways)
        else:
            move = chance.choices(ways, [each.edge.weight for each in ways])[0]
        meet(node, move)
        node = Node(move.edge.target, move.after(node.state), node, move, node.depth + (move.edge.pick is not None))
    return Walk(node, compiled.system.places[node.place].end or None)


def explore(found: Search, seed: int, going_on: Callable[[int], bool]) -> int:
    """Walks that take what was taken least, while `going_on(how many have met nothing new)`. Returns how many there were."""
    chance, taken, since, walks = random.Random(seed), dict[int, int](), 0, 0
    compiled = found.compiled
    waiting = [[each for each in watches if each[0] not in found.met] for watches in compiled.watches]
    fresh = False

    def choose(ways: list[Move]) -> Move:
        fewest = min(taken.get(id(way), 0) for way in ways)
        move = chance.choice([way for way in ways if taken.get(id(way), 0) == fewest])
        if chance.random() < 0.3:
            move = chance.choice(ways)
        taken[id(move)] = taken.get(id(move), 0) + 1
        return move

    def meet(node: Node, move: Move | None) -> None:
        nonlocal fresh
        if move is not None:
            for item in move.edge.items:
                if item not in found.met:
                    fresh = True
                    found.note(item, node, move)
            return
        pending = waiting[node.place]
        for each in pending[:]:
            if each[1] is None or each[1](node.state, 0):
                found.note(each[0], node)
                pending.remove(each)
                fresh = True

    while going_on(since):
        fresh = False
        walk(compiled, chance, choose, meet)
        walks += 1
        since = 0 if fresh else since + 1
    return walks
