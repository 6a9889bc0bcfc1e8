"""One process of the prover: it plays, and answers one question after the other. What it learns it keeps."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from game.language import folding
from game.proving.budget import Budget, peak_memory
from game.proving.corpus import Play
from game.proving.deciding import Verdict
from game.proving.diagrams import Diagram
from game.proving.endless import endless
from game.proving.explicit import Compiled, Met, Trail, search
from game.proving.graph import circles
from game.proving.guide import Goal
from game.proving.losing import Losing, Lost
from game.proving.part import Part
from game.proving.plays import Plays
from game.proving.proof import Answer
from game.proving.system import ASSIGNED, Item, Place, System

_NODES = 20_000
"""How many nodes the sets of all endings may have."""


Ask = tuple[Any, ...]
"""The name of a method of `Examiner`, and what it is called with."""


@dataclass(slots=True)
class Reply:
    """What an examiner answers. `met` is what it has met since the last reply, by the number of the item.

    `kept` are the cells that must not be forgotten to see that what was asked cannot happen; `never` are those for each of
    several items, by its number. It took `seconds` of the processor, and the process has had `peak` bytes of memory.
    """

    answer: Answer = "open"
    shown: Met | None = None
    kept: frozenset[str] = frozenset()
    met: dict[int, Met] = field(default_factory=dict)
    never: dict[int, frozenset[str]] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    even: int = 0
    most: int = 0
    exact_to: int | None = None
    lost: Lost | None = None
    seconds: float = 0.0
    peak: int = 0
    process: int = 0
    missing: bool = False
    """Whether the library of diagrams is missing."""


class Examiner:
    """Answers within `budget`, over the system of one story."""

    def answer(self, ask: Ask) -> Reply:
        """The answer of the method that is asked. What ran out of memory is not decided, and its diagrams are given back."""
        began = time.process_time()
        try:
            reply: Reply = getattr(self, ask[0])(*ask[1:])
        except MemoryError:
            reply = Reply()
        except RuntimeError as error:
            if "memory" not in str(error):  # so CUDD says it
                raise
            reply = Reply()
        if not self.budget.has_room:
            for part in (self._asked, self._endings):
                if part is not None:
                    part.begin_anew()
        reply.seconds, reply.peak, reply.process = time.process_time() - began, peak_memory(), os.getpid()
        return reply

    def __init__(self, system: System, seed: int, budget: Budget) -> None:
        self.system, self.budget, self._seed = system, budget, seed
        self.compiled = Compiled.of(system)
        self.plays = Plays(self.compiled, random.Random(seed))
        self._numbers = {item: number for number, item in enumerate(system.items)}
        self._told: set[int] = set()
        self._trails: dict[bytes, Trail] = {}
        self._left: Sequence[int] = ()
        self._asked: Part | None = None
        self._endings: Part | None = None

    def replay(self, plays: Iterable[Play], until: float) -> Reply:
        """Plays again what was kept of earlier proofs."""
        going_on = self.budget.until(until)
        for play in plays:
            if not going_on():
                break
            self.plays.replay(play)
        return self._reply()

    def width(self, until: float) -> Reply:
        """Searches in width, a new state a place for each number of picks: the first runs to what can be met so are short."""
        found = search(self.system, width=1, going_on=self.budget.until(until))
        for item, met in found.met.items():
            self.plays.met.setdefault(item, met)
        reply = self._reply()
        reply.exact_to = found.exact_to
        return reply

    def explore(self, until: float) -> Reply:
        """Plays at random until this share of the budget is used."""
        self.plays.explore(self.budget.until(until))
        reply = self._reply()
        reply.ended, reply.even, reply.most = self.plays.ended, self.plays.even, self.plays.most
        self.plays.ended, self.plays.even = Counter(), 0
        return reply

    def odds(self, share: float) -> Reply:
        """Plays that pick evenly, of which only the endings matter, until there are enough, or the share is used."""
        try:
            plays = self.endings.plays
        except ModuleNotFoundError:
            return Reply(missing=True)
        plays.evenly(self.budget.of(share))
        reply = self._reply()
        reply.ended, reply.even, reply.most = plays.ended, plays.even, plays.most
        return reply

    def know(self, trails: Sequence[Trail], left: Sequence[int]) -> Reply:
        """What all have met: plays to go on from, and the numbers of the items that nobody has met."""
        self._trails |= {trail.edges.tobytes(): trail for trail in trails}
        self._left = left
        missing = {self.system.items[number] for number in left}
        self.plays.know(item for item in self.system.items if item not in missing)
        return Reply()

    def item(self, number: int, share: float, begin: frozenset[str] = frozenset()) -> Reply:
        """Whether the item can happen. `begin` are the cells that were once needed to see that it cannot."""
        item = self.system.items[number]
        if item in self.plays.met:
            return self._reply("can")
        try:
            part = self.asked
            goal = Goal(part.decider.backward.goal(item), item)
        except ModuleNotFoundError:
            return Reply(missing=True)
        verdict = part.decide(goal, self.budget.of(share), begin)
        if verdict.met is None:
            return self._undone(verdict)
        self._follow(part.lifted(verdict.met))
        return self._reply("can" if item in self.plays.met else "open")

    def clamps(self, numbers: Sequence[int], begins: Sequence[frozenset[str]], share: float) -> Reply:
        """Which of these assignments to one cell can meet its bounds; each question may take the share twice.

        They get a part of their own, which is given back: with those to other cells in it, nearly everything would matter.
        """
        reply, items = Reply(), [self.system.items[number] for number in numbers]
        if not self.budget.of(share)():
            return reply
        try:
            part = self._part(item for item in items if item not in self.plays.met)
            for number, item, begin in zip(numbers, items, begins, strict=True):
                if item not in self.plays.met and self.budget.of(share)():
                    goal = Goal(part.decider.backward.goal(item), item, part.toward(item))
                    verdict = part.decide_coarsely(goal, self.budget.of(share), begin)
                    if verdict.met is None and not verdict.sure:
                        verdict = part.decide(goal, self.budget.of(share), begin)
                    if verdict.met is not None:
                        self._follow(part.lifted(verdict.met))
                    elif verdict.sure:
                        reply.never[number] = verdict.kept
        except ModuleNotFoundError:
            reply.missing = True
        reply.met = self._reply().met
        return reply

    def trap(self, share: float) -> Reply:
        """Whether a play can come to a state from which no ending can be reached."""
        return self._outside(lambda place: place.stop, self._ends, share)

    def circle(self, share: float) -> Reply:
        """Whether a play can come to a state from which it goes on for ever without waiting."""
        if not circles(self.system):
            return self._reply("never")
        return self._outside(lambda _: True, self._resting, share)

    @staticmethod
    def _ends(part: Part) -> dict[int, Diagram]:
        true = part.decider.backward.diagrams.true
        return {number: true for number, place in enumerate(part.system.places) if place.end}

    @staticmethod
    def _resting(part: Part) -> dict[int, Diagram]:
        """Where a play rests: it waits for a pick, or is over."""
        diagrams, found = part.decider.backward.diagrams, {}
        for number, place in enumerate(part.system.places):
            if place.rests:
                offers = folding.either(edge.guard or folding.TRUE for edge in place.edges if edge.pick is not None)
                found[number] = diagrams.condition(offers) if place.stop else diagrams.true
        return found

    def _outside(self, at: Callable[[Place], bool], goal: Callable[[Part], dict[int, Diagram]], share: float) -> Reply:
        """Whether a play can come to a state of these places from which the goal cannot be reached."""
        going_on = self.budget.of(share)
        try:
            part = self.endings
            wanted = goal(part)
        except ModuleNotFoundError:
            return Reply(missing=True)
        backward = part.decider.backward
        sets = backward.search(wanted, most=_NODES, going_on=going_on)
        none = backward.diagrams.false
        outside = {number: ~sets.states[number] for number, place in enumerate(part.system.places) if at(place)}
        verdict = part.decide(Goal({number: states for number, states in outside.items() if states != none}), going_on)
        if verdict.met is not None:  # too few states prove too little, too many too much
            return self._reply("can", part.in_whole(verdict.met)) if sets.whole else self._reply()
        return self._undone(verdict) if not sets.forgotten else self._reply()

    def endless(self, ways: Sequence[tuple[int, int]], share: float) -> Reply:
        """Whether a play can go on for as long as one likes. `ways` are options that may lead back to where they were picked."""
        met = endless(self.plays, ways, self.budget.of(share))
        return self._reply("can" if met is not None else "open", met)

    def losing(self, ending: str, share: float) -> Reply:
        """Where the ending is lost."""
        try:
            part = self.endings
        except ModuleNotFoundError:
            return Reply(missing=True)
        lost = Losing(part, ending, self.budget.of(share)).look()
        reply = self._reply()
        reply.lost = lost
        return reply

    @property
    def asked(self) -> Part:
        """What the items depend on that nobody has met, assignments aside."""
        if self._asked is None:
            self._asked = self._part(item for item in self._missing if item.kind not in ASSIGNED)
        return self._asked

    @property
    def _missing(self) -> list[Item]:
        return [self.system.items[number] for number in self._left]

    @property
    def endings(self) -> Part:
        """What the endings depend on."""
        if self._endings is None:
            self._endings = self._part(())
        return self._endings

    def _part(self, items: Iterable[Item]) -> Part:
        part = Part(self.compiled, items, self._seed)
        part.know(self._trails.values())
        return part

    def _follow(self, trail: Trail) -> None:
        """Plays of the parts count when the whole story plays them, too."""
        self.plays.follow(trail)
        self._trails[trail.edges.tobytes()] = trail

    def _undone(self, verdict: Verdict) -> Reply:
        reply = self._reply("never" if verdict.sure else "open")
        reply.kept = verdict.kept
        return reply

    def _reply(self, answer: Answer = "open", shown: Met | None = None) -> Reply:
        new = {self._numbers[item]: met for item, met in self.plays.met.items() if self._numbers[item] not in self._told}
        self._told |= new.keys()
        return Reply(answer, shown, met=new)
