"""What is kept of a proof: few plays that meet all that was met, and what showed that the rest never happens."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterable

from game.proving.corpus import Corpus, Play, key_of
from game.proving.explicit import Compiled, Trail
from game.proving.plays import Plays
from game.proving.proof import Proof
from game.proving.system import Item


def distilled(proof: Proof, before: Corpus | None = None) -> Corpus:
    """The corpus of the proof; it is empty where every state was looked at, since that needs none.

    What was known `before` and the proof has not decided (its budget may have been small) is kept as long as it is still so:
    plays are played again, and what was needed for items that are open now stays.
    """
    if proof.states is not None:
        return Corpus()
    compiled = Compiled.of(proof.system)
    trails = [each.met.play for each in proof.answers if each.met is not None]
    shortest = {outcome.ending: outcome.decided.met.whole for outcome in proof.outcomes if outcome.decided.met is not None}
    kept = dict(proof.kept)
    if before is not None and proof.undecided:
        again = _played_again(compiled, before)
        trails += again
        for trail in again:
            known = shortest.get(trail.ending[0]) if trail.ending else None
            if known is not None and _picks(compiled, trail) < _picks(compiled, known):
                shortest[trail.ending[0]] = trail
        left = {key_of(each.item) for each in proof.answers if each.answer == "open"}
        kept = {key: cells for key, cells in before.kept.items() if key in left} | kept
    trails = covering(compiled, trails)
    return Corpus([Play.of(compiled, trail) for trail in (*shortest.values(), *trails)], kept)


def _played_again(compiled: Compiled, before: Corpus) -> list[Trail]:
    """The plays that were kept, as far as the story still allows them."""
    plays = Plays(compiled, random.Random(1))
    return [plays.replay(play) for play in before.plays]


def _picks(compiled: Compiled, trail: Trail) -> int:
    place, picked = 0, 0
    for number in trail.edges:
        edge = compiled.system.places[place].edges[number]
        place, picked = edge.target, picked + (edge.pick is not None)
    return picked


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
