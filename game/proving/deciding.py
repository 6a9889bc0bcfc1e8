"""Whether something can happen, decided exactly: by abstraction that is refined where it was too coarse.

The search backward keeps its sets small by forgetting cells where it must. If even so the goal cannot be reached, it never can.
Else plays follow the sets with the true values, on from states near the goal that other plays have come to, and from the
beginning. If one arrives, there is the run. If all come to where no way is in the sets, what was forgotten there is kept from
then on, and all begins anew. (Clarke, Grumberg, Jha, Lu and Veith, "Counterexample-guided abstraction refinement", 2000.)
It ends, since at most all cells are kept; it is quick, since few ever are.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from game.proving.explicit import Met
from game.proving.guide import Goal, Guide
from game.proving.lengths import loop_marks
from game.proving.plays import Plays
from game.proving.symbolic import Backward

_NODES = 250
"""How many nodes a set may have before cells are forgotten."""
_LOOKS, _NEAR, _FROM_THE_START = 600, 24, 6
"""How many states near the goal are looked at, and how many plays follow from them and from the beginning."""
_CIRCLING = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """`met` is where the goal happens; without one it cannot happen when `sure`, else it was not decided.

    `kept` are the cells that must not be forgotten to see that it cannot.
    """

    met: Met | None
    sure: bool = True
    kept: frozenset[str] = frozenset()


@dataclass(slots=True)
class Decider:
    """Decides one goal after the other."""

    backward: Backward
    plays: Plays
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    prepare: Callable[[], None] = lambda: None
    """Called before plays are asked for: what is shown by the sets alone needs none."""
    _marks: frozenset[str] | None = None

    def decide(self, goal: Goal, going_on: Callable[[], bool], begin: frozenset[str] = frozenset()) -> Verdict:
        """Whether a play can come to the goal. `begin` are cells that were once needed: they are kept as soon as any are.

        What other goals needed is not: sets in which too much is kept grow beyond all bounds.
        """
        cells = frozenset[str]().union(*(self.backward.diagrams.cells_of(states) for states in goal.states.values()))
        kept, later = set(cells), begin & self.backward.cells
        while goal.states:
            sets = self.backward.search(goal.states, most=_NODES, kept=kept, going_on=going_on)
            if not sets.whole:
                return Verdict(None, sure=False)
            guide = Guide(self.backward, self.plays.compiled, goal, sets)
            if not guide.beginnings():
                return Verdict(None, kept=frozenset(kept))
            met = self._followed(guide)
            if met is not None:
                return Verdict(met)
            needed = guide.reasons | later
            if needed <= kept or not going_on():
                return Verdict(None, sure=False)
            kept, later = kept | needed, frozenset[str]()
        return Verdict(None)

    def decide_coarsely(self, goal: Goal, going_on: Callable[[], bool], begin: frozenset[str] = frozenset()) -> Verdict:
        """As `decide`, from the other side: at first only the cells of the goal are kept, and what says what was done in circles.

        That is what a sum depends on that grows with everything one does, such as a clock. The sets are small even where
        hardly any state may be left out; where they grow it gives up.
        """
        if self._marks is None:
            self._marks = loop_marks(self.backward.system)
        cells = frozenset[str]().union(*(self.backward.diagrams.cells_of(states) for states in goal.states.values()))
        always = cells | self._marks
        only = always | begin & self.backward.cells
        while goal.states:
            sets = self.backward.search(goal.states, only=only, going_on=going_on)
            if not sets.whole:
                return Verdict(None, sure=False)
            guide = Guide(self.backward, self.plays.compiled, goal, sets)
            if not guide.beginnings():
                return Verdict(None, kept=only - always)
            met = self._followed(guide)
            if met is not None:
                return Verdict(met)
            if guide.reasons <= only or not going_on():
                return Verdict(None, sure=False)
            only |= guide.reasons
        return Verdict(None)

    def _followed(self, guide: Guide) -> Met | None:
        """The goal met by a play along the sets."""
        self.prepare()
        for standing in islice(guide.near(self.plays.standings, _LOOKS), _NEAR):
            met = guide.follow(standing, self.chance)
            if met is not None:
                return met
        starts = guide.beginnings()
        for _ in range(_FROM_THE_START):
            met = guide.follow(self.chance.choice(starts), self.chance)
            if met is not None:
                return met
        for _ in range(_CIRCLING if guide.sets.exact else 1):
            met = guide.follow(self.chance.choice(starts), self.chance, strictly=True)
            if met is not None:
                return met
        return None
