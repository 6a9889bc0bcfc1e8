"""A reading list: few runs that together show, in its place, everything that any run was found to show.

Finding the smallest such set of runs is as hard as set cover even when all runs are known, so this makes no claim to it:

1. Runs are played by a curious player, who mostly picks what has been picked least often so far, and sometimes anything.
   Every run has a seed of its own. It ends when many runs in a row have shown nothing new.
2. Greedy set cover (Chvátal, "A Greedy Heuristic for the Set-Covering Problem", 1979) chooses among them: always the run that
   shows the most that is still missing. What few runs show counts for more, since one of those few must be taken anyway.
3. A run whose items are all shown by others is dropped again.

What no run has shown is listed. It may be out of reach, or only hard to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from game.authoring.testing.tracing import TracedProgram
from game.engine.state import GameState, Move

MOST_PICKS = 2_000
CURIOSITY = 0.7


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run by its seed and picks, and the items that it shows."""

    seed: int
    picks: tuple[str, ...]
    shown: frozenset[int]


@dataclass(slots=True)
class Explorer:
    """A curious player. `tried` is how often each option has been picked in all of its runs."""

    program: TracedProgram
    curiosity: float = CURIOSITY
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)

    def play(self, seed: int) -> FoundRun:
        """One run from the story's start, until it ends or has `MOST_PICKS` picks."""
        self.program.take_shown()
        chance, picks = Random(seed), list[str]()
        state = self.program.start(seed).state
        while state.ending is None and not state.stuck and len(picks) < MOST_PICKS:
            option = self._choose(state, chance)
            picks.append(option)
            state = self.program.play(state, Move(option)).state
        return FoundRun(seed, tuple(picks), self.program.take_shown())

    def _choose(self, state: GameState, chance: Random) -> str:
        options = [offer.id for offer in self.program.look(state).open_offers]
        if chance.random() < self.curiosity:
            fewest = min(self.tried[state.at.scene, option] for option in options)
            options = [option for option in options if self.tried[state.at.scene, option] == fewest]
        picked = chance.choice(options)
        self.tried[state.at.scene, picked] += 1
        return picked


def explore(program: TracedProgram, most_runs: int = 2_000, patience: int = 300) -> list[FoundRun]:
    """Runs, until `patience` of them in a row show nothing new; at most `most_runs`."""
    explorer, found, seen, idle = Explorer(program), list[FoundRun](), set[int](), 0
    for seed in range(1, most_runs + 1):
        run = explorer.play(seed)
        found.append(run)
        idle = idle + 1 if run.shown <= seen else 0
        seen |= run.shown
        if idle >= patience:
            break
    return found


def few_runs(runs: Sequence[FoundRun]) -> list[FoundRun]:
    """Few of these runs that show all that they show together; the one that comes first has the most of what is rare."""
    weights = {item: 1 / many for item, many in Counter(item for run in runs for item in run.shown).items()}
    missing = frozenset(weights)
    chosen: list[FoundRun] = []
    while missing:
        gains = (sum(weights[item] for item in run.shown & missing) for run in runs)
        best = max(zip(gains, runs, strict=True), key=lambda pair: pair[0])[1]
        chosen.append(best)
        missing -= best.shown
    for run in list(reversed(chosen)):
        others = frozenset[int]().union(*(other.shown for other in chosen if other is not run))
        if run.shown <= others:
            chosen.remove(run)
    return chosen
