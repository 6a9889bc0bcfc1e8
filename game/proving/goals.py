"""The proof of a story with too many states to look at each: what can happen is met, and the rest is decided goal by goal."""

from __future__ import annotations

import random
from math import sqrt

from game.language import folding
from game.proving.budget import Budget
from game.proving.deciding import Decider, Verdict
from game.proving.diagrams import Diagram
from game.proving.explicit import Compiled, Met, Move, Node, search
from game.proving.proof import CIRCLE, TRAP, Decided, Odds, Outcome, PointOfNoReturn, Proof, answer_of, endings_of, raw_states
from game.proving.slicing import restricted
from game.proving.symbolic import Backward, Sets
from game.proving.system import KINDS, Item, System
from game.proving.walks import explore, walk

_WIDEST, _WIDE = 20_000, 3_000
"""How many nodes the sets of all endings, and of one, may have."""
_FEW_WALKS, _FEWEST_WALKS, _MOST_WALKS = 300, 20, 1_000
_STANDING = 3
_QUICK = 0.01
"""The share of the budget that a question may take the first time."""
_LOSING = 0.05
"""The share of the budget for where one ending is lost, beyond what plays at hand show."""
_LOSING_UNTIL = 0.6
_Z = 1.96


class Goals:
    """A story with too many states to look at each."""

    def __init__(self, whole: System, budget: Budget) -> None:
        """Clamps are looked for at random only: what they read would keep every counter alive."""
        self.system, self.budget = restricted(whole, [kind for kind in KINDS if kind != "clamp"]), budget
        self.compiled = Compiled.of(self.system)
        budget.tell("searching in width", 0.0)
        self.found = search(restricted(whole, KINDS), width=1, going_on=budget.until(0.2))
        self.gave_up: list[str] = []
        self.never: set[Item] = set()
        self.decider: Decider | None = None
        self.standing: dict[int, list[Node]] = {}

    def proof(self) -> Proof:
        budget = self.budget
        budget.tell("playing at random", 0.0)
        fresh = budget.until(0.35)
        walks = explore(self.found, 1, lambda since: fresh() and since < _FEW_WALKS)
        odds, most = self._odds()
        try:
            self.decider = Decider(Backward.of(self.system), self.compiled)
        except ModuleNotFoundError:
            self.gave_up.append("large stories need the library `dd`: pip install 'hyosan[prove]'")
        trap, circle = self._trap(), self._circle()
        ends, raw = endings_of(self.system), raw_states(self.system)
        lost = {end: self._lost(end) for end in ends}
        answers = self._answers()
        outcomes = [Outcome(end, answer_of(self.system, end, answers), odds[end], lost[end]) for end in ends]
        return Proof(self.system, answers, raw, None, trap, circle, outcomes, most, walks=walks, gave_up=self.gave_up)

    def _odds(self) -> tuple[dict[str, Odds], int]:
        """How often each ending came to players who picked evenly, and the most picks of one of them."""
        chance, going_on = random.Random(2), self.budget.of(0.1)
        counts, most, walks = dict.fromkeys(endings_of(self.system), 0), 0, 0
        while walks < (_MOST_WALKS if going_on() else _FEWEST_WALKS):
            made = walk(self.compiled, chance, chance.choice, self._stand)
            walks += 1
            most = max(most, made.last.depth)
            if made.ending is not None:
                counts[made.ending] += 1
        return {end: _estimate(count, walks) for end, count in counts.items()}, most

    def _stand(self, node: Node, move: Move | None) -> None:
        """Keeps some plays at each stop, to have one at hand that stands where something is lost."""
        if move is None and self.system.places[node.place].stop:
            here = self.standing.setdefault(node.place, [])
            if len(here) < _STANDING:
                here.append(node)

    def _sets(self, goal: dict[int, Diagram], widest: int) -> Sets | None:
        """The states from which the goal can be reached; None when they do not fit."""
        if self.decider is None:
            return None
        sets = self.decider.backward.search(goal, widest=widest, going_on=self.budget.of(0.05))
        return sets if sets.whole else None

    def _worst(self, item: Item, bad: dict[int, Diagram]) -> Decided:
        """Whether a play can come to one of these states."""
        assert self.decider is not None
        none = self.decider.backward.diagrams.false
        verdict = self._verdict({place: states for place, states in bad.items() if states != none}, None, 0.1)
        if verdict.met is not None:
            return Decided(item, "can", verdict.met)
        return Decided(item, "never" if verdict.sure else "open")

    def _trap(self) -> Decided:
        """Whether a play can come to a state from which no ending can be reached."""
        self.budget.tell("whether some ending can always be reached", 0.0)
        true = self.decider.backward.diagrams.true if self.decider else None
        sets = self._sets({number: true for number, place in enumerate(self.system.places) if place.end}, _WIDEST)
        if sets is None:
            return Decided(TRAP, "open")
        return self._worst(TRAP, {n: ~sets.states[n] for n, place in enumerate(self.system.places) if place.stop})

    def _circle(self) -> Decided:
        """Whether a play can come to a state from which it goes on for ever without waiting."""
        if self.decider is None or not _circles(self.system):
            return Decided(CIRCLE, "open" if _circles(self.system) else "never")
        diagrams = self.decider.backward.diagrams
        goal = {}
        for number, place in enumerate(self.system.places):
            if place.rests:
                offers = folding.either(edge.guard or folding.TRUE for edge in place.edges if edge.pick is not None)
                goal[number] = diagrams.condition(offers) if place.stop else diagrams.true
        sets = self._sets(goal, _WIDEST)
        if sets is None:
            return Decided(CIRCLE, "open")
        return self._worst(CIRCLE, {number: ~states for number, states in enumerate(sets.states)})

    def _answers(self) -> list[Decided]:
        """First what is decided quickly, then what is left, each with an even share of what is left of the budget."""
        for quick in (True, False):
            left = [item for item in self.system.items if item not in self.found.met and item not in self.never]
            left.sort(key=lambda item: KINDS.index(item.kind), reverse=True)  # what must not happen first
            for number, item in enumerate(left):
                self.budget.tell("deciding what was not met", number / len(left))
                if not self.budget.until(1)():
                    break
                if item not in self.found.met:
                    rest = 1 - self.budget.used / self.budget.seconds
                    self._decide(item, _QUICK if quick else rest * 3 / (len(left) - number + 2))
        return [self._answer(item) for item in self.found.compiled.system.items]

    def _answer(self, item: Item) -> Decided:
        met, exact_to = self.found.met.get(item), self.found.exact_to
        if met is not None:
            return Decided(item, "can", met, shortest=exact_to is None or met.depth < exact_to)
        return Decided(item, "never" if item in self.never else "open")

    def _decide(self, item: Item, share: float) -> None:
        if self.decider is None:
            return
        verdict = self._verdict(self.decider.backward.goal(item), item, share)
        if verdict.met is not None:
            self._note(verdict.met)
        elif verdict.sure:
            self.never.add(item)

    def _verdict(self, goal: dict[int, Diagram], item: Item | None, share: float) -> Verdict:
        assert self.decider is not None
        if not goal:
            return Verdict(None)
        if not self.budget.until(1)():
            return Verdict(None, sure=False)
        return self.decider.decide(goal, item, self.budget.of(share))

    def _note(self, met: Met) -> None:
        """Everything that happens on the run is met."""
        for node in met.node.run():
            for item in self.compiled.happens(node.place, node.state):
                self.found.note(item, node, None, self.system)
            if node.by is not None and node.before is not None:
                self._note_edge(node.before, node.by)
        if met.by is not None:
            self._note_edge(met.node, met.by)

    def _note_edge(self, node: Node, move: Move) -> None:
        for item in move.edge.items:
            self.found.note(item, node, move, self.system)

    def _lost(self, end: str) -> tuple[PointOfNoReturn, ...] | None:
        """Where the ending is lost; None when it could not be said."""
        self.budget.tell(f"where `{end}` is lost", 0.0)
        in_time = self.budget.until(_LOSING_UNTIL)
        if self.decider is None or not in_time():
            return None
        backward = self.decider.backward
        true, none, going_on = backward.diagrams.true, backward.diagrams.false, self.budget.of(_LOSING)
        sets = self._sets({number: true for number, place in enumerate(self.system.places) if place.end == end}, _WIDE)
        if sets is None:
            return None
        found: dict[tuple[str, str], PointOfNoReturn] = {}
        open_ones = set[tuple[str, str]]()
        for number, place in enumerate(self.system.places):
            for edge in place.edges:
                key = (place.at.scene, edge.pick or "")
                if edge.pick is None or key in found:
                    continue
                if not in_time():
                    return None
                losing = (
                    backward.diagrams.condition(edge.guard)
                    & sets.states[number]
                    & ~backward.before(edge, sets.states[edge.target])
                )
                if losing == none:
                    continue
                met = self._standing_at(number, losing)
                if met is None and not going_on():
                    open_ones.add(key)
                    continue
                verdict = Verdict(met) if met is not None else self._verdict({number: losing}, None, _QUICK)
                if verdict.met is not None:
                    found[key] = PointOfNoReturn(end, *key, verdict.met)
                elif not verdict.sure:
                    open_ones.add(key)
        if open_ones - set(found):
            self.gave_up.append(f"`{end}` may be lost at {len(open_ones - set(found))} more options: not decided.")
        return tuple(found.values())

    def _standing_at(self, place: int, states: Diagram) -> Met | None:
        assert self.decider is not None
        has = self.decider.backward.diagrams.probe(states)
        return next((Met(self.system, node) for node in self.standing.get(place, ()) if has(node.state)), None)


def _estimate(count: int, walks: int) -> Odds:
    """The interval of Wilson ("Probable inference, the law of succession, and statistical inference", 1927)."""
    share = count / walks
    middle = (share + _Z * _Z / (2 * walks)) / (1 + _Z * _Z / walks)
    half = _Z / (1 + _Z * _Z / walks) * sqrt(share * (1 - share) / walks + _Z * _Z / (4 * walks * walks))
    return Odds(share, max(0.0, middle - half), min(1.0, middle + half), exact=False)


def _circles(system: System) -> bool:
    """Whether the places have a circle without a pick, conditions aside."""
    left = [0] * len(system.places)
    for place in system.places:
        for edge in place.edges:
            left[edge.target] += edge.pick is None
    ready = [number for number, count in enumerate(left) if not count]
    done = 0
    while ready:
        done += 1
        for edge in system.places[ready.pop()].edges:
            if edge.pick is None:
                left[edge.target] -= 1
                if not left[edge.target]:
                    ready.append(edge.target)
    return done < len(system.places)
