"""Turns made again with an ear at each step: what they changed, and which line of the author's files did it.

Playing costs nothing for it: a state is a pure function of the start and the moves, so that what nobody noted while playing can
be found out afterwards. The program that runs is the engine's own; nothing of it is written a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game.diagnostics import Span
from game.engine import code
from game.engine.machine import Compiler
from game.engine.program import Program
from game.engine.running import CompiledScene, Run, StepFunction
from game.engine.state import GameState, Move, Turn
from game.records import dataclass, field
from game.story.model import Slot, Story


@dataclass(frozen=True, slots=True)
class Changed:
    """A slot that got another value, and the place of the option, effect, jump or text that gave it."""

    slot: str
    before: int
    after: int
    place: Span


@dataclass(slots=True)
class _Ear:
    """Hears which values are others than they were. What changed between two steps is the doing of `place`."""

    slots: Sequence[Slot]
    values: list[int] = field(default_factory=list)
    found: list[Changed] = field(default_factory=list)

    def hear(self, values: list[int], place: Span, own: Mapping[str, Span] | None = None) -> None:
        """Takes the values in. `own` are places that a slot has for itself."""
        if values == self.values:
            return
        for slot, before, after in zip(self.slots, self.values, values, strict=True):
            if before != after:
                self.found.append(Changed(slot.name, before, after, own.get(slot.name, place) if own else place))
        self.values = values.copy()


class _ListeningCompiler(Compiler):
    """Compiles scenes as the engine does, with an ear behind each step."""

    runs_each_step = True

    def __init__(self, story: Story, index: Mapping[str, int], ear: _Ear) -> None:
        super().__init__(story, index)
        self.ear = ear
        self.begun_at = Span("", 1, 1)

    def scene(self, scene_id: str) -> CompiledScene:
        """The scene, compiled and listened to now or before."""
        known = self.compiled.get(scene_id)
        if known is not None:
            return known
        made = super().scene(scene_id)
        for number, (step, place) in enumerate(zip(made.code.steps, made.code.places, strict=True)):
            made.steps[number] = self._listening(made.step(number), step, place)
        return made

    def _listening(self, inner: StepFunction, step: code.Step, place: Span) -> StepFunction:
        ear, own = self.ear, _places_of_effects(step)

        def listening(run: Run) -> int:
            ear.hear(run.values, self.begun_at)
            following = inner(run)
            ear.hear(run.values, place, own)
            return following

        return listening


def _places_of_effects(step: code.Step) -> Mapping[str, Span] | None:
    """Where each slot that the step sets is set, the last time."""
    if not isinstance(step, code.Apply):
        return None
    return {effect.slot: place for effect, place in zip(step.effects, step.places, strict=True)}


class TracingProgram(Program):
    """A program that tells of each turn what it changed."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        self._ear = _Ear(story.slots)
        self._compiler: _ListeningCompiler = _ListeningCompiler(story, self.index, self._ear)

    def trace_start(self, seed: int, scene: str | None, values: Mapping[str, int]) -> tuple[Turn, tuple[Changed, ...]]:
        """The beginning of a play. Raises `SetError`."""
        cells = [slot.start for slot in self.story.slots]
        for name, value in values.items():
            cells[self.index[name]] = value
        self._listen(cells, self.story.scenes[scene or self.story.start].span)
        return self.start(seed, scene, values), tuple(self._ear.found)

    def trace(self, state: GameState, move: Move) -> tuple[Turn, tuple[Changed, ...]]:
        """The turn after the move. Raises `MoveError`."""
        self._listen(list(state.values), self._place_of(state, move.option))
        return self.play(state, move), tuple(self._ear.found)

    def _listen(self, values: list[int], begun_at: Span) -> None:
        self._ear.values, self._ear.found, self._compiler.begun_at = values, [], begun_at

    def _place_of(self, state: GameState, option: str) -> Span:
        code_of_scene = self.code_of(state.at.scene)
        stop = code_of_scene.steps[code_of_scene.addresses.get(state.at.address, 0)]
        options = stop.choose.options if isinstance(stop, code.Stop) else ()
        return next((each.span for each in options if each.id == option), self.story.scenes[state.at.scene].span)
