"""What each turn of a play has changed, and by which lines of the story: worked out when somebody asks."""

from __future__ import annotations

from game.engine.program import Program
from game.engine.state import GameState, Move
from game.engine.tracing import Changed, TracingProgram
from game.records import dataclass
from game.saving.timeline import Step, Timeline


@dataclass(frozen=True, slots=True)
class TracedTurn:
    """A turn: the move that it began with (None for the beginning of the play), where it led, and what it changed, in order."""

    turn: int
    step: Step | None
    state: GameState
    changes: tuple[Changed, ...]


class Causes:
    """Traces the turns of a play. Those that it knows already, from the beginning on, are not traced again."""

    def __init__(self, program: Program) -> None:
        self._program = TracingProgram(program.story)
        self._start: GameState | None = None
        self._turns: list[TracedTurn] = []

    def of(self, timeline: Timeline) -> tuple[TracedTurn, ...]:
        """Every turn from the beginning to where the play stands."""
        if self._start is not timeline.start:
            self._start, self._turns = timeline.start, [self._beginning(timeline)]
        known = 0
        while known < min(len(self._turns) - 1, len(timeline.steps)) and self._turns[known + 1].step == timeline.steps[known]:
            known += 1
        del self._turns[known + 1 :]
        for step in timeline.steps[known:]:
            traced, changes = self._program.trace(self._turns[-1].state, Move(step.option))
            self._turns.append(TracedTurn(traced.state.turn, step, traced.state, changes))
        return tuple(self._turns)

    def _beginning(self, timeline: Timeline) -> TracedTurn:
        begun = timeline.beginning
        if begun is None:
            return TracedTurn(timeline.start.turn, None, timeline.start, ())
        turn, changes = self._program.trace_start(begun.seed, begun.scene, begun.values)
        return TracedTurn(0, None, turn.state, changes)
