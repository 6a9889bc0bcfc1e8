"""Puts the ways of deciding together, each where measurement says that it pays.

1. Search state by state. A story of up to some hundred thousand states is decided by that alone, shortest runs and odds included.
2. Otherwise what the values that each cell can have show to be impossible is taken out (`possible.py`).
3. Search in width with few states a place, then play at random, half of the plays where least was picked. That finds
   nearly all that can be, and leaves states at every place from which more can be found.
4. What is left is decided backward, one question at a time (`deciding.py`): each either has a run, or never happens.
5. That some ending can be reached from everywhere, and where each is lost (`losing.py`), is decided by the sets of the endings.

The questions are handed to as many processes as are wanted (`crew.py`).
"""

from __future__ import annotations

import time

from game.proving.budget import Budget, peak_memory
from game.proving.corpus import Corpus
from game.proving.every_state import EveryState
from game.proving.explicit import search
from game.proving.goals import Goals
from game.proving.lowering import system_of
from game.proving.possible import pruned
from game.proving.proof import Proof
from game.proving.slicing import restricted
from game.proving.system import KINDS
from game.story.model import Story

MOST_VALUES = 10_000_000
"""States are searched one by one while they have no more values than this together."""
_VALUES_UNTIL = 0.4
"""Up to which share of the budget it is looked for what the values of the cells show."""


def prove(
    story: Story, budget: Budget, most_values: int = MOST_VALUES, processes: int = 1, corpus: Corpus | None = None
) -> Proof:
    """Everything that can be said of all plays of the story, within the budget. Without `dd`, large stories stay open.

    With more than one of the `processes`, each has the seconds that are left of the budget. The `corpus` is what earlier proofs
    of the story have found, of whatever version.
    """
    began = time.monotonic()
    system = restricted(system_of(story), KINDS)
    budget.tell("searching state by state", 0.0)
    found = search(system, most=most_values // (len(system.cells) + 1), going_on=budget.until(0.2))
    if found.complete:
        proof = EveryState(found).proof()
    else:
        budget.tell("which values are possible", 0.0)
        system = restricted(pruned(system, budget.until(_VALUES_UNTIL)), KINDS)
        proof = Goals(system, budget, processes, corpus or Corpus()).proof()
    proof.seconds, proof.peak = time.monotonic() - began, proof.peak or peak_memory()
    return proof
