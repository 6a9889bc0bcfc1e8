"""The proof of a story with too many states to look at each: what can happen is met, and the rest is decided goal by goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import sqrt

from game.proving.budget import Budget, peak_memory
from game.proving.corpus import Corpus, key_of
from game.proving.crew import Crew
from game.proving.examining import Ask, Reply
from game.proving.explicit import Met, Trail
from game.proving.lengths import fewest_picks, most_picks
from game.proving.losing import Lost
from game.proving.proof import (
    CIRCLE,
    ENDLESS,
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
from game.proving.system import ASSIGNED, KINDS, Item, System

_REPLAY_UNTIL, _WIDTH_UNTIL, _EXPLORE_UNTIL = 0.25, 0.2, 0.32
_KNOWN_UNTIL = 0.2
"""When plays are known already, there is less to meet at random."""
_FEW = 0.02
"""When so small a share of the items was not met by the plays that are known, they are decided sooner than met."""
_TRAP, _LOSING, _ODDS = 0.1, 0.04, 0.1
"""The shares of the budget that a question may take; the quick way of asking, and ever more patience."""
_QUICK, _PATIENT = 0.03, (0.06, 0.15)
_CLAMPS = (0.008, 0.03, 0.08, 0.2)
"""The same for assignments: there are many, and nearly all are decided at once."""
_TRAILS = 300
"""From so many plays each examiner goes on."""
_HANDFUL = 24
"""So many plays are played again at once."""
_Z = 1.96


@dataclass(slots=True)
class Goals:
    """A story with too many states to look at each. `corpus` is what is kept of earlier proofs of it.

    What happens `nowhere` in the system needs not be asked.
    """

    system: System
    budget: Budget
    processes: int
    corpus: Corpus = field(default_factory=Corpus)
    met: dict[int, Met] = field(default_factory=dict)
    never: dict[int, frozenset[str]] = field(default_factory=dict)
    nowhere: frozenset[int] = frozenset()
    ended: Counter[str] = field(default_factory=Counter)
    even: int = 0
    most: int = 0
    exact_to: int | None = 0
    trap: Decided = field(default_factory=lambda: Decided(TRAP, "open"))
    circle: Decided = field(default_factory=lambda: Decided(CIRCLE, "open"))
    endless: Decided = field(default_factory=lambda: Decided(ENDLESS, "open"))
    lost: dict[str, Lost] = field(default_factory=dict)
    missing: bool = False
    spent: dict[str, float] = field(default_factory=dict)
    peaks: Counter[int] = field(default_factory=Counter)

    def proof(self) -> Proof:
        gave_up: list[str] = []
        happens = self.system.happens
        self.nowhere = frozenset(number for number, item in enumerate(self.system.items) if item not in happens)
        with Crew(self.system, self.budget, self.processes) as crew:
            replayed = self._play(crew)
            crew.all(("know", self._trails(), self._left()))
            self.budget.tell("whether some ending can always be reached", 0.0)
            crew.each([("trap", _TRAP), ("circle", _TRAP)], self._take)
            crew.each(self._items(_QUICK), self._take)
            self.budget.tell("where endings are lost", 0.0)
            crew.each([("losing", end, _LOSING) for end in endings_of(self.system)], self._take)
            for share in _PATIENT:
                crew.each(self._items(share), self._take)
            self.budget.tell("how often each ending comes", 0.0)
            crew.each([("odds", _ODDS)] * self.processes, self._take)
            for share in _CLAMPS:
                crew.each(self._clamps(share), self._take)
            bound = most_picks(self.system)
            if bound.unbraked:
                crew.each([("endless", bound.unbraked, _QUICK)], self._take)
            if crew.lost:
                gave_up.append(f"{crew.lost} of {self.processes} processes ended early: is there too little memory?")
        if self.missing:
            gave_up.append("large stories need the library `dd`: pip install 'hyosan[prove]'")
        answers = [self._answer(number, item) for number, item in enumerate(self.system.items)]
        kept = {key_of(self.system.items[number]): cells for number, cells in self.never.items()}
        ends = endings_of(self.system)
        outcomes = [self._outcome(end, answer_of(self.system, end, answers)) for end in ends]
        return Proof(
            self.system, answers, raw_states(self.system), None, self.trap, self.circle, outcomes, self.most,
            walks=self.even, gave_up=gave_up,
            endless=replace(self.endless, answer="never") if bound.picks is not None else self.endless, at_most=bound.picks,
            learned=len(self.met) > replayed or not kept.keys() <= self.corpus.kept.keys(), kept=kept,
            spent=self.spent, peak=sum(self.peaks.values()) + peak_memory() * (self.processes > 1),
        )  # fmt: skip

    def _play(self, crew: Crew) -> int:
        """Meets what earlier proofs have met, then what a short search and random plays meet; returns how much the first was."""
        plays = self.corpus.plays
        handfuls = [plays[at : at + _HANDFUL] for at in range(0, len(plays), _HANDFUL)]
        self.budget.tell("playing again what was found before", 0.0)
        crew.each([("replay", each, _REPLAY_UNTIL) for each in handfuls], self._take)
        crew.all(("know", (), self._left()))
        replayed = len(self.met)
        self.budget.tell("playing at random", 0.0)
        width = [("width", _WIDTH_UNTIL)] if not plays else []
        until = _EXPLORE_UNTIL if not plays else _KNOWN_UNTIL if self._unmet() > _FEW else 0.0
        crew.each([*width, *[("explore", until)] * (self.processes if until else 0)], self._take)
        return replayed

    def _unmet(self) -> float:
        """The share of the items that are not decided, assignments aside."""
        asked = [number for number, item in enumerate(self.system.items) if item.kind not in ASSIGNED]
        return len(set(self._left()).intersection(asked)) / max(len(asked), 1)

    def _trails(self) -> list[Trail]:
        """Plays to go on from: those that met most, and some to each ending."""
        count = Counter[int]()
        trails: dict[int, Trail] = {}
        for met in self.met.values():
            trails[id(met.trail)] = met.play
            count[id(met.trail)] += 1
        return [trails[number] for number, _ in count.most_common(_TRAILS)]

    def _left(self) -> list[int]:
        """The items that are not decided, what must not happen first."""
        decided = self.met.keys() | self.never.keys() | self.nowhere
        left = [number for number in range(len(self.system.items)) if number not in decided]
        return sorted(left, key=lambda number: KINDS.index(self.system.items[number].kind), reverse=True)

    def _take(self, ask: Ask, reply: Reply) -> None:
        self.missing |= reply.missing
        for number, met in reply.met.items():
            if number not in self.met or met.depth < self.met[number].depth:
                self.met[number] = met
        self.ended += reply.ended
        self.spent[ask[0]] = self.spent.get(ask[0], 0.0) + reply.seconds
        self.peaks[reply.process] = max(self.peaks[reply.process], reply.peak)
        self.even += reply.even
        self.most = max(self.most, reply.most)
        match ask:
            case ("width", _):
                self.exact_to = reply.exact_to
            case ("item", number, *_) if reply.answer == "never":
                self.never[number] = reply.kept
            case ("clamps", *_):
                self.never |= reply.never
            case ("trap", _):
                self.trap = Decided(TRAP, reply.answer, reply.shown)
            case ("endless", *_) if reply.shown is not None:
                self.endless = Decided(ENDLESS, "can", reply.shown)
            case ("circle", _):
                self.circle = Decided(CIRCLE, reply.answer, reply.shown)
            case ("losing", end, _) if reply.lost is not None:
                self.lost[end] = reply.lost

    def _items(self, share: float) -> Iterator[Ask]:
        """A question for each item that is left when its turn comes, assignments aside."""
        left = [number for number in self._left() if self.system.items[number].kind not in ASSIGNED]
        for at, number in enumerate(left):
            if number not in self.met and number not in self.never:
                self.budget.tell("deciding what was not met", at / len(left))
                yield ("item", number, share, self._kept(number))

    def _kept(self, number: int) -> frozenset[str]:
        """The cells that once were needed to see that the item cannot happen."""
        return self.corpus.kept.get(key_of(self.system.items[number]), frozenset())

    def _clamps(self, share: float) -> Iterator[Ask]:
        """Which assignments meet a bound: those to one cell are asked together, so many at once."""
        left = [number for number in self._left() if self.system.items[number].kind in ASSIGNED]
        cells: dict[str, list[int]] = {}
        for number in left:
            cells.setdefault(self.system.items[number].name.split()[0], []).append(number)
        for those in sorted(cells.values(), key=len):
            for at in range(0, len(those), _HANDFUL):
                self.budget.tell("which assignments meet a bound", 0.0)
                numbers = those[at : at + _HANDFUL]
                yield ("clamps", numbers, [self._kept(number) for number in numbers], share)

    def _answer(self, number: int, item: Item) -> Decided:
        met, exact_to = self.met.get(number), self.exact_to
        if met is not None:
            return Decided(item, "can", met, shortest=exact_to is None or met.depth < exact_to)
        return Decided(item, "never" if number in self.never or number in self.nowhere else "open")

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
