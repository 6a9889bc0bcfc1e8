"""Where players go: runs that pick at random, counted over the arrows of a chart."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from game.authoring.map.chart import Chart, ending_key
from game.engine.program import Program
from game.engine.state import Ended, Entered, GameState, Line, Move

MAX_TURNS = 2_000
"""Turns after which a run is given up: a story may go round for ever when it is played at random."""
MAX_ALL_TURNS = 100_000
"""Turns of all runs together, after which no further run is begun: a map must not take minutes."""

Arrow = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Traffic:
    """In how many of `runs` each node was met and each arrow (source, target) taken; `unended` runs came to no ending.

    `asked` is how many runs there should have been: fewer are played when they are long.
    """

    runs: int
    asked: int
    seed: int
    met: Mapping[str, int]
    taken: Mapping[Arrow, int]
    unended: int

    @property
    def words(self) -> str:
        """How many runs there were, as it is said of every share."""
        short = f" (of {self.asked:,}: {MAX_ALL_TURNS:,} turns is enough)" if self.runs < self.asked else ""
        return f"{self.runs:,} random run{'s' * (self.runs != 1)}{short}"

    def share(self, count: int) -> float:
        return count / self.runs if self.runs else 0.0


def random_runs(program: Program, chart: Chart, runs: int, seed: int) -> Traffic:
    """Plays `runs` times from the start, each open option being as likely as the others. The same seed gives the same counts."""
    arrows: dict[str, set[str]] = {key: set(chart.interrupts.get(key, ())) for key in chart.nodes}
    for edge in chart.edges:
        arrows[edge.source].add(edge.target)
    met: Counter[str] = Counter()
    taken: Counter[Arrow] = Counter()
    played = turns = unended = 0
    while played < runs and turns < MAX_ALL_TURNS:
        trace = _Trace(arrows)
        chance = random.Random(f"{seed}/{played}")
        turns += _play(program, trace, chance, chance.getrandbits(32))
        met.update(trace.met)
        taken.update(trace.taken)
        unended += not trace.ended
        played += 1
    return Traffic(played, runs, seed, met, taken, unended)


def _play(program: Program, trace: _Trace, chance: random.Random, dice: int) -> int:
    """One run; returns how many turns it took."""
    state = program.start(dice).state
    trace.follow(state.passage, state)
    for turn in range(MAX_TURNS):
        offers = program.look(state).open_offers
        if not offers:
            return turn
        state = program.play(state, Move(chance.choice(offers).id)).state
        trace.follow(state.passage, state)
    return MAX_TURNS


@dataclass(slots=True)
class _Trace:
    """The nodes and arrows of one run. `standing` is where it stands, the innermost of its visits last.

    A passage tells which scenes were entered and not when a visit came back. So a scene was entered from the innermost
    place where the run may stand that has an arrow to it; after each turn the state says where the run does stand.
    """

    arrows: Mapping[str, set[str]]
    standing: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    taken: set[Arrow] = field(default_factory=set)
    ended: bool = False

    def follow(self, passage: Sequence[Line], state: GameState) -> None:
        for line in passage:
            if isinstance(line, Entered):
                self._enter(line.scene)
            elif isinstance(line, Ended):
                self._enter(ending_key(line.ending))
                self.ended = True
        self.standing = [*(back.scene for back in state.returns), state.at.scene]

    def _enter(self, key: str) -> None:
        while self.standing and key not in self.arrows[self.standing[-1]]:
            self.standing.pop()
        if self.standing:
            self.taken.add((self.standing[-1], key))
        self.standing.append(key)
        self.met.add(key)
