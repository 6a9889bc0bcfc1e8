"""One process of the prover: it plays, and answers one question after the other. What it learns it keeps."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from game.language import folding
from game.proving.budget import Budget
from game.proving.deciding import Decider
from game.proving.diagrams import Diagram
from game.proving.explicit import Compiled, Met, search
from game.proving.graph import circles
from game.proving.guide import Goal
from game.proving.losing import Losing, Lost
from game.proving.plays import Plays
from game.proving.proof import Answer
from game.proving.symbolic import Backward
from game.proving.system import System

_NODES = 20_000
"""How many nodes the sets of all endings may have."""


@dataclass(slots=True)
class Reply:
    """What an examiner answers. `met` is what it has met since the last reply, by the number of the item."""

    answer: Answer = "open"
    shown: Met | None = None
    met: dict[int, Met] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)
    even: int = 0
    most: int = 0
    exact_to: int | None = None
    lost: Lost | None = None
    missing: bool = False
    """Whether the library of diagrams is missing."""


class Examiner:
    """Answers within `budget`, over the system of one story."""

    def __init__(self, system: System, seed: int, budget: Budget) -> None:
        self.system, self.budget = system, budget
        self.compiled = Compiled.of(system)
        self.plays = Plays(self.compiled, random.Random(seed))
        self._numbers = {item: number for number, item in enumerate(system.items)}
        self._told: set[int] = set()
        self._decider: Decider | None = None

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

    def item(self, number: int, share: float) -> Reply:
        """Whether the item can happen."""
        item = self.system.items[number]
        if item in self.plays.met:
            return self._reply("can")
        try:
            goal = Goal(self.decider.backward.goal(item), item)
        except ModuleNotFoundError:
            return Reply(missing=True)
        reply = self._decided(goal, self.budget.of(share))
        if reply.shown is not None:
            reply.met.setdefault(number, reply.shown)
            self.plays.met.setdefault(item, reply.shown)
            self._told.add(number)
        return reply

    def never(self, numbers: Iterable[int], share: float) -> Reply:
        """Whether none of the items can happen: one question for all of them."""
        states: dict[int, Diagram] = {}
        try:
            for number in numbers:
                for place, where in self.decider.backward.goal(self.system.items[number]).items():
                    states[place] = states[place] | where if place in states else where
        except ModuleNotFoundError:
            return Reply(missing=True)
        return self._decided(Goal(states), self.budget.of(share))

    def trap(self, share: float) -> Reply:
        """Whether a play can come to a state from which no ending can be reached."""
        places = self.system.places
        return self._outside(
            [number for number, place in enumerate(places) if place.stop],
            lambda decider: {number: decider.backward.diagrams.true for number, place in enumerate(places) if place.end},
            share,
        )

    def circle(self, share: float) -> Reply:
        """Whether a play can come to a state from which it goes on for ever without waiting."""
        if not circles(self.system):
            return self._reply("never")
        return self._outside(range(len(self.system.places)), self._resting, share)

    def _resting(self, decider: Decider) -> dict[int, Diagram]:
        """Where a play rests: it waits for a pick, or is over."""
        diagrams, found = decider.backward.diagrams, {}
        for number, place in enumerate(self.system.places):
            if place.rests:
                offers = folding.either(edge.guard or folding.TRUE for edge in place.edges if edge.pick is not None)
                found[number] = diagrams.condition(offers) if place.stop else diagrams.true
        return found

    def _outside(self, places: Iterable[int], goal: Callable[[Decider], dict[int, Diagram]], share: float) -> Reply:
        """Whether a play can come to a state of these places from which the goal cannot be reached."""
        going_on = self.budget.of(share)
        try:
            backward, wanted = self.decider.backward, goal(self.decider)
        except ModuleNotFoundError:
            return Reply(missing=True)
        sets = backward.search(wanted, most=_NODES, going_on=going_on)
        none = backward.diagrams.false
        outside = {number: ~sets.states[number] for number in places}
        reply = self._decided(Goal({number: states for number, states in outside.items() if states != none}), going_on)
        trusted = {
            "can": sets.whole,
            "never": not sets.forgotten,
            "open": True,
        }  # too few states prove too little, too many too much
        return reply if trusted[reply.answer] else self._reply()

    def losing(self, ending: str, share: float) -> Reply:
        """Where the ending is lost."""
        try:
            lost = Losing(self.decider, ending, self.budget.of(share)).look()
        except ModuleNotFoundError:
            return Reply(missing=True)
        reply = self._reply()
        reply.lost = lost
        return reply

    @property
    def decider(self) -> Decider:
        """Raises `ModuleNotFoundError` when there is no library for diagrams."""
        if self._decider is None:
            self._decider = Decider(Backward.of(self.system), self.plays)
        return self._decider

    def _decided(self, goal: Goal, going_on: Callable[[], bool]) -> Reply:
        verdict = self.decider.decide(goal, going_on)
        if verdict.met is not None:
            self.plays.follow(verdict.met.trail)
            return self._reply("can", verdict.met)
        return self._reply("never" if verdict.sure else "open")

    def _reply(self, answer: Answer = "open", shown: Met | None = None) -> Reply:
        new = {self._numbers[item]: met for item, met in self.plays.met.items() if self._numbers[item] not in self._told}
        self._told |= new.keys()
        return Reply(answer, shown, new)
