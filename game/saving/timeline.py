"""The way of a play: every turn from its start to where it stands, and the turns that were taken back.

A state is a pure function of the start and the moves, so that not every state needs to be kept: every fiftieth is, and the
newest. Going back further makes at most forty-nine moves again; memory grows with the turns, and hardly with the variables.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from game.engine.state import Move
from game.errors import MoveError
from game.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.engine.program import Program
    from game.engine.state import GameState, Line, Turn
    from game.saving.record import Standing

STRIDE = 50


class Step(NamedTuple):
    """An option that was picked, and the scene in which it stood."""

    option: str
    scene: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a play was begun: at the story's start when `scene` is None, with `values` for some variables."""

    seed: int
    scene: str | None = None
    values: Mapping[str, int] = field(default_factory=dict)


class Timeline:
    """A play and its way. Without a `beginning` it was taken up in the middle, at `start`: nobody can go back beyond that.

    `checkpoints` are where the play stood before steps that closed something, by the number of steps that lead there.
    """

    def __init__(self, program: Program, start: GameState, beginning: Beginning | None) -> None:
        self.program = program
        self.beginning = beginning
        self.steps: list[Step] = []
        self.undone: list[Step] = []
        self.checkpoints: dict[int, Standing] = {}
        self.state = start
        self._passages: list[tuple[Line, ...]] = [start.passage]
        self._times: dict[Step, int] | None = None
        self._kept: dict[int, GameState] = {0: start}

    @classmethod
    def begin(cls, program: Program, beginning: Beginning) -> Timeline:
        """A new play. Raises `SetError`."""
        start = program.start(beginning.seed, beginning.scene, beginning.values).state
        return cls(program, start, beginning)

    @property
    def start(self) -> GameState:
        return self._kept[0]

    @property
    def passages(self) -> Sequence[tuple[Line, ...]]:
        """What was told on the way to here, a passage a turn, the oldest first."""
        return self._passages

    def times(self, scene: str, option: str) -> int:
        """How often the option was picked there on the way to here."""
        if self._times is None:  # nobody asks during a replay
            self._times = Counter(self.steps)
        return self._times.get(Step(option, scene), 0)

    def kept_states(self) -> list[tuple[int, GameState]]:
        """Every fiftieth state after the start and up to here, with the number of steps that lead to it."""
        return [(depth, self._kept[depth]) for depth in range(STRIDE, len(self.steps) + 1, STRIDE)]

    def play(self, option: str) -> Turn:
        """The turn after picking `option`. Raises `MoveError`, and then nothing has changed."""
        turn = self._take(option)
        if self.undone:
            self.undone.clear()
            self.checkpoints = {depth: now for depth, now in self.checkpoints.items() if depth < len(self.steps) - 1}
        return turn

    def until(self, depth: int) -> Timeline:
        """The way up to there, as a play of its own."""
        made = Timeline(self.program, self.start, self.beginning)
        for step in self.steps[:depth]:
            made.play(step.option)
        made.checkpoints = {known: now for known, now in self.checkpoints.items() if known < depth}
        return made

    def _take(self, option: str) -> Turn:
        scene = self.state.at.scene
        turn = self.program.play(self.state, Move(option))
        step = Step(option, scene)
        self.steps.append(step)
        if self._times is not None:
            self._times[step] = self._times.get(step, 0) + 1
        self._passages.append(turn.state.passage)
        self._stand(len(self.steps), turn.state)
        return turn

    def undo(self) -> bool:
        """Goes back one turn; False when there is none."""
        if not self.steps:
            return False
        depth = len(self.steps)
        self.state = self.state_at(depth - 1)
        step = self.steps.pop()
        if self._times is not None:
            self._times[step] -= 1
        self.undone.append(step)
        self._passages.pop()
        self._kept.pop(depth, None)
        return True

    def redo(self) -> bool:
        """Makes the move again that was last taken back; False when there is none (or a save only claimed that there was)."""
        if not self.undone:
            return False
        try:
            self._take(self.undone[-1].option)
        except MoveError:
            self.undone.clear()
            return False
        self.undone.pop()
        return True

    def _stand(self, depth: int, state: GameState) -> None:
        self.state = self._kept[depth] = state
        old = depth - STRIDE
        if old % STRIDE:
            self._kept.pop(old, None)

    def state_at(self, depth: int) -> GameState:
        """The state after `depth` steps. When it was let go, those since the last one that is always kept are made again."""
        if depth not in self._kept:
            first = depth - depth % STRIDE
            for step in range(first, depth):
                self._kept[step + 1] = self.program.play(self._kept[step], Move(self.steps[step].option)).state
        return self._kept[depth]
