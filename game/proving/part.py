"""A part of the system of a story in which questions are decided, with what plays of the whole have come to."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from game.proving.deciding import Decider, Verdict
from game.proving.explicit import Compiled, Met, Trail
from game.proving.guide import Goal
from game.proving.plays import Plays
from game.proving.slicing import sliced
from game.proving.symbolic import Backward
from game.proving.system import Item, System


class Part:
    """What these items depend on. Raises `ModuleNotFoundError` when there is no library for diagrams."""

    def __init__(self, whole: Compiled, items: Iterable[Item], seed: int) -> None:
        self.whole, self.slice = whole, sliced(whole.system, items)
        self.plays = Plays(Compiled.of(self.system), random.Random(seed))
        self.trails: list[Trail] = []
        self._seed = seed
        self.decider = self._begun()

    @property
    def system(self) -> System:
        return self.slice.system

    def _begun(self) -> Decider:
        return Decider(Backward.of(self.system), self.plays, chance=random.Random(self._seed))

    def begin_anew(self) -> None:
        """Gives the memory of all diagrams back."""
        self.decider = self._begun()

    def know(self, trails: Iterable[Trail]) -> None:
        """Plays of the whole: from where they come plays of the part go on."""
        for trail in trails:
            self.trails.append(self.slice.projected(trail, self.whole))
            self.plays.follow(self.trails[-1])

    def decide(self, goal: Goal, going_on: Callable[[], bool], begin: frozenset[str] = frozenset()) -> Verdict:
        """Whether a play can come to the goal."""
        verdict = self.decider.decide(goal, going_on, begin)
        if verdict.met is not None:
            self.plays.follow(verdict.met.trail)
        return verdict

    def toward(self, item: Item) -> tuple[int, int] | None:
        """To which side of which cell a play must go to meet an assignment's bound; None where the assignment does not say it."""
        name, sign, *_ = (*item.name.split(), "", "")
        cell = self.plays.compiled.live.numbers.get(name)
        return (cell, 1 if sign == "+=" else -1) if item.kind == "clamp" and sign in ("+=", "-=") and cell is not None else None

    def lifted(self, met: Met) -> Trail:
        """A play of the whole that goes at least as far as the one of the part that met something."""
        return self.slice.lifted(met.whole, self.whole)

    def in_whole(self, met: Met) -> Met:
        """Where a play of the part stands, as a play of the whole."""
        trail = self.lifted(met)
        return Met(self.whole.system, trail, len(trail.edges), None, met.depth)
