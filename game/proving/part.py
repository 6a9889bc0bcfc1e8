"""A part of the system of a story in which questions are decided, with what plays of the whole have come to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from game.proving.deciding import Decider, Verdict
from game.proving.explicit import Compiled, Met, Trail
from game.proving.guide import Goal
from game.proving.plays import Plays
from game.proving.slicing import Slice, sliced
from game.proving.symbolic import Backward
from game.proving.system import ASSIGNED, Item, System


@dataclass(slots=True)
class _Known:
    """Plays of the whole that wait to become plays of the part, which takes its time, and those that are.

    It knows nothing of the diagrams: those must not be in a circle of objects, since they have to go before their manager does.
    """

    whole: Compiled
    slice: Slice
    plays: Plays
    waiting: list[Trail] = field(default_factory=list)
    trails: list[Trail] = field(default_factory=list)

    def project(self) -> None:
        for trail in self.waiting:
            self.trails.append(self.slice.projected(trail, self.whole))
            self.plays.follow(self.trails[-1])
        self.waiting.clear()


class Part:
    """What these items depend on. Raises `ModuleNotFoundError` when there is no library for diagrams."""

    def __init__(self, whole: Compiled, items: Iterable[Item], seed: int) -> None:
        self.whole, self.slice = whole, sliced(whole.system, items)
        self.plays = Plays(Compiled.of(self.system), random.Random(seed))
        self._known = _Known(whole, self.slice, self.plays)
        self._seed = seed
        self.decider = self._begun()

    @property
    def system(self) -> System:
        return self.slice.system

    def _begun(self) -> Decider:
        return Decider(Backward.of(self.system), self.plays, chance=random.Random(self._seed), prepare=self._known.project)

    def begin_anew(self) -> None:
        """Gives the memory of all diagrams back."""
        self.decider = self._begun()

    def know(self, trails: Iterable[Trail]) -> None:
        """Plays of the whole: from where they come plays of the part go on."""
        self._known.waiting += trails

    @property
    def trails(self) -> list[Trail]:
        """The plays that are known, as plays of the part."""
        self._known.project()
        return self._known.trails

    def decide(self, goal: Goal, going_on: Callable[[], bool], begin: frozenset[str] = frozenset()) -> Verdict:
        """Whether a play can come to the goal."""
        return self._learned(self.decider.decide(goal, going_on, begin))

    def decide_coarsely(self, goal: Goal, going_on: Callable[[], bool], begin: frozenset[str] = frozenset()) -> Verdict:
        """The same with as few cells as may do."""
        return self._learned(self.decider.decide_coarsely(goal, going_on, begin))

    def _learned(self, verdict: Verdict) -> Verdict:
        if verdict.met is not None:
            self.plays.follow(verdict.met.trail)
        return verdict

    def toward(self, item: Item) -> tuple[int, int] | None:
        """To which side of which cell a play must go to meet an assignment's bound; None where the assignment does not say it."""
        name, sign, *_ = (*item.name.split(), "", "")
        cell = self.plays.compiled.live.numbers.get(name)
        return (
            (cell, 1 if item.path == (1,) else -1)
            if item.kind in ASSIGNED and sign in ("+=", "-=") and cell is not None
            else None
        )

    def lifted(self, met: Met) -> Trail:
        """A play of the whole that goes at least as far as the one of the part that met something."""
        return self.slice.lifted(met.whole, self.whole)

    def in_whole(self, met: Met) -> Met:
        """Where a play of the part stands, as a play of the whole."""
        trail = self.lifted(met)
        return Met(self.whole.system, trail, len(trail.edges), None, met.depth)
