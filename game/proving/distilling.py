"""What is kept of a proof: few plays that meet all that was met, and what showed that the rest never happens."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from game.proving.corpus import Corpus, Play
from game.proving.explicit import Compiled, Trail
from game.proving.proof import Proof
from game.proving.system import Item


def distilled(proof: Proof) -> Corpus:
    """The corpus of the proof; it is empty where every state was looked at, since that needs none."""
    if proof.states is not None:
        return Corpus()
    compiled = Compiled.of(proof.system)
    trails = covering(compiled, (each.met.play for each in proof.answers if each.met is not None))
    shortest = [outcome.decided.met.whole for outcome in proof.outcomes if outcome.decided.met is not None]
    return Corpus([Play.of(compiled, trail) for trail in (*shortest, *trails)], dict(proof.kept))


def covering(compiled: Compiled, trails: Iterable[Trail]) -> list[Trail]:
    """Some of the plays that together meet all that they all do: always the one that adds most (the greedy set cover)."""
    every = list({(trail.start, trail.edges.tobytes()): trail for trail in trails}.values())
    met = [_met(compiled, trail) for trail in every]
    waiting = [(-len(items), number) for number, items in enumerate(met)]
    heapq.heapify(waiting)
    covered, chosen = set[Item](), list[Trail]()
    while waiting:
        _, number = heapq.heappop(waiting)
        met[number] -= covered
        if waiting and len(met[number]) < -waiting[0][0]:
            heapq.heappush(waiting, (-len(met[number]), number))
        elif met[number]:
            chosen.append(every[number])
            covered |= met[number]
    return chosen


def _met(compiled: Compiled, trail: Trail) -> set[Item]:
    """Everything that happens on a play."""
    place, state, found = 0, trail.start, set[Item]()
    for number in trail.edges:
        found.update(compiled.happens(place, state))
        move = compiled.moves[place][number]
        found.update(move.edge.items)
        place, state = move.edge.target, move.after(state)
    found.update(compiled.happens(place, state))
    return found
