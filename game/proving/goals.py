"""The proof of a story with too many states to look at each: what can happen is met, and the rest is decided goal by goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import sqrt

from game.proving.budget import Budget
from game.proving.crew import Ask, Crew
from game.proving.examining import Reply
from game.proving.explicit import Met
from game.proving.graph import fewest_picks
from game.proving.losing import Lost
from game.proving.proof import (
    CIRCLE,
    TRAP,
    Decided,
    Odds,
    Outcome,
    PointOfNoReturn,
    Proof,
    answer_of,
    endings_of,
    named,
    raw_states,
)
from game.proving.system import KINDS, Item, System

_WIDTH_UNTIL, _EXPLORE_UNTIL = 0.10, 0.22
_TRAP, _LOSING = 0.1, 0.03
"""The shares of the budget that a question may take; the quick way of asking and the patient one."""
_QUICK, _PATIENT = 0.015, 0.15
_Z = 1.96


@dataclass(slots=True)
class Goals:
    """A story with too many states to look at each."""

    system: System
    budget: Budget
    processes: int
    met: dict[int, Met] = field(default_factory=dict)
    never: set[int] = field(default_factory=set)
    ended: Counter[str] = field(default_factory=Counter)
    even: int = 0
    most: int = 0
    exact_to: int | None = None
    trap: Decided = field(default_factory=lambda: Decided(TRAP, "open"))
    circle: Decided = field(default_factory=lambda: Decided(CIRCLE, "open"))
    lost: dict[str, Lost] = field(default_factory=dict)
    missing: bool = False

    def proof(self) -> Proof:
        gave_up: list[str] = []
        with Crew(self.system, self.budget, self.processes) as crew:
            self.budget.tell("playing at random", 0.0)
            crew.each([("width", _WIDTH_UNTIL), *[("explore", _EXPLORE_UNTIL)] * self.processes], self._take)
            self.budget.tell("whether some ending can always be reached", 0.0)
            crew.each([("trap", _TRAP), ("circle", _TRAP)], self._take)
            self.budget.tell("where endings are lost", 0.0)
            crew.each([("losing", end, _LOSING) for end in endings_of(self.system)], self._take)
            crew.each(self._items(_QUICK, clamps=False), self._take)
            crew.each(self._items(_PATIENT, clamps=False), self._take)
            crew.each(self._clamps(), self._take)
            crew.each(self._items(_QUICK, clamps=True), self._take)
            crew.each(self._items(_PATIENT, clamps=True), self._take)
            if crew.lost:
                gave_up.append(f"{crew.lost} of {self.processes} processes ended early: is there too little memory?")
        if self.missing:
            gave_up.append("large stories need the library `dd`: pip install 'hyosan[prove]'")
        answers = [self._answer(number, item) for number, item in enumerate(self.system.items)]
        ends = endings_of(self.system)
        outcomes = [self._outcome(end, answer_of(self.system, end, answers)) for end in ends]
        return Proof(
            self.system, answers, raw_states(self.system), None, self.trap, self.circle, outcomes, self.most,
            walks=self.even, gave_up=gave_up,
        )  # fmt: skip

    def _take(self, ask: Ask, reply: Reply) -> None:
        self.missing |= reply.missing
        for number, met in reply.met.items():
            if number not in self.met or met.depth < self.met[number].depth:
                self.met[number] = met
        self.ended += reply.ended
        self.even += reply.even
        self.most = max(self.most, reply.most)
        match ask:
            case ("width", _):
                self.exact_to = reply.exact_to
            case ("item", number, _) if reply.answer == "never":
                self.never.add(number)
            case ("never", numbers, _) if reply.answer == "never":
                self.never |= set(numbers)
            case ("trap", _):
                self.trap = Decided(TRAP, reply.answer, reply.shown)
            case ("circle", _):
                self.circle = Decided(CIRCLE, reply.answer, reply.shown)
            case ("losing", end, _) if reply.lost is not None:
                self.lost[end] = reply.lost

    def _left(self, *, clamps: bool) -> list[int]:
        """The items that are not decided, what must not happen first."""
        decided, items = self.met.keys() | self.never, enumerate(self.system.items)
        left = [number for number, item in items if number not in decided and (item.kind == "clamp") == clamps]
        return sorted(left, key=lambda number: KINDS.index(self.system.items[number].kind), reverse=True)

    def _items(self, share: float, *, clamps: bool) -> Iterator[Ask]:
        """A question for each item that is left when its turn comes."""
        left = self._left(clamps=clamps)
        for at, number in enumerate(left):
            if number not in self.met and number not in self.never:
                self.budget.tell("deciding what was not met", at / len(left))
                yield ("item", number, share)

    def _clamps(self) -> Iterator[Ask]:
        """Assignments that meet no bound, those of one scene to one variable together."""

        def together(number: int) -> tuple[str, str]:
            item = self.system.items[number]
            return (item.scene, item.name.split()[0])

        for _, those in groupby(sorted(self._left(clamps=True), key=together), key=together):
            numbers = tuple(number for number in those if number not in self.met)
            if len(numbers) > 1:
                self.budget.tell("which assignments meet a bound", 0.0)
                yield ("never", numbers, _QUICK)

    def _answer(self, number: int, item: Item) -> Decided:
        met, exact_to = self.met.get(number), self.exact_to
        if met is not None:
            return Decided(item, "can", met, shortest=exact_to is None or met.depth < exact_to)
        return Decided(item, "never" if number in self.never else "open")

    def _outcome(self, end: str, decided: Decided) -> Outcome:
        """An ending; with a bound below its shortest run where that is not known."""
        picks = [fewest for number, fewest in enumerate(fewest_picks(self.system)) if self.system.places[number].end == end]
        least = min((fewest for fewest in picks if fewest is not None), default=0)
        if decided.met is not None and decided.met.depth == least:
            decided = replace(decided, shortest=True)
        return Outcome(end, decided, self._odds(end), *self._points(end), max(least, self._width_bound(decided)))

    def _width_bound(self, decided: Decided) -> int:
        """Up to where the search in width left nothing out, all that is met was met."""
        if decided.met is not None and decided.shortest:
            return decided.met.depth
        return self.exact_to or 0

    def _points(self, end: str) -> tuple[tuple[PointOfNoReturn, ...], bool]:
        """Where the ending is lost, and whether it is lost nowhere else."""
        lost = self.lost.get(end, Lost(end))
        found: dict[tuple[str, str, str], PointOfNoReturn] = {}
        for (place, edge), met in lost.points.items():
            where = self.system.places[place]
            key = named(where, where.edges[edge])
            if key not in found or met.depth < found[key].met.depth:
                found[key] = PointOfNoReturn.of(end, where, where.edges[edge], met)
        return tuple(sorted(found.values(), key=lambda each: each.met.depth)), lost.whole

    def _odds(self, end: str) -> Odds:
        """The interval of Wilson ("Probable inference, the law of succession, and statistical inference", 1927)."""
        plays = self.even
        if not plays:
            return Odds(0.0, 0.0, 1.0, exact=False)
        share = self.ended[end] / plays
        middle = (share + _Z * _Z / (2 * plays)) / (1 + _Z * _Z / plays)
        half = _Z / (1 + _Z * _Z / plays) * sqrt(share * (1 - share) / plays + _Z * _Z / (4 * plays * plays))
        return Odds(share, max(0.0, middle - half), min(1.0, middle + half), exact=False)
